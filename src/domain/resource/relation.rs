//! Relations: typed links from one claim to another.

use super::{
    claim::check_confidence,
    name::{ClaimId, Name},
};
pub use crate::domain::value::relation_type::RelationType;
use crate::domain::value::{
    Checker, Form, IdentityBuilder, IdentityDigest,
    code::coded,
    fill::{fillable, never_blank},
    identity::normal_text_in,
    text,
};

coded! {
    /// Whether a relation was confirmed.
    RelationState {
        /// It was suggested, and not yet decided on.
        Suggested = 1,
        /// It was confirmed.
        Confirmed = 2,
        /// It was rejected.
        Rejected = 3,
    }
}

fillable! {
    /// A typed link from one claim to another.
    #[derive(Clone, Debug, PartialEq)]
    pub struct Relation {
        /// The claim that the relation is a child of.
        pub claim: ClaimId,
        /// The type: what that claim is to the target.
        pub relation_type: RelationType,
        /// The other claim.
        pub target: ClaimId,
        /// Who drew the relation.
        pub author: String,
        /// The method with which it was found, as a slug.
        pub method: String,
        /// The confidence of the author, from 0 to 1.
        pub confidence: Option<f64>,
        /// Whether it was confirmed.
        pub state: RelationState,
        /// The appearance in which an article prints it.
        pub appearance: Option<Name>,
    }
}

const AUTHOR_MAX: usize = 200;

impl Relation {
    /// Reports every rule that the relation breaks.
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

    /// A digest that is equal for equal relations.
    pub fn identity(&self, form: Form) -> IdentityDigest {
        let mut ends = [self.claim.uuid(), self.target.uuid()];
        if self.relation_type.is_symmetric() {
            ends.sort_unstable();
        }
        IdentityBuilder::new()
            .part(ends[0])
            .part(ends[1])
            .part(self.relation_type.code().to_be_bytes())
            .part(normal_text_in(form, &self.author))
            .finish()
    }
}

never_blank!(RelationState);

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
    fn only_symmetric_relations_are_equal_in_both_directions() {
        for &relation_type in RelationType::ALL {
            let there = relation(1, relation_type, 2, "Desk").identity(Form::Canonical);
            let back = relation(2, relation_type, 1, "desk.").identity(Form::Canonical);
            assert_eq!(there == back, relation_type.is_symmetric());
        }
    }

    #[test]
    fn two_authors_draw_two_relations() {
        let of = |author| relation(1, RelationType::Supports, 2, author).identity(Form::Canonical);
        assert_ne!(of("Desk"), of("Model"));
    }
}
