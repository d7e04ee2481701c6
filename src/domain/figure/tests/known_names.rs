//! Known names of works, firms and things that have the form of a figure, and the figures that
//! have the form of those.

use super::designations::{Texts, check_read, check_refused};

const KNOWN: &[Texts] = &[
    (
        "de",
        &[
            "Fünf Sterne Bewegung",
            "Vier Jahreszeiten Hotel",
            "Sechs Nationen",
            "Die drei Musketiere",
            "Fünf Freunde",
            "Hundert Jahre Einsamkeit",
            "Vier Jahreszeiten",
            "Die sieben Samurai",
            "Zwölf Uhr mittags",
            "Die fantastischen Vier",
            "Sieben Tage in Tibet",
        ],
    ),
    (
        "it",
        &[
            "otto volante",
            "l'otto volante",
            "Cent'anni di solitudine",
            "I tre moschettieri",
            "Otto e mezzo",
            "Le otto montagne",
            "Sette anime",
            "I cento passi",
            "Mille splendidi soli",
        ],
    ),
    (
        "fr",
        &[
            "Cent ans de solitude",
            "Les sept samouraïs",
            "Douze hommes en colère",
            "Les trois mousquetaires",
            "Vingt mille lieues sous les mers",
            "Trois hommes et un couffin",
            "Huit femmes",
        ],
    ),
    (
        "es",
        &[
            "Cien años de soledad",
            "Los tres mosqueteros",
            "Ocho apellidos vascos",
            "Los siete samuráis",
            "Doce hombres sin piedad",
            "Cien años de perdón",
        ],
    ),
    (
        "en-US",
        &[
            "1099 form",
            "1040 form",
            "a 1099 form",
            "529 plan",
            "8 ball",
            "7 iron",
            "747 jet",
            "737 plane",
            "3M",
            "3M employees",
            "Twelve angry men",
            "Twelve years a slave",
            "Seven years in Tibet",
            "20,000 leagues under the sea",
            "Four weddings and a funeral",
            "501 jeans",
        ],
    ),
];

const NOT_KNOWN: &[Texts] = &[
    (
        "de",
        &[
            "fünf Freunde = 5",
            "sechs Nationen = 6",
            "fünf Sterne = 5",
            "hundert Jahre = 100 a",
            "Fünf Freunde des Opfers = 5",
        ],
    ),
    (
        "it",
        &[
            "otto e mezzo = 8.5",
            "le otto montagne = 8",
            "cento anni = 100 a",
            "otto volontari = 8",
        ],
    ),
    (
        "fr",
        &[
            "cent ans = 100 a",
            "douze hommes = 12",
            "huit femmes = 8",
            "Huit femmes tuées = 8",
        ],
    ),
    (
        "es",
        &[
            "cien años = 100 a",
            "ocho apellidos = 8",
            "doce hombres = 12",
        ],
    ),
    (
        "en-US",
        &[
            "1040 forms = 1040",
            "$3M = 3000000 USD",
            "3m people = 3000000",
            "3M people = 3000000",
            "5M users = 5000000",
            "twelve men = 12",
            "seven years = 7 a",
            "four weddings = 4",
        ],
    ),
];

#[test]
fn a_known_name_is_refused() {
    check_refused(KNOWN, "");
}

#[test]
fn a_figure_that_looks_like_a_known_name_is_read() {
    check_read(NOT_KNOWN);
}
