//! Negations.

use super::compare;

#[test]
fn english_negations() {
    compare(
        "en-GB",
        "",
        &[
            (
                "The city is recruiting drivers.",
                "The city is not recruiting drivers.",
                "n",
            ),
            (
                "The city is recruiting drivers.",
                "The city isn’t recruiting drivers.",
                "n",
            ),
            (
                "The bridge will open in May.",
                "The bridge won't open in May.",
                "n",
            ),
            (
                "The firm paid its taxes.",
                "The firm did not pay its taxes.",
                "n",
            ),
            (
                "The firm has paid its taxes.",
                "The firm has never paid its taxes.",
                "n",
            ),
            ("She won the vote.", "She did not win the vote.", "n"),
            ("They went home.", "They did not go home.", "n"),
            ("He can leave.", "He cannot leave.", "n"),
            (
                "There is evidence of fraud.",
                "There is no evidence of fraud.",
                "n",
            ),
            (
                "Everyone was hurt in the fire.",
                "No one was hurt in the fire.",
                "n",
            ),
            (
                "Somebody was hurt in the fire.",
                "Nobody was hurt in the fire.",
                "n",
            ),
            (
                "The mayor is a member.",
                "The mayor is no longer a member.",
                "n",
            ),
            ("Both sides agreed.", "Neither side agreed.", "n"),
            ("He always said so.", "He never said so.", "n"),
            (
                "The ministry is paying soldiers and is not training them.",
                "The ministry is not paying soldiers and is not training them.",
                "n",
            ),
            (
                "It is recruiting men from Kenya and other states.",
                "It is not recruiting men from Uganda and other states.",
                "nm",
            ),
        ],
    );
}

#[test]
fn what_is_no_change_of_an_english_negation() {
    compare(
        "en",
        "",
        &[
            ("She is not aware of it.", "She isn't aware of it.", ""),
            ("She can not come.", "She cannot come.", ""),
            ("Nobody was hurt.", "No one was hurt.", ""),
            ("He did not say anything.", "He said nothing.", ""),
            (
                "It was neither cheap nor quick.",
                "It was not cheap or quick.",
                "",
            ),
            ("She is not aware of it.", "She is unaware of it.", ""),
            (
                "He did not pay the fine.",
                "He refused to pay the fine.",
                "",
            ),
            ("He did not pay the fine.", "He failed to pay the fine.", ""),
            ("The shop is not open.", "The shop is closed.", ""),
            (
                "It is a local matter.",
                "It is not only a local matter.",
                "",
            ),
            ("At most 5 people came.", "No more than 5 people came.", ""),
            (
                "He lives at 10 Downing Street.",
                "He lives at No. 10 Downing Street.",
                "",
            ),
            ("She may come.", "She may or may not come.", ""),
            ("Is it true or false?", "Is it true or not?", ""),
            (
                "The bridge is closed.",
                "The bridge, which is not old, is closed.",
                "",
            ),
            (
                "The bridge is closed for repairs.",
                "The old bridge is shut for repairs.",
                "",
            ),
            (
                "It is safe. It is not cheap.",
                "It is not cheap. It is safe.",
                "",
            ),
        ],
    );
}

#[test]
fn italian_negations() {
    compare(
        "it",
        "",
        &[
            ("Il ponte è sicuro.", "Il ponte non è sicuro.", "n"),
            (
                "Il ministro ha confermato la notizia.",
                "Il ministro non ha confermato la notizia.",
                "n",
            ),
            (
                "Qualcuno ha visto il treno.",
                "Nessuno ha visto il treno.",
                "n",
            ),
            ("C'è una prova.", "Non c'è una prova.", "n"),
            ("Ha sempre parlato.", "Non ha mai parlato.", "n"),
            ("Non ha visto nessuno.", "Non ha visto qualcuno.", ""),
            (
                "È un problema locale.",
                "Non è solo un problema locale.",
                "",
            ),
            (
                "Sono al massimo 5 persone.",
                "Sono non più di 5 persone.",
                "",
            ),
            (
                "Il sindaco non ha pagato.",
                "Il sindaco ha rifiutato di pagare.",
                "",
            ),
            ("Non è possibile.", "È impossibile.", ""),
            (
                "Parte appena arriva il treno.",
                "Parte non appena arriva il treno.",
                "",
            ),
        ],
    );
}

#[test]
fn german_negations() {
    compare(
        "de-AT",
        "",
        &[
            (
                "Die Brücke ist sicher.",
                "Die Brücke ist nicht sicher.",
                "n",
            ),
            ("Es gibt einen Beweis.", "Es gibt keinen Beweis.", "n"),
            ("Jemand wurde verletzt.", "Niemand wurde verletzt.", "n"),
            ("Er hat immer bezahlt.", "Er hat nie bezahlt.", "n"),
            (
                "Der Minister ist im Amt.",
                "Der Minister ist nicht mehr im Amt.",
                "n",
            ),
            (
                "Es ist ein Problem der Stadt.",
                "Es ist nicht nur ein Problem der Stadt.",
                "",
            ),
            (
                "Höchstens 5 Menschen kamen.",
                "Nicht mehr als 5 Menschen kamen.",
                "",
            ),
            ("Die Lage ist nicht sicher.", "Die Lage ist unsicher.", ""),
            (
                "Er hat nicht gezahlt.",
                "Er hat sich geweigert zu zahlen.",
                "",
            ),
        ],
    );
}

#[test]
fn french_negations() {
    compare(
        "fr",
        "",
        &[
            ("Le pont est sûr.", "Le pont n’est pas sûr.", "n"),
            (
                "Le ministre a confirmé le chiffre.",
                "Le ministre n'a pas confirmé le chiffre.",
                "n",
            ),
            ("Il parle toujours.", "Il ne parle jamais.", "n"),
            (
                "La ville a encore un maire.",
                "La ville n'a plus un maire.",
                "n",
            ),
            (
                "Le train est plus rapide.",
                "Le train n'est pas plus rapide.",
                "n",
            ),
            ("Le pont est fermé.", "Le pont n'est fermé que le soir.", ""),
            (
                "C'est un problème local.",
                "Ce n'est pas seulement un problème local.",
                "",
            ),
            ("Personne n'est venu.", "Nul n'est venu.", ""),
            ("C'est un grand pas.", "C'est un petit pas.", ""),
            ("Il n'a pas payé.", "Il a refusé de payer.", ""),
        ],
    );
}

#[test]
fn spanish_negations() {
    compare(
        "es-MX",
        "",
        &[
            ("El puente es seguro.", "El puente no es seguro.", "n"),
            ("Alguien resultó herido.", "Nadie resultó herido.", "n"),
            ("Siempre ha pagado.", "Nunca ha pagado.", "n"),
            ("No vino nadie.", "Nadie vino.", ""),
            ("Es un problema local.", "No es solo un problema local.", ""),
            (
                "Vinieron como máximo 5 personas.",
                "Vinieron no más de 5 personas.",
                "",
            ),
            ("No es posible.", "Es imposible.", ""),
        ],
    );
}
