//! What rests on a source or a claim: the path that leads to it.

use crate::domain::{
    resource::{
        appearance::{Appearance, HopReference},
        name::{Name, SourceId},
        relation::RelationType,
    },
    value::code::coded,
};

coded! {
    /// How a step of a path rests on the one before.
    TraceLink {
        /// A claim that is attributed to the source.
        Attribution = 1,
        /// An article that cites the source.
        Citation = 2,
        /// An article that credits the source.
        Credit = 3,
        /// A review that has it as evidence.
        Evidence = 4,
        /// An appearance that prints the claim.
        Appearance = 5,
        /// The article that the appearance stands in.
        Article = 6,
        /// A claim that quotes the one before.
        Quotes = 7,
        /// A claim that was derived from the one before.
        DerivedFrom = 8,
    }
}

impl TraceLink {
    /// The link that a relation makes, if what has it rests on its target.
    pub const fn of(relation: RelationType) -> Option<Self> {
        match relation {
            RelationType::Quotes => Some(Self::Quotes),
            RelationType::DerivedFrom => Some(Self::DerivedFrom),
            _ => None,
        }
    }
}

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceStep {
    /// What is reached.
    pub name: Name,
    /// How it rests on the step before; nothing of the first.
    pub link: Option<TraceLink>,
    /// The hops that name the source.
    pub hops: Vec<HopReference>,
    /// The source that they name, where that was merged into the one before.
    pub named_source: Option<Name>,
    /// The relation that makes the link.
    pub relation: Option<Name>,
}

impl TraceStep {
    /// The first step of a path.
    pub const fn first(name: Name) -> Self {
        Self {
            name,
            link: None,
            hops: Vec::new(),
            named_source: None,
            relation: None,
        }
    }

    /// A step that a link leads to.
    pub fn by(link: TraceLink, name: Name) -> Self {
        Self {
            link: Some(link),
            ..Self::first(name)
        }
    }
}

impl Appearance {
    /// The hops that name any of these sources, as the speaker or as the document, each
    /// with the source.
    pub fn hops_of(&self, sources: &[SourceId]) -> Vec<(HopReference, SourceId)> {
        let mut found = Vec::new();
        for (chain, hops) in (0..).zip(&self.printing.chains) {
            for (hop, it) in (0..).zip(&hops.hops) {
                let named = [Some(it.source), it.document].into_iter().flatten();
                let named = named.filter(|named| sources.contains(named)).take(1);
                found.extend(named.map(|named| (HopReference { chain, hop }, named)));
            }
        }
        found
    }
}
