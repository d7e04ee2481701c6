//! Nobody, somebody and everybody, never and always, in all languages.

use super::compare_lines;

#[test]
fn nobody_became_somebody_or_everybody() {
    compare_lines(
        "",
        "
        it | Nessuno è stato ferito. | Qualcuno è stato ferito. | n
        it | Nessuno è stato ferito | Qualcuno è stato ferito | n
        it | Nessuno è stato ferito. | Tutti sono stati feriti. | n
        it | Niente è cambiato. | Qualcosa è cambiato. | n
        it | Nulla è cambiato. | Tutto è cambiato. | n
        it | Non ha detto niente. | Ha detto tutto. | n
        it | Il ministro non paga mai le tasse. | Il ministro paga sempre le tasse. | n
        it | Mai è stato visto in città. | Sempre è stato visto in città. | n
        it | Nessuna casa è crollata. | Ogni casa è crollata. | n
        it | Nessuna casa è crollata. | Una casa è crollata. | n
        it | Nessun treno è partito. | Ogni treno è partito. | n
        it | Nessun treno è partito. | Alcuni treni sono partiti. | n
        es | Nadie resultó herido. | Alguien resultó herido. | n
        es | Nadie resultó herido. | Todos resultaron heridos. | n
        es | Nada ha cambiado. | Algo ha cambiado. | n
        es | Nada ha cambiado. | Todo ha cambiado. | n
        es | El ministro nunca paga impuestos. | El ministro siempre paga impuestos. | n
        es | El ministro no paga nunca impuestos. | El ministro paga siempre impuestos. | n
        es | Ningún tren salió. | Algún tren salió. | n
        es | Ningún tren salió. | Todos los trenes salieron. | n
        es | Ninguna casa cayó. | Cada casa cayó. | n
        es | No resultó herido nadie. | Resultó herido alguien. | n
        en | Nobody was hurt. | Somebody was hurt. | n
        en | No one was hurt. | Someone was hurt. | n
        en | None were hurt. | All were hurt. | n
        en | None of them was hurt. | Some of them were hurt. | n
        en | Nothing has changed. | Something has changed. | n
        en | Nothing has changed. | Everything has changed. | n
        en | The minister never pays. | The minister always pays. | n
        en | The minister never pays. | The minister sometimes pays. | n
        en | The minister never pays. | The minister often pays. | n
        en | They went nowhere. | They went somewhere. | n
        en | They went nowhere. | They went everywhere. | n
        en | Neither team won. | Both teams won. | n
        en | Neither of the teams won. | Both of the teams won. | n
        en | Neither of the teams won. | One of the teams won. | n
        en | None of the men were hurt. | Many of the men were hurt. | n
        en | None of the men were hurt. | Most of the men were hurt. | n
        de | Niemand wurde verletzt. | Jemand wurde verletzt. | n
        de | Niemand wurde verletzt. | Alle wurden verletzt. | n
        de | Nichts hat sich geändert. | Etwas hat sich geändert. | n
        de | Nichts hat sich geändert. | Alles hat sich geändert. | n
        de | Der Minister zahlt nie. | Der Minister zahlt immer. | n
        de | Der Minister zahlt nie. | Der Minister zahlt manchmal. | n
        de | Kein Zug fuhr. | Ein Zug fuhr. | n
        de | Kein Zug fuhr. | Jeder Zug fuhr. | n
        de | Keine der Frauen kam. | Einige der Frauen kamen. | n
        de | Sie waren nirgends zu sehen. | Sie waren überall zu sehen. | n
        de | Sie waren nirgendwo zu sehen. | Sie waren irgendwo zu sehen. | n
        de | Keiner von beiden kam. | Beide kamen. | n
        fr | Personne n'a été blessé. | Quelqu'un a été blessé. | n
        fr | Personne n'a été blessé. | Tout le monde a été blessé. | n
        fr | Rien n'a changé. | Quelque chose a changé. | n
        fr | Rien n'a changé. | Tout a changé. | n
        fr | Le ministre ne paie jamais. | Le ministre paie toujours. | n
        fr | Le ministre ne paie jamais. | Le ministre paie parfois. | n
        fr | Aucun train n'est parti. | Un train est parti. | n
        fr | Aucun train n'est parti. | Chaque train est parti. | n
        fr | Aucune maison n'est tombée. | Toutes les maisons sont tombées. | n
        fr | Il n'est nulle part. | Il est partout. | n
        fr | Il n'est nulle part. | Il est quelque part. | n
",
    );
}

