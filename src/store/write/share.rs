//! The calls that share a transaction: what each of them writes, and what each of them did.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Range,
};

use super::batch::{Batch, Write};
use crate::{
    domain::{
        Timestamp,
        resource::{ClaimId, Name, Stored},
    },
    store::log::{Author, Done, Position, request::Record},
};

/// What a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// What it writes is kept.
    Keep,
    /// It only shows whether it would succeed, and writes nothing.
    DryRun,
}

/// What a call did in its transaction.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// What the mutation did with each resource.
    pub done: Vec<Done>,
    /// The documents that it wrote. Empty if an earlier request with the same request id
    /// did the work.
    pub docs: HashMap<Name, Vec<u8>>,
    /// The log position of the last change of its transaction, if that made any.
    pub position: Option<Position>,
    /// Whether it was a dry run.
    pub is_dry_run: bool,
}

/// What one call writes.
#[derive(Clone, Debug)]
pub struct Part<'a> {
    /// Who makes the call.
    pub author: Author<'a>,
    /// What it writes.
    pub batch: Batch,
}

/// The parts of a transaction, joined into one batch.
pub(super) struct Joined<'a> {
    /// What all of them write, and all standings that may change.
    pub batch: Batch,
    pub shares: Shares<'a>,
}

impl<'a> Joined<'a> {
    pub(super) fn of(parts: Vec<Part<'a>>) -> Self {
        let mut batch = Batch::default();
        let mut shares = Vec::new();
        for Part {
            author,
            batch: part,
        } in parts
        {
            let standings = part.moves_standing_of();
            let begin = batch.writes.len();
            batch.writes.extend(part.writes);
            batch.keys.extend(part.keys);
            batch.standings.extend(&standings);
            batch.reach.extend(part.reach);
            batch.sealed.extend(part.sealed);
            batch.cause = batch.cause.or(part.cause);
            batch.import = batch.import.or(part.import);
            shares.push(Share {
                author,
                writes: begin..batch.writes.len(),
                standings,
                done: part.done,
            });
        }
        let shares = Shares(shares);
        Self { batch, shares }
    }
}

/// What of a transaction belongs to which call.
pub(super) struct Shares<'a>(Vec<Share<'a>>);

struct Share<'a> {
    author: Author<'a>,
    /// Its writes, by their index in the batch.
    writes: Range<usize>,
    standings: BTreeSet<ClaimId>,
    done: Vec<Done>,
}

impl<'a> Shares<'a> {
    /// Whether no call gave a request id.
    pub(super) fn no_requests(&self) -> bool {
        self.0.iter().all(|share| share.author.request.is_none())
    }

    /// The authors of the writes, in their order.
    pub(super) fn authors(&self) -> impl Iterator<Item = &Author<'a>> {
        let each = |share: &'_ Share<'a>| share.writes.len();
        let shares = self.0.iter();
        shares.flat_map(move |share| std::iter::repeat_n(&share.author, each(share)))
    }

    /// The author of the call that moves a standing.
    pub(super) fn mover(&self, claim: ClaimId) -> Option<&Author<'a>> {
        let mut shares = self.0.iter();
        let share = shares.find(|share| share.standings.contains(&claim));
        share.map(|share| &share.author)
    }

    /// Sets the revisions of what was written.
    pub(super) fn set_revisions(&mut self, states: &[Stored]) {
        let revisions: HashMap<Name, i64> = states
            .iter()
            .map(|state| (state.name, state.stamp.revision))
            .collect();
        for done in self.0.iter_mut().flat_map(|share| &mut share.done) {
            if let Some(revision) = revisions.get(&done.name) {
                done.revision = *revision;
            }
        }
    }

    /// The records of the calls that gave a request id.
    pub(super) fn records(&self, time: Timestamp) -> Vec<Record<'_>> {
        let shares = self.0.iter();
        let records = shares.filter_map(|share| {
            Some(Record {
                request: share.author.request?,
                done: &share.done,
                time,
            })
        });
        records.collect()
    }

    /// What each call did. `docs` are those of all writes, in their order.
    pub(super) fn written(
        self,
        writes: &[Write],
        docs: Vec<Vec<u8>>,
        position: Option<Position>,
        ending: Ending,
    ) -> Vec<Written> {
        let mut docs = writes.iter().map(|write| write.name).zip(docs);
        let shares = self.0.into_iter();
        let written = shares.map(|share| Written {
            docs: docs.by_ref().take(share.writes.len()).collect(),
            done: share.done,
            position,
            is_dry_run: ending == Ending::DryRun,
        });
        written.collect()
    }
}
