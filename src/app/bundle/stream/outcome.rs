//! What became of the bundles of a transaction, and of each of them.

use std::collections::VecDeque;

use super::item::{Finished, Received};
use crate::{app::Error, store::log::Done};

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
        | Error::NotAllowed { .. }
        | Error::NotSealed(_)
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
        | Error::NotPlanned
        | Error::StandbyBehind
        | Error::NoConfidentialKeys
        | Error::NoLogKey
        | Error::TreeNotReady
        | Error::SearchOff
        | Error::IndexNotReady
        | Error::IndexBehind
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
