//! Kinds that stand beside other changes, and changes that look like another kind.

use super::{alone, compare, kinds};

const BODY: &str = "On Tuesday Ortega and Carter met. Ayer hablaron Ortega y Carter. Ieri hanno \
    parlato Ortega e Carter. Hier, Ortega et Carter ont parlé. The mill closed.";

/// Compares all kinds of each pair in both directions.
fn compare_all(body: &str, pairs: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (language, old, new, expected) in pairs {
        for (old, new) in [(old, new), (new, old)] {
            let found = kinds(language, body, &alone(old), &alone(new));
            if found != *expected {
                wrong.push(format!("{old} / {new}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_changed_number_is_a_figure_whatever_else_changed() {
    compare_all(
        "",
        &[
            (
                "en",
                "155 men died in March.",
                "163 men died in April.",
                "fw",
            ),
            (
                "fr",
                "155 hommes sont morts en mars.",
                "163 hommes sont morts en avril.",
                "fw",
            ),
            (
                "de",
                "Im März starben 155 Männer.",
                "Im April starben 163 Männer.",
                "fw",
            ),
            (
                "it",
                "155 uomini sono morti a marzo.",
                "163 uomini sono morti ad aprile.",
                "fw",
            ),
            (
                "es",
                "155 hombres murieron en marzo.",
                "163 hombres murieron en abril.",
                "fw",
            ),
            (
                "en",
                "The 155 recent visitors left.",
                "The 163 similar guests left.",
                "fw",
            ),
            ("en", "It took 40 days.", "It took 40½ days.", "f"),
            ("en", "It took 40 days.", "It took 40 ½ days.", "f"),
            ("en", "It took 40.5 days.", "It took 40½ days.", "w"),
            ("en", "It is 10² times more.", "It is 10³ times more.", "f"),
            ("en", "It is 5 km² large.", "It is 5 km large.", "f"),
        ],
    );
}

#[test]
fn the_same_figure_in_other_words_is_none() {
    compare_all(
        "",
        &[
            ("en", "It rose 19 per cent.", "It rose 19%.", "w"),
            ("en", "It rose 19 percent.", "It rose 19%.", "w"),
            ("es", "Subió un 19 por ciento.", "Subió un 19%.", "w"),
            ("it", "È salito del 19 per cento.", "È salito del 19%.", "w"),
            ("fr", "Hausse de 19 pour cent.", "Hausse de 19 %.", "w"),
            (
                "en",
                "It cost £5m to build.",
                "It cost five million pounds to build.",
                "w",
            ),
            (
                "fr",
                "Il a coûté 5 M€.",
                "Il a coûté cinq millions d'euros.",
                "w",
            ),
            (
                "de",
                "Es kostet 5 Mio. € im Jahr.",
                "Es kostet fünf Millionen Euro im Jahr.",
                "w",
            ),
            (
                "it",
                "È costato 5 mln €.",
                "È costato cinque milioni di euro.",
                "w",
            ),
            (
                "es",
                "Costó $5 millones.",
                "Costó cinco millones de dólares.",
                "w",
            ),
            ("en", "More than 40 came.", "Over 40 came.", "w"),
            ("en", "At least 40 came.", "A minimum of 40 came.", "w"),
            ("en", "More than 40 came.", "No fewer than 40 came.", "w"),
            ("en", "At most 40 came.", "Up to 40 came.", "w"),
            (
                "de",
                "Mehr als 40 Leute kamen.",
                "Über 40 Leute kamen.",
                "w",
            ),
            (
                "fr",
                "Plus de 40 personnes.",
                "Au-delà de 40 personnes.",
                "w",
            ),
            ("it", "Almeno 40 persone.", "Un minimo di 40 persone.", "w"),
            (
                "es",
                "Al menos 40 personas.",
                "Como mínimo 40 personas.",
                "w",
            ),
            (
                "en",
                "It cost 5 milion pounds.",
                "It cost 5 million pounds.",
                "w",
            ),
            ("en", "It rose 19 pecrent.", "It rose 19 percent.", "w"),
            (
                "en",
                "At laest 155 men died.",
                "At least 155 men died.",
                "w",
            ),
        ],
    );
}

#[test]
fn prepositions_roles_pronouns_and_slips_are_no_names() {
    compare_all(
        BODY,
        &[
            ("es", "Según Ortega, es así.", "Para Ortega, es así.", "w"),
            ("fr", "Selon Ortega, oui.", "D'après Ortega, oui.", "w"),
            ("fr", "Selon Ortega, oui.", "Comme Ortega, oui.", "w"),
            (
                "it",
                "Secondo Ortega è così.",
                "Stando a Ortega è così.",
                "w",
            ),
            (
                "de",
                "Laut Ortega ist es so.",
                "Nach Ortega ist es so.",
                "w",
            ),
            ("en", "Hte mill closed.", "The mill closed.", "w"),
            ("en", "Prcies rose.", "Prices rose.", "w"),
            ("en", "Engineer Carter won.", "Architect Carter won.", "w"),
            (
                "en",
                "They met Engineer Carter.",
                "They met Architect Carter.",
                "w",
            ),
            ("en", "Him they saw.", "It they saw.", "w"),
            (
                "en",
                "They came in the Spring.",
                "They came in the Winter.",
                "w",
            ),
            ("en", "They read the Bible.", "They read the Book.", "w"),
            (
                "de",
                "Er sagt, dass die Frau Kinder hat.",
                "Er sagt, dass die Frau Hunde hat.",
                "w",
            ),
            (
                "de",
                "Der Hund lief nach Hause.",
                "Der Hund lief nach Feierabend.",
                "w",
            ),
        ],
    );
}

#[test]
fn another_name_is_said() {
    compare_all(
        BODY,
        &[
            ("en", "Robin Carter won.", "Elisa Carter won.", "m"),
            ("en", "Robin won.", "Elisa won.", "m"),
            ("en", "They read the Bible.", "They read the Koran.", "m"),
            ("de", "Robin gewann.", "Elisa gewann.", "m"),
            (
                "de",
                "Der Preis geht an Anna Meier.",
                "Der Preis geht an Julia Schulz.",
                "m",
            ),
            (
                "de",
                "Das sagte Meier am Montag.",
                "Das sagte Schulz am Montag.",
                "m",
            ),
            (
                "de",
                "Der Zug fuhr nach Berlin.",
                "Der Zug fuhr nach Hamburg.",
                "m",
            ),
        ],
    );
}

#[test]
fn an_added_clause_that_denies_is_a_negation() {
    compare_all(
        "",
        &[
            (
                "en",
                "The mill is closed.",
                "The mill is closed, which is false.",
                "n",
            ),
            (
                "en",
                "The mill is closed.",
                "The mill is closed, a claim that is untrue.",
                "n",
            ),
            (
                "en",
                "The mill is closed.",
                "The mill is closed — wrongly.",
                "n",
            ),
            (
                "de",
                "Die Mühle ist zu.",
                "Die Mühle ist zu, was falsch ist.",
                "n",
            ),
            (
                "de",
                "Die Mühle ist zu.",
                "Die Mühle ist zu, eine unwahre Behauptung.",
                "n",
            ),
            (
                "de",
                "Die Mühle ist zu.",
                "Die Mühle ist zu – zu Unrecht.",
                "n",
            ),
            (
                "fr",
                "Le pont ferme.",
                "Le pont ferme, ce qui est faux.",
                "n",
            ),
            ("fr", "Le pont ferme.", "Le pont ferme, à tort.", "n"),
            (
                "it",
                "Il ponte chiude.",
                "Il ponte chiude, il che è falso.",
                "n",
            ),
            (
                "it",
                "Il ponte chiude.",
                "Il ponte chiude, un'affermazione infondata.",
                "n",
            ),
            (
                "es",
                "El puente cierra.",
                "El puente cierra, lo que es falso.",
                "n",
            ),
        ],
    );
}

#[test]
fn a_negation_beside_another_change_is_said() {
    compare_all(
        BODY,
        &[
            (
                "es",
                "Robin ganó la carrera.",
                "Elisa no ganó la carrera.",
                "nm",
            ),
            (
                "it",
                "Robin ha vinto la gara.",
                "Elisa non ha vinto la gara.",
                "nm",
            ),
            (
                "fr",
                "Robin a gagné la course.",
                "Elisa n'a pas gagné la course.",
                "nm",
            ),
            ("es", "Robin siempre ganó.", "Elisa jamás ganó.", "nm"),
            ("en", "Men leave Kenya.", "Men do not leave Denmark.", "nm"),
            (
                "en",
                "The bridge will open.",
                "The tunnel won't open.",
                "nw",
            ),
            ("en", "They never met.", "They twice met.", "nw"),
            ("en", "None of the men came.", "All of the men came.", "n"),
        ],
    );
    compare("es", BODY, &[("Robin ganó.", "Nadie ganó.", "n")]);
    compare("en", "", &[("Nobody was hurt.", "Three were hurt.", "nf")]);
    compare(
        "it",
        "",
        &[(
            "Nessuno degli uomini è venuto.",
            "Tutti gli uomini sono venuti.",
            "n",
        )],
    );
    compare(
        "de",
        "",
        &[("Keiner der Männer kam.", "Alle Männer kamen.", "n")],
    );
}

#[test]
fn a_figure_that_became_negative_in_words_is_another_figure() {
    compare_all(
        "",
        &[
            (
                "en",
                "Growth was 5 percent last year.",
                "Growth was minus 5 percent last year.",
                "f",
            ),
            (
                "de",
                "Es waren 5 Grad am Morgen.",
                "Es waren minus 5 Grad am Morgen.",
                "f",
            ),
            (
                "fr",
                "Il faisait 5 degrés ce matin.",
                "Il faisait moins 5 degrés ce matin.",
                "f",
            ),
            (
                "it",
                "C’erano 5 gradi stamattina.",
                "C’erano meno 5 gradi stamattina.",
                "f",
            ),
            (
                "es",
                "Hubo 5 grados esta mañana.",
                "Hubo menos 5 grados esta mañana.",
                "f",
            ),
            (
                "en",
                "Growth was minus 5 percent.",
                "Growth was -5 percent.",
                "w",
            ),
            ("fr", "Il y a 5 blessés.", "Il y a au moins 5 blessés.", "f"),
            (
                "fr",
                "Au moins 5 blessés sont là.",
                "Pas moins de 5 blessés sont là.",
                "w",
            ),
        ],
    );
}
