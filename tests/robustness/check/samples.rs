//! A small log, and what a watch sees of it. The tests of the checks break them.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use claimstore::wire::pb::{Effect, Operation};

use super::log::{Log, commit};
use crate::{
    history::{Call, Names, Outcome, Response, Seen, Selection, Watched},
    state::{Entry, State},
};

/// The position of a change in a commit.
pub fn position(commit: u64, seq: u32) -> String {
    let mut bytes = vec![0, 0, 0, 1];
    bytes.extend(commit.to_be_bytes());
    bytes.extend(seq.to_be_bytes());
    bytes.extend([0; 8]);
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// An entry of a claim `claims/a`, or of something below it.
pub fn entry(at: (u64, u32), name: &str, revision: i64, operation: Operation) -> Entry {
    let (number, seq) = at;
    let is_deleted = operation == Operation::Deleted;
    let time = i64::try_from(number).unwrap() * 1_000;
    Entry {
        position: position(number, seq),
        name: name.to_owned(),
        revision,
        operation,
        effect: match operation {
            Operation::Created | Operation::Undeleted => Effect::Entered,
            Operation::Updated => Effect::Changed,
            _ => Effect::Left,
        },
        actor: "unverified:client0".to_owned(),
        request_id: format!("request{number}"),
        time,
        state: Some(State {
            name: name.to_owned(),
            revision,
            etag: format!("etag{revision}"),
            is_deleted,
            update_time: time,
            digest: number,
            tags: vec!["war".to_owned()],
            ..State::default()
        }),
    }
}

/// A claim with a review, which are changed and deleted.
pub fn log() -> Log {
    use Operation::{Created, Deleted, Updated};
    Log::new(vec![
        entry((1, 0), "claims/a", 1, Created),
        entry((2, 0), "claims/a/reviews/r", 1, Created),
        entry((3, 0), "claims/a", 2, Updated),
        entry((4, 0), "claims/a", 3, Deleted),
        entry((4, 1), "claims/a/reviews/r", 2, Deleted),
    ])
    .with(entry((5, 0), "claims/b", 1, Created))
}

impl Log {
    /// The log with another entry.
    pub fn with(self, entry: Entry) -> Self {
        let mut entries = self.entries;
        entries.push(entry);
        Self::new(entries)
    }
}

/// The calls that made the log, one after the other.
pub fn calls(log: &Log) -> Vec<Call> {
    let one = |entries: &[Entry]| {
        let first = &entries[0];
        let time = u64::try_from(first.time).unwrap();
        Call {
            method: match first.operation {
                Operation::Created => "claimstore.v1.ClaimService/CreateClaim",
                Operation::Deleted => "claimstore.v1.ClaimService/DeleteClaim",
                _ => "claimstore.v1.ClaimService/UpdateClaim",
            }
            .to_owned(),
            target: first.name.clone(),
            etag: String::new(),
            actor: first.actor.clone(),
            request_id: first.request_id.clone(),
            invoked: time,
            first_sent_at: first.time,
            last_invoked: time,
            last_sent_at: 0,
            returned: time + 500,
            returned_at: first.time + 500,
            attempts: 1,
            is_in_doubt: false,
            position: entries
                .last()
                .map(|it| it.position.clone())
                .unwrap_or_default(),
            outcome: Outcome::Done {
                states: first.state.clone().into_iter().collect(),
                names: Vec::new(),
            },
        }
    };
    log.commits()
        .into_iter()
        .map(|(_, entries)| one(entries))
        .collect()
}

fn response(changes: &[Entry], is_snapshot: bool) -> Response {
    let names = Names::default();
    let changes: Vec<Seen> = changes.iter().map(|it| Seen::of(it, &names)).collect();
    Response {
        position: changes
            .last()
            .map_or_else(|| position(0, 0), |it| it.position.clone()),
        changes,
        continues: false,
        is_snapshot,
    }
}

/// What a watch sees that begins with a snapshot right before a commit.
pub fn responses(log: &Log, before: u64) -> Vec<Response> {
    let end = commit(&position(before, 0));
    let earlier = |entry: &Entry| commit(&entry.position) < end;
    let snapshot = log
        .names()
        .filter_map(|name| log.of(name).take_while(|it| earlier(it)).last());
    let snapshot: Vec<Entry> = snapshot.cloned().collect();
    let mut responses = vec![response(&snapshot, true)];
    let rest = log
        .commits()
        .into_iter()
        .filter(|(_, entries)| !earlier(&entries[0]));
    responses.extend(rest.map(|(_, entries)| response(entries, false)));
    responses
}

/// What a watch sees from the begin of the log.
pub fn watched(log: &Log, selection: Selection) -> Watched {
    let is_seen = |entry: &&Entry| match &selection {
        Selection::ClaimsWithTag(_) => entry.kind() == "claims" && entry.name == "claims/a",
        _ => true,
    };
    let commits = log.commits();
    let commits = commits
        .iter()
        .map(|(_, entries)| entries.iter().filter(is_seen).cloned().collect());
    let commits = commits.filter(|entries: &Vec<Entry>| !entries.is_empty());
    let mut log_b = commits
        .map(|entries| response(&entries, false))
        .collect::<Vec<_>>();
    if matches!(selection, Selection::ClaimsWithTag(_)) {
        log_b.truncate(3);
    }
    Watched {
        what: format!("{selection:?}"),
        selection,
        after: position(0, 0),
        responses: log_b,
        resumed: Vec::new(),
        expired: None,
    }
}
