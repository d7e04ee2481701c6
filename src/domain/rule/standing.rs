//! Standing: whether a claim is disputed and why, computed from its children and sources.

use std::collections::BTreeSet;

use crate::domain::{
    Timestamp,
    resource::{ClaimId, ReviewId, Verdict},
    value::code::coded,
};

coded! {
    /// Why a claim is disputed.
    DisputeReason {
        /// Somebody affirms the claim, and somebody denies it.
        OppositeStances = 1,
        /// A contradiction with another claim was confirmed.
        ConfirmedContradiction = 2,
        /// The reviews of different desks contradict each other.
        ConflictingReviews = 3,
        /// A source to which the claim is attributed was retracted.
        RetractedSource = 4,
    }
}

/// The newest verdict of one desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskVerdict {
    /// The desk.
    pub author: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// The claim that it reviewed: this one, or one that was merged into it.
    pub claim: ClaimId,
    /// The review.
    pub review: ReviewId,
    /// When it reached the verdict, if that is known.
    pub review_time: Option<Timestamp>,
    /// The time by which the verdict is ordered. It is `review_time`, unless the review was
    /// stored with a time in the future.
    pub counted_time: Option<Timestamp>,
}

/// How many appearances, reviews and sources a claim has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The appearances.
    pub appearances: i32,
    /// The appearances in which somebody affirms the claim.
    pub affirming: i32,
    /// The appearances in which somebody denies the claim.
    pub denying: i32,
    /// The appearances in which somebody doubts the claim.
    pub doubting: i32,
    /// The reviews.
    pub reviews: i32,
    /// The distinct sources to which the claim is attributed.
    pub sources: i32,
    /// The appearances whose words were changed by an edit of the article.
    pub changed: i32,
    /// Those of them in which a negation, a figure or a name changed.
    pub altered: i32,
    /// The appearances whose words the article no longer prints.
    pub orphaned: Orphaned,
}

/// The appearances whose words the article no longer prints. They go on counting in all
/// other counts, and for whether the claim is disputed: the article did print them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Orphaned {
    /// All of them.
    pub all: i32,
    /// Those in which somebody affirms the claim.
    pub affirming: i32,
    /// Those in which somebody denies the claim.
    pub denying: i32,
    /// Those in which somebody doubts the claim.
    pub doubting: i32,
}

/// The facts from which a standing is computed.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The counts.
    pub counts: Counts,
    /// Whether a contradiction with another claim was confirmed.
    pub is_contradicted: bool,
    /// Whether a source of the claim was retracted.
    pub has_retracted_source: bool,
    /// The newest verdict of each desk. One without a time is older than any with a time.
    pub desks: Vec<DeskVerdict>,
}

/// The standing of a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why the claim is disputed. Empty if it is not.
    pub reasons: BTreeSet<DisputeReason>,
    /// The newest verdict of each desk, newest first, for a limited number of desks.
    pub desks: Vec<DeskVerdict>,
    /// The newest verdict over all desks.
    pub verdict: Option<Verdict>,
    /// The counts.
    pub counts: Counts,
}

/// The part of a standing that filters ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispute {
    /// Why the claim is disputed. Empty if it is not.
    pub reasons: BTreeSet<DisputeReason>,
    /// The newest verdict over all desks.
    pub verdict: Option<Verdict>,
}

/// The most desks whose verdicts a standing keeps.
const DESKS_MAX: usize = 100;

