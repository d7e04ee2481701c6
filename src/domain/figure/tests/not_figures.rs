//! What looks like a figure and is refused: names with numbers, spans of years, times of day,
//! ages and titles that look like shares, and units and groups that are not read.

use super::{Row, check, read, show};
use crate::domain::figure::unread;

/// A language, and texts in it that are refused.
const REFUSED: &[(&str, &[&str])] = &[
    // A person and an age, or a work and its subject, look like a share.
    (
        "de",
        &[
            "ein Mann von 40",
            "eine Frau von 30",
            "ein Kind von 7",
            "ein Roman von 1984",
        ],
    ),
    (
        "it",
        &[
            "un libro su 7",
            "un film su 20",
            "un gol su 10",
            "una legge su 12",
        ],
    ),
    (
        "fr",
        &[
            "un film sur 20",
            "un livre sur sept",
            "une note sur 20",
            "un essai sur 100",
        ],
    ),
    ("es", &["un libro de 7", "un niño de 7"]),
    (
        "en",
        &["one book in 7", "one goal in 10", "one win in five"],
    ),
    // Names with a hyphen.
    (
        "en",
        &[
            "7-Eleven",
            "7-Eleven stores",
            "Nine-Eleven",
            "nine-eleven",
            "one-two",
        ],
    ),
    (
        "en",
        &[
            "a one-two punch",
            "8-Mile",
            "24-7",
            "50-50",
            "9-11",
            "9-11 attacks",
            "12-Step",
        ],
    ),
    ("it", &["uno-due", "7-Eleven"]),
    ("fr", &["9-11", "7-Eleven"]),
    // Years.
    (
        "en",
        &[
            "1914-1918",
            "2020-2024",
            "1914–18",
            "1914/18",
            "between 2020 and 2024",
        ],
    ),
    ("en", &["from 1914 to 1918", "the 1914-1918 war"]),
    (
        "it",
        &[
            "1914-1918",
            "dal 1914 al 1918",
            "tra il 2020 e il 2024",
            "1914-1918 soldati",
        ],
    ),
    ("de", &["1914-1918", "von 1914 bis 1918", "1939-1945 Krieg"]),
    ("fr", &["1939-1945", "de 1914 à 1918", "entre 2020 et 2024"]),
    ("es", &["1936-1939", "de 2020 a 2024", "entre 1936 y 1939"]),
    // Times of day.
    (
        "en",
        &[
            "1800 hrs",
            "1400 hours",
            "0930 hours",
            "from 0900 to 1700 hours",
            "about 1400 hours",
        ],
    ),
    ("de", &["18 Uhr", "10.30 Uhr"]),
    ("en-GB", &["10.30", "at 10.30", "7.45", "23.59"]),
    // Names of things that are numbers.
    (
        "en",
        &[
            "4K", "401k", "403k", "a 10K", "a 5k", "300 K", "5 K", "8K", "10K", "a 737", "an A380",
        ],
    ),
    (
        "en",
        &[
            "G7",
            "G20",
            "Apollo 11",
            "Channel 4",
            "Route 66",
            "Article 5",
            "No 10",
        ],
    ),
    (
        "en",
        &[
            "Windows 11",
            "a 911 call",
            "the 737",
            "a 747 jet",
            "a five",
            "an eight",
            "007",
        ],
    ),
    ("it", &["una 500", "un 7", "la 127"]),
    ("fr", &["un 20", "une 205", "la 205"]),
    ("es", &["un 600", "el 600"]),
    (
        "de",
        &[
            "ein 911",
            "1860 München",
            "96 Hannover",
            "1. FC",
            "1. FC Köln",
            "der 911",
        ],
    ),
    // Pounds.
    (
        "en-GB",
        &["200 pounds", "20 pounds of cocaine", "a 200-pound fine"],
    ),
    ("en", &["200 pounds", "20 pounds of debt"]),
    ("en-US", &["200 pounds"]),
    // Cars and people as units.
    ("en", &["five Teslas", "3 Grays", "2 Newtons", "5 gray"]),
    ("de", &["3 Tesla"]),
];

