//! Edits as newspapers make them, in all languages: half of them change what is said, and the
//! others only look like that.

use super::compare_lines;

#[test]
fn edits_of_what_is_said_have_their_kind() {
    compare_lines(
        "",
        "
        en | The panel said none of the boats had been checked. | The panel said all of the boats had been checked. | n
        en | Nothing was found in the cellar, officers said. | Something was found in the cellar, officers said. | n
        en | She has never owned a car. | She has always owned a car. | n
        en | The drug was effective against the virus. | The drug was ineffective against the virus. | n
        en | The senator voted to repeal the tax, a move his party supported. | The senator voted to repeal the tax, a move his party opposed. | n
        en | Share prices climbed after the news. | Share prices plunged after the news. | n
        en | Hemmings told the inquiry it was late. | Ashdown told the inquiry it was late. | m
        en | Pemberton warned that rents would rise. | Dowling warned that rents would rise. | m
        en | The airline confirmed the delay. | The airline denied the delay. | n
        en | The jury found him guilty of fraud. | The jury found him innocent of fraud. | n
        en | The museum will close in June. | The museum will open in June. | n
        en | The rules permit dogs in the park. | The rules prohibit dogs in the park. | n
        en | It was an honest reply. | It was a dishonest reply. | n
        en | A minority of members agreed. | A majority of members agreed. | n
        de | Niemand hat den Brief gelesen. | Jeder hat den Brief gelesen. | n
        de | Der Bürgermeister sagte, es gebe keine Gefahr. | Der Bürgermeister sagte, es gebe eine Gefahr. | n
        de | Die Mieten sind stark gestiegen. | Die Mieten sind stark gefallen. | n
        de | Der Senat lehnte den Antrag ab. | Der Senat nahm den Antrag an. | n
        de | Das Wasser ist trinkbar. | Das Wasser ist untrinkbar. | n
        de | Die Zahl der Gäste nahm im Mai zu. | Die Zahl der Gäste nahm im Mai ab. | n
        de | Ein Sprecher bestätigte den Vorfall. | Ein Sprecher dementierte den Vorfall. | n
        de | „Wir haben gewonnen“, sagte Petersen. | „Wir haben gewonnen“, sagte Lindner. | m
        de | Kowalski erklärte, der Vertrag sei unterschrieben. | Brandt erklärte, der Vertrag sei unterschrieben. | m
        de | Der Richter hat die Beschwerde zugelassen. | Der Richter hat die Beschwerde verboten. | n
        de | Die Mehrheit war dafür. | Die Minderheit war dafür. | n
        de | Er ist ein zuverlässiger Zeuge. | Er ist ein unzuverlässiger Zeuge. | n
        fr | Personne ne savait où il était. | Tout le monde savait où il était. | n
        fr | Le train arrive toujours en retard. | Le train n'arrive jamais en retard. | n
        fr | Les députés ont adopté le texte. | Les députés ont rejeté le texte. | n
        fr | Le chômage a diminué au printemps. | Le chômage a augmenté au printemps. | n
        fr | L'usine va ouvrir en mai. | L'usine va fermer en mai. | n
        fr | Le contrat est légal selon le juge. | Le contrat est illégal selon le juge. | n
        fr | Les eaux sont potables. | Les eaux ne sont pas potables. | n
        fr | Mercier a déclaré que tout va bien. | Kerbrat a déclaré que tout va bien. | m
        fr | L'accusé a été condamné hier. | L'accusé a été acquitté hier. | n
        fr | Elle a remporté la course. | Elle a perdu la course. | n
        fr | Le groupe a confirmé la vente. | Le groupe a démenti la vente. | n
        fr | La réunion est prévue. | La réunion est imprévue. | n
        it | Il testimone ha detto che niente è successo. | Il testimone ha detto che qualcosa è successo. | n
        it | Il tribunale ha condannato il medico. | Il tribunale ha assolto il medico. | n
        it | Le vendite sono salite a luglio. | Le vendite sono scese a luglio. | n
        it | I lavoratori hanno accettato il contratto. | I lavoratori hanno rifiutato il contratto. | n
        it | La squadra ha vinto la finale. | La squadra ha perso la finale. | n
        it | Il museo ha riaperto. | Il museo ha chiuso. | n
        it | Le condizioni sono accettabili. | Le condizioni sono inaccettabili. | n
        it | Galli ha detto che partirà. | Ferrero ha detto che partirà. | m
        it | L'azienda ha ammesso l'errore. | L'azienda ha negato l'errore. | n
        es | Todos los testigos hablaron. | Ningún testigo habló. | n
        es | La empresa confirmó los despidos. | La empresa negó los despidos. | n
        es | El gobierno prohibió la marcha. | El gobierno permitió la marcha. | n
        es | Las exportaciones subieron en abril. | Las exportaciones bajaron en abril. | n
        es | El jurado condenó al médico. | El jurado absolvió al médico. | n
        es | El acuerdo era aceptable. | El acuerdo era inaceptable. | n
        es | Herrera aseguró que pagará. | Salgado aseguró que pagará. | m
        es | Siempre hay agua en el pueblo. | Nunca hay agua en el pueblo. | n
        es | Fue una decisión justa. | Fue una decisión injusta. | n
        es | Más de la mitad vino. | Menos de la mitad vino. | f
        en | Smith told reporters it was late. | Jones told reporters it was late. | m
        en | It cost more than 40 pounds. | It cost less than 40 pounds. | f
        en | Rome won and Carter lost. | Carter won and Rome lost. | m
        en | The minister refused to deny it. | The minister refused to confirm it. | n
        en | Both sides denied it. | Both sides confirmed it. | n
        en | The court convicted two men. | The court acquitted two men. | n
        en | They agreed. | They disagreed. | n
        de | Sie kam ohne Hut an. | Sie kam mit Hut an. | n
        de | Schmidt sagte, es sei spät. | Krüger sagte, es sei spät. | m
        de | Zweimal schrieb er ihr. | Dreimal schrieb er ihr. | f
        fr | Martin a déclaré oui. | Bernard a déclaré oui. | m
        fr | Bruxelles a annoncé oui. | Londres a annoncé oui. | m
        it | Conte ha detto sì. | Letta ha detto sì. | m
        it | Bruno ha detto sì. | Marco ha detto sì. | m
        es | Rajoy dijo que sí. | Aznar dijo que sí. | m
",
    );
}

