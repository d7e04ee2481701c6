//! Words that say an amount without being a number: fractions, ordinals, "twice", "dozens".

use rust_decimal::Decimal;

use super::value::Value;
use crate::domain::passage::changes::language::Language;

/// The values that a word in lower case may have. Empty if it says no amount.
pub(super) fn values(word: &str, language: Language) -> Vec<Value> {
    let has = |words: &str| words.split_ascii_whitespace().any(|it| it == word);
    let parts = parts(language).iter().filter(|(words, ..)| has(words));
    let parts = parts.flat_map(|&(_, ordinal, part)| {
        let ordinal = (ordinal > 0).then(|| Value::Number(Decimal::from(ordinal)));
        let part = Decimal::ONE.checked_div(Decimal::from(part));
        ordinal.into_iter().chain(part.into_iter().flat_map(share))
    });
    let vague = VAGUE.iter().filter(|(of, ..)| *of == language);
    let vague = vague.filter(|(_, words, ..)| has(words));
    let vague = vague.map(|&(_, _, least, most)| match least == most {
        true => Value::Number(Decimal::from(least)),
        false => Value::Between(Decimal::from(least), Decimal::from(most)),
    });
    parts.chain(vague).collect()
}

/// Whether a word in lower case says a half.
pub(super) fn is_half(word: &str, language: Language) -> bool {
    let mut parts = parts(language).iter();
    parts.any(|(words, ordinal, part)| {
        (*ordinal, *part) == (0, 2) && words.split(' ').any(|it| it == word)
    })
}

/// The values of a part of a whole: rounded, and as percent.
pub(super) fn share(part: Decimal) -> Vec<Value> {
    let percent = part * Decimal::ONE_HUNDRED;
    vec![
        Value::Number(part.round_dp(SHARE_DIGITS).normalize()),
        Value::Number(part.round_dp(2).normalize()),
        Value::Between(percent.floor(), percent.ceil()),
    ]
}

/// The decimal digits of a share.
const SHARE_DIGITS: u32 = 4;

/// Amounts with the least and the most that they say.
const VAGUE: &[(Language, &str, u32, u32)] = &[
    (Language::English, "once single", 1, 1),
    (
        Language::English,
        "twice both double couple pair doubly",
        2,
        2,
    ),
    (Language::English, "thrice triple", 3, 3),
    (Language::English, "few several", 2, 9),
    (Language::English, "dozen", 12, 12),
    (Language::English, "dozens", 20, 120),
    (Language::English, "hundreds", 200, 2_000),
    (Language::English, "thousands", 2_000, 20_000),
    (Language::German, "einmal einzige einziger einziges", 1, 1),
    (
        Language::German,
        "zweimal beide beiden doppelt doppelte",
        2,
        2,
    ),
    (Language::German, "dreimal dreifach", 3, 3),
    (Language::German, "mehrere mehreren", 2, 9),
    (Language::German, "dutzend", 12, 12),
    (Language::German, "dutzende dutzenden", 20, 120),
    (Language::German, "hunderte hunderten", 200, 2_000),
    (Language::German, "tausende tausenden", 2_000, 20_000),
    (Language::French, "double", 2, 2),
    (Language::French, "triple", 3, 3),
    (Language::French, "plusieurs quelques", 2, 9),
    (Language::French, "dizaine", 8, 12),
    (Language::French, "douzaine", 12, 12),
    (Language::French, "quinzaine", 13, 17),
    (Language::French, "vingtaine", 18, 22),
    (Language::French, "trentaine", 28, 32),
    (Language::French, "centaine", 90, 110),
    (Language::French, "dizaines douzaines", 20, 120),
    (Language::French, "centaines", 200, 2_000),
    (Language::French, "milliers", 2_000, 20_000),
    (
        Language::Italian,
        "entrambi entrambe doppio doppia paio",
        2,
        2,
    ),
    (Language::Italian, "triplo", 3, 3),
    (
        Language::Italian,
        "diversi diverse parecchi parecchie",
        2,
        9,
    ),
    (Language::Italian, "decina", 8, 12),
    (Language::Italian, "dozzina", 12, 12),
    (Language::Italian, "quindicina", 13, 17),
    (Language::Italian, "ventina", 18, 22),
    (Language::Italian, "trentina", 28, 32),
    (Language::Italian, "centinaio", 90, 110),
    (Language::Italian, "decine dozzine", 20, 120),
    (Language::Italian, "centinaia", 200, 2_000),
    (Language::Italian, "migliaia", 2_000, 20_000),
    (Language::Spanish, "ambos ambas doble", 2, 2),
    (Language::Spanish, "triple", 3, 3),
    (Language::Spanish, "varios varias", 2, 9),
    (Language::Spanish, "decena", 8, 12),
    (Language::Spanish, "docena", 12, 12),
    (Language::Spanish, "quincena", 13, 17),
    (Language::Spanish, "veintena", 18, 22),
    (Language::Spanish, "centenar", 90, 110),
    (Language::Spanish, "decenas docenas", 20, 120),
    (Language::Spanish, "cientos cientas centenares", 200, 2_000),
    (Language::Spanish, "miles", 2_000, 20_000),
];

