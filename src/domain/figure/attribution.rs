//! Who says a figure: "20 000 manifestants selon la police". It does not change the number.

use super::{cardinal, lexicon::Words, parser::Parser};

/// The most words of a source.
const WORDS_MAX: usize = 5;

/// The words before a source. "Secondo" is also an ordinal and a second, so an article has to
/// follow it.
fn openings(words: Words) -> &'static [&'static str] {
    match words {
        Words::English => &["according to"],
        Words::French => &["selon", "d' apres"],
        Words::Italian => &[
            "secondo il",
            "secondo la",
            "secondo i",
            "secondo gli",
            "secondo le",
            "secondo l'",
        ],
        Words::Spanish => &["segun"],
        Words::German => &["laut", "nach angaben"],
        Words::None => &[],
    }
}

/// Whether the rest of the text says only whose figure it is.
pub(super) fn is_rest(p: &Parser, at: usize) -> bool {
    let at = if p.is_sign(at, &[',']) { at + 1 } else { at };
    let mut starts = openings(p.words)
        .iter()
        .filter_map(|opening| p.phrase(at, opening));
    let is_word = |at: usize| p.word(at).is_some() && cardinal::numerals(p, at).is_empty();
    let is_source = |start: usize| {
        let words = start..p.end();
        (1..=WORDS_MAX).contains(&words.len()) && words.clone().all(is_word)
    };
    p.is_spaced(at) && starts.any(is_source)
}
