//! Each acknowledged call is in the log exactly once and as it was answered, none that was refused is,
//! and one of which nobody knows is there at most once. Nothing is in the log that nobody asked for.

use std::collections::BTreeMap;

use claimstore::wire::pb::Operation;

use super::log::{Log, commit, comparable};
use crate::{
    faults::AHEAD_MAX,
    history::{Call, Outcome},
    record,
    state::{Entry, State},
};

/// The server itself, which writes standings.
const SERVER: &str = "claimstore";

/// What was done so long before it was sent again was done before that.
const LONG_US: i64 = 500_000;

/// What a server can answer before it looks whether a request was made before.
const MAY_PASS: [&str; 2] = ["CONTENTION", "OVERLOADED"];

/// The time of a change is that of the clock of Postgres, which this run sets ahead by at most this much.
/// It is so much later than the answer at most.
const AHEAD_US: i64 = AHEAD_MAX.as_micros() as i64 + 1_000_000;

/// What need not change anything, although it is done.
const MAY_CHANGE_NOTHING: [&str; 12] = [
    "RetractSource",
    "RetractArticle",
    "RetractClaim",
    "MergeSources",
    "MergeClaims",
    "UnmergeSource",
    "UnmergeClaim",
    "EraseResource",
    "ImportBundle",
    "ImportBundles",
    "RecordStatement",
    "CorrectArticle",
];

/// Who made a change: the caller and the request.
type Author<'a> = (&'a str, &'a str);

fn author(entry: &Entry) -> Author<'_> {
    (&entry.actor, &entry.request_id)
}

/// The author that the log has of a call.
pub fn author_of(call: &Call) -> Author<'_> {
    (&call.actor, &call.request_id)
}

pub fn check(log: &Log, calls: &[Call]) -> Vec<String> {
    let mut by_author: BTreeMap<Author<'_>, Vec<&Entry>> = BTreeMap::new();
    for entry in &log.entries {
        by_author.entry(author(entry)).or_default().push(entry);
    }
    let mut found = Vec::new();
    for call in calls {
        let entries = by_author.remove(&author_of(call)).unwrap_or_default();
        found.extend(check_call(log, call, &entries));
    }
    for ((actor, request), entries) in by_author {
        if actor != SERVER {
            let names: Vec<&str> = entries.iter().map(|it| it.name.as_str()).collect();
            found.push(format!(
                "{actor} {request} changed {names:?}, and nobody asked for that"
            ));
        }
    }
    found
}

fn check_call(log: &Log, call: &Call, entries: &[&Entry]) -> Vec<String> {
    let mut found = Vec::new();
    let is = format!("{} {} of {}", call.method, call.request_id, call.actor);
    let mut commits: Vec<Vec<u8>> = entries.iter().map(|it| commit(&it.position)).collect();
    commits.dedup();
    if commits.len() > 1 {
        found.push(format!("{is} is in {} commits", commits.len()));
    }
    found.extend(early_or_late(call, entries).map(|words| format!("{is} {words}")));
    match &call.outcome {
        Outcome::Done { states, names } => {
            let verb = call.method.rsplit('/').next().unwrap_or_default();
            if entries.is_empty() && !MAY_CHANGE_NOTHING.contains(&verb) {
                found.push(format!("{is} was acknowledged, and is not in the log"));
            }
            let missing = states.iter().filter(|state| !log.has(state));
            found.extend(missing.map(|state| {
                let (name, revision) = (&state.name, state.revision);
                format!("{is} was answered with revision {revision} of {name}, which is not in the log like that")
            }));
            if !entries.is_empty() && !MAY_CHANGE_NOTHING.contains(&verb) {
                let strangers = states.iter().filter(|state| !has(entries, state));
                found.extend(strangers.map(|state| {
                    let (name, revision) = (&state.name, state.revision);
                    format!(
                        "{is} was answered with revision {revision} of {name}, which others made"
                    )
                }));
            }
            if let Some(last) = entries.last()
                && call.attempts == 1
                && call.method != record::METHOD
                && (commit(&call.position) != commits[0]
                    || comparable(&call.position) < comparable(&last.position))
            {
                found.push(format!(
                    "{is} was answered with the position {}, and is at {}",
                    call.position, last.position
                ));
            }
            let about = states.first().map_or(&call.target, |state| &state.name);
            let entry = entries.iter().find(|it| it.name == *about);
            if let (Some(entry), Some(expected)) = (entry, operation(verb))
                && entry.operation != expected
            {
                found.push(format!(
                    "{is} is in the log as {:?} of {about}",
                    entry.operation
                ));
            }
            let unknown = names.iter().filter(|name| log.of(name).next().is_none());
            found.extend(
                unknown
                    .map(|name| format!("{is} was answered with {name}, which is not in the log")),
            );
        }
        Outcome::Refused { reason, .. }
            if entries
                .iter()
                .any(|it| it.time + LONG_US < call.last_sent_at)
                && !MAY_PASS.contains(&&**reason)
                && !(reason == "REQUEST_ID_REUSED" && is_forgotten(log, entries, call)) =>
        {
            found.push(format!(
                "{is} was refused with {reason} when it was done already"
            ));
        }
        Outcome::Refused { reason, .. } if !call.is_in_doubt && !entries.is_empty() => {
            found.push(format!("{is} was refused with {reason}, and is in the log"));
        }
        _ => {}
    }
    if call.method != record::METHOD && call.request_id.is_empty() {
        found.push(format!("{is} has no request id"));
    }
    found
}

