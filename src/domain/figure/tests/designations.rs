//! Numbers that name one thing, and what looks like them: sizes of shoes, numbers on shirts,
//! titles, and years in words.

use super::{read, show};

/// A language, and texts in it.
pub(super) type Texts = (&'static str, &'static [&'static str]);

pub(super) fn check_refused(rows: &[Texts], part: &str) {
    let mut wrong = Vec::new();
    for (tag, texts) in rows {
        for text in *texts {
            match read(text, tag, &tag[..2]) {
                Ok(figure) => wrong.push(format!("{text} ({tag}) is {}", show(&figure))),
                Err(error) if !error.to_string().contains(part) => {
                    wrong.push(format!("{text} ({tag}) {error}"));
                }
                Err(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) fn check_read(rows: &[Texts]) {
    let mut wrong = Vec::new();
    for (tag, texts) in rows {
        for row in *texts {
            let (text, expected) = row.split_once(" = ").expect("a text and its reading");
            let got = read(text, tag, &tag[..2]);
            let got = got.map_or_else(|error| error.to_string(), |it| show(&it));
            if got != expected {
                wrong.push(format!("{text} ({tag}) is {got}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const SIZES: &[Texts] = &[
    (
        "it",
        &[
            "un 38 di piede",
            "il 41 di piede",
            "42 di scarpe",
            "il 43 di scarpe",
            "45 di scarpa",
            "un quarantadue di piede",
            "taglia 42",
            "la taglia 38",
            "una taglia 44",
            "misura 40",
            "il 37 di calzature",
            "un 46 di pantaloni",
            "95 di seno",
            "90 di vita",
        ],
    ),
    (
        "de",
        &[
            "Größe 42",
            "Schuhgröße 42",
            "Schuhgröße 38",
            "Kleidergröße 36",
            "in Größe 40",
            "Konfektionsgröße 44",
        ],
    ),
    (
        "fr",
        &[
            "pointure 42",
            "taille 38",
            "une taille 40",
            "la pointure 39",
            "du 42 de pointure",
            "un 38 de pied",
            "42 de tour de taille",
        ],
    ),
    (
        "es",
        &[
            "la talla 38",
            "un 42 de pie",
            "talla 40",
            "una talla 36",
            "el 43 de pie",
            "un 39 de zapato",
            "90 de pecho",
            "un 60 de cintura",
            "el 41 de calzado",
        ],
    ),
    (
        "en-GB",
        &[
            "size 10",
            "10 in size",
            "a size 12",
            "a size 12 dress",
            "size 10 shoes",
            "size ten",
            "a size-12 dress",
            "sizes 8 to 20",
        ],
    ),
];

const NOT_SIZES: &[Texts] = &[
    (
        "it",
        &["42 scarpe = 42", "38 piedi = 38 [ft_i]", "20 taglie = 20"],
    ),
    ("de", &["42 Schuhe = 42", "42 Größen = 42"]),
    ("fr", &["38 chaussures = 38", "12 tailles = 12"]),
    ("es", &["42 zapatos = 42", "38 zapatillas = 38"]),
    (
        "en-GB",
        &["10 sizes = 10", "12 dresses = 12", "six feet = 6 [ft_i]"],
    ),
];

const SINGULAR: &[Texts] = &[
    (
        "es",
        &[
            "el diez argentino",
            "el 10 argentino",
            "el nueve titular",
            "el 23 francés",
            "del 10 argentino",
            "el 30 aniversario",
            "el siete blanco",
            "la 10 argentina",
            "el 100 metros",
        ],
    ),
    (
        "fr",
        &[
            "le dix argentin",
            "le 10 argentin",
            "le 9 parisien",
            "le 100 mètres",
            "le sept anglais",
            "au 10 brésilien",
        ],
    ),
    (
        "it",
        &[
            "il 10 argentino",
            "il dieci argentino",
            "il nove azzurro",
            "il 9 titolare",
            "lo 007 inglese",
            "il 70 anniversario",
            "del 10 brasiliano",
            "la dieci argentina",
            "l'otto italiano",
            "il 100 metri",
        ],
    ),
    (
        "de",
        &[
            "der Zehner",
            "die 10",
            "das 50 Jubiläum",
            "dem 10 Argentinier",
        ],
    ),
];

const SHARES: &[Texts] = &[
    (
        "it",
        &[
            "il 25% = 25 %",
            "il cinque per cento = 5 %",
            "l'8% = 8 %",
            "il 25% degli italiani = 25 %",
            "oltre il 20% = (20, ) %, uncertainty",
            "il 5 per mille = 5 [ppth]",
            "del 3,5% = 3.5 %",
            "al 3% = 3 %",
            "i 10 argentini = 10",
            "i dieci argentini = 10",
            "le nove azzurre = 9",
        ],
    ),
    (
        "es",
        &[
            "el 25 % = 25 %",
            "el 5 por ciento = 5 %",
            "el 10% de los votantes = 10 %",
            "los diez argentinos = 10",
            "los 10 argentinos = 10",
            "los 23 franceses = 23",
        ],
    ),
    (
        "fr",
        &[
            "les dix Argentins = 10",
            "les 10 Argentins = 10",
            "les 23 joueurs = 23",
            "du 5 % = 5 %",
        ],
    ),
    (
        "de",
        &[
            "die zehn Argentinier = 10",
            "die 20 Toten = 20",
            "der 20 Toten = 20",
            "den 20 Toten = 20",
        ],
    ),
];

const TITLES: &[Texts] = &[
    (
        "en-US",
        &[
            "50 Cent",
            "101 Dalmatians",
            "28 Days",
            "21 Grams",
            "88 Minutes",
            "Nine and a Half",
        ],
    ),
    (
        "fr",
        &[
            "Huit et Demi",
            "50 nuances de Grey",
            "cinquante nuances de Grey",
            "101 Dalmatiens",
            "Cent Mètres",
            "21 Grammes",
        ],
    ),
    (
        "it",
        &[
            "Otto e Mezzo",
            "50 Cent",
            "50 sfumature di grigio",
            "Cento Metri",
            "21 Grammi",
        ],
    ),
    (
        "es",
        &[
            "Ocho y Medio",
            "50 Cent",
            "cincuenta sombras de Grey",
            "Cien Metros",
            "21 Gramos",
        ],
    ),
    ("de", &["12 Monkeys", "101 Dalmatiner"]),
];

const NOT_TITLES: &[Texts] = &[
    (
        "en-US",
        &[
            "50 cents = 0.50 USD",
            "28 days = 28 d",
            "21 grams = 21 g",
            "eight and a half hours = 8.5 h",
        ],
    ),
    (
        "fr",
        &[
            "Huit heures et demie = 8.5 h",
            "50 nuances = 50",
            "cent mètres = 100 m",
            "Cent mètres = 100 m",
        ],
    ),
    (
        "it",
        &[
            "Otto ore e mezza = 8.5 h",
            "21 grammi = 21 g",
            "Cento metri = 100 m",
        ],
    ),
    ("es", &["ocho horas y media = 8.5 h", "50 gramos = 50 g"]),
    (
        "de",
        &["50 Cent = 0.50 EUR", "12 Affen = 12", "101 Hunde = 101"],
    ),
];

const YEARS: &[Texts] = &[
    (
        "fr",
        &["deux mille treize", "mille neuf cent quatre-vingt-quatre"],
    ),
    ("it", &["duemilatredici", "millenovecentottantaquattro"]),
    ("es", &["dos mil trece", "mil novecientos ochenta y cuatro"]),
    ("de", &["zweitausenddreizehn", "neunzehnhundert"]),
    ("en", &["two thousand and thirteen", "nineteen eighty-four"]),
];

const NOT_YEARS: &[Texts] = &[
    (
        "fr",
        &[
            "deux mille = 2000",
            "deux mille treize soldats = 2013",
            "mille = 1000",
        ],
    ),
    ("it", &["duemila = 2000", "duemilatredici soldati = 2013"]),
    ("es", &["dos mil = 2000", "dos mil trece soldados = 2013"]),
    (
        "de",
        &["zweitausend = 2000", "zweitausenddreizehn Soldaten = 2013"],
    ),
    (
        "en",
        &[
            "two thousand = 2000",
            "two thousand and thirteen people = 2013",
        ],
    ),
];

#[test]
fn a_size_is_refused() {
    check_refused(SIZES, "");
}

#[test]
fn a_count_beside_the_words_of_a_size_is_read() {
    check_read(NOT_SIZES);
}

#[test]
fn a_number_after_a_singular_article_is_refused() {
    check_refused(SINGULAR, "");
}

#[test]
fn a_share_and_a_plural_are_read_after_an_article() {
    check_read(SHARES);
}

#[test]
fn a_title_with_a_capital_is_refused() {
    check_refused(TITLES, "");
}

#[test]
fn a_figure_that_looks_like_a_title_is_read() {
    check_read(NOT_TITLES);
}

#[test]
fn a_year_in_words_is_refused() {
    check_refused(YEARS, "");
}

#[test]
fn a_number_in_words_with_a_noun_is_a_count() {
    check_read(NOT_YEARS);
}
