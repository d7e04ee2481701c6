//! What a write leaves behind: the new state of its resource, and its entry in the log.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{batch::Write, share::Shares, standing::Moved};
use crate::{
    domain::{
        Timestamp,
        resource::{Erasure, Name, Resource, Stamp, Stored},
    },
    store::log::{Author, Cause, Operation, append::Entry},
};

/// The changes that the writes make.
pub(super) fn entries<'a>(
    writes: &[Write],
    states: &[Stored],
    docs: &'a [Vec<u8>],
    shares: &'a Shares<'a>,
) -> Vec<Entry<'a>> {
    let all = writes.iter().zip(states).zip(docs).zip(shares.authors());
    all.map(|(((write, state), doc), author)| Entry {
        author,
        name: write.name,
        revision: state.stamp.revision,
        operation: operation(write),
        scope: scope(write),
        doc,
        text_version: text_version(&write.after),
        cause: cause(write, states),
    })
    .collect()
}

/// The change in the same batch that caused a write, if there is one.
fn cause(write: &Write, states: &[Stored]) -> Option<Cause> {
    let cause = states
        .iter()
        .find(|state| Some(state.name) == write.follows)?;
    Some(Cause {
        name: cause.name,
        revision: cause.stamp.revision,
    })
}

/// The change that moves a standing.
pub(super) fn standing_entry<'a>(
    moved: &'a Moved,
    author: &'a Author<'a>,
    cause: Option<Cause>,
) -> Entry<'a> {
    let judged = moved.judged.iter().chain([&moved.claim]);
    Entry {
        author,
        name: Name::Standing(moved.claim),
        revision: moved.revision,
        operation: moved.operation(),
        scope: judged.map(|claim| claim.uuid()).collect(),
        doc: &moved.doc,
        text_version: None,
        cause,
    }
}

fn operation(write: &Write) -> Operation {
    if write.erasure.is_some() {
        return Operation::Erased;
    }
    let was_deleted = write.before.as_ref().map(|it| it.stamp.is_deleted());
    match (was_deleted, write.is_deleted) {
        (None, true) => Operation::Deleted,
        (None, false) => Operation::Created,
        (Some(false), true) => Operation::Deleted,
        (Some(true), false) => Operation::Undeleted,
        (Some(_), _) => Operation::Updated,
    }
}

/// The state that a write leaves behind.
pub(crate) fn state(write: &Write, time: Timestamp) -> Stored {
    let before = write.before.as_ref().map(|before| before.stamp);
    let stamp = Stamp {
        revision: before.map_or(1, |before| before.revision + 1),
        create_time: before.map_or(time, |before| before.create_time),
        update_time: time,
        delete_time: write.is_deleted.then_some(time),
    };
    Stored {
        name: write.name,
        stamp,
        resource: dated(write, time),
        erasure: write.erasure.clone().map(|reason| Erasure { reason, time }),
    }
}

/// The resource of a write. A stored appearance that has a new outcome of anchoring gets its
/// time. A new one has an outcome only if it is restored, and keeps its time.
fn dated(write: &Write, time: Timestamp) -> Resource {
    let mut after = write.after.clone();
    if let (Resource::Appearance(appearance), Some(before)) = (&mut after, &write.before) {
        let before = match &before.resource {
            Resource::Appearance(before) => before.anchoring,
            _ => None,
        };
        appearance.date_anchoring(before, time);
    }
    after
}

/// The ids of the resources that a write concerns, before and after.
pub(super) fn scope(write: &Write) -> BTreeSet<Uuid> {
    let mut scope = write.after.scope(write.name);
    if let Some(before) = &write.before {
        scope.extend(before.resource.scope(write.name));
    }
    scope
}

/// The version of the text, if it is an article.
pub(super) fn text_version(resource: &Resource) -> Option<i32> {
    match resource {
        Resource::Article(_, version) => Some(*version),
        _ => None,
    }
}
