//! Headlines of English newspapers in title case, amounts with an article, and the titles that they look like; and who says
//! a figure, after it.

use super::{read, show};

/// A language, a text, and its reading. `!` is a refusal.
const ROWS: &[(&str, &str, &str)] = &[
    ("en-US", "Two Firefighters", "2"),
    ("en-US", "Six Teenagers", "6"),
    ("en-US", "Three Workers", "3"),
    ("en-US", "12 Protesters", "12"),
    ("en-US", "$4 Billion Lawsuit", "4000000000 USD"),
    ("en-US", "$20M Fine", "20000000 USD"),
    ("en-US", "$1.5 Million Settlement", "1500000 USD"),
    ("en-US", "12% Raise", "12 %"),
    ("en-US", "25% Tariffs", "25 %"),
    (
        "en-US",
        "More Than 3 Million Chickens",
        "(3000000, ), uncertainty",
    ),
    ("en-US", "5 Million Subscribers", "5000000"),
    ("en-US", "14-Year-Old Girl", "14 a"),
    ("en-US", "82-Year-Old Woman", "82 a"),
    ("en-US", "A 17-Year-Old Boy", "17 a"),
    ("en-US", "60 Mph Winds", "60 [mi_i] per hour"),
    ("en-US", "One in Four Renters", "25 %"),
    ("en-US", "At Least 25 Injured", "[25, ), uncertainty"),
    ("en-US", "Over 200 Dogs Rescued", "(200, ), uncertainty"),
    ("en-US", "Nearly 100 Homes", "~(, 100), uncertainty"),
    ("it", "il mezzo milione di euro", "500000 EUR"),
    ("es", "el medio millón de euros", "500000 EUR"),
    ("en-US", "12 Monkeys", "!"),
    ("en-US", "Seven Sisters", "!"),
    ("en-US", "Two Popes", "!"),
    ("en-US", "the Two Firefighters", "!"),
    ("en-US", "Five Guys", "!"),
    ("en-US", "10 Downing Street", "!"),
    ("en-US", "Over 10 Downing Street", "!"),
    ("en-US", "Three Musketeers", "!"),
    ("en-US", "Five Children and It", "!"),
    ("en-US", "$5 Canadian", "!"),
    ("en-US", "$5 Australian", "!"),
    ("en-US", "10,000 Maniacs", "!"),
    ("en-US", "Twenty-One Pilots", "!"),
    ("en-US", "98 Degrees", "!"),
    ("en-US", "One in Four", "25 %"),
    ("en-US", "Four in One", "!"),
    ("en-US", "More Than 5 Feet", "(5, ) [ft_i], uncertainty"),
    ("en-US", "Two Thousand Maniacs", "!"),
    ("en-US", "5 Million Dollar Baby", "!"),
    ("fr", "20 000 manifestants selon la police", "20000"),
    (
        "fr",
        "20 000 manifestants, selon les organisateurs",
        "20000",
    ),
    (
        "fr",
        "20 000 selon la police, 50 000 selon les syndicats",
        "!",
    ),
    ("it", "5.000 persone secondo la questura", "5000"),
    ("es", "20.000 personas según la policía", "20000"),
    ("de", "20.000 Menschen laut Polizei", "20000"),
    ("en-US", "5,000 people according to police", "5000"),
    ("en-US", "5,000 people according to 3 officers", "!"),
    ("fr", "six mois avec sursis", "6 mo"),
    ("fr", "deux ans ferme", "2 a"),
    ("fr", "11 % de TVA", "11 %"),
    ("it", "in tutto 420 domande", "420"),
    ("it", "una coppia su due", "50 %"),
    ("fr", "un couple sur deux", "50 %"),
    ("es", "una pareja de cada dos", "50 %"),
    ("it", "un film su due", "!"),
    ("it", "una coppia", "!"),
    ("it", "due coppie", "!"),
    ("es", "medio centenar de tiendas", "~50"),
    ("it", "un cinque per cento", "5 %"),
    ("es", "un cinco por ciento", "5 %"),
    ("it", "un dieci argentino", "!"),
    ("it", "un 10 argentino", "!"),
    ("es-MX", "$1,200 pesos", "1200 MXN"),
    ("en-US", "40 Jesuits", "40"),
    ("en", "half a hundred boats", "~50"),
    ("en", "half a thousand", "500"),
    ("en", "a pair of owls", "!"),
    ("en", "both brothers", "!"),
    ("en", "a 3.8 magnitude earthquake", "!"),
];

#[test]
fn a_headline_is_read_if_it_is_certain_to_count() {
    let mut wrong = Vec::new();
    for (tag, text, expected) in ROWS {
        let got = read(text, tag, &tag[..2]);
        let got = got.map_or_else(|error| format!("! {error}"), |it| show(&it));
        let is_expected = match *expected {
            "!" => got.starts_with('!'),
            expected => got == expected,
        };
        if !is_expected {
            wrong.push(format!("{text} ({tag}) is {got}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
