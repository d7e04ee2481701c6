//! Whether only one of a text and a claim denies what both are about, whatever else they say: "According
//! to the BBC, the mayor did not resign".

use std::ops::Range;

use crate::{domain::passage::denying_words, index::analysis::Term};

/// The words that deny something, in a text and in a claim. One has an even number of them, and the
/// other one an odd number.
pub(super) struct Denials {
    pub text: Vec<String>,
    pub claim: Vec<String>,
}

impl Denials {
    /// Of a sentence and of a claim, each with the tag of its language. `None` if both deny what they say,
    /// or none does, or that cannot be told.
    pub fn of((said, tag): (&str, &str), (claim, claim_tag): (&str, &str)) -> Option<Self> {
        let in_text = denying_words(tag, said)?;
        let in_claim = denying_words(claim_tag, claim)?;
        (in_text.len() % 2 != in_claim.len() % 2).then_some(Self {
            text: in_text,
            claim: in_claim,
        })
    }
}

/// Of sentences of a text, the one with most of the terms; of several, the first.
pub(super) fn nearest<'a>(said: &'a str, sentences: &[Range<usize>], shared: &[&Term]) -> &'a str {
    let count = |range: &Range<usize>| {
        let inside = shared.iter().filter(|term| range.contains(&term.start));
        inside.count()
    };
    let most = sentences.iter().rev().max_by_key(|range| count(range));
    most.map_or(said, |range| &said[range.clone()])
}
