//! Every watch saw the log: whole commits, in order, from its position, without a gap and without a
//! double, and a filtered one exactly what its filter selects.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::{Effect, Operation};

use super::log::{Log, commit};
use crate::{
    history::{Response, Seen, Selection, Watched},
    state::{Entry, State},
};

pub fn check(log: &Log, watched: &Watched) -> Vec<String> {
    let what = &watched.what;
    let found = match watched.after.is_empty() {
        true => check_snapshot(log, watched),
        false => check_tail(
            log,
            watched,
            &watched.responses,
            log.through(&watched.after),
        ),
    };
    let found = found.into_iter().chain(check_positions(watched));
    let found = found.chain(check_expired(log, watched));
    found
        .map(|it| format!("the watch of {what}: {it}"))
        .collect()
}

/// A snapshot of the log up to some point, and then everything that follows it.
fn check_snapshot(log: &Log, watched: &Watched) -> Vec<String> {
    let count = watched
        .responses
        .iter()
        .take_while(|it| it.is_snapshot || it.position.is_empty());
    // The first response is a heartbeat inside of the snapshot.
    let count = count.count();
    let first_after = watched
        .responses
        .iter()
        .skip(count)
        .find(|it| !it.is_snapshot);
    let Some(first) = first_after else {
        return Vec::new();
    };
    let (snapshot, tail) = watched.responses.split_at(count);
    let end = match first.changes.first() {
        // A heartbeat says that the snapshot is complete, and has the position of that.
        None => log.through(&first.position),
        Some(change) => log.at(&change.position).unwrap_or(0),
    };
    let mut found = check_selected(log, watched, snapshot, end);
    found.extend(check_tail(log, watched, tail, end));
    found
}

/// Whether a snapshot has what is selected of the log up to an entry.
fn check_selected(log: &Log, watched: &Watched, snapshot: &[Response], end: usize) -> Vec<String> {
    let mut seen: BTreeMap<&str, Vec<&Seen>> = BTreeMap::new();
    for entry in snapshot.iter().flat_map(|it| &it.changes) {
        seen.entry(&entry.name).or_default().push(entry);
    }
    let mut found = Vec::new();
    let newest = |name: &str| log.of(name).rfind(|it| log.at(&it.position) < Some(end));
    for name in log.names().filter(|it| !log.is_erased(it)) {
        let expected = newest(name).filter(|it| selects(&watched.selection, it, it.state.as_ref()));
        let expected = expected.filter(|it| is_live(it));
        let seen = seen.get(name).map_or(&[][..], Vec::as_slice);
        match (expected, seen) {
            (None, []) => {}
            (Some(expected), [seen]) if is_same(log, expected, seen) => {}
            (expected, seen) => {
                let expected = expected.map(|it| it.revision);
                let seen: Vec<i64> = seen.iter().map(|it| it.revision).collect();
                found.push(format!(
                    "the snapshot has the revisions {seen:?} of {name} instead of {expected:?}"
                ));
            }
        }
    }
    found
}