#[test]
fn what_can_be_a_name_a_date_or_a_time_is_refused() {
    let mut wrong = Vec::new();
    for (language, texts) in REFUSED {
        for text in *texts {
            if let Ok(figure) = read(text, language, language) {
                wrong.push(format!("{text} ({language}) is {}", show(&figure)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every error says why and what to give.
#[test]
fn the_refusal_says_what_it_can_be() {
    check(&[
        (
            "a 737",
            "en",
            "en",
            "! can be a name in \"a 737\", and a name is not a quantity; leave it out of the quantities, or give lower and upper",
        ),
        (
            "1914-1918",
            "en",
            "en",
            "! can be a range or a span of years in \"1914-1918\"; give lower and upper of a range, and a date for years",
        ),
        (
            "five chains",
            "en",
            "en",
            "! cannot be read: \"chains\" is a unit or a group that is not read; give lower and upper, and the unit as a UCUM code",
        ),
    ]);
}

const STILL_READ: &[Row] = &[
    ("einer von 40", "de", "de", "2.5 %"),
    ("drei von vier Befragten", "de", "de", "75 %"),
    ("eine von fünf Frauen", "de", "de", "20 %"),
    ("una famiglia su cinque", "it", "it", "20 %"),
    ("un Français sur cinq", "fr", "fr", "20 %"),
    ("une personne sur dix", "fr", "fr", "10 %"),
    ("uno de cada cinco", "es", "es", "20 %"),
    ("una empresa de cada cuatro", "es", "es", "25 %"),
    ("one household in five", "en", "en", "20 %"),
    ("due-tre persone", "it", "it", "[2, 3], uncertainty"),
    ("dos-tres semanas", "es", "es", "[2, 3] wk, uncertainty"),
    ("two-three weeks", "en", "en", "[2, 3] wk, uncertainty"),
    ("7-11 people", "en", "en", "!"),
    ("7-12 people", "en", "en", "[7, 12], uncertainty"),
    ("1500-2000 people", "en", "en", "[1500, 2000], uncertainty"),
    (
        "1500-2000 Menschen",
        "de",
        "de",
        "[1500, 2000], uncertainty",
    ),
    ("1,500-2,000", "en", "en", "[1500, 2000], uncertainty"),
    ("2000 people", "en", "en", "2000"),
    ("1,400 hours", "en", "en", "1400 h"),
    (
        "more than 1400 hours",
        "en",
        "en",
        "(1400, ) h, uncertainty",
    ),
    ("exactly 10.30", "en-GB", "en-GB", "10.30"),
    ("10.30", "en-US", "en-US", "10.30"),
    ("€5k", "en", "en", "5000 EUR"),
    ("250k followers", "en", "en", "250000"),
    ("12K views", "en", "en", "12000"),
    ("the 155 victims", "en", "en", "155"),
    ("a 500-strong crowd", "en", "en", "500"),
    ("a 17-Year-Old", "en", "en", "17 a"),
    ("5 million pounds", "en-GB", "en-GB", "5000000 GBP"),
    ("£200", "en-GB", "en-GB", "200 GBP"),
    ("200 pounds sterling", "en-GB", "en-GB", "200 GBP"),
    ("weighing 200 pounds", "en-GB", "en-GB", "200 [lb_av]"),
    ("200 lbs", "en-GB", "en-GB", "200 [lb_av]"),
    ("5 stone", "en-GB", "en-GB", "5 [stone_av]"),
    ("50 restaurant chains", "en", "en", "50"),
    ("20 Poles", "en", "en", "20"),
    ("50 gray seals", "en", "en", "50"),
];

#[test]
fn what_only_looks_like_a_name_is_read() {
    check(STILL_READ);
}

/// A unit or group is refused after digits and after words, alone, in capitals, with an
/// adjective and with what is measured.
#[test]
fn no_unit_or_group_is_a_count() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (language, words) in unread::words() {
        let (number, of) = match language {
            "en" => ("five", "of land"),
            "it" => ("cinque", "di terra"),
            "de" => ("fünf", "Land"),
            "fr" => ("cinq", "de terre"),
            _ => ("cinco", "de tierra"),
        };
        for word in words {
            let texts = [
                format!("{number} {word}"),
                format!("1200 {word}"),
                format!("50 {word} {of}"),
            ];
            for text in texts {
                tried += 1;
                let got = read(&text, language, language);
                if let Ok(figure) = got.as_ref()
                    && figure.unit.is_empty()
                    && figure.currency.is_empty()
                    && !show(figure).contains('~')
                {
                    wrong.push(format!("{text} ({language}) is {}", show(figure)));
                }
            }
        }
    }
    assert!(tried > 4000, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
