//! Numbers before an article and a unit: "Elf der Woche", "cinque del mese". The article says
//! that they are some of what was named before, or a team, and not so many of the unit.

use super::{cardinal, lexicon::Words, money, number::Number, parser::Parser, units};

/// Prepositions with an article in the singular, as phrases.
fn singular(words: Words) -> &'static [&'static str] {
    match words {
        Words::Italian => &["del", "dello", "della", "dell'"],
        Words::Spanish => &["del", "de la"],
        Words::French => &["du", "de la", "de l'"],
        Words::German => &["des"],
        Words::English | Words::None => &[],
    }
}

/// Prepositions with an article in the plural, as phrases.
fn plural(words: Words) -> &'static [&'static str] {
    match words {
        Words::Italian => &["dei", "degli", "delle"],
        Words::Spanish => &["de los", "de las"],
        Words::French => &["des"],
        Words::German => &["der", "aller"],
        Words::English | Words::None => &[],
    }
}

/// German times in the genitive, which no table of units has.
const GENITIVES: [&str; 9] = [
    "jahres",
    "tages",
    "monats",
    "monates",
    "jahrzehnts",
    "jahrhunderts",
    "spieltags",
    "spieltages",
    "wochenendes",
];

/// What has a team of eleven in German, in the genitive of the feminine.
const GERMAN_TEAMS: [&str; 13] = [
    "saison",
    "runde",
    "hinrunde",
    "ruckrunde",
    "vorrunde",
    "gruppenphase",
    "liga",
    "bundesliga",
    "wm",
    "em",
    "nation",
    "herzen",
    "dekade",
];

/// Whether a number in the text has an article between it and a unit, or names a team.
pub(super) fn is_some_of(p: &Parser) -> bool {
    (0..p.end()).any(|at| {
        let numerals = cardinal::numerals(p, at).into_iter();
        let mut plain = numerals.filter(|(it, _)| it.scale.is_none() && !it.is_article);
        plain.any(|(it, end)| {
            let is_eleven = it.is_words && it.value == Number::from(11);
            is_before_unit(p, end) || is_eleven && is_team(p, end)
        })
    })
}

fn ends(p: &Parser, at: usize, articles: &[&str]) -> Vec<usize> {
    let phrases = articles.iter();
    phrases.filter_map(|it| p.phrase(at, it)).collect()
}

fn is_before_unit(p: &Parser, at: usize) -> bool {
    let starts = [singular(p.words), plural(p.words)];
    let mut starts = starts.into_iter().flat_map(|it| ends(p, at, it));
    starts.any(|start| {
        let is_genitive = p.words == Words::German && p.is_one_of(start, &GENITIVES);
        let is_unit = || !units::after(p, start).is_empty();
        is_genitive || is_unit() || !money::after(p, start).is_empty()
    })
}

/// "L'undici della nazionale", "Elf der Saison": eleven of one thing are a team.
fn is_team(p: &Parser, at: usize) -> bool {
    let is_german = p.words == Words::German && p.is_one_of(at, &["der"]);
    !ends(p, at, singular(p.words)).is_empty() || is_german && p.is_one_of(at + 1, &GERMAN_TEAMS)
}
