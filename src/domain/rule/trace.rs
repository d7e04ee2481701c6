//! Tracing: the path from a source or a claim to everything that rests on it.

use uuid::Uuid;

use crate::domain::{
    Timestamp,
    resource::{Appearance, Claim, HopReference, Name, RelationType, SourceId},
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
        /// A claim that the source is reported to have made.
        Reported = 9,
        /// A claim that the source is reported to have, as a document.
        ReportedIn = 10,
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

/// Something that rests on what is traced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependant {
    /// The path from what is traced to it, both ends included.
    pub path: Vec<TraceStep>,
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

/// The stages of a trace, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Appearances that are attributed to a source, or that print a claim.
    Printed,
    /// Claims that report a source.
    Reported,
    /// Articles that cite or credit a source.
    Cited,
    /// Reviews that have what is traced as evidence.
    Reviewed,
    /// Claims that rest on the claims of the first stages, and their appearances.
    Linked,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 5] = [
        Self::Printed,
        Self::Reported,
        Self::Cited,
        Self::Reviewed,
        Self::Linked,
    ];
}

/// The place of a dependant in the order of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TracePoint {
    /// An appearance of the first stage, and the claim that the stage orders it by.
    Printed {
        /// The claim.
        claim: Uuid,
        /// The appearance.
        appearance: Uuid,
    },
    /// A claim that reports the source.
    Reported(Uuid),
    /// An article that cites or credits the source.
    Cited(Uuid),
    /// A review that has what is traced as evidence.
    Reviewed(Uuid),
    /// A claim that links lead to, or one of its appearances.
    Linked(LinkedPoint),
}

impl TracePoint {
    /// The stage that it belongs to.
    pub const fn stage(self) -> Stage {
        match self {
            Self::Printed { .. } => Stage::Printed,
            Self::Reported(_) => Stage::Reported,
            Self::Cited(_) => Stage::Cited,
            Self::Reviewed(_) => Stage::Reviewed,
            Self::Linked(_) => Stage::Linked,
        }
    }
}

/// The place of a claim that links lead to, or of one of its appearances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkedPoint {
    /// How many links lead to the claim.
    pub depth: u8,
    /// The claim.
    pub claim: Uuid,
    /// The appearance. Without one, the place is that of the claim itself, which stands
    /// before its appearances.
    pub appearance: Option<Uuid>,
}

/// How far a retraction or a merge of a source has come in reaching the claims that rest on
/// the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReachProgress {
    /// The resource whose change it follows, and the revision of that change.
    pub caused_by: Option<(Name, i64)>,
    /// How many claims it has reached.
    pub claims: i32,
    /// When the change was written.
    pub start_time: Timestamp,
    /// When it had reached all claims, if it has.
    pub end_time: Option<Timestamp>,
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

impl Claim {
    /// How it reports these sources, and which: one that is said to have made it before one that
    /// is said to have it.
    pub fn report_of(&self, sources: &[SourceId]) -> Option<(TraceLink, SourceId)> {
        let reported = &self.reported_appearances;
        let made = reported.iter().filter_map(|it| it.source);
        let made = made.map(|source| (TraceLink::Reported, source));
        let has = reported.iter().filter_map(|it| it.document);
        let has = has.map(|source| (TraceLink::ReportedIn, source));
        made.chain(has).find(|(_, source)| sources.contains(source))
    }
}
