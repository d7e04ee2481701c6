//! Relations: typed links from one claim to another.

use super::{
    claim::check_confidence,
    name::{ClaimId, Name},
};
use crate::domain::value::{
    code::coded,
    fill::{fillable, never_blank},
    identity::{IdentityBuilder, IdentityDigest, normal_text},
    text,
    violation::Checker,
};

coded! {
    /// What a claim is to another.
    RelationType {
        /// Evidence for it.
        Supports = 1,
        /// They cannot both be true.
        Contradicts = 2,
        /// Makes it less likely.
        Undermines = 3,
        /// Says the same more exactly.
        Refines = 4,
        /// Says the same less exactly.
        Generalises = 5,
        /// Says the same.
        SameAs = 6,
        /// Is that somebody said it.
        Quotes = 7,
        /// Takes its place.
        Supersedes = 8,
        /// Was made from it.
        DerivedFrom = 9,
        /// Brings it about.
        Causes = 10,
    }
}

impl RelationType {
    /// Those that say the same in both directions.
    pub const SYMMETRIC: [Self; 2] = [Self::Contradicts, Self::SameAs];

    /// Whether it says the same in both directions.
    pub fn is_symmetric(self) -> bool {
        Self::SYMMETRIC.contains(&self)
    }
}

coded! {
    /// Whether a relation holds.
    RelationState {
        /// Somebody thinks so.
        Suggested = 1,
        /// It does.
        Confirmed = 2,
        /// It does not.
        Rejected = 3,
    }
}

fillable! {
    /// A typed link from one claim to another.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Relation {
        /// The claim that it hangs on.
        pub claim: ClaimId,
        /// What that is to the target.
        pub relation_type: RelationType,
        /// The other claim.
        pub target: ClaimId,
        /// Who drew it.
        pub author: String,
        /// How it was found.
        pub method: String,
        /// How sure its author is.
        pub confidence: Option<f64>,
        /// Whether it holds.
        pub state: RelationState,
        /// Where an article prints it.
        pub appearance: Option<Name>,
    }
}

const AUTHOR_MAX: usize = 200;

impl Relation {
    /// Complains about what makes no relation.
    pub fn check(&self, check: &mut Checker) {
        if self.claim == self.target && !check.has_violation("target") {
            check.report_at("target", "is the claim itself");
        }
        text::check_required(check, "author", &self.author, AUTHOR_MAX);
        if !self.method.is_empty() {
            text::check_slug(check, "method", &self.method);
        }
        check_confidence(check, self.confidence);
    }

    /// What two relations that are the same have in common.
    pub fn identity(&self) -> IdentityDigest {
        let mut ends = [self.claim.uuid(), self.target.uuid()];
        if self.relation_type.is_symmetric() {
            ends.sort_unstable();
        }
        IdentityBuilder::new()
            .part(ends[0])
            .part(ends[1])
            .part(self.relation_type.code().to_be_bytes())
            .part(normal_text(&self.author))
            .finish()
    }
}

never_blank!(RelationType, RelationState);

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn relation(claim: u128, relation_type: RelationType, target: u128, author: &str) -> Relation {
        Relation {
            claim: ClaimId::new(Uuid::from_u128(claim)),
            relation_type,
            target: ClaimId::new(Uuid::from_u128(target)),
            author: author.to_owned(),
            method: String::new(),
            confidence: None,
            state: RelationState::Suggested,
            appearance: None,
        }
    }

    #[test]
    fn a_symmetric_relation_is_the_same_from_both_ends_and_no_other_is() {
        for &relation_type in RelationType::ALL {
            let there = relation(1, relation_type, 2, "Desk").identity();
            let back = relation(2, relation_type, 1, "desk.").identity();
            assert_eq!(there == back, relation_type.is_symmetric());
        }
    }

    #[test]
    fn two_authors_draw_two_relations() {
        let of = |author| relation(1, RelationType::Supports, 2, author).identity();
        assert_ne!(of("Desk"), of("Model"));
    }
}
