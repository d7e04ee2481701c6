//! The calls about each resource are linearisable: each took effect at one moment between when it was
//! sent and when it was answered, and what every caller was told fits to that order.
//!
//! What a call wrote is told by the log, by its request id. So a call of which nobody knows is known
//! here, but for when it took effect, and what it wrote besides the resource that it names counts, too.

use std::collections::BTreeMap;

use claimstore::wire::pb::Operation;

use super::{
    done::author_of,
    lagging,
    linear::{self, Model, Timed},
    log::Log,
};
use crate::{
    history::{Call, Outcome, Read},
    state::{Entry, State},
};

/// A resource.
struct Resource;

/// Its newest entry. `None` before the first.
type Newest = Option<Fact>;

/// What an entry of the log makes of a resource.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Fact {
    revision: i64,
    /// `None` if it was erased since.
    etag: Option<String>,
    digest: Option<u64>,
    is_deleted: bool,
    is_erased: bool,
    is_merged: Option<bool>,
}

impl Fact {
    fn of(entry: &Entry, log: &Log) -> Self {
        // The content of what was erased since is not known, also not that of the erasure itself.
        let known = entry.state.as_ref().filter(|_| !log.is_erased(&entry.name));
        let operation = entry.operation;
        Self {
            revision: entry.revision,
            etag: known.map(|it| it.etag.clone()),
            digest: known.map(|it| it.digest),
            is_deleted: matches!(operation, Operation::Deleted | Operation::Erased),
            is_erased: operation == Operation::Erased,
            is_merged: known.map(|it| !it.merged_into.is_empty()),
        }
    }

    fn may_have(&self, etag: &str) -> bool {
        self.etag.as_deref().is_none_or(|it| it == etag)
    }
}

#[derive(Clone, Debug)]
enum Event {
    Wrote {
        after: Fact,
        operation: Operation,
        /// What its call gave for this resource, or empty.
        etag: String,
    },
    Refused {
        reason: String,
        etag: String,
    },
    Found(Option<State>),
    /// A read led to the survivor.
    FoundSurvivor,
}

impl Model for Resource {
    type State = Newest;
    type Operation = Event;

    fn initial() -> Newest {
        None
    }

    fn after(newest: &Newest, event: &Event) -> Option<Newest> {
        let fits = match event {
            Event::Wrote {
                after,
                operation,
                etag,
            } => {
                let follows = wrote(newest.as_ref(), after, *operation, etag);
                return follows.then(|| Some(after.clone()));
            }
            Event::Refused { reason, etag } => refused(newest.as_ref(), reason, etag),
            Event::Found(found) => is_found(newest.as_ref(), found.as_ref()),
            Event::FoundSurvivor => newest
                .as_ref()
                .is_some_and(|it| it.is_merged != Some(false)),
        };
        fits.then(|| newest.clone())
    }
}

fn wrote(newest: Option<&Fact>, after: &Fact, operation: Operation, etag: &str) -> bool {
    if after.revision != newest.map_or(0, |it| it.revision) + 1 {
        return false;
    }
    let Some(newest) = newest else {
        return operation == Operation::Created;
    };
    let may = match operation {
        Operation::Updated | Operation::Deleted => !newest.is_deleted,
        Operation::Undeleted => newest.is_deleted && !newest.is_erased,
        Operation::Erased => !newest.is_erased,
        _ => false,
    };
    // To what was merged, nothing is written but that it no longer is.
    let may = may && !(newest.is_merged == Some(true) && after.is_merged == Some(true));
    may && (etag.is_empty() || newest.may_have(etag))
}

fn refused(newest: Option<&Fact>, reason: &str, etag: &str) -> bool {
    let Some(newest) = newest else {
        return reason == "RESOURCE_NOT_FOUND";
    };
    match reason {
        "ETAG_MISMATCH" => newest.etag.as_deref() != Some(etag),
        "RESOURCE_NOT_FOUND" | "RESOURCE_DELETED" => newest.is_deleted,
        "RESOURCE_NOT_DELETED" => !newest.is_deleted,
        "RESOURCE_ERASED" => newest.is_erased,
        "RESOURCE_MERGED" => newest.is_merged != Some(false),
        _ => true,
    }
}

fn is_found(newest: Option<&Fact>, found: Option<&State>) -> bool {
    match (newest, found) {
        (None, None) => true,
        (Some(newest), Some(found)) => {
            let same = newest.digest.is_none_or(|digest| digest == found.digest);
            newest.revision == found.revision && newest.is_deleted == found.is_deleted && same
        }
        _ => false,
    }
}

pub fn check(log: &Log, calls: &[Call], reads: &[Read]) -> Vec<String> {
    let mut found = lagging::check(log, calls, reads);
    for (name, events) in events(log, calls, reads) {
        if let Err(words) = linear::check::<Resource>(events) {
            found.push(format!("{name}: {words}"));
        }
    }
    found
}

