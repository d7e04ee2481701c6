//! The batch: everything that one transaction writes.

use std::collections::BTreeSet;

use super::{import::ImportStep, reach::ReachStep};
use crate::{
    domain::{
        passage::Anchored,
        resource::{ArticleId, ClaimId, Name, NaturalKeys, Resource, SourceId, Stored},
        value::{IdentityDigest, Sealed},
    },
    store::log::{Cause, Done},
};

/// The maximum number of changes in one transaction. The standings that a new version of an
/// article moves come on top: at most one for each of its appearances.
pub const CHANGES_MAX: usize = 2_000;

/// A new state of a resource.
#[derive(Clone, Debug)]
pub struct Write {
    /// The resource's name.
    pub name: Name,
    /// Its stored state; `None` if it is new.
    pub before: Option<Stored>,
    /// Its new state.
    pub after: Resource,
    /// Whether this write leaves it deleted.
    pub is_deleted: bool,
    /// The reason of an erasure, if this write erases it.
    pub erasure: Option<String>,
    /// The identity digest, if it is an appearance. Appearances with equal digests are
    /// duplicates.
    pub identity: Option<IdentityDigest>,
    /// Its natural keys, if they were made before.
    pub keys: Option<NaturalKeys>,
    /// The resource in the same batch whose write caused this one; `None` if the caller
    /// requested it.
    pub follows: Option<Name>,
}

impl Write {
    /// The natural keys of the new state.
    pub fn natural_keys(&self) -> NaturalKeys {
        let known = self.keys.clone();
        known.unwrap_or_else(|| self.after.natural_keys())
    }

    fn merged_before(&self) -> Option<Name> {
        self.before.as_ref()?.resource.merged_into()
    }

    /// Whether it sets, clears or changes the merge pointer.
    pub fn is_merge(&self) -> bool {
        self.merged_before() != self.after.merged_into()
    }

    /// Whether it re-anchors an appearance that counts in standings as before.
    fn only_moves_anchors(&self) -> bool {
        let (Some(_), Some(before)) = (self.follows, &self.before) else {
            return false;
        };
        match (&before.resource, &self.after) {
            (Resource::Appearance(before), Resource::Appearance(after)) => {
                Anchored::of(before.anchoring) == Anchored::of(after.anchoring)
            }
            _ => false,
        }
    }

    /// The claims whose standing this write may change.
    pub(super) fn moves_standing_of(&self) -> Vec<ClaimId> {
        if self.only_moves_anchors() {
            return Vec::new();
        }
        let mut claims = self.after.moves_standing_of();
        if let Some(before) = &self.before {
            claims.extend(before.resource.moves_standing_of());
        }
        if self.is_merge() {
            let affected = [
                Some(self.name),
                self.merged_before(),
                self.after.merged_into(),
            ];
            claims.extend(
                affected
                    .into_iter()
                    .flatten()
                    .filter_map(|name| match name {
                        Name::Claim(claim) => Some(claim),
                        _ => None,
                    }),
            );
        }
        claims
    }
}

/// The key that names a source in the bundles of an article.
#[derive(Clone, Debug)]
pub struct ArticleKey {
    /// The article.
    pub article: ArticleId,
    /// The key.
    pub key: String,
    /// The source.
    pub source: SourceId,
}

/// Everything that one transaction writes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The new states of resources.
    pub writes: Vec<Write>,
    /// The bundle keys to store.
    pub keys: Vec<ArticleKey>,
    /// Claims whose standing may change, in addition to those that the writes affect.
    pub standings: BTreeSet<ClaimId>,
    /// Steps of reaches, in addition to the reaches that the writes begin.
    pub reach: Vec<ReachStep>,
    /// The change that caused the standings to change.
    pub cause: Option<Cause>,
    /// What the mutation did with each resource. The transaction fills in the revisions of
    /// those that it writes.
    pub done: Vec<Done>,
    /// What confidential sources are, encrypted.
    pub sealed: Vec<(SourceId, Sealed)>,
    /// How far the batch takes a stream of bundles, if it belongs to one.
    pub import: Option<ImportStep>,
}

impl Batch {
    /// The claims whose standing this batch may change.
    pub fn moves_standing_of(&self) -> BTreeSet<ClaimId> {
        let written = self.writes.iter().flat_map(Write::moves_standing_of);
        written.chain(self.standings.iter().copied()).collect()
    }

    /// Whether it writes nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty()
            && self.keys.is_empty()
            && self.reach.is_empty()
            && self.standings.is_empty()
            && self.import.is_none()
    }

    /// The maximum number of changes that it makes, without the standings that a new version
    /// of an article moves.
    pub fn changes_max(&self) -> usize {
        let requested = self.writes.iter().filter(|write| write.follows.is_none());
        let moved = requested.flat_map(Write::moves_standing_of);
        let moved: BTreeSet<ClaimId> = moved.chain(self.standings.iter().copied()).collect();
        self.writes.len() + moved.len()
    }
}

/// Returns the reaches that a write begins. If it retracts, merges or unmerges a source, or
/// revokes its retraction, it reaches the claims that rest on the source. An unmerge also
/// reaches the claims that rest on the former merge target.
pub(super) fn begun_reaches(write: &Write, state: &Stored) -> Vec<ReachStep> {
    let (Name::Source(source), Some(before)) = (write.name, &write.before) else {
        return Vec::new();
    };
    let was_retracted = before.resource.retraction().is_some();
    let retraction_changed = was_retracted != write.after.retraction().is_some();
    let mut sources = Vec::new();
    if retraction_changed || write.is_merge() {
        sources.push(source);
    }
    if let Some(Name::Source(former)) = write.merged_before().filter(|_| write.is_merge()) {
        sources.push(former);
    }
    let cause = Cause {
        name: write.name,
        revision: state.stamp.revision,
    };
    let begin = |source| ReachStep::Begin { source, cause };
    sources.into_iter().map(begin).collect()
}
