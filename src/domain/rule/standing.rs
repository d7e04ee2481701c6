//! How a claim stands, computed from what hangs on it.

use std::collections::BTreeSet;

use crate::domain::{
    Timestamp,
    resource::{
        name::{ClaimId, ReviewId},
        review::Verdict,
    },
    value::code::coded,
};

coded! {
    /// Why a claim is disputed.
    DisputeReason {
        /// Somebody holds that it is so, and somebody that it is not.
        OppositeStances = 1,
        /// It and another claim cannot both be true.
        ConfirmedContradiction = 2,
        /// Desks judged otherwise.
        ConflictingReviews = 3,
        /// A source that it is attributed to was retracted.
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
    /// The claim that it judged: this one, or one that was merged into it.
    pub claim: ClaimId,
    /// The review.
    pub review: ReviewId,
    /// When it judged.
    pub review_time: Timestamp,
}

/// What is counted of a claim.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Its appearances.
    pub appearances: i32,
    /// Those in which somebody affirms it.
    pub affirming: i32,
    /// Those in which somebody denies it.
    pub denying: i32,
    /// Those in which somebody doubts it.
    pub doubting: i32,
    /// Its reviews.
    pub reviews: i32,
    /// The sources that it is attributed to.
    pub sources: i32,
}

/// What is known of a claim.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// What was counted.
    pub counts: Counts,
    /// Whether a contradiction with another claim is confirmed.
    pub is_contradicted: bool,
    /// Whether a source of it was retracted.
    pub has_retracted_source: bool,
    /// The newest verdict of each desk.
    pub desks: Vec<DeskVerdict>,
}

/// How a claim stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Why it is disputed; nothing where it is not.
    pub reasons: BTreeSet<DisputeReason>,
    /// The newest verdict of each desk, newest first, as many as are kept.
    pub desks: Vec<DeskVerdict>,
    /// The newest of all.
    pub verdict: Option<Verdict>,
    /// What was counted.
    pub counts: Counts,
}

/// What is asked of how claims stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dispute {
    /// Why it is disputed; nothing where it is not.
    pub reasons: BTreeSet<DisputeReason>,
    /// The newest verdict of all.
    pub verdict: Option<Verdict>,
}

/// Verdicts are kept of this many desks.
const DESKS_MAX: usize = 100;

impl Standing {
    /// How a claim stands of which this is known.
    pub fn of(facts: Facts) -> Self {
        let Facts {
            counts,
            is_contradicted,
            has_retracted_source,
            mut desks,
        } = facts;
        desks.sort_by_key(|desk| std::cmp::Reverse((desk.review_time, desk.review)));
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
            review_time: DateTime::from_timestamp(second, 0).unwrap(),
        }
    }

    fn reasons(facts: Facts) -> Vec<DisputeReason> {
        Standing::of(facts).reasons.into_iter().collect()
    }

    #[test]
    fn a_claim_of_which_nothing_is_known_is_not_disputed() {
        assert_eq!(Standing::of(Facts::default()), Standing::default());
    }

    #[test]
    fn affirming_and_denying_make_a_dispute_and_doubting_does_not() {
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
    fn desks_that_judge_opposite_make_a_dispute() {
        let judged = |verdicts: &[Verdict]| {
            let desks = verdicts.iter().zip(1..);
            let desks = desks.map(|(verdict, at)| desk(&format!("{at}"), *verdict, at));
            reasons(Facts {
                desks: desks.collect(),
                ..Facts::default()
            })
        };
        for against in Verdict::AGAINST {
            for so in Verdict::FOR {
                assert_eq!(judged(&[so, against]), [DisputeReason::ConflictingReviews]);
            }
        }
        assert_eq!(judged(&[Verdict::True, Verdict::MostlyTrue]), []);
        assert_eq!(judged(&[Verdict::False, Verdict::Mixed]), []);
        assert_eq!(judged(&[Verdict::True, Verdict::Unproven]), []);
    }

    #[test]
    fn the_newest_verdict_of_all_desks_stands_first() {
        let standing = Standing::of(Facts {
            desks: vec![
                desk("a", Verdict::True, 1),
                desk("b", Verdict::Mixed, 3),
                desk("c", Verdict::True, 2),
            ],
            ..Facts::default()
        });
        assert_eq!(standing.verdict, Some(Verdict::Mixed));
        let order: Vec<&str> = standing.desks.iter().map(|it| it.author.as_str()).collect();
        assert_eq!(order, ["b", "c", "a"]);
    }

    #[test]
    fn every_reason_is_said() {
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
