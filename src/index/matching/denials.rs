//! Whether only one of a text and a claim denies what both are about, whatever else they say: "According
//! to the BBC, the mayor did not resign".

use std::ops::Range;

use super::sentences::sentences;
use crate::{domain::passage::denying_words, index::analysis::Term};

/// The words that deny something, in a text and in a claim. One has an even number of them, and the
/// other one an odd number.
pub(super) struct Denials {
    pub text: Vec<String>,
    pub claim: Vec<String>,
}

impl Denials {
    /// `None` if both deny what they say, or none does, or that cannot be told. Of the text, the sentence
    /// counts that has most of the terms that both share.
    pub fn of(text: (&str, &str), shared: &[&Term], claim: (&str, &str)) -> Option<Self> {
        let (said, tag) = text;
        let in_text = denying_words(tag, nearest(said, shared))?;
        let in_claim = denying_words(claim.1, claim.0)?;
        (in_text.len() % 2 != in_claim.len() % 2).then_some(Self {
            text: in_text,
            claim: in_claim,
        })
    }
}

/// The sentence with most of the terms, the first of several.
fn nearest<'a>(said: &'a str, shared: &[&Term]) -> &'a str {
    let sentences = sentences(said).into_iter();
    let count = |range: &Range<usize>| {
        let inside = shared.iter().filter(|term| range.contains(&term.start));
        inside.count()
    };
    let most = sentences.rev().max_by_key(count);
    most.map_or(said, |range| &said[range])
}
