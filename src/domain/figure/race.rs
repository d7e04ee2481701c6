//! Races that are named by their distance, after an article in the plural: "i 100 metri",
//! "los 400 metros", "the 100 metres".

use super::{cardinal, lexicon::Words, number::Number, parser::Parser, units};

/// The distances of races, in metres.
const DISTANCES: [u32; 12] = [
    50, 60, 80, 100, 110, 200, 400, 800, 1500, 3000, 5000, 10_000,
];

/// Whether the text is an article and the distance of a race.
pub(super) fn is_race(p: &Parser) -> bool {
    let article = match p.words {
        Words::English => "the",
        Words::Italian => "i",
        Words::German => "die",
        Words::French => "les",
        Words::Spanish => "los",
        Words::None => return false,
    };
    let numerals = cardinal::numerals(p, 1).into_iter();
    let is_distance = |value: Number| DISTANCES.iter().any(|it| value == Number::from(*it));
    let mut distances = numerals.filter(|(it, _)| is_distance(it.value));
    let is_metres = |at: usize| {
        let mut units = units::after(p, at).into_iter();
        units.any(|(unit, end)| unit.code == "m" && end == p.end())
    };
    p.word(0) == Some(article) && distances.any(|(_, end)| is_metres(end))
}