/// What a call changed did not change before it was sent, or long after it was answered.
fn early_or_late(call: &Call, entries: &[&Entry]) -> Option<String> {
    let first = entries.first()?;
    let is_done = matches!(call.outcome, Outcome::Done { .. });
    if first.time < call.first_sent_at {
        let early = call.first_sent_at - first.time;
        return Some(format!("is in the log {early} µs before it was sent"));
    }
    let late = first.time - call.returned_at;
    (is_done && late > AHEAD_US).then(|| format!("is in the log {late} µs after its answer"))
}

/// Whether what a call did may have been forgotten, because something that it changed was erased before
/// its answer.
fn is_forgotten(log: &Log, entries: &[&Entry], call: &Call) -> bool {
    let mut changed = entries.iter().flat_map(|entry| log.of(&entry.name));
    changed.any(|it| it.operation == Operation::Erased && it.time <= call.returned_at + AHEAD_US)
}

/// What a method does to the resource that it is about.
fn operation(verb: &str) -> Option<Operation> {
    let all = [
        ("Create", Operation::Created),
        ("BatchCreate", Operation::Created),
        ("Update", Operation::Updated),
        ("Delete", Operation::Deleted),
        ("Undelete", Operation::Undeleted),
        ("Erase", Operation::Erased),
    ];
    let found = all.into_iter().find(|(begin, _)| verb.starts_with(begin));
    found.map(|(_, operation)| operation)
}

fn has(entries: &[&Entry], state: &State) -> bool {
    let mut entries = entries.iter();
    entries.any(|it| (&it.name, it.revision) == (&state.name, state.revision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::samples::{calls, entry, log};

    #[test]
    fn what_was_lost_doubled_invented_or_refused_is_found() {
        use claimstore::wire::pb::Operation::{Created, Erased};
        let (log, sound) = (log(), calls(&log()));
        assert_eq!(check(&log, &sound), Vec::<String>::new());

        // A call that is not in the log.
        let mut lost = sound.clone();
        lost.push(Call {
            request_id: "lost".to_owned(),
            ..sound[0].clone()
        });
        assert_eq!(check(&log, &lost).len(), 1);
        // An entry of no call.
        assert_ne!(check(&log, &sound[1..]), Vec::<String>::new());
        // The same request in two commits.
        let again = Entry {
            request_id: "request5".to_owned(),
            ..entry((6, 0), "claims/c", 1, Created)
        };
        let twice = super::super::samples::log().with(again);
        assert_ne!(check(&twice, &sound), Vec::<String>::new());
        // An answer that is not what was written.
        let mut other = sound.clone();
        if let Outcome::Done { states, .. } = &mut other[2].outcome {
            states[0].digest += 1;
        }
        assert_ne!(check(&log, &other), Vec::<String>::new());
        // A position before what was written, and one of another commit.
        for (number, position) in [
            (3, log.entries[3].position.clone()),
            (0, log.entries[5].position.clone()),
        ] {
            let mut elsewhere = sound.clone();
            elsewhere[number].position = position;
            assert_eq!(check(&log, &elsewhere).len(), 1);
        }
        // What was refused for good may not be there, but what is in doubt may.
        let mut refused = sound.clone();
        refused[0].outcome = Outcome::Refused {
            reason: "X".to_owned(),
            names: Vec::new(),
        };
        assert_ne!(check(&log, &refused), Vec::<String>::new());
        refused[0].is_in_doubt = true;
        assert_eq!(check(&log, &refused), Vec::<String>::new());
        // But not if it was done long before it was sent again.
        refused[0].last_sent_at = log.entries[0].time + 2 * LONG_US;
        assert_eq!(check(&log, &refused).len(), 1);
        // Unless what it did was forgotten with what it changed.
        if let Outcome::Refused { reason, .. } = &mut refused[0].outcome {
            *reason = "REQUEST_ID_REUSED".to_owned();
        }
        assert_eq!(check(&log, &refused).len(), 1);
        let erased = super::super::samples::log().with(entry((6, 0), "claims/a", 4, Erased));
        let is_refused = |it: &String| it.contains("REQUEST_ID_REUSED");
        refused[0].returned_at = erased.entries[6].time;
        assert!(!check(&erased, &refused).iter().any(is_refused));
        refused[0].returned_at -= 2 * AHEAD_US;
        assert!(check(&erased, &refused).iter().any(is_refused));
        // A change has a time between when it was asked for and when it was answered, but for the clock.
        for late in [-1_000_000, AHEAD_US + 1_000_000] {
            let mut shifted = sound.clone();
            shifted[1].first_sent_at -= late;
            shifted[1].returned_at -= late;
            assert_eq!(check(&log, &shifted).len(), 1, "{late}");
        }
        // What was done is what was asked for.
        let mut undeleted = sound.clone();
        undeleted[2].method = "claimstore.v1.ClaimService/UndeleteClaim".to_owned();
        assert_eq!(check(&log, &undeleted).len(), 1);
    }
}