#[test]
fn edits_of_other_words_have_no_further_kind() {
    compare_lines(
        "",
        "
        en | Voters said the price was fair. | Shoppers said the price was fair. | -
        en | Doctor said it was fine. | Nurse said it was fine. | -
        en | Later that day he left. | Earlier that day he left. | -
        en | Interest in the match was high. | Concern in the match was high. | -
        en | The firm hired him in May. | The firm employed him in May. | -
        en | The press conference was held. | The impress conference was held. | -
        en | The crowd was tense. | The crowd was intense. | -
        en | The mayor said it was true. | The mayor insisted it was true. | -
        en | Lawyers argued that it was void. | Attorneys argued that it was void. | -
        en | Everyone in the town knew. | Everybody in the town knew. | -
        en | She did not win. | She lost. | -
        en | They did not approve it. | They rejected it. | -
        en | A few people came. | Many people came. | -
        en | Pressed on it, he left. | Asked about it, he left. | -
        en | Trading said otherwise. | Polling said otherwise. | -
        en | Fishermen said so. | Farmers said so. | -
        en | The vessel is seaworthy and was insured. | The vessel is seaworthy and was assured. | -
        en | Rain told on the pitch. | Sleet told on the pitch. | -
        en | He was found not guilty. | He was found innocent. | -
        en | The fire was put out and the road opened. | The fire was put out and the road reopened. | -
        de | Die Anwohner klagten über Lärm. | Die Nachbarn klagten über Lärm. | -
        de | Sie hat das Spiel gewonnen. | Sie hat das Spiel begonnen. | -
        de | Das Urteil ist gefallen. | Das Urteil ist gesprochen. | -
        de | Der Zug ist pünktlich abgefahren. | Der Zug ist pünktlich angefahren. | -
        de | Er hat nicht zugestimmt. | Er hat abgelehnt. | -
        de | Die Tür war nicht offen. | Die Tür war geschlossen. | -
        de | Das Wort steht im Text. | Das Wort steht im Untext. | -
        de | Deshalb sagte er ab. | Trotzdem sagte er ab. | -
        de | Wirtin sagte das aus. | Köchin sagte das aus. | -
        de | Er ist heimlich gegangen. | Er ist unheimlich gegangen. | -
        de | Bald sagte sie ja. | Dann sagte sie ja. | -
        de | Die Leute kamen an. | Die Leute kamen um. | -
        fr | Les habitants ont parlé. | Les voisins ont parlé. | -
        fr | Il a beaucoup dit. | Il a souvent dit. | -
        fr | La maison est à vendre. | La maison est à louer. | -
        fr | Elle n'a pas accepté l'offre. | Elle a refusé l'offre. | -
        fr | Le conducteur a été prudent. | Le chauffeur a été prudent. | -
        fr | Ensuite il a dit oui. | Enfin il a dit oui. | -
        fr | Il est un peu plus grand. | Il est beaucoup plus grand. | -
        fr | Sa main est posée. | Sa main est imposée. | -
        it | I residenti hanno protestato. | Gli abitanti hanno protestato. | -
        it | Il ministro ha aperto i lavori. | Il ministro ha avviato i lavori. | -
        it | Non ha vinto la gara. | Ha perso la gara. | -
        it | È in porto la nave. | È in importo la nave. | -
        it | Poi ha detto di sì. | Dopo ha detto di sì. | -
        it | La ditta è per lo più sana. | La ditta è per lo meno sana. | -
        it | Ha formato i nuovi assunti. | Ha informato i nuovi assunti. | -
        es | Los residentes protestaron. | Los habitantes protestaron. | -
        es | No ganó la carrera. | Perdió la carrera. | -
        es | Entonces dijo que sí. | Luego dijo que sí. | -
        es | Comprador dijo que sí. | Vendedor dijo que sí. | -
        es | Al menos vino. | Además vino. | -
        es | Un poco de agua. | Mucha agua. | -
        es | Lo sabe más que nadie. | Lo sabe más que nunca. | -
        es | La tensión subió. | La intensión subió. | -
        en | The two sides met on the right bank. | The two sides met on the left bank. | -
        en | He rose to speak for the motion. | He rose to speak on the motion. | -
        en | Nearly all schools reopened. | Almost all schools reopened. | -
        en | Officials said nobody knew. | Officials said no one knew. | -
        en | She has lost the keys. | She has found the keys. | -
        en | He opened fire. | He ceased fire. | -
        en | The club was founded in May. | The club was dissolved in May. | -
        en | Nobody but Carter knew. | Only Carter knew. | -
        en | Nothing but rain fell. | Only rain fell. | -
        en | It never ends. | It goes on forever. | -
        en | None other than Carter won. | Carter himself won. | -
        en | The old bridge, which was closed, is safe. | The old bridge, which was shut, is safe. | -
        en | The new road is safe but the old one is not. | The new road is safe but the old one is unsafe. | -
        en | It is not impossible. | It is possible. | -
        en | The measure was not without merit. | The measure had merit. | -
        en | He is by no means guilty. | He is innocent. | -
        en | The deal is all but done. | The deal is done. | -
        en | It was nothing short of a triumph. | It was a triumph. | -
        en | He failed to win. | He lost. | -
        en | The firm stopped paying. | The firm did not go on paying. | -
        de | Er stieg aus dem Zug. | Er fiel aus dem Zug. | -
        de | Keiner der Beteiligten sprach. | Niemand von den Beteiligten sprach. | -
        de | Nicht nur Anna kam. | Auch Anna kam. | -
        de | Niemand außer Anna kam. | Nur Anna kam. | -
        de | Nichts als Regen fiel. | Nur Regen fiel. | -
        de | Das Haus ist alles andere als sicher. | Das Haus ist unsicher. | -
        de | Der Rat stimmte gegen den Plan. | Der Rat lehnte den Plan ab. | -
        de | Es gibt keine Mehrheit. | Es gibt eine Minderheit. | -
        de | Die Frist läuft ab. | Die Frist läuft an. | -
        de | Bauer sagte, es sei spät. | Müller sagte, es sei spät. | -
        de | Später sagte er zu. | Danach sagte er ab. | -
        de | Sie sagte Besuchern die Wahrheit. | Sie sagte Touristen die Wahrheit. | -
        de | Kunden sagte er die Wahrheit. | Touristen sagte er die Wahrheit. | -
        de | Vertretern sagte er die Wahrheit. | Touristen sagte er die Wahrheit. | -
        de | Wahrheit sagte er nie. | Lügen sagte er nie. | -
        de | Mehrheitlich sagte der Rat ja. | Einstimmig sagte der Rat ja. | -
        de | Lachend sagte er ja. | Weinend sagte er ja. | -
        de | Vorsichtig sagte er ja. | Zögernd sagte er ja. | -
        de | Am Ende sagte Anna ja. | Am Anfang sagte Anna ja. | -
        de | Abschließend erklärte der Rat alles. | Ausführlich erklärte der Rat alles. | -
        de | Warum sagte er das? | Wann sagte er das? | -
        de | Briefe schrieb er nie. | Bücher schrieb er nie. | -
        de | Fehler bestritt er. | Vorwürfe bestritt er. | -
        de | Vorwürfe dementierte er. | Gerüchte dementierte er. | -
        de | Reformen forderte er. | Steuern forderte er. | -
        fr | Personne d'autre n'est venu. | Lui seul est venu. | -
        fr | Il n'a que deux amis. | Il a seulement deux amis. | -
        fr | Rien de tel n'existe. | Rien de pareil n'existe. | -
        fr | Il est plus ou moins sûr. | Il est assez sûr. | -
        fr | Il est venu pour rien. | Il est venu en vain. | -
        fr | La fin a été annoncée. | La fin a été confirmée. | -
        fr | Il n'a pas ouvert la porte. | Il a fermé la porte. | -
        it | Nessun altro è venuto. | Solo lui è venuto. | -
        it | Niente di nuovo. | Nulla di nuovo. | -
        it | Non ha aperto la porta. | Ha chiuso la porta. | -
        it | Mai più guerra. | Basta guerra. | -
        it | È più o meno sicuro. | È abbastanza sicuro. | -
        it | Fonti hanno detto sì. | Esperti hanno detto sì. | -
        es | Nadie más vino. | Solo él vino. | -
        es | Nada de nada. | Nada en absoluto. | -
        es | No abrió la puerta. | Cerró la puerta. | -
        es | Más o menos es así. | Casi es así. | -
        es | Fuentes dijeron que sí. | Expertos dijeron que sí. | -
        es | Presidente dijo que sí. | Ministro dijo que sí. | -
        es | Reunido ayer dijo que sí. | Sentado ayer dijo que sí. | -
        es | Sonriente dijo que sí. | Contento dijo que sí. | -
        es | Además dijo que sí. | Asimismo dijo que sí. | -
        es | Preguntado dijo que sí. | Consultado dijo que sí. | -
        es | Brevemente dijo que sí. | Claramente dijo que sí. | -
        it | Sorridendo ha detto sì. | Piangendo ha detto sì. | -
        it | Interpellato ha detto sì. | Contattato ha detto sì. | -
        it | Commosso ha detto sì. | Sorridente ha detto sì. | -
        en | Smiling, Carter said so. | Laughing, Carter said so. | -
        en | Asked, he said so. | Pressed, he said so. | -
",
    );
}
