//! Queues that workers take from in turn: one queue for each sort of work.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

/// Queues of items, by number.
#[derive(Debug)]
pub(super) struct Queues<T> {
    state: Mutex<State<T>>,
    /// Notified when there is work for one more worker, or no more work ever.
    work: Notify,
    bounds: Bounds,
}

/// Bounds of each queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// The most items that wait.
    pub(super) waiting_max: usize,
    /// The most workers that work for one queue at the same time. The others are left for the
    /// other queues, so slow work of one sort does not hold up the rest.
    pub(super) workers_max: usize,
}

#[derive(Debug)]
struct State<T> {
    queues: Vec<Queue<T>>,
    /// The queue whose turn is next.
    next: usize,
    is_closed: bool,
}

#[derive(Debug)]
struct Queue<T> {
    waiting: VecDeque<T>,
    /// The most items that one worker takes.
    batch_max: usize,
    workers: usize,
}

/// The queue is full.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Full;

/// A worker's turn at a queue. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'q, T> {
    queues: &'q Queues<T>,
    pub(super) queue: usize,
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        let mut state = self.queues.lock();
        if let Some(queue) = state.queues.get_mut(self.queue) {
            queue.workers -= 1;
        }
    }
}

impl<T> Queues<T> {
    /// Queues with these sizes of a batch.
    pub(super) fn new(batches_max: &[usize], bounds: Bounds) -> Self {
        let queues = batches_max.iter().map(|&batch_max| Queue {
            waiting: VecDeque::new(),
            batch_max,
            workers: 0,
        });
        Self {
            state: Mutex::new(State {
                queues: queues.collect(),
                next: 0,
                is_closed: false,
            }),
            work: Notify::new(),
            bounds,
        }
    }

    /// Adds an item to a queue.
    pub(super) fn push(&self, queue: usize, item: T) -> Result<(), Full> {
        let mut state = self.lock();
        let queue = state.queues.get_mut(queue).ok_or(Full)?;
        if queue.waiting.len() >= self.bounds.waiting_max {
            return Err(Full);
        }
        queue.waiting.push_back(item);
        let is_workable = queue.workers < self.bounds.workers_max;
        drop(state);
        if is_workable {
            self.work.notify_one();
        }
        Ok(())
    }

    /// Waits until a queue has items and may have one more worker, and moves some of them to
    /// the batch, oldest first. `None` when the queues are closed.
    pub(super) async fn take(&self, batch: &mut Vec<T>) -> Option<Turn<'_, T>> {
        loop {
            {
                let mut state = self.lock();
                if state.is_closed {
                    return None;
                }
                if let Some(queue) = state.take(batch, self.bounds.workers_max) {
                    let is_more = state.workable(self.bounds.workers_max).is_some();
                    drop(state);
                    if is_more {
                        self.work.notify_one();
                    }
                    let queues = self;
                    return Some(Turn { queues, queue });
                }
            }
            self.work.notified().await;
        }
    }

    /// Lets all workers end.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.work.notify_waiters();
        self.work.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // No code that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> State<T> {
    /// The first queue in turn that has items and may have one more worker.
    fn workable(&self, workers_max: usize) -> Option<usize> {
        let count = self.queues.len();
        let mut in_turn = (0..count).map(|at| (self.next + at) % count);
        in_turn.find(|&at| {
            let queue = self.queues.get(at);
            queue.is_some_and(|it| !it.waiting.is_empty() && it.workers < workers_max)
        })
    }

    fn take(&mut self, batch: &mut Vec<T>, workers_max: usize) -> Option<usize> {
        let at = self.workable(workers_max)?;
        let queue = self.queues.get_mut(at)?;
        let count = queue.waiting.len().min(queue.batch_max);
        batch.extend(queue.waiting.drain(..count));
        queue.workers += 1;
        self.next = (at + 1) % self.queues.len();
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queues(workers_max: usize) -> Queues<u32> {
        let waiting_max = 3;
        Queues::new(
            &[2, 2],
            Bounds {
                waiting_max,
                workers_max,
            },
        )
    }

    #[test]
    fn a_full_queue_refuses_and_the_other_does_not() {
        let queues = queues(1);
        for item in 0..3 {
            assert_eq!(queues.push(0, item), Ok(()));
        }
        assert_eq!(queues.push(0, 3), Err(Full));
        assert_eq!(queues.push(1, 3), Ok(()));
    }

    #[tokio::test]
    async fn batches_are_bounded_and_queues_take_turns() {
        let queues = queues(2);
        for item in 0..3 {
            queues.push(0, item).unwrap();
        }
        queues.push(1, 10).unwrap();
        let mut taken = Vec::new();
        for _ in 0..3 {
            let mut batch = Vec::new();
            let turn = queues.take(&mut batch).await.unwrap();
            taken.push((turn.queue, batch));
        }
        assert_eq!(taken, [(0, vec![0, 1]), (1, vec![10]), (0, vec![2])]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_queue_whose_workers_are_busy_leaves_the_next_worker_to_others() {
        let queues = queues(1);
        let mut batch = Vec::new();
        queues.push(0, 0).unwrap();
        let busy = queues.take(&mut batch).await.unwrap();
        queues.push(0, 1).unwrap();
        queues.push(1, 10).unwrap();
        let other = queues.take(&mut batch).await.unwrap();
        assert_eq!((busy.queue, other.queue), (0, 1));
        let wait = std::time::Duration::from_secs(1);
        let more = tokio::time::timeout(wait, queues.take(&mut batch)).await;
        assert!(more.is_err());
        drop(busy);
        assert_eq!(queues.take(&mut batch).await.unwrap().queue, 0);
        assert_eq!(batch, [0, 10, 1]);
    }

    #[tokio::test]
    async fn closed_queues_let_every_worker_end() {
        let queues = queues(1);
        let waits = async { queues.take(&mut Vec::new()).await.is_none() };
        let waits_too = async { queues.take(&mut Vec::new()).await.is_none() };
        let close = async { queues.close() };
        assert_eq!(tokio::join!(waits, waits_too, close), (true, true, ()));
        assert!(queues.take(&mut Vec::new()).await.is_none());
    }
}