/// The fractions and ordinals of a language, with the place and the denominator that they
/// say. 0 for none.
fn parts(language: Language) -> &'static [(&'static str, u32, u32)] {
    match language {
        Language::English => &[
            ("half halves", 0, 2),
            ("first", 1, 0),
            ("second", 2, 0),
            ("third thirds", 3, 3),
            ("quarter quarters", 0, 4),
            ("fourth fourths", 4, 4),
            ("fifth fifths", 5, 5),
            ("sixth sixths", 6, 6),
            ("seventh sevenths", 7, 7),
            ("eighth eighths", 8, 8),
            ("ninth ninths", 9, 9),
            ("tenth tenths", 10, 10),
            ("eleventh", 11, 0),
            ("twelfth", 12, 0),
        ],
        Language::German => &[
            ("hälfte halbe halber halbes halben", 0, 2),
            ("drittel", 0, 3),
            ("viertel", 0, 4),
            ("fünftel", 0, 5),
            ("sechstel", 0, 6),
            ("achtel", 0, 8),
            ("zehntel", 0, 10),
            ("erste ersten erster erstes erstem", 1, 0),
            ("zweite zweiten zweiter zweites zweitem", 2, 0),
            ("dritte dritten dritter drittes drittem", 3, 0),
            ("vierte vierten vierter viertes viertem", 4, 0),
            ("fünfte fünften fünfter fünftes fünftem", 5, 0),
            ("sechste sechsten sechster sechstes", 6, 0),
            ("siebte siebten siebter siebtes", 7, 0),
            ("achte achten achter achtes", 8, 0),
            ("neunte neunten neunter neuntes", 9, 0),
            ("zehnte zehnten zehnter zehntes", 10, 0),
        ],
        Language::French => &[
            ("moitié demi demie", 0, 2),
            ("tiers", 0, 3),
            ("quart quarts", 0, 4),
            ("premier première premiers premières", 1, 0),
            ("deuxième deuxièmes second seconde", 2, 0),
            ("troisième troisièmes", 3, 0),
            ("quatrième quatrièmes", 4, 0),
            ("cinquième cinquièmes", 5, 5),
            ("sixième sixièmes", 6, 6),
            ("septième septièmes", 7, 7),
            ("huitième huitièmes", 8, 8),
            ("neuvième neuvièmes", 9, 9),
            ("dixième dixièmes", 10, 10),
        ],
        Language::Italian => &[
            ("metà mezzo mezza mezz'", 0, 2),
            ("primo prima primi prime", 1, 0),
            ("secondo seconda secondi seconde", 2, 0),
            ("terzo terza terzi", 3, 3),
            ("quarto quarta quarti", 4, 4),
            ("quinto quinta quinti", 5, 5),
            ("sesto sesta sesti", 6, 6),
            ("settimo settima settimi", 7, 7),
            ("ottavo ottava ottavi", 8, 8),
            ("nono nona noni", 9, 9),
            ("decimo decima decimi", 10, 10),
        ],
        Language::Spanish => &[
            ("mitad medio media", 0, 2),
            ("primero primera primer primeros primeras", 1, 0),
            ("segundo segunda segundos segundas", 2, 0),
            ("tercio tercios", 0, 3),
            ("tercero tercera tercer", 3, 0),
            ("cuarto cuarta cuartos", 4, 4),
            ("quinto quinta quintos", 5, 5),
            ("sexto sexta", 6, 6),
            ("séptimo séptima", 7, 7),
            ("octavo octava", 8, 8),
            ("noveno novena", 9, 9),
            ("décimo décima", 10, 10),
        ],
    }
}
