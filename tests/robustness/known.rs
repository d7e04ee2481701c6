//! The few resources that all clients write to, and what clients know of them.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Mutex,
    time::{Duration, Instant},
};

use super::{
    check::log::comparable,
    state::{State, kind},
    support::random::Random,
};

/// The collections, each with how many of its resources are in use at a time.
pub const HOT: [(&str, usize); 6] = [
    ("sources", 6),
    ("articles", 4),
    ("claims", 6),
    ("appearances", 10),
    ("relations", 6),
    ("reviews", 6),
];

/// A resource as a client saw it last.
#[derive(Clone, Debug)]
pub struct Hot {
    pub name: String,
    pub etag: String,
    pub is_deleted: bool,
    pub revision: i64,
}

/// What clients know of resources. One that is new takes the place of another one.
#[derive(Debug, Default)]
pub struct Known {
    hot: Mutex<BTreeMap<String, Vec<Hot>>>,
    /// What was in use. Of these, some are deleted, so that what is live does not grow with the run.
    retired: Mutex<VecDeque<String>>,
    /// The times of the newest writes.
    times: Mutex<Vec<i64>>,
    positions: Mutex<Positions>,
}

/// The positions of acknowledged writes.
#[derive(Debug, Default)]
struct Positions {
    newest: String,
    /// One of every other second.
    marks: Vec<String>,
    marked: Option<Instant>,
}

const TIMES_MAX: usize = 500;
const MARK_EVERY: Duration = Duration::from_secs(2);
/// A watch that begins anew begins at one of the last so many marks.
const MARKS_MAX: usize = 12;
/// So many live resources that are not in use any more are left as they are.
const RETIRED_MAX: usize = 400;

impl Known {
    /// Learns a state from an answer.
    pub fn learn(&self, state: &State, random: &mut Random) {
        let seen = Hot {
            name: state.name.clone(),
            etag: state.etag.clone(),
            is_deleted: state.is_deleted,
            revision: state.revision,
        };
        let collection = kind(&state.name);
        let max = HOT.iter().find(|(name, _)| *name == collection);
        let Some(&(_, max)) = max else { return };
        self.learn_time(state.update_time, random);
        let mut hot = self.hot.lock().unwrap();
        let all = hot.entry(collection.to_owned()).or_default();
        let at = all.iter().position(|it| it.name == seen.name);
        match at {
            // An answer can be older than another one.
            Some(at) if all[at].revision < seen.revision => all[at] = seen,
            Some(_) => {}
            // What was replaced is not taken in again because of a late answer.
            None if seen.revision > 1 => {}
            None if all.len() < max => all.push(seen),
            None => {
                let gone = random.below(max);
                let gone = std::mem::replace(&mut all[gone], seen);
                self.retire(gone.name);
            }
        }
    }

    /// Learns that a resource is not in use.
    pub fn retire(&self, name: String) {
        self.retired.lock().unwrap().push_back(name);
    }

    /// One to be deleted, if there are many.
    pub fn superfluous(&self) -> Option<String> {
        let mut retired = self.retired.lock().unwrap();
        match retired.len() > RETIRED_MAX {
            true => retired.pop_front(),
            false => None,
        }
    }

    /// Learns the position of a write that was acknowledged.
    pub fn learn_position(&self, position: &str) {
        if position.is_empty() {
            return;
        }
        let mut positions = self.positions.lock().unwrap();
        if comparable(position) > comparable(&positions.newest) {
            position.clone_into(&mut positions.newest);
        }
        let is_due = |marked: Instant| marked.elapsed() >= MARK_EVERY;
        if positions.marked.is_none_or(is_due) {
            positions.marked = Some(Instant::now());
            positions.marks.push(position.to_owned());
        }
    }

    /// The last position of all writes that were acknowledged.
    pub fn newest_position(&self) -> String {
        self.positions.lock().unwrap().newest.clone()
    }

    /// A position of the last time. What follows the oldest ones may not be kept any more.
    pub fn mark(&self, random: &mut Random) -> Option<String> {
        let positions = self.positions.lock().unwrap();
        let first = positions.marks.len().saturating_sub(MARKS_MAX);
        let marks = &positions.marks[first..];
        (!marks.is_empty()).then(|| random.pick(marks))
    }

    /// How old the run is, in marks.
    pub fn age(&self) -> usize {
        self.positions.lock().unwrap().marks.len()
    }

    fn learn_time(&self, time: i64, random: &mut Random) {
        let mut times = self.times.lock().unwrap();
        if times.len() < TIMES_MAX {
            times.push(time);
        } else {
            times[random.below(TIMES_MAX)] = time;
        }
    }

    /// Marks a resource as deleted, because an answer said so.
    pub fn is_gone(&self, name: &str) {
        let mut hot = self.hot.lock().unwrap();
        let all = hot.values_mut().flatten();
        all.filter(|it| it.name == name)
            .for_each(|it| it.is_deleted = true);
    }

    /// A resource of a collection; mostly one that is deleted, or mostly one that is not.
    pub fn pick(&self, collection: &str, is_deleted: bool, random: &mut Random) -> Option<Hot> {
        let hot = self.hot.lock().unwrap();
        let all = hot.get(collection)?;
        let wanted: Vec<&Hot> = all
            .iter()
            .filter(|it| it.is_deleted == is_deleted)
            .collect();
        match wanted.is_empty() || random.below(10) == 0 {
            true if all.is_empty() => None,
            true => Some(all[random.below(all.len())].clone()),
            false => Some(wanted[random.below(wanted.len())].clone()),
        }
    }

    /// The time of a write.
    pub fn time(&self, random: &mut Random) -> Option<i64> {
        let times = self.times.lock().unwrap();
        (!times.is_empty()).then(|| times[random.below(times.len())])
    }
}