/// Whether responses have exactly what is selected of the log from an entry on, in whole commits.
fn check_tail(log: &Log, watched: &Watched, responses: &[Response], begin: usize) -> Vec<String> {
    let mut expected = log.entries[begin.min(log.entries.len())..]
        .iter()
        .filter_map(|entry| {
            let effect = effect(log, &watched.selection, entry)?;
            Some((entry, effect))
        });
    let mut open: Option<Vec<u8>> = None;
    let mut last: Option<Vec<u8>> = None;
    for response in responses {
        for seen in &response.changes {
            let next = expected.find(|(entry, _)| {
                // Of what was erased since, other entries are only there if it was not yet.
                entry.position == seen.position || !may_be_missing(log, &watched.selection, entry)
            });
            let Some((entry, effect)) = next else {
                return vec![format!(
                    "saw {} of {} at {}, which does not follow",
                    seen.revision, seen.name, seen.position
                )];
            };
            if !is_same(log, entry, seen) || entry.position != seen.position {
                return vec![format!(
                    "saw revision {} of {} at {} instead of revision {} of {} at {}",
                    seen.revision,
                    seen.name,
                    seen.position,
                    entry.revision,
                    entry.name,
                    entry.position
                )];
            }
            if effect.is_some_and(|effect| effect != seen.effect) {
                let (revision, name, is) = (seen.revision, &seen.name, seen.effect);
                return vec![format!(
                    "revision {revision} of {name} is {is:?} instead of {effect:?}"
                )];
            }
        }
        let commits: BTreeSet<Vec<u8>> = response
            .changes
            .iter()
            .map(|it| commit(&it.position))
            .collect();
        if let Some(first) = commits.first() {
            let is_rest = open.as_ref() == Some(first);
            if commits.len() > 1
                || open.is_some() && !is_rest
                || last.as_ref() == Some(first) && !is_rest
            {
                let position = &response.position;
                return vec![format!(
                    "the response at {position} is not of one commit, or of a part of one"
                )];
            }
            last = Some(first.clone());
        }
        if !response.changes.is_empty() {
            open = last.clone().filter(|_| response.continues);
        }
    }
    // What comes later than the last response was not missed, unless its position is later.
    let reached = responses
        .last()
        .map_or(begin, |it| log.through(&it.position));
    let missed = expected.find(|(entry, _)| {
        log.at(&entry.position) < Some(reached) && !may_be_missing(log, &watched.selection, entry)
    });
    let missed = missed.map(|(entry, _)| {
        format!(
            "missed revision {} of {} at {}",
            entry.revision, entry.name, entry.position
        )
    });
    missed.into_iter().collect()
}

/// A position only expires if something after it is not kept any more.
fn check_expired(log: &Log, watched: &Watched) -> Option<String> {
    let position = watched.expired.as_ref()?;
    let after = &log.entries[log.through(position)..];
    let is_kept = after.iter().all(|it| it.time >= log.kept_since);
    is_kept.then(|| format!("its position {position} has expired, and all that follows is kept"))
}

/// Positions only go on.
fn check_positions(watched: &Watched) -> Option<String> {
    let tail = watched.responses.iter().filter(|it| !it.is_snapshot);
    let positions: Vec<Vec<u8>> = tail
        .map(|it| super::log::comparable(&it.position))
        .collect();
    let mut pairs = positions
        .windows(2)
        .filter(|pair| pair[0].len() == pair[1].len());
    let goes_back = pairs.any(|pair| pair[0] > pair[1]);
    goes_back.then(|| "its position went back".to_owned())
}

fn is_same(log: &Log, entry: &Entry, seen: &Seen) -> bool {
    let same = match (&entry.state, seen.digest) {
        (Some(entry), Some(seen)) => entry.digest == seen,
        _ => log.is_expired(entry),
    };
    (&*entry.name, entry.revision, entry.time) == (&*seen.name, seen.revision, seen.time)
        && (same || log.is_erased(&entry.name))
}

fn is_live(entry: &Entry) -> bool {
    !matches!(entry.operation, Operation::Deleted | Operation::Erased)
}

fn has_conditions(selection: &Selection) -> bool {
    matches!(selection, Selection::ClaimsWithTag(_))
}

/// Whether an entry need not be seen, because what it was about was erased since.
fn may_be_missing(log: &Log, selection: &Selection, entry: &Entry) -> bool {
    has_conditions(selection) && log.is_erased(&entry.name) && entry.operation != Operation::Erased
}

/// Whether a selection has a resource in one of its states.
fn selects(selection: &Selection, entry: &Entry, state: Option<&State>) -> bool {
    match selection {
        Selection::Everything => true,
        Selection::Collection(name) => entry.kind() == name,
        Selection::Actor(actor) => entry.actor == *actor,
        Selection::ClaimsWithTag(tag) => {
            // What was merged into another one is only listed as that.
            let has = |it: &State| it.tags.contains(tag) && it.merged_into.is_empty();
            entry.kind() == "claims" && state.is_some_and(has)
        }
    }
}