fn events<'a>(
    log: &'a Log,
    calls: &'a [Call],
    reads: &'a [Read],
) -> BTreeMap<&'a str, Vec<Timed<Event>>> {
    let mut all: BTreeMap<&str, Vec<Timed<Event>>> = BTreeMap::new();
    let by_author: BTreeMap<_, &Call> = calls.iter().map(|call| (author_of(call), call)).collect();
    for entry in &log.entries {
        let call = by_author.get(&(&*entry.actor, &*entry.request_id));
        let of_target = call.filter(|call| call.target == entry.name);
        let event = Event::Wrote {
            after: Fact::of(entry, log),
            operation: entry.operation,
            etag: of_target.map(|call| call.etag.clone()).unwrap_or_default(),
        };
        let is_done = |call: &&&Call| matches!(call.outcome, Outcome::Done { .. });
        let done = call.filter(is_done);
        // What the server wrote by itself can have come at any time.
        let begin = call.map_or(0, |call| call.invoked);
        let end = done.map_or(u64::MAX, |call| call.returned);
        let timed = timed(begin, end, event);
        all.entry(&entry.name).or_default().push(timed);
    }
    for call in calls {
        if let Outcome::Refused { reason, names } = &call.outcome
            && names.contains(&call.target)
        {
            let event = Event::Refused {
                reason: reason.clone(),
                etag: call.etag.clone(),
            };
            let timed = timed(call.last_invoked, call.returned, event);
            all.entry(&call.target).or_default().push(timed);
        }
    }
    let now = |read: &&Read| read.as_of.is_none() && !read.may_lag;
    for read in reads.iter().filter(now) {
        let event = match &read.found {
            Some(state) if state.name != read.name => Event::FoundSurvivor,
            found => Event::Found(found.clone()),
        };
        let timed = timed(read.invoked, read.returned, event);
        all.entry(&read.name).or_default().push(timed);
    }
    all
}

fn timed(begin: u64, end: u64, operation: Event) -> Timed<Event> {
    Timed {
        begin,
        end,
        operation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::samples::{calls, log};

    fn read(log: &Log, entry: usize, invoked: u64) -> Read {
        Read {
            name: log.entries[entry].name.clone(),
            invoked,
            returned: invoked + 1,
            as_of: None,
            may_lag: false,
            found: log.entries[entry].state.clone(),
        }
    }

    #[test]
    fn a_stale_read_and_one_of_the_future_are_found() {
        let (log, calls) = (log(), calls(&log()));
        let fits = [
            read(&log, 0, 2_000),
            read(&log, 2, 3_100),
            read(&log, 2, 3_900),
        ];
        assert_eq!(check(&log, &calls, &fits), Vec::<String>::new());
        for wrong in [
            read(&log, 0, 3_600),
            read(&log, 2, 2_000),
            Read {
                found: None,
                ..read(&log, 0, 2_000)
            },
        ] {
            assert_eq!(check(&log, &calls, &[wrong]).len(), 1);
        }
    }

    #[test]
    fn an_etag_that_was_not_compared_and_a_refusal_without_a_reason_are_found() {
        let (log, mut calls) = (log(), calls(&log()));
        calls[2].etag = "etag1".to_owned();
        assert_eq!(check(&log, &calls, &[]), Vec::<String>::new());
        calls[2].etag = "etag0".to_owned();
        assert_eq!(check(&log, &calls, &[]).len(), 1);

        calls[2].etag.clear();
        let sound = calls;
        let refused = |etag: &str, reason: &str| Call {
            etag: etag.to_owned(),
            request_id: "refused".to_owned(),
            invoked: 3_600,
            last_invoked: 3_600,
            returned: 3_700,
            outcome: Outcome::Refused {
                reason: reason.to_owned(),
                names: vec!["claims/a".to_owned()],
            },
            ..sound[0].clone()
        };
        for (etag, reason, count) in [
            ("etag1", "ETAG_MISMATCH", 0),
            ("etag2", "ETAG_MISMATCH", 1),
            ("", "RESOURCE_NOT_FOUND", 1),
            ("", "RESOURCE_NOT_DELETED", 0),
            ("", "RESOURCE_MERGED", 1),
        ] {
            let mut calls = sound.clone();
            calls.push(refused(etag, reason));
            assert_eq!(check(&log, &calls, &[]).len(), count, "{etag} {reason}");
        }
    }

    #[test]
    fn a_call_that_took_effect_before_it_was_sent_is_found_and_one_in_doubt_may_be_late() {
        let (log, mut calls) = (log(), calls(&log()));
        calls[0].outcome = Outcome::Unknown { why: String::new() };
        let late = Read {
            found: None,
            ..read(&log, 0, 2_000)
        };
        assert_eq!(
            check(&log, &calls, std::slice::from_ref(&late)),
            Vec::<String>::new()
        );
        // The second revision was there before the first one was asked for.
        calls[0].invoked = 3_800;
        assert_eq!(check(&log, &calls, &[]).len(), 1);
    }

    #[test]
    fn an_update_of_what_is_merged_is_found() {
        let merged = |at, revision, into: &str| {
            let mut it =
                super::super::samples::entry((at, 0), "claims/b", revision, Operation::Updated);
            it.state.as_mut().unwrap().merged_into = into.to_owned();
            it
        };
        let fits = log().with(merged(6, 2, "claims/c")).with(merged(7, 3, ""));
        assert_eq!(check(&fits, &calls(&fits), &[]), Vec::<String>::new());
        let updated = log()
            .with(merged(6, 2, "claims/c"))
            .with(merged(7, 3, "claims/c"));
        assert_eq!(check(&updated, &calls(&updated), &[]).len(), 1);
    }

    #[test]
    fn an_update_of_what_is_deleted_is_found() {
        let updated = super::super::samples::entry((6, 0), "claims/a", 4, Operation::Updated);
        let log = log().with(updated);
        assert_eq!(check(&log, &calls(&log), &[]).len(), 1);
    }
}
