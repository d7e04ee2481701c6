//! What a text is to a claim that is about the same: by the figures, the times and the negations
//! of both.

use super::mentions::{Exactness, Mentions};

/// What a text is to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// It says the same.
    Same,
    /// It says the same with a more exact figure or time, or with one that the claim lacks.
    Finer,
    /// The claim has the more exact figure or time.
    Coarser,
    /// Both cannot be true.
    Contrary,
}

/// What tells a text from a claim.
pub(super) struct Differences {
    /// Whether both have the same words in the same order, in any form, apart from stop words, figures
    /// and times.
    pub has_same_words: bool,
    pub has_other_times: bool,
    pub has_other_figures: bool,
    pub is_opposite: bool,
    /// Whether only one of them denies something, where it is not known what.
    pub has_other_denials: bool,
}

/// What a text is to a claim. `None` if that cannot be told: if they are about other times, or have
/// other words, of which one can mean the opposite or name another place.
pub(super) fn likeness(
    differences: &Differences,
    ours: &Mentions,
    theirs: &Mentions,
) -> Option<Likeness> {
    let Differences {
        has_same_words,
        has_other_times,
        has_other_figures,
        is_opposite,
        has_other_denials,
    } = *differences;
    if !has_same_words || has_other_denials || !ours.has_same_unclear(theirs) {
        return None;
    }
    match (has_other_times, has_other_figures, is_opposite) {
        (true, _, _) | (_, true, true) => None,
        (_, true, _) | (_, _, true) => Some(Likeness::Contrary),
        (false, false, false) => match ours.exactness(theirs) {
            Exactness::Same => Some(Likeness::Same),
            Exactness::Finer => Some(Likeness::Finer),
            Exactness::Coarser => Some(Likeness::Coarser),
            Exactness::Unclear => None,
        },
    }
}
