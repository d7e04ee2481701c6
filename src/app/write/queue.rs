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
        let numbers: BTreeSet<usize> = locks.exclusive_numbers().map(queue).collect();
        let mut held = Vec::new();
        if numbers.len() > EXCLUSIVE_MAX {
            return Ok(Turn { _held: held });
        }
        // All writes wait in the same order, so that no two wait for each other.
        for number in numbers {
            let next = self.0[number].clone().lock_owned();
            held.push(match deadline {
                Some(deadline) => timeout_at(deadline.into(), next)
                    .await
                    .map_err(|_| Error::DeadlineExceeded)?,
                None => next.await,
            });
        }
        Ok(Turn { _held: held })
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
    async fn a_write_of_many_resources_waits_for_the_database_only() {
        let queues = Queues::new();
        let _first = queues.turn(&locks(1), None).await.unwrap();
        let soon = Some(Instant::now() + Duration::from_millis(20));
        let _many = queues.turn(&locks(100), soon).await.unwrap();
    }
}
