//! Tracing: the path from a source or a claim to everything that rests on it.

use crate::domain::{
    resource::{
        appearance::{Appearance, HopReference},
        name::{Name, SourceId},
        relation::RelationType,
    },
    value::code::coded,
};

coded! {
    /// How a step of a path rests on the step before.
    TraceLink {
        /// A claim that is attributed to the source.
        Attribution = 1,
        /// An article that cites the source.
        Citation = 2,
        /// An article that credits the source.
        Credit = 3,
        /// A review that has the source or claim as evidence.
        Evidence = 4,
        /// An appearance that prints the claim.
        Appearance = 5,
        /// The article of the appearance.
        Article = 6,
        /// A claim that quotes the claim before.
        Quotes = 7,
        /// A claim that was derived from the claim before.
        DerivedFrom = 8,
    }
}

impl TraceLink {
    /// The link for a relation of this type, if its claim rests on its target.
    pub const fn of(relation: RelationType) -> Option<Self> {
        match relation {
            RelationType::Quotes => Some(Self::Quotes),
            RelationType::DerivedFrom => Some(Self::DerivedFrom),
            _ => None,
        }
    }
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceStep {
    /// The resource that is reached.
    pub name: Name,
    /// How the resource rests on the step before. `None` in the first step.
    pub link: Option<TraceLink>,
    /// The hops that name the source.
    pub hops: Vec<HopReference>,
    /// The source that the hops name, if that one was merged into the source before.
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

    /// A step that rests on the one before by this link.
    pub fn by(link: TraceLink, name: Name) -> Self {
        Self {
            link: Some(link),
            ..Self::first(name)
        }
    }
}

impl Appearance {
    /// The hops that name one of these sources as speaker or as document, each with that
    /// source.
    pub fn hops_of(&self, sources: &[SourceId]) -> Vec<(HopReference, SourceId)> {
        let mut found = Vec::new();
        for (chain, hops) in (0..).zip(&self.printing.chains) {
            for (hop, spoken) in (0..).zip(&hops.hops) {
                let named = [Some(spoken.source), spoken.document];
                let mut named = named.into_iter().flatten();
                let source = named.find(|named| sources.contains(named));
                found.extend(source.map(|source| (HopReference { chain, hop }, source)));
            }
        }
        found
    }
}
