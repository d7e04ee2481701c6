//! The types of relations between claims. Relations have one, and so have the words of an
//! article that draw a relation.

use super::{code::coded, fill::never_blank};

coded! {
    /// The type of a relation: what the claim is to the target.
    RelationType {
        /// The claim is evidence for the target.
        Supports = 1,
        /// The two claims cannot both be true.
        Contradicts = 2,
        /// The claim makes the target less likely.
        Undermines = 3,
        /// The claim says the same more precisely.
        Refines = 4,
        /// The claim says the same less precisely.
        Generalises = 5,
        /// The two claims say the same.
        SameAs = 6,
        /// The claim is that somebody said the target.
        Quotes = 7,
        /// The claim supersedes the target.
        Supersedes = 8,
        /// The claim was derived from the target.
        DerivedFrom = 9,
        /// What the claim says causes what the target says.
        Causes = 10,
        /// The claim says why or how the target is so.
        Explains = 11,
        /// The claim limits the target: when, how far or on which condition it holds.
        Qualifies = 12,
    }
}

impl RelationType {
    /// The types that mean the same in both directions.
    pub const SYMMETRIC: [Self; 2] = [Self::Contradicts, Self::SameAs];

    /// What the target is to the claim, if there is a type for that.
    pub fn converse(self) -> Option<Self> {
        match self {
            Self::Refines => Some(Self::Generalises),
            Self::Generalises => Some(Self::Refines),
            other => other.is_symmetric().then_some(other),
        }
    }

    /// Whether the type means the same in both directions.
    pub fn is_symmetric(self) -> bool {
        Self::SYMMETRIC.contains(&self)
    }
}

never_blank!(RelationType);