#[test]
fn other_words_that_say_how_many_are_not_negations() {
    compare_lines(
        "",
        "
        it | Qualcuno è stato ferito. | Tutti sono stati feriti. | -
        it | Niente è cambiato. | Nulla è cambiato. | -
        en | Everyone was hurt. | Everybody was hurt. | -
        en | Somebody was hurt. | Someone was hurt. | -
        en | Everyone was hurt. | Someone was hurt. | -
        en | The minister always pays. | The minister sometimes pays. | -
        en | They always pay. | They often pay. | -
        es | Alguien resultó herido. | Todos resultaron heridos. | -
        es | No vino nadie. | Nadie vino. | -
        es | Nadie vino. | Ninguno vino. | -
        it | Non è venuto nessuno. | Nessuno è venuto. | -
        de | Niemand kam. | Keiner kam. | -
        de | Jemand kam. | Irgendjemand kam. | -
        de | Er zahlt nie. | Er zahlt niemals. | -
        fr | Personne n'est venu. | Nul n'est venu. | -
        fr | Quelqu'un est venu. | Une personne est venue. | -
        es | Nunca paga. | Jamás paga. | -
        es | La persona nada en el río. | La persona anda en el río. | -
        it | Nulla è vietato. | Niente è vietato. | -
        de | Etwas hat sich geändert. | Alles hat sich geändert. | -
        en | Nobody was hurt in the fire. | The fire hurt no one. | -
        en | Nobody refused. | Everybody agreed. | -
        en | Nobody failed. | Everybody passed. | -
        it | Nessuno ha rifiutato. | Tutti hanno accettato. | -
        es | Nadie se negó. | Todos aceptaron. | -
        de | Niemand weigerte sich. | Alle stimmten zu. | -
        fr | Personne n'a refusé. | Tout le monde a accepté. | -
        en | Nobody was unhurt. | Everybody was hurt. | -
        fr | Une personne a été blessée. | Quelqu'un a été blessé. | -
        fr | La personne est venue. | Quelqu'un est venu. | -
",
    );
}

#[test]
fn a_clause_negates_whatever_stands_in_front_of_it() {
    compare_lines(
        "",
        "
        it | Il sindaco ha detto che nessuno è stato ferito. | Il sindaco ha detto che qualcuno è stato ferito. | n
        it | Il sindaco ha detto che nulla è cambiato. | Il sindaco ha detto che tutto è cambiato. | n
        it | Il ponte non è crollato e nessuno è stato ferito. | Il ponte non è crollato e qualcuno è stato ferito. | n
        it | Non ci sono danni, nessuno è stato ferito. | Non ci sono danni, qualcuno è stato ferito. | n
        es | El alcalde dijo que nadie resultó herido. | El alcalde dijo que alguien resultó herido. | n
        es | El alcalde dijo que nada ha cambiado. | El alcalde dijo que algo ha cambiado. | n
        es | El alcalde dijo que nunca paga. | El alcalde dijo que siempre paga. | n
        es | El puente no cayó y nadie resultó herido. | El puente no cayó y alguien resultó herido. | n
        es | No hay daños, nadie resultó herido. | No hay daños, alguien resultó herido. | n
        es | Si nadie vota, pierden. | Si alguien vota, pierden. | n
        fr | Le maire a dit que personne n'a été blessé. | Le maire a dit que quelqu'un a été blessé. | n
        fr | Le pont n'est pas tombé et personne n'a été blessé. | Le pont n'est pas tombé et quelqu'un a été blessé. | n
        en | The mayor said that nobody was hurt. | The mayor said that somebody was hurt. | n
        en | The bridge did not fall and nobody was hurt. | The bridge did not fall and somebody was hurt. | n
        de | Der Rat sagte, dass niemand verletzt wurde. | Der Rat sagte, dass jemand verletzt wurde. | n
        de | Die Brücke fiel nicht und niemand wurde verletzt. | Die Brücke fiel nicht und jemand wurde verletzt. | n
        it | Il sindaco ha detto che non ha mai pagato. | Il sindaco ha detto che ha sempre pagato. | n
",
    );
}

#[test]
fn comparisons_and_lists_do_not_negate_by_themselves() {
    compare_lines(
        "",
        "
        it | È più forte che mai. | È più forte che prima. | -
        it | È forte come mai. | È forte come prima. | -
        it | Meglio che niente. | Meglio che prima. | -
        es | Es más fuerte que nunca. | Es más fuerte que antes. | -
        es | Lo sabe mejor que nadie. | Lo sabe mejor que ella. | -
        es | Es peor que nada. | Es peor que antes. | -
        es | Ganó más que nadie en su casa. | Ganó más que ella en su casa. | -
        it | Non ha visto nulla e nessuno. | Non ha visto nessuno. | -
        es | No había nada ni nadie. | No había nadie. | -
        es | No vino nadie, ni ayer ni hoy. | No vino nadie ayer ni hoy. | -
        it | Non è venuto nessuno, né ieri né oggi. | Non è venuto nessuno ieri o oggi. | -
",
    );
}
