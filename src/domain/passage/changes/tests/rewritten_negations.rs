//! Negations in other words: a word or a phrase that negates by itself.

use super::compare_lines;

#[test]
fn an_english_phrase_may_negate_by_itself() {
    compare_lines(
        "",
        "
        en | The new line has not yet replaced the bus. | The new line has still to replace the bus. | -
        en | The turnout is unlikely to reach the mark. | The turnout will probably not reach the mark. | -
        en | Entry is free of charge. | Entry costs nothing. | -
        en | The minister kept quiet about the plan. | The minister said nothing about the plan. | -
        en | The region is anything but poor. | The region is not poor at all. | -
        en | The race takes place unless it snows. | The race takes place if it does not snow. | -
        en | The new line has not yet replaced the bus. | The new line has replaced the bus. | n
        en | The region is poor. | The region is not poor at all. | n
        ",
    );
}

#[test]
fn a_german_phrase_may_negate_by_itself() {
    compare_lines(
        "",
        "
        de | Das Bad ist außer Sonntag täglich offen. | Das Bad ist nur am Sonntag geschlossen. | -
        de | Der Verein hat noch keinen Trainer gefunden. | Der Verein sucht noch einen Trainer. | -
        de | Die Stadt hat die Anwohner erst informiert, als der Bau begann. | Die Stadt hat die Anwohner nicht informiert, bevor der Bau begann. | -
        de | Der Minister ließ die Frage unbeantwortet. | Der Minister beantwortete die Frage nicht. | -
        de | Die Region ist alles andere als arm. | Die Region ist keineswegs arm. | -
        de | Der Minister schwieg zu dem Plan. | Der Minister sagte nichts zu dem Plan. | -
        de | Der Minister beantwortete die Frage. | Der Minister beantwortete die Frage nicht. | n
        ",
    );
}

#[test]
fn a_romance_phrase_may_negate_by_itself() {
    compare_lines(
        "",
        "
        fr | La piste restera fermée tant que la pente ne sera pas sûre. | La piste restera fermée jusqu'à ce que la pente soit sûre. | -
        fr | La course aura lieu sauf s'il neige. | La course aura lieu s'il ne neige pas. | -
        it | La nuova linea non ha ancora sostituito il bus. | La nuova linea deve ancora sostituire il bus. | -
        it | Il ponte è più vecchio di quanto non si pensasse. | Il ponte è più vecchio di quanto si pensasse. | -
        es | El dueño no tuvo más remedio que vender la casa. | El dueño tuvo que vender la casa. | -
        es | La región no es nada pobre. | La región es todo menos pobre. | -
        it | La gara si terrà a meno che nevichi. | La gara si terrà se non nevica. | -
        es | La carrera se hará a menos que nieve. | La carrera se hará si no nieva. | -
        es | La carrera se hará salvo que nieve. | La carrera se hará si no nieva. | -
        de | Das Rennen findet statt, es sei denn, es schneit. | Das Rennen findet statt, wenn es nicht schneit. | -
        fr | La région est tout sauf pauvre. | La région n'est pas pauvre du tout. | -
        it | La regione è tutt'altro che povera. | La regione non è affatto povera. | -
        fr | L'entrée est gratuite. | L'entrée ne coûte rien. | -
        de | Der Eintritt ist frei. | Der Eintritt kostet nichts. | -
        de | Der Eintritt ist kostenlos. | Der Eintritt kostet nichts. | -
        it | L'ingresso è gratuito. | L'ingresso non costa nulla. | -
        es | La entrada es gratuita. | La entrada no cuesta nada. | -
        fr | Le ministre s'est tu sur le projet. | Le ministre n'a rien dit sur le projet. | -
        it | Il ministro ha taciuto sul progetto. | Il ministro non ha detto nulla sul progetto. | -
        es | El ministro calló sobre el proyecto. | El ministro no dijo nada sobre el proyecto. | -
        fr | Le propriétaire n'a pas eu d'autre choix que de vendre la maison. | Le propriétaire a dû vendre la maison. | -
        it | Il proprietario non ha potuto fare a meno di vendere la casa. | Il proprietario ha dovuto vendere la casa. | -
        en | The owner had no choice but to sell the house. | The owner had to sell the house. | -
        de | Der Eigentümer hatte keine andere Wahl, als das Haus zu verkaufen. | Der Eigentümer musste das Haus verkaufen. | -
        fr | La nouvelle ligne n'a pas encore remplacé le bus. | La nouvelle ligne doit encore remplacer le bus. | -
        es | La nueva línea aún no ha sustituido el autobús. | La nueva línea aún tiene que sustituir el autobús. | -
        ",
    );
}

#[test]
fn words_of_courts_and_confessions_have_opposites() {
    compare_lines(
        "",
        "
        en | The court upheld the claim. | The court dismissed the claim. | n
        en | The two sides failed to agree. | The two sides managed to agree. | n
        de | Der Mann bestreitet die Tat. | Der Mann gesteht die Tat. | n
        de | Die Straße ist geöffnet. | Die Straße ist gesperrt. | n
        en | She managed the fund. | She failed the fund. | -
        en | The race is free. | The race is not free. | n
        de | Der Verein sucht einen Trainer. | Der Verein sucht keinen Trainer. | n
        it | Il ponte è più vecchio di quello. | Il ponte non è più vecchio di quello. | n
        fr | L'homme nie les faits. | L'homme avoue les faits. | n
        ",
    );
}