/// What an entry does to a selection; `None` if it does nothing to it. The inner one is `None` where
/// that is not known any more.
fn effect(log: &Log, selection: &Selection, entry: &Entry) -> Option<Option<Effect>> {
    if has_conditions(selection) && log.is_erased(&entry.name) {
        return (entry.kind() == "claims")
            .then(|| (entry.operation == Operation::Erased).then_some(Effect::Left));
    }
    let before = entry
        .revision
        .checked_sub(1)
        .and_then(|it| log.revision(&entry.name, it));
    let before = before.is_some_and(|it| is_live(it) && selected(selection, it, entry));
    let now = is_live(entry) && selected(selection, entry, entry);
    if entry.operation == Operation::Erased && selects(selection, entry, None) {
        return Some(Some(Effect::Left));
    }
    match (before, now) {
        (false, true) => Some(Some(Effect::Entered)),
        (true, true) => Some(Some(Effect::Changed)),
        (true, false) => Some(Some(Effect::Left)),
        (false, false) => None,
    }
}

/// Whether a state meets the conditions on resources; those on changes are met by the change.
fn selected(selection: &Selection, state: &Entry, change: &Entry) -> bool {
    match selection {
        Selection::Actor(actor) => change.actor == *actor,
        other => selects(other, state, state.state.as_ref()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        check::samples::{log, responses, watched},
        history::Names,
    };

    #[test]
    fn a_watch_that_saw_the_log_passes() {
        let log = log();
        let all = watched(&log, Selection::Everything);
        assert_eq!(check(&log, &all), Vec::<String>::new());
        let tagged = watched(&log, Selection::ClaimsWithTag("war".to_owned()));
        assert_eq!(tagged.responses.len(), 3);
        assert_eq!(check(&log, &tagged), Vec::<String>::new());
    }

    #[test]
    fn a_gap_a_double_another_order_and_half_a_commit_are_found() {
        let log = log();
        let broken: [fn(&mut Vec<Response>); 6] = [
            |it| drop(it.remove(1)),
            |it| it.insert(1, it[0].clone()),
            |it| it.swap(0, 1),
            |it| it[1].continues = true,
            |it| drop(it[2].changes.pop()),
            |it| it[0].changes[0].effect = Effect::Left,
        ];
        for (number, breaks) in broken.into_iter().enumerate() {
            let mut seen = watched(&log, Selection::Everything);
            breaks(&mut seen.responses);
            assert_ne!(check(&log, &seen), Vec::<String>::new(), "{number}");
        }
    }

    #[test]
    fn a_position_that_expires_too_early_is_found() {
        let mut log = log();
        let mut seen = watched(&log, Selection::Everything);
        seen.responses.truncate(1);
        seen.expired = Some(log.entries[0].position.clone());
        assert_eq!(check(&log, &seen).len(), 1);
        log.kept_since = log.entries[1].time + 1;
        assert_eq!(check(&log, &seen), Vec::<String>::new());
    }

    #[test]
    fn a_snapshot_without_something_or_with_an_older_state_is_found() {
        let log = log();
        let whole = responses(&log, 4);
        let seen = |responses: Vec<Response>| Watched {
            after: String::new(),
            responses,
            ..watched(&log, Selection::Everything)
        };
        assert_eq!(check(&log, &seen(whole.clone())), Vec::<String>::new());
        let mut missing = whole.clone();
        missing[0].changes.pop();
        assert_ne!(check(&log, &seen(missing)), Vec::<String>::new());
        let mut older = whole;
        older[0].changes[0] = Seen::of(&log.entries[0], &Names::default());
        assert_ne!(check(&log, &seen(older)), Vec::<String>::new());
    }
}
