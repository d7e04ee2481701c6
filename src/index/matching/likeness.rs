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
    pub is_same_sentence: bool,
    pub has_other_times: bool,
    pub has_other_figures: bool,
    pub is_opposite: bool,
}

/// What a text is to a claim. `None` if that cannot be told, or if they are about other times.
pub(super) fn likeness(
    differences: &Differences,
    ours: &Mentions,
    theirs: &Mentions,
) -> Option<Likeness> {
    let Differences {
        is_same_sentence,
        has_other_times,
        has_other_figures,
        is_opposite,
    } = *differences;
    match (has_other_times, has_other_figures, is_opposite) {
        (true, _, _) | (_, true, true) => None,
        (_, true, _) | (_, _, true) => is_same_sentence.then_some(Likeness::Contrary),
        (false, false, false) => match ours.exactness(theirs) {
            Exactness::Same => Some(Likeness::Same),
            Exactness::Finer => Some(Likeness::Finer),
            Exactness::Coarser => Some(Likeness::Coarser),
            Exactness::Unclear => None,
        },
    }
}
