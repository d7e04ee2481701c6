//! Units, and words for groups of so many, that are not read. A number before one of them does
//! not count things: five furlongs are a distance, and five gross are 720.

mod english;
mod french;
mod german;
mod italian;
mod measures;
mod spanish;

use std::{collections::HashSet, sync::LazyLock};

use self::measures::Measures;
use super::{
    lexicon::{self, Words},
    parser::Parser,
};

const ALL: [(Words, &Measures); 5] = [
    (Words::English, &english::MEASURES),
    (Words::Italian, &italian::MEASURES),
    (Words::German, &german::MEASURES),
    (Words::French, &french::MEASURES),
    (Words::Spanish, &spanish::MEASURES),
];

static ALONE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let all = ALL.into_iter();
    all.flat_map(|(_, measures)| lexicon::phrases(measures.alone))
        .collect()
});

/// Whether a word is a unit or a group in any language, and nothing else.
pub(super) fn is_measure(word: &str) -> bool {
    ALONE.contains(word)
}

/// Whether a unit or group that is not read is at a token, right after a number.
pub(super) fn is_next(p: &Parser, at: usize) -> bool {
    let Some(word) = p.word(at) else {
        return false;
    };
    let Some((_, measures)) = ALL.iter().find(|(words, _)| *words == p.words) else {
        return false;
    };
    let lists = |list: &'static str| lexicon::phrases(list).any(|listed| listed == word);
    // "20 Poles" are people.
    let mut letters = p.raw(at).chars();
    let is_title = letters.next().is_some_and(char::is_uppercase);
    let is_name = is_title && letters.any(char::is_lowercase) && p.words != Words::German;
    !is_color(p, at) && (is_measure(word) || lists(measures.shared) && !is_name)
        || lists(measures.adjectives) && is_next(p, at + 1)
}

/// Whether gray is the color of a noun: "20 gray wolves". A dose can be so many grays.
fn is_color(p: &Parser, at: usize) -> bool {
    let noun = p.word(at + 1).unwrap_or_default();
    let is_dose = ["doses", "fractions", "units", "exposures", "hours", "days"].contains(&noun);
    p.word(at) == Some("gray") && p.words == Words::English && noun.ends_with('s') && !is_dose
}

/// Every word of each language, with the language's tag.
#[cfg(test)]
pub(super) fn words() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let tags = ["en", "it", "de", "fr", "es"];
    let all = tags.into_iter().zip(ALL);
    all.map(|(tag, (_, measures))| {
        let lists = [measures.alone, measures.shared];
        (tag, lists.into_iter().flat_map(lexicon::phrases).collect())
    })
}
