//! The period of a rate: "a month", "all'anno".

use super::{
    parser::{Found, Parser, Words},
    phrases,
    quantity::PerPeriod,
};

use PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

const ENGLISH_NOUNS: &[(&str, PerPeriod)] = &[
    ("hour", Hour),
    ("day", Day),
    ("week", Week),
    ("month", Month),
    ("quarter", Quarter),
    ("year", Year),
    ("annum", Year),
];

const ITALIAN_NOUNS: &[(&str, PerPeriod)] = &[
    ("ora", Hour),
    ("giorno", Day),
    ("settimana", Week),
    ("mese", Month),
    ("trimestre", Quarter),
    ("anno", Year),
];

const ENGLISH_ADVERBS: &[(&str, PerPeriod)] = &[
    ("hourly", Hour),
    ("daily", Day),
    ("weekly", Week),
    ("monthly", Month),
    ("quarterly", Quarter),
    ("yearly", Year),
    ("annually", Year),
    ("annual", Year),
    ("pa", Year),
];

const ITALIAN_ADVERBS: &[(&str, PerPeriod)] = &[
    ("orari", Hour),
    ("orarie", Hour),
    ("giornalieri", Day),
    ("giornaliere", Day),
    ("settimanali", Week),
    ("mensile", Month),
    ("mensili", Month),
    ("mensilmente", Month),
    ("trimestrali", Quarter),
    ("annuo", Year),
    ("annui", Year),
    ("annua", Year),
    ("annue", Year),
    ("annuale", Year),
    ("annuali", Year),
    ("annualmente", Year),
];

const ENGLISH_BEFORE: [&str; 5] = ["a", "an", "per", "each", "every"];
const ITALIAN_BEFORE: [&str; 3] = ["per", "ogni", "l'"];

/// A period after a number: "a month", "/mese", "annui".
pub(super) fn after(p: &Parser, at: usize) -> Found<PerPeriod> {
    let nouns = p.words.choose(ENGLISH_NOUNS, ITALIAN_NOUNS);
    let at = p.joined(at);
    let mut found = p.phrases(at, p.words.choose(ENGLISH_ADVERBS, ITALIAN_ADVERBS));
    if p.is_sign(at, &['/']) {
        found.extend(p.phrases(at + 1, nouns));
        found.extend(p.phrase(at + 1, "h").map(|next| (Hour, next)));
    }
    let is_before = p.word(at).is_some_and(|word| match p.words {
        Words::English => ENGLISH_BEFORE.contains(&word),
        Words::Italian => ITALIAN_BEFORE.contains(&word) || phrases::A.contains(&word),
        Words::None => false,
    });
    if is_before {
        found.extend(p.phrases(p.joined(at + 1), nouns));
    }
    found
}

/// Prints a period in words that [`after`] reads.
pub(super) fn print(period: PerPeriod, words: Words) -> &'static str {
    match (words, period) {
        (Words::Italian, Hour) => "all'ora",
        (Words::Italian, Day) => "al giorno",
        (Words::Italian, Week) => "a settimana",
        (Words::Italian, Month) => "al mese",
        (Words::Italian, Quarter) => "a trimestre",
        (Words::Italian, Year) => "all'anno",
        (_, Hour) => "an hour",
        (_, Day) => "a day",
        (_, Week) => "a week",
        (_, Month) => "a month",
        (_, Quarter) => "a quarter",
        (_, Year) => "a year",
    }
}
