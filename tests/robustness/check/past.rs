//! Reads and lists as of moments agree with the log, although they were made while it grew.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::Operation;

use super::log::Log;
use crate::{
    history::{PastList, Read, Row},
    state::{Entry, kind},
};

pub fn check(log: &Log, reads: &[Read], lists: &[PastList]) -> Vec<String> {
    let reads = reads.iter().filter_map(|read| check_read(log, read));
    let mut lives: BTreeMap<&str, Vec<Life<'_>>> = BTreeMap::new();
    for name in log.names().filter(|name| !log.is_erased(name)) {
        let of_kind = lives.entry(kind(name)).or_default();
        of_kind.extend(Life::of(log, name));
    }
    let lists = lists.iter().flat_map(|list| {
        let lives = lives.get(&*list.collection).map_or(&[][..], Vec::as_slice);
        check_list(log, list, lives)
    });
    reads.chain(lists).collect()
}

/// When a resource was live at all. A long run has very many that were not at a given time.
struct Life<'a> {
    name: &'a str,
    begin: i64,
    /// When it was deleted for good, or merged.
    end: i64,
}

impl<'a> Life<'a> {
    fn of(log: &Log, name: &'a str) -> Option<Self> {
        let (first, last) = (log.of(name).next()?, log.of(name).next_back()?);
        Some(Self {
            name,
            begin: first.time,
            end: match is_listed(last) {
                true => i64::MAX,
                false => last.time,
            },
        })
    }
}

/// Whether a list as of right after an entry has its resource.
fn is_listed(entry: &Entry) -> bool {
    let state = entry.state.as_ref();
    entry.operation != Operation::Deleted && state.is_some_and(|it| it.merged_into.is_empty())
}

/// The newest entry of a resource as of a time.
fn newest<'a>(log: &'a Log, name: &str, time: i64) -> Option<&'a Entry> {
    log.of(name).take_while(|it| it.time <= time).last()
}

/// The survivor of a resource as of a time. `None` if that is not known any more.
fn survivor<'a>(log: &'a Log, name: &'a str, time: i64) -> Option<&'a str> {
    let mut name = name;
    loop {
        if log.is_erased(name) {
            return None;
        }
        let state = newest(log, name, time).and_then(|it| it.state.as_ref());
        match state {
            Some(state) if !state.merged_into.is_empty() => name = &state.merged_into,
            _ => return Some(name),
        }
    }
}

fn check_read(log: &Log, read: &Read) -> Option<String> {
    let time = read.as_of?;
    let survivor = survivor(log, &read.name, time)?;
    let expected = newest(log, survivor, time);
    let fits = match (expected, &read.found) {
        (None, None) => true,
        (Some(expected), Some(found)) => {
            let state = expected.state.as_ref();
            state.is_some_and(|it| it.is(found) && it.is_deleted == found.is_deleted)
        }
        _ => false,
    };
    (!fits).then(|| {
        let (name, found) = (&read.name, &read.found);
        let expected = expected.map(|it| (&it.name, it.revision));
        format!("{name} as of {time} was {found:?} instead of {expected:?}")
    })
}

fn check_list(log: &Log, list: &PastList, lives: &[Life<'_>]) -> Vec<String> {
    let time = list.as_of;
    let mut listed: BTreeMap<&str, &Row> = BTreeMap::new();
    let mut found = Vec::new();
    for row in &list.rows {
        if listed.insert(&row.name, row).is_some() {
            found.push(format!("{} is twice in a list as of {time}", row.name));
        }
    }
    let live = lives.iter().filter(|it| it.begin <= time && time < it.end);
    let live = live.map(|it| it.name);
    let known = listed.keys().copied().filter(|name| !log.is_erased(name));
    let names: BTreeSet<&str> = live.chain(known).collect();
    for name in names {
        let expected = newest(log, name, time).filter(|it| is_listed(it));
        let expected = expected.and_then(|it| it.state.as_ref());
        let fits = match (expected, listed.get(name)) {
            (None, None) => true,
            (Some(expected), Some(row)) => {
                (expected.revision, expected.digest) == (row.revision, row.digest)
            }
            _ => false,
        };
        if !fits {
            let is = listed.get(name).map(|it| it.revision);
            let expected = expected.map(|it| it.revision);
            found.push(format!(
                "a list as of {time} has revision {is:?} of {name} instead of {expected:?}"
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{check::samples::log, history::Names, state::State};

    fn read(name: &str, time: i64, found: Option<State>) -> Read {
        Read {
            name: name.to_owned(),
            invoked: 0,
            returned: 1,
            as_of: Some(time),
            may_lag: false,
            found,
        }
    }

    #[test]
    fn an_older_or_newer_state_than_that_of_the_moment_is_found() {
        let log = log();
        let state = |number: usize| log.entries[number].state.clone();
        let time = log.entries[2].time;
        assert_eq!(
            check(&log, &[read("claims/a", time, state(2))], &[]),
            Vec::<String>::new()
        );
        assert_eq!(
            check(&log, &[read("claims/a", 0, None)], &[]),
            Vec::<String>::new()
        );
        for wrong in [state(0), state(3), None] {
            assert_ne!(
                check(&log, &[read("claims/a", time, wrong)], &[]),
                Vec::<String>::new()
            );
        }
    }

    #[test]
    fn a_list_that_lacks_a_row_or_has_a_deleted_one_is_found() {
        let log = log();
        let state = |number: usize| log.entries[number].state.clone().unwrap();
        let names = Names::default();
        let list = |entry: usize, rows: Vec<State>| PastList {
            collection: "claims".to_owned(),
            as_of: log.entries[entry].time,
            rows: rows.iter().map(|row| Row::of(row, &names)).collect(),
        };
        assert_eq!(
            check(&log, &[], &[list(2, vec![state(2)])]),
            Vec::<String>::new()
        );
        assert_ne!(
            check(&log, &[], &[list(2, Vec::new())]),
            Vec::<String>::new()
        );
        assert_ne!(
            check(&log, &[], &[list(3, vec![state(3)])]),
            Vec::<String>::new()
        );
        assert_ne!(
            check(&log, &[], &[list(2, vec![state(2), state(2)])]),
            Vec::<String>::new()
        );
    }
}
