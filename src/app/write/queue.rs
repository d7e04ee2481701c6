//! Writes of the same resource wait for each other before they take a connection.
//!
//! The locks of the database order them as well, but each that waits there holds a connection.
//! A few writes of one much written claim would keep all connections from all other writes.

use std::{collections::BTreeSet, sync::Arc, time::Instant};

use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    time::timeout_at,
};

use crate::{app::Error, store::write::LockSet};

/// How many queues there are. Resources share them by chance.
const QUEUES: usize = 1_024;

/// Writes with more exclusive locks do not queue: they are rare, and would wait for many.
const EXCLUSIVE_MAX: usize = 8;

/// The queues for writes of this process.
#[derive(Clone, Debug)]
pub struct Queues(Arc<[Arc<Mutex<()>>]>);

/// The turn of a write. The next one comes when it is dropped.
#[derive(Debug)]
#[must_use]
pub(super) struct Turn {
    _held: Vec<OwnedMutexGuard<()>>,
}

impl Queues {
    /// Queues in which nobody waits.
    pub fn new() -> Self {
        Self((0..QUEUES).map(|_| Arc::default()).collect())
    }

    /// Waits until it is the turn of a write with these locks, until its deadline at most.
    pub(super) async fn turn(
        &self,
        locks: &LockSet,
        deadline: Option<Instant>,
    ) -> Result<Turn, Error> {
        let mut held = Vec::new();
        for number in queues(locks) {
            held.push(self.next(number, deadline).await?);
        }
        Ok(Turn { _held: held })
    }

    /// Waits as [`Self::turn`], in one queue after the other, and keeps nobody waiting.
    pub(super) async fn pass(
        &self,
        locks: &LockSet,
        deadline: Option<Instant>,
    ) -> Result<(), Error> {
        for number in queues(locks) {
            drop(self.next(number, deadline).await?);
        }
        Ok(())
    }

    async fn next(
        &self,
        number: usize,
        deadline: Option<Instant>,
    ) -> Result<OwnedMutexGuard<()>, Error> {
        let next = self.0[number].clone().lock_owned();
        match deadline {
            Some(deadline) => timeout_at(deadline.into(), next)
                .await
                .map_err(|_| Error::DeadlineExceeded),
            None => Ok(next.await),
        }
    }
}

/// The queues of a write, in the order in which all writes wait, so that no two wait for each
/// other.
fn queues(locks: &LockSet) -> BTreeSet<usize> {
    let numbers: BTreeSet<usize> = locks.exclusive_numbers().map(queue).collect();
    match numbers.len() > EXCLUSIVE_MAX {
        true => BTreeSet::new(),
        false => numbers,
    }
}

fn queue(lock: i64) -> usize {
    let number = lock.unsigned_abs() % QUEUES as u64;
    usize::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::resource::{ClaimId, Name},
        store::write::Lockable,
    };

    fn locks(count: u128) -> LockSet {
        let mut locks = LockSet::new();
        for number in 0..count {
            let claim = Name::Claim(ClaimId::new(Uuid::from_u128(number)));
            locks.exclusive(Lockable::Resource(claim));
        }
        locks
    }

    #[tokio::test]
    async fn a_write_waits_for_another_one_of_the_same_resource_until_its_deadline() {
        let queues = Queues::new();
        let first = queues.turn(&locks(1), None).await.unwrap();
        let soon = Some(Instant::now() + Duration::from_millis(20));
        let second = queues.turn(&locks(2), soon).await;
        assert!(matches!(second, Err(Error::DeadlineExceeded)));
        drop(first);
        let _third = queues.turn(&locks(2), None).await.unwrap();
    }

    #[tokio::test]
    async fn who_passes_waits_for_a_write_and_keeps_nobody_waiting() {
        let queues = Queues::new();
        let turn = queues.turn(&locks(1), None).await.unwrap();
        let soon = Some(Instant::now() + Duration::from_millis(20));
        let early = queues.pass(&locks(2), soon).await;
        assert!(matches!(early, Err(Error::DeadlineExceeded)));
        drop(turn);
        queues.pass(&locks(2), None).await.unwrap();
        queues.pass(&locks(2), None).await.unwrap();
        let _turn = queues.turn(&locks(2), None).await.unwrap();
    }

    #[tokio::test]
    async fn a_write_of_many_resources_waits_for_the_database_only() {
        let queues = Queues::new();
        let _first = queues.turn(&locks(1), None).await.unwrap();
        let soon = Some(Instant::now() + Duration::from_millis(20));
        let _many = queues.turn(&locks(100), soon).await.unwrap();
    }
}
