//! The words by which two texts are the same sentence: those that are neither figures nor times.

use std::collections::BTreeSet;

use super::mentions::Mentions;
use crate::{
    domain::printed_date,
    index::analysis::{self, Language, Term},
};

/// These words of a text.
pub(super) fn words_of(text: &str, tag: &str, mentions: &Mentions) -> BTreeSet<String> {
    let terms = analysis::terms(text, Language::of(tag, text));
    words_among(text, &terms, tag, mentions)
}

/// These words among the terms of a text.
pub(super) fn words_among(
    text: &str,
    terms: &[Term],
    tag: &str,
    mentions: &Mentions,
) -> BTreeSet<String> {
    let words = terms.iter().filter(|term| {
        let word = &text[term.start..term.end];
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_month = printed_date::month(tag, word).is_some();
        !is_number && !is_month && !mentions.has_figure_at(term.start)
    });
    words.map(|term| term.text.clone()).collect()
}
