//! The few resources that all clients write to, and what clients know of them.

use std::{collections::BTreeMap, sync::Mutex};

use super::{
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
    /// The times of the newest writes.
    times: Mutex<Vec<i64>>,
}

const TIMES_MAX: usize = 500;

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
                all[gone] = seen;
            }
        }
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
