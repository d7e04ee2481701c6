//! A queue of items with locks, from which workers take groups. No item of a group excludes
//! another one, or one that another worker works on. Items that exclude each other are taken in
//! the order in which they came.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::store::write::LockSet;

/// Bounds of a queue.
#[derive(Clone, Copy, Debug)]
pub(in crate::app::write) struct Bounds {
    /// The most groups that are worked on at the same time.
    pub(in crate::app::write) workers: usize,
    /// The most items of a group, which bounds how long one waits for the others.
    pub(in crate::app::write) items: usize,
    /// The most locks of a group. An item that has more is a group of its own.
    pub(in crate::app::write) locks: usize,
}

/// Items that wait, and the locks of what is worked on. It has no bound of its own.
#[derive(Debug)]
pub(in crate::app::write) struct Queue<T> {
    state: Mutex<State<T>>,
    bounds: Bounds,
}

#[derive(Debug)]
struct State<T> {
    waiting: VecDeque<(T, LockSet)>,
    /// The locks of the group of each worker.
    workers: BTreeMap<u64, LockSet>,
    next_worker: u64,
}

/// Takes groups from a queue. Its group is finished when it takes the next one, or is dropped.
#[derive(Debug)]
pub(in crate::app::write) struct Worker<T> {
    queue: Arc<Queue<T>>,
    id: u64,
}

impl<T> Queue<T> {
    /// An empty queue.
    pub(in crate::app::write) fn new(bounds: Bounds) -> Self {
        Self {
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                workers: BTreeMap::new(),
                next_worker: 0,
            }),
            bounds,
        }
    }

    /// Adds an item with the locks that it needs. Returns a worker if there can be one more,
    /// which must take groups until there are no more.
    pub(in crate::app::write) fn push(
        self: &Arc<Self>,
        item: T,
        locks: LockSet,
    ) -> Option<Worker<T>> {
        let mut state = self.lock();
        state.waiting.push_back((item, locks));
        if state.workers.len() >= self.bounds.workers {
            return None;
        }
        let id = state.next_worker;
        state.next_worker += 1;
        state.workers.insert(id, LockSet::new());
        drop(state);
        let queue = self.clone();
        Some(Worker { queue, id })
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // No code that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Worker<T> {
    /// Takes the oldest items that can be worked on together. `None` if there are none: those
    /// that wait are taken when the groups that exclude them are finished.
    pub(in crate::app::write) fn take(self) -> Option<(Self, Vec<T>)> {
        let group = {
            let mut state = self.queue.lock();
            state.workers.remove(&self.id);
            let (group, locks) = state.take(self.queue.bounds);
            if !group.is_empty() {
                state.workers.insert(self.id, locks);
            }
            group
        };
        (!group.is_empty()).then_some((self, group))
    }
}

impl<T> Drop for Worker<T> {
    fn drop(&mut self) {
        self.queue.lock().workers.remove(&self.id);
    }
}

impl<T> State<T> {
    fn take(&mut self, bounds: Bounds) -> (Vec<T>, LockSet) {
        let (mut group, mut locks) = (Vec::new(), LockSet::new());
        // The locks of what others work on, and of the items that are passed over.
        let mut ahead = LockSet::new();
        for working in self.workers.values() {
            ahead.merge(working);
        }
        let mut left = VecDeque::new();
        while group.len() < bounds.items
            && let Some((item, needs)) = self.waiting.pop_front()
        {
            let fits = group.is_empty() || locks.len() + needs.len() <= bounds.locks;
            if fits && !needs.excludes(&ahead) && !needs.excludes(&locks) {
                locks.merge(&needs);
                group.push(item);
            } else {
                ahead.merge(&needs);
                left.push_back((item, needs));
            }
        }
        left.append(&mut self.waiting);
        self.waiting = left;
        (group, locks)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::resource::{Name, SourceId},
        store::write::Lockable,
    };

    const BOUNDS: Bounds = Bounds {
        workers: 2,
        items: 4,
        locks: 6,
    };

    /// Locks on sources: exclusive ones, then shared ones.
    fn locks(exclusive: &[u128], shared: &[u128]) -> LockSet {
        let source =
            |&n: &u128| Lockable::Resource(Name::Source(SourceId::new(Uuid::from_u128(n))));
        let mut locks = LockSet::new();
        exclusive.iter().for_each(|n| locks.exclusive(source(n)));
        shared.iter().for_each(|n| locks.shared(source(n)));
        locks
    }

    #[test]
    fn a_group_takes_what_can_be_worked_on_together_in_the_order_of_arrival() {
        let queue = Arc::new(Queue::new(BOUNDS));
        let first = queue.push("a", locks(&[1], &[9])).unwrap();
        for (item, exclusive, shared) in [
            ("b", [2], vec![9]),
            ("excludes a", [1], vec![]),
            ("excludes what excludes a", [3], vec![1]),
            ("c", [4], vec![]),
        ] {
            queue.push(item, locks(&exclusive, &shared));
        }
        let (first, group) = first.take().unwrap();
        assert_eq!(group, ["a", "b", "c"]);
        let (first, group) = first.take().unwrap();
        assert_eq!(group, ["excludes a"]);
        let (first, group) = first.take().unwrap();
        assert_eq!(group, ["excludes what excludes a"]);
        assert!(first.take().is_none());
    }

    #[test]
    fn what_another_worker_excludes_waits_until_its_group_is_finished() {
        let queue = Arc::new(Queue::new(BOUNDS));
        let first = queue.push("a", locks(&[1], &[])).unwrap();
        let (first, _) = first.take().unwrap();
        let second = queue.push("excludes a", locks(&[1], &[])).unwrap();
        assert!(second.take().is_none());
        let (_, group) = first.take().unwrap();
        assert_eq!(group, ["excludes a"]);
    }

    #[test]
    fn a_group_is_bounded_and_an_item_that_exceeds_the_bound_is_alone() {
        let queue = Arc::new(Queue::new(BOUNDS));
        let many: Vec<u128> = (10..17).collect();
        let mut worker = queue.push(0, locks(&many, &[])).unwrap();
        for n in 1..7_u128 {
            queue.push(n, locks(&[n], &[]));
        }
        for expected in [vec![0], vec![1, 2, 3, 4], vec![5, 6]] {
            let (same, group) = worker.take().unwrap();
            assert_eq!(group, expected);
            worker = same;
        }
    }

    #[test]
    fn there_are_no_more_workers_than_allowed_and_one_that_ends_makes_room() {
        let queue = Arc::new(Queue::new(BOUNDS));
        let first = queue.push(1, locks(&[1], &[]));
        let second = queue.push(2, locks(&[2], &[]));
        assert!(first.is_some() && second.is_some());
        assert!(queue.push(3, locks(&[3], &[])).is_none());
        drop(second);
        assert!(queue.push(4, locks(&[4], &[])).is_some());
    }
}
