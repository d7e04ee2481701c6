//! What a transaction writes.

use std::collections::BTreeSet;

use super::reach::ReachStep;
use crate::{
    domain::{
        resource::{
            any::{Resource, Stored},
            name::{ArticleId, ClaimId, Name, SourceId},
        },
        value::identity::IdentityDigest,
    },
    store::log::{append::Cause, request::Done},
};

/// The most changes of one transaction.
pub const CHANGES_MAX: usize = 2_000;

/// A new state of a resource.
#[derive(Clone, Debug)]
pub struct Write {
    /// Which resource.
    pub name: Name,
    /// Its state so far; nothing for a new one.
    pub before: Option<Stored>,
    /// Its state from now on.
    pub after: Resource,
    /// Whether it is deleted from now on.
    pub is_deleted: bool,
    /// Why what it said is removed, where that is done.
    pub erasure: Option<String>,
    /// What makes an appearance the same as another.
    pub identity: Option<IdentityDigest>,
    /// What of the same batch it follows from, where nobody asked for it itself.
    pub follows: Option<Name>,
}

impl Write {
    fn merged_before(&self) -> Option<Name> {
        self.before.as_ref()?.resource.merged_into()
    }

    /// Whether it moves the pointer of what is merged.
    pub(in crate::store) fn is_merge(&self) -> bool {
        self.merged_before() != self.after.merged_into()
    }

    /// The claims whose standing it may move.
    pub(super) fn moves_standing_of(&self) -> Vec<ClaimId> {
        if self.follows.is_some() {
            // What an appearance says of its claim stays as it is where only its words
            // are found again.
            return Vec::new();
        }
        let mut claims = self.after.moves_standing_of();
        if let Some(before) = &self.before {
            claims.extend(before.resource.moves_standing_of());
        }
        if self.is_merge() {
            let ends = [
                Some(self.name),
                self.merged_before(),
                self.after.merged_into(),
            ];
            claims.extend(ends.into_iter().flatten().filter_map(|name| match name {
                Name::Claim(claim) => Some(claim),
                _ => None,
            }));
        }
        claims
    }
}

/// What a source was called in a bundle of an article.
#[derive(Clone, Debug)]
pub struct ArticleKey {
    /// The article.
    pub article: ArticleId,
    /// The key.
    pub key: String,
    /// The source.
    pub source: SourceId,
}

/// All that a transaction writes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// The new states.
    pub writes: Vec<Write>,
    /// The keys to remember.
    pub keys: Vec<ArticleKey>,
    /// Claims whose standing may move, beside those that the writes are about.
    pub standings: BTreeSet<ClaimId>,
    /// What becomes of the reach of retractions, beside what the writes begin.
    pub reach: Vec<ReachStep>,
    /// What the moves of the standings follow from.
    pub cause: Option<Cause>,
    /// What the mutation did. The revisions of what is written are filled in.
    pub done: Vec<Done>,
}

impl Batch {
    /// The claims whose standing it may move.
    pub fn moved(&self) -> BTreeSet<ClaimId> {
        let written = self.writes.iter().flat_map(Write::moves_standing_of);
        written.chain(self.standings.iter().copied()).collect()
    }

    /// How many changes it may make.
    pub fn changes_max(&self) -> usize {
        self.writes.len() + self.moved().len()
    }
}

/// A source that was retracted or merged, or is so no more, reaches the claims that rest
/// on it, and what it was parted from reaches its own.
pub(super) fn begun_reaches(write: &Write, state: &Stored) -> Vec<ReachStep> {
    let (Name::Source(source), Some(before)) = (write.name, &write.before) else {
        return Vec::new();
    };
    let was_retracted = before.resource.retraction().is_some();
    let is_moved = was_retracted != write.after.retraction().is_some();
    let mut reached = Vec::new();
    if is_moved || write.is_merge() {
        reached.push(source);
    }
    if let Some(Name::Source(left)) = write.merged_before().filter(|_| write.is_merge()) {
        reached.push(left);
    }
    let cause = Cause {
        name: write.name,
        revision: state.stamp.revision,
    };
    let begin = |source| ReachStep::Begin { source, cause };
    reached.into_iter().map(begin).collect()
}
