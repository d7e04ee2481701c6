//! Numbers that name a time, a place, a mark or a work, and their reasons. What looks like one
//! of them and is counted is read.

use super::{Row, check, read, show};

/// What refuses a text, in the words of its error, with texts of each language.
const REFUSED: &[(&str, &str, &[&str])] = &[
    (
        "a century, a decade or a year",
        "it",
        &[
            "il Duecento",
            "il Cinquecento",
            "l'Ottocento",
            "nel Settecento",
            "del Quattrocento",
            "dell'Ottocento",
            "sul Novecento",
            "fine Ottocento",
            "il secondo Novecento",
            "un Ottocento",
            "Novecento",
            "il Novecento italiano",
            "Ottocento francese",
            "il Sessantotto",
            "il Duemila",
            "gli anni Ottanta",
            "gli anni '80",
            "degli anni Settanta",
            "gli Ottanta",
        ],
    ),
    (
        "a century, a decade or a year",
        "es",
        &[
            "los ochenta",
            "los Ochenta",
            "los años noventa",
            "los años 90",
            "el Quinientos",
            "los locos años veinte",
        ],
    ),
    (
        "a century, a decade or a year",
        "fr",
        &[
            "les années quatre-vingt",
            "les années 80",
            "les années trente",
        ],
    ),
    (
        "a century, a decade or a year",
        "de",
        &[
            "die Neunziger",
            "die Neunzigerjahre",
            "die neunziger Jahre",
            "die 90er",
            "die 90er Jahre",
            "die 68er",
            "die Achtundsechziger",
        ],
    ),
    (
        "a century, a decade or a year",
        "en",
        &["the nineties", "the Sixties", "the 1990s", "the '90s"],
    ),
    (
        "a postal code",
        "fr",
        &["75001 Paris", "44000 Nantes", "06000 Nice", "72000 Le Mans"],
    ),
    (
        "a postal code",
        "de",
        &[
            "10115 Berlin",
            "01067 Dresden",
            "72764 Reutlingen",
            "36037 Fulda",
            "88212 Ravensburg",
            "D-14467 Potsdam",
            "6003 Luzern",
        ],
    ),
    ("a postal code", "it", &["00184 Roma", "20121 Milano"]),
    ("a postal code", "es", &["28001 Madrid", "08001 Barcelona"]),
    (
        "a postal code",
        "en",
        &["90210 Beverly Hills", "75001 Paris"],
    ),
    (
        "a mark at school",
        "it",
        &[
            "il sei in pagella",
            "un 7 in condotta",
            "sei in matematica",
            "il 7 di italiano",
            "un 30 e lode",
        ],
    ),
    (
        "a mark at school",
        "de",
        &[
            "eine Eins in Mathe",
            "eine 2 in Deutsch",
            "eine Zwei in Deutsch",
            "5 in Physik",
        ],
    ),
    (
        "a mark at school",
        "es",
        &["un 5 en matemáticas", "cinco en inglés", "el 9,5 en lengua"],
    ),
    (
        "a mark at school",
        "fr",
        &["12 en maths", "un 12 en maths", "le douze en histoire"],
    ),
    (
        "a mark at school",
        "en",
        &["an eight in maths", "7 in maths"],
    ),
    (
        "a name",
        "en",
        &[
            "Twenty-One Pilots",
            "Twenty One Pilots",
            "Three Mile Island",
            "Seven Sisters",
            "Ten Downing Street",
            "the Five Eyes",
            "The Two Popes",
            "the Twelve",
            "Four Weddings",
            "12 Monkeys",
            "27 Dresses",
            "Fifty Shades of Grey",
            "Thirty Seconds to Mars",
            "One Hundred Years of Solitude",
            "5 Seconds of Summer",
            "60 Minutes",
        ],
    ),
    (
        "a name",
        "it",
        &[
            "i Mille",
            "le Cinque Terre",
            "I Tre Moschettieri",
            "la Mille Miglia",
            "24 Ore",
        ],
    ),
    (
        "a name",
        "fr",
        &[
            "Les Trois Mousquetaires",
            "Trois Mousquetaires",
            "les Quatre Cents Coups",
            "les Cent Jours",
            "20 Minutes",
        ],
    ),
    (
        "a name",
        "es",
        &[
            "Los Tres Mosqueteros",
            "Siete Islas",
            "Cien Años de Soledad",
            "20 Minutos",
        ],
    ),
    (
        "a name",
        "de",
        &["die Drei Fragezeichen", "die Zwölf", "die Eins"],
    ),
    (
        "a span of years",
        "de",
        &[
            "neunzehnhundert",
            "zwölfhundert",
            "neunzehnhundertachtzig",
            "zwölfhundert bis fünfzehnhundert",
        ],
    ),
    ("a span of years", "en", &["nineteen hundred"]),
    ("a time of day", "en", &["nineteen hundred hours"]),
];