impl Standing {
    /// Computes the standing from the facts.
    pub fn of(facts: Facts) -> Self {
        let Facts {
            counts,
            is_contradicted,
            has_retracted_source,
            mut desks,
        } = facts;
        desks.sort_by_key(|desk| std::cmp::Reverse((desk.counted_time, desk.review)));
        let is_classified = |verdicts: &[Verdict]| {
            let mut desks = desks.iter();
            desks.any(|desk| verdicts.contains(&desk.verdict))
        };
        let reasons = [
            (
                DisputeReason::OppositeStances,
                counts.affirming > 0 && counts.denying > 0,
            ),
            (DisputeReason::ConfirmedContradiction, is_contradicted),
            (
                DisputeReason::ConflictingReviews,
                is_classified(&Verdict::FOR) && is_classified(&Verdict::AGAINST),
            ),
            (DisputeReason::RetractedSource, has_retracted_source),
        ];
        let reasons = reasons.into_iter().filter(|(_, holds)| *holds);
        let reasons = reasons.map(|(reason, _)| reason).collect();
        let verdict = desks.first().map(|desk| desk.verdict);
        desks.truncate(DESKS_MAX);
        Self {
            reasons,
            desks,
            verdict,
            counts,
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn desk(author: &str, verdict: Verdict, second: i64) -> DeskVerdict {
        DeskVerdict {
            author: author.to_owned(),
            verdict,
            claim: ClaimId::new(Uuid::nil()),
            review: ReviewId::new(Uuid::from_u128(second.unsigned_abs().into())),
            review_time: DateTime::from_timestamp(second, 0),
            counted_time: DateTime::from_timestamp(second, 0),
        }
    }

    fn reasons(facts: Facts) -> Vec<DisputeReason> {
        Standing::of(facts).reasons.into_iter().collect()
    }

    #[test]
    fn a_claim_without_facts_is_not_disputed() {
        assert_eq!(Standing::of(Facts::default()), Standing::default());
    }

    #[test]
    fn affirming_and_denying_is_a_dispute_and_doubting_is_not() {
        let counted = |affirming, denying, doubting| Facts {
            counts: Counts {
                affirming,
                denying,
                doubting,
                ..Counts::default()
            },
            ..Facts::default()
        };
        assert_eq!(reasons(counted(1, 1, 0)), [DisputeReason::OppositeStances]);
        for facts in [counted(2, 0, 1), counted(0, 2, 1), counted(0, 0, 2)] {
            assert_eq!(reasons(facts), []);
        }
    }

    #[test]
    fn opposite_verdicts_are_a_dispute() {
        let judged = |verdicts: &[Verdict]| {
            let desks = verdicts.iter().zip(1..);
            let desks = desks.map(|(verdict, at)| desk(&format!("{at}"), *verdict, at));
            reasons(Facts {
                desks: desks.collect(),
                ..Facts::default()
            })
        };
        for against in Verdict::AGAINST {
            for confirming in Verdict::FOR {
                let reasons = judged(&[confirming, against]);
                assert_eq!(reasons, [DisputeReason::ConflictingReviews]);
            }
        }
        assert_eq!(judged(&[Verdict::True, Verdict::MostlyTrue]), []);
        assert_eq!(judged(&[Verdict::False, Verdict::Mixed]), []);
        assert_eq!(judged(&[Verdict::True, Verdict::Unproven]), []);
    }

    #[test]
    fn the_newest_verdict_comes_first() {
        let standing = Standing::of(Facts {
            desks: vec![
                desk("a", Verdict::True, 1),
                desk("b", Verdict::Mixed, 3),
                desk("c", Verdict::True, 2),
            ],
            ..Facts::default()
        });
        assert_eq!(standing.verdict, Some(Verdict::Mixed));
        let order = standing.desks.iter().map(|desk| desk.author.as_str());
        assert_eq!(order.collect::<Vec<_>>(), ["b", "c", "a"]);
    }

    #[test]
    fn a_time_in_the_future_does_not_put_a_verdict_first() {
        let future = DeskVerdict {
            counted_time: DateTime::from_timestamp(2, 0),
            ..desk("a", Verdict::True, 9_999_999)
        };
        let standing = Standing::of(Facts {
            desks: vec![future, desk("b", Verdict::False, 3)],
            ..Facts::default()
        });
        assert_eq!(standing.verdict, Some(Verdict::False));
    }

    #[test]
    fn every_reason_is_listed() {
        let facts = Facts {
            counts: Counts {
                affirming: 1,
                denying: 1,
                ..Counts::default()
            },
            is_contradicted: true,
            has_retracted_source: true,
            desks: vec![desk("a", Verdict::True, 1), desk("b", Verdict::False, 2)],
        };
        assert_eq!(reasons(facts), DisputeReason::ALL);
    }
}
