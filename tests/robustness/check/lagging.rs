//! Reads that a standby may have answered. Each says what was acknowledged before it began, or something
//! later, but of two of them the second one may say less.

use std::collections::BTreeMap;

use super::{done::author_of, log::Log};
use crate::history::{Call, Outcome, Read};

pub fn check(log: &Log, calls: &[Call], reads: &[Read]) -> Vec<String> {
    let by_author: BTreeMap<_, &Call> = calls.iter().map(|call| (author_of(call), call)).collect();
    let lagging = reads.iter().filter(|it| it.may_lag && it.as_of.is_none());
    let wrong = lagging.filter_map(|read| wrong(log, &by_author, read));
    wrong.collect()
}

fn wrong(log: &Log, by_author: &BTreeMap<(&str, &str), &Call>, read: &Read) -> Option<String> {
    let name = &read.name;
    let call_of = |author: (&str, &str)| by_author.get(&author).copied();
    let written = log
        .of(name)
        .map(|entry| (entry, call_of((&entry.actor, &entry.request_id))));
    let is_acknowledged =
        |call: &Call| matches!(call.outcome, Outcome::Done { .. }) && call.returned < read.invoked;
    let acknowledged = written
        .clone()
        .filter(|(_, call)| call.is_some_and(is_acknowledged));
    let at_least = acknowledged.map(|(entry, _)| entry.revision).max();
    let at_least = at_least.unwrap_or_default();
    let Some(found) = &read.found else {
        return (at_least > 0).then(|| {
            format!("{name} was not found after its revision {at_least} was acknowledged")
        });
    };
    if found.name != *name {
        // It led to the survivor.
        return None;
    }
    let revision = found.revision;
    let mut written = written;
    let entry = written.find(|(entry, _)| entry.revision == revision);
    let is_there = entry.is_some_and(|(_, call)| call.is_none_or(|it| it.invoked <= read.returned));
    if !is_there || !log.has(found) {
        return Some(format!(
            "revision {revision} of {name} was read, which is not in the log"
        ));
    }
    (revision < at_least).then(|| {
        format!("revision {revision} of {name} was read after {at_least} was acknowledged")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::samples::{calls, log};

    #[test]
    fn less_than_was_acknowledged_is_found_and_less_than_was_read_is_not() {
        let (log, calls) = (log(), calls(&log()));
        let read = |entry: Option<usize>, invoked| Read {
            name: "claims/a".to_owned(),
            invoked,
            returned: invoked + 1,
            as_of: None,
            may_lag: true,
            found: entry.and_then(|it| log.entries[it].state.clone()),
        };
        // The second revision was acknowledged at 3,500.
        let fits = [
            read(Some(2), 3_400),
            read(Some(0), 3_450),
            read(Some(2), 3_600),
        ];
        assert_eq!(check(&log, &calls, &fits), Vec::<String>::new());
        for wrong in [
            read(Some(0), 3_600),
            read(None, 3_400),
            read(Some(2), 2_000),
        ] {
            assert_eq!(check(&log, &calls, &[wrong]).len(), 1);
        }
    }
}
