//! The history of a run: every call with its times and its outcome, what was read, what every watch
//! saw, and the faults. A long run has millions of these, so names are shared.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex},
    time::Instant,
};

use claimstore::wire::pb::Effect;

use super::state::{Entry, State};

/// A time in microseconds since the run began.
pub type Moment = u64;

/// A call that writes, with all its attempts.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    /// The resource that it names, or the parent of that which it creates; or empty.
    pub target: String,
    /// The etag that it gives, or empty.
    pub etag: String,
    /// Its caller as the log has it.
    pub actor: String,
    pub request_id: String,
    /// When the first attempt was sent.
    pub invoked: Moment,
    /// The same as microseconds of the clock.
    pub first_sent_at: i64,
    /// When the last attempt was sent.
    pub last_invoked: Moment,
    /// The same as microseconds of the clock.
    pub last_sent_at: i64,
    /// When the last attempt was answered.
    pub returned: Moment,
    /// The same as microseconds of the clock.
    pub returned_at: i64,
    pub attempts: u32,
    /// Whether nobody knows what an attempt before the last one did.
    pub is_in_doubt: bool,
    /// The position of what it wrote, as it was told; or empty.
    pub position: String,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done. These are the states and the names in the answer.
    Done {
        states: Vec<State>,
        names: Vec<String>,
    },
    /// Nothing was done, for this reason, because of these resources.
    Refused { reason: String, names: Vec<String> },
    /// Nobody knows.
    Unknown { why: String },
}

/// A read of one resource, deleted or not.
#[derive(Clone, Debug)]
pub struct Read {
    pub name: String,
    pub invoked: Moment,
    pub returned: Moment,
    /// As of when it was read, in microseconds of the log; `None` for now.
    pub as_of: Option<i64>,
    /// Whether a standby may have answered it, with anything from what was acknowledged on.
    pub may_lag: bool,
    /// `None` if there was no such resource.
    pub found: Option<State>,
}

/// A list of the live resources of one collection as of a time.
#[derive(Clone, Debug)]
pub struct PastList {
    pub collection: String,
    pub as_of: i64,
    pub rows: Vec<Row>,
}

/// A resource in a list.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: Arc<str>,
    pub revision: i64,
    pub digest: u64,
}

impl Row {
    pub fn of(state: &State, names: &Names) -> Self {
        Self {
            name: names.shared(&state.name),
            revision: state.revision,
            digest: state.digest,
        }
    }
}

/// A change as a watch was sent it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub position: String,
    pub name: Arc<str>,
    pub revision: i64,
    pub effect: Effect,
    pub time: i64,
    /// Of the state after the change. Absent if it was erased since.
    pub digest: Option<u64>,
}

impl Seen {
    pub fn of(entry: &Entry, names: &Names) -> Self {
        Self {
            position: entry.position.clone(),
            name: names.shared(&entry.name),
            revision: entry.revision,
            effect: entry.effect,
            time: entry.time,
            digest: entry.state.as_ref().map(|it| it.digest),
        }
    }
}

/// A response of a watch.
#[derive(Clone, Debug)]
pub struct Response {
    pub changes: Vec<Seen>,
    pub position: String,
    pub continues: bool,
    pub is_snapshot: bool,
}

/// What one watch saw, over all its interruptions.
#[derive(Clone, Debug)]
pub struct Watched {
    pub what: String,
    pub selection: Selection,
    /// After which position it began; empty if with a snapshot.
    pub after: String,
    pub responses: Vec<Response>,
    /// Before which responses it was opened again.
    pub resumed: Vec<usize>,
    /// The position from which it could not go on, because what followed was not kept any more.
    pub expired: Option<String>,
}

/// What a watch selects.
#[derive(Clone, Debug)]
pub enum Selection {
    Everything,
    Collection(String),
    Actor(String),
    ClaimsWithTag(String),
}

/// The names of resources, each in memory once.
#[derive(Debug, Default)]
pub struct Names(Mutex<HashSet<Arc<str>>>);

impl Names {
    pub fn shared(&self, name: &str) -> Arc<str> {
        let mut names = self.0.lock().unwrap();
        if let Some(name) = names.get(name) {
            return Arc::clone(name);
        }
        let name: Arc<str> = name.into();
        names.insert(Arc::clone(&name));
        name
    }
}

/// All that was seen.
#[derive(Debug)]
pub struct History {
    began: Instant,
    pub names: Names,
    pub calls: Mutex<Vec<Call>>,
    pub reads: Mutex<Vec<Read>>,
    pub lists: Mutex<Vec<PastList>>,
    pub watched: Mutex<Vec<Watched>>,
    pub faults: Mutex<Vec<(Moment, String)>>,
    /// How many faults of each kind there were.
    pub kinds: Mutex<BTreeMap<String, usize>>,
    /// What nobody may ever see, such as an error that is the server's fault.
    pub complaints: Mutex<Vec<String>>,
}

impl History {
    pub fn begin() -> Self {
        Self {
            began: Instant::now(),
            names: Names::default(),
            calls: Mutex::default(),
            reads: Mutex::default(),
            lists: Mutex::default(),
            watched: Mutex::default(),
            faults: Mutex::default(),
            kinds: Mutex::default(),
            complaints: Mutex::default(),
        }
    }

    pub fn now(&self) -> Moment {
        u64::try_from(self.began.elapsed().as_micros()).unwrap()
    }

    /// Writes down what happened, such as a fault.
    pub fn note(&self, what: impl Into<String>) {
        let note = (self.now(), what.into());
        println!("{:>9.3} s  {}", note.0 as f64 / 1e6, note.1);
        self.faults.lock().unwrap().push(note);
    }

    pub fn complain(&self, what: impl Into<String>) {
        self.complaints.lock().unwrap().push(what.into());
    }
}
