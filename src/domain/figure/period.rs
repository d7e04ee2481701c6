//! The period of a rate: "a month", "all'anno".

use super::{
    lexicon::Words,
    parser::{Found, Parser},
    quantity::PerPeriod,
};

use PerPeriod::{Day, Hour, Month, Quarter, Week, Year};

/// A period after a number: "a month", "/mese", "annui".
pub(super) fn after(p: &Parser, at: usize) -> Found<PerPeriod> {
    let nouns = p.lexicon.periods;
    let at = p.joined(at);
    let mut found = p.phrases(at, p.lexicon.adverbs);
    if p.is_sign(at, &['/']) {
        found.extend(p.phrases(at + 1, nouns));
        found.extend(p.phrase(at + 1, "h").map(|next| (Hour, next)));
    }
    for before in p.lexicon.per {
        if let Some(next) = p.phrase(at, before) {
            found.extend(p.phrases(p.joined(next), nouns));
        }
    }
    found
}

/// Prints a period in words that [`after`] reads. `is_count` says that no unit and no
/// currency is before it: "130 all'ora" are kilometres.
pub(super) fn print(period: PerPeriod, is_count: bool, words: Words) -> &'static str {
    match (words, period) {
        (Words::Italian, Hour) if is_count => "ogni ora",
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
