//! The bundles of a stream: as they are received, how many fit into a transaction, and what
//! became of them.

use std::collections::VecDeque;

use super::streams::Space;
use crate::{
    app::Error,
    domain::resource::Bundle,
    store::{
        log::Done,
        write::{lock::LOCKS_MAX, transaction::CHANGES_MAX},
    },
};

/// The most bundles in a transaction, and their bytes. A single bundle can have more bytes.
const BATCH_MAX: usize = 100;
const BATCH_BYTES_MAX: usize = 4 << 20;

/// A bundle that was received.
#[derive(Debug)]
pub struct Received {
    /// Its index in the import.
    pub index: i64,
    /// The bundle, or the encoded error because of which it is rejected.
    pub bundle: Result<Bundle, Vec<u8>>,
    /// The space that it takes.
    pub space: Space,
    /// Its size in bytes.
    pub bytes: usize,
}

/// What became of a bundle.
#[derive(Debug)]
pub struct Finished {
    /// Its index in the import.
    pub index: i64,
    /// What was done, or the encoded error because of which it was rejected.
    pub outcome: Result<Imported, Vec<u8>>,
}

/// What was done with a bundle.
#[derive(Debug)]
pub struct Imported {
    /// What was done with its resources.
    pub results: Vec<Done>,
    /// The documents of other appearances that were looked for in a new text.
    pub reanchored: Vec<Vec<u8>>,
}

/// What is counted of the bundles of a transaction.
#[derive(Default)]
pub(super) struct Load {
    bundles: usize,
    bytes: usize,
    changes: usize,
    locks: usize,
}

impl Load {
    /// Adds a bundle, as far as its load is known before it is matched.
    pub(super) fn add(&mut self, received: &Received) {
        self.bundles += 1;
        self.bytes += received.bytes;
        if let Ok(bundle) = &received.bundle {
            let resources = bundle.resource_count();
            let identities = bundle.sources.iter();
            let identities = identities.map(|source| 1 + source.value.same_as.len());
            self.changes += resources + bundle.claims.len();
            self.locks += resources + identities.sum::<usize>() + ARTICLE_LOCKS;
        }
    }

    pub(super) const fn fits(&self) -> bool {
        self.bundles <= BATCH_MAX
            && self.bytes <= BATCH_BYTES_MAX
            && self.changes <= CHANGES_MAX
            && self.locks <= LOCKS_MAX
    }
}

/// The locks on what identifies an article.
const ARTICLE_LOCKS: usize = 6;

/// Splits what was done by the bundles, of which the counts of resources are given. What was
/// done besides has no path, and follows the article of its bundle.
pub(super) fn split(done: Vec<Done>, counts: &[usize]) -> Vec<(Vec<Done>, Vec<Done>)> {
    let mut done = VecDeque::from(done);
    let bundles = counts.iter().map(|&count| {
        let (mut results, mut besides) = (Vec::new(), Vec::new());
        while let Some(next) = done.front() {
            if !next.path.is_empty() && results.len() == count {
                break;
            }
            let is_besides = next.path.is_empty();
            let list = if is_besides {
                &mut besides
            } else {
                &mut results
            };
            list.extend(done.pop_front());
        }
        (results, besides)
    });
    bundles.collect()
}

/// The rejection of a bundle that is not valid by itself.
pub(super) fn rejection(received: Received) -> Option<Finished> {
    let index = received.index;
    let outcome = Err(received.bundle.err()?);
    Some(Finished { index, outcome })
}

/// Whether an error is the fault of a bundle, and would come again.
pub(super) const fn is_about_bundle(error: &Error) -> bool {
    match error {
        Error::Invalid(_)
        | Error::NotFound(_)
        | Error::NoHolder { .. }
        | Error::NoVersion(..)
        | Error::NoRevision(..)
        | Error::Exists { .. }
        | Error::InUse { .. }
        | Error::Deleted(_)
        | Error::NotDeleted(_)
        | Error::EtagMismatch(_)
        | Error::RequestIdReused
        | Error::PageTokenInvalid
        | Error::HistoryExpired(..)
        | Error::Erased(_)
        | Error::Merged { .. }
        | Error::ResponseTooLarge
        | Error::Internal(_) => true,
        Error::Contention
        | Error::PositionLost
        | Error::PositionForeign
        | Error::PositionExpired(_)
        | Error::Overloaded
        | Error::ImportOvertaken
        | Error::DatabaseUnavailable(_)
        | Error::NewerWriter(_)
        | Error::DeadlineExceeded => false,
    }
}

/// Whether some of several bundles may pass after this error.
pub(super) const fn may_pass_in_parts(error: &Error) -> bool {
    is_about_bundle(error)
        || matches!(
            error,
            Error::Contention | Error::DeadlineExceeded | Error::NewerWriter(_)
        )
}