#[test]
fn the_reason_says_what_the_number_names() {
    let mut wrong = Vec::new();
    for (reason, language, texts) in REFUSED {
        for text in *texts {
            match read(text, language, language) {
                Ok(figure) => wrong.push(format!("{text} ({language}) is {}", show(&figure))),
                Err(error) if error.to_string().contains(reason) => {}
                Err(error) => wrong.push(format!("{text} ({language}) {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const STILL_READ: &[Row] = &[
    ("duecento persone", "it", "it", "200"),
    ("Duecento persone", "it", "it", "200"),
    ("Trecento auto", "it", "it", "300"),
    ("Trecento imprese", "it", "it", "300"),
    ("le duecento persone", "it", "it", "200"),
    ("i duecento chilometri", "it", "it", "200 km"),
    ("il cinquanta per cento", "it", "it", "50 %"),
    ("il duecento per cento", "it", "it", "200 %"),
    (
        "dal cinquanta al settanta per cento",
        "it",
        "it",
        "[50, 70] %, uncertainty",
    ),
    ("ottant'anni", "it", "it", "80 a"),
    ("el ochenta por ciento", "es", "es", "80 %"),
    ("los ochenta muertos", "es", "es", "80"),
    ("los ochenta y cinco", "es", "es", "85"),
    ("quatre-vingts ans", "fr", "fr", "80 a"),
    ("in her 90s", "en", "en", "[90, 100) a, extent"),
    ("10 000 Français", "fr", "fr", "10000"),
    ("10000 Menschen", "de", "de", "10000"),
    ("12345 Einwohner", "de", "de", "12345"),
    ("10000 Euro", "de", "de", "10000 EUR"),
    ("15000 Euros", "es", "es", "15000 EUR"),
    ("10000 italiani", "it", "it", "10000"),
    ("10000 Germans", "en", "en", "10000"),
    ("sei studenti in matematica", "it", "it", "6"),
    ("20 students in history", "en", "en", "20"),
    ("Seventeen people", "en", "en", "17"),
    ("Twenty-one people", "en", "en", "21"),
    ("Twenty-one Americans", "en", "en", "21"),
    ("Two hundred people", "en", "en", "200"),
    ("Three Britons", "en", "en", "3"),
    ("20 Israelis", "en", "en", "20"),
    ("Trois Français", "fr", "fr", "3"),
    ("12 Marocains", "fr", "fr", "12"),
    ("Zwölf Menschen", "de", "de", "12"),
    (
        "mehrere Hundert Menschen",
        "de",
        "de",
        "~[200, ), uncertainty",
    ),
    ("a 17-Year-Old", "en", "en", "17 a"),
    ("60 minutes", "en", "en", "60 min"),
    ("fünfzehnhundert Menschen", "de", "de", "1500"),
    ("elfhundertfünfzig Euro", "de", "de", "1150 EUR"),
    ("achtzehnhundert Meter", "de", "de", "1800 m"),
    ("fifteen hundred", "en", "en", "1500"),
    ("nought point five per cent", "en-GB", "en", "0.5 %"),
    ("nought point nought five", "en-GB", "en", "0.05"),
    ("oh point five per cent", "en-GB", "en", "!"),
    ("i 27 Paesi Ue", "it", "it", "27"),
    ("i 27 Paesi dell'Ue", "it", "it", "27"),
    ("27 paesi UE", "it", "it", "27"),
    ("i 32 Paesi Nato", "it", "it", "32"),
    ("20 deputati Pd", "it", "it", "20"),
    ("les 27 États de l'UE", "fr", "fr", "27"),
    ("12 place Foch", "fr", "fr", "!"),
    ("3 places", "fr", "fr", "3"),
    ("12 rues de Paris", "fr", "fr", "12"),
    ("500-1200", "en", "en", "[500, 1200], uncertainty"),
    ("600 123 456 euros", "es", "es", "600123456 EUR"),
    ("un sur 20", "fr", "fr", "5 %"),
    ("12 élèves sur 20", "fr", "fr", "60 %"),
    ("999 people", "en", "en", "999"),
    ("mille persone", "it", "it", "1000"),
    ("l'8%", "it", "it", "8 %"),
    ("24 heures", "fr", "fr", "24 h"),
    ("20 gray wolves", "en", "en", "20"),
    ("20 gray", "en", "en", "!"),
    ("5 gray doses", "en", "en", "!"),
    ("fast 300", "de", "de", "~(, 300), uncertainty"),
    ("beinahe 300", "de", "de", "~(, 300), uncertainty"),
    ("presque 300", "fr", "fr", "~(, 300), uncertainty"),
    ("close to 300", "en", "en", "~300"),
    ("près de 300", "fr", "fr", "~300"),
];

/// No text is told a reason of another language or of another kind.
#[test]
fn the_reason_is_that_of_the_language() {
    let texts = [
        ("12 Premier League clubs", "en", "an ordinal"),
        ("ein 3er", "de", "an ordinal"),
        ("20 F-16s", "en", "a decade"),
    ];
    for (text, language, reason) in texts {
        let error = read(text, language, language).expect_err(text).to_string();
        assert!(!error.contains(reason), "{text}: {error}");
    }
}

#[test]
fn what_only_looks_like_one_is_read() {
    check(STILL_READ);
}
