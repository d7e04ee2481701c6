//! What a timeline is made of.

use std::collections::BTreeSet;

use crate::domain::{
    Timestamp,
    resource::{Claim, Name, ReportedAppearance, Resource, Stored},
    rule::Dispute,
};

/// What a change did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Stored it for the first time.
    Created,
    /// Gave it a new state.
    Updated,
    /// Deleted it.
    Deleted,
    /// Brought it back.
    Undeleted,
    /// Erased what it said.
    Erased,
}

/// One change of the log.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What was changed.
    pub name: Name,
    /// The revision that the change made.
    pub revision: i64,
    /// When.
    pub time: Timestamp,
    /// Who did it.
    pub actor: String,
    /// What was done.
    pub deed: Deed,
    /// The state after it, if that is kept.
    pub after: Option<Stored>,
    /// The state before it, if there was one and it is kept.
    pub before: Option<Stored>,
    /// For the standing of a claim: what it was then.
    pub dispute: Option<Dispute>,
}

/// A change names at most this many appearances that others report.
pub(crate) const REPORTED_SHOWN: usize = 3;

impl Moment {
    /// Where the claim was made as others report it, if that was not there before the change.
    pub(crate) fn reported(&self) -> impl Iterator<Item = &ReportedAppearance> {
        let before = self.before.as_ref().and_then(claim_of);
        let before = before.map_or(&[][..], |it| &it.reported_appearances);
        let after = self.after.as_ref().and_then(claim_of);
        let after = after.into_iter().flat_map(|it| &it.reported_appearances);
        after.filter(|it| !before.contains(it))
    }

    /// The names of everything that a row about it calls by its name.
    pub fn mentioned(&self) -> BTreeSet<Name> {
        let mut names = BTreeSet::new();
        match self.after.as_ref().map(|it| &it.resource) {
            Some(Resource::Appearance(it)) => _ = names.insert(Name::Article(it.article)),
            Some(Resource::Relation(it)) => {
                names.insert(Name::Claim(it.target));
                names.extend(self.name.claim().map(Name::Claim));
            }
            Some(Resource::Claim(_)) => {
                let shown = self.reported().take(REPORTED_SHOWN);
                let sources = shown.flat_map(ReportedAppearance::sources);
                names.extend(sources.map(Name::Source));
            }
            _ => {}
        }
        names
    }
}

const fn claim_of(stored: &Stored) -> Option<&Claim> {
    match &stored.resource {
        Resource::Claim(claim) => Some(claim),
        _ => None,
    }
}
