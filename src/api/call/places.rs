//! How much the server does at once: places for calls, of which one connection gets only a
//! part, and memory for what is received and answered.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most bytes of requests that are read or worked on, and of answers that are not taken
/// yet, over all calls.
const BYTES_MAX: usize = 64 << 20;

/// One connection gets at most one in so many of the places.
const SHARES: usize = 4;

/// A connection gets at least so many places, if there are as many.
const SHARE_MIN: usize = 16;

/// The places for calls of all connections, and their memory.
#[derive(Clone, Debug)]
pub(super) struct Places {
    calls_max: usize,
    calls: Arc<Semaphore>,
    bytes: Arc<Semaphore>,
}

/// The places that one connection can have. Its calls share it.
#[derive(Clone, Debug)]
pub struct Share(Arc<Semaphore>);

impl Share {
    /// The share of a connection to a server that does at most `calls_max` calls at once.
    pub fn of(calls_max: usize) -> Self {
        let share = (calls_max / SHARES).max(SHARE_MIN.min(calls_max));
        Self(Arc::new(Semaphore::new(share)))
    }
}

/// The place of a call. It is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_connection: Option<OwnedSemaphorePermit>,
}

/// Memory that a call uses. It is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Memory(OwnedSemaphorePermit);

impl Places {
    /// Places for so many calls.
    pub fn new(calls_max: usize) -> Self {
        Self {
            calls_max,
            calls: Arc::new(Semaphore::new(calls_max)),
            bytes: Arc::new(Semaphore::new(BYTES_MAX)),
        }
    }

    /// Takes a place for a call of a connection. `None` if there is none.
    pub fn take(&self, share: Option<&Share>) -> Option<Place> {
        let of_connection = match share {
            Some(share) => Some(share.0.clone().try_acquire_owned().ok()?),
            None => None,
        };
        Some(Place {
            _of_all: self.calls.clone().try_acquire_owned().ok()?,
            _of_connection: of_connection,
        })
    }

    /// Reserves memory. `None` if there is not as much.
    pub fn reserve(&self, bytes: usize) -> Option<Memory> {
        let bytes = u32::try_from(bytes).ok()?;
        let reserved = self.bytes.clone().try_acquire_many_owned(bytes).ok()?;
        Some(Memory(reserved))
    }

    /// Whether no call has a place.
    pub fn are_free(&self) -> bool {
        self.calls.available_permits() == self.calls_max
    }
}

impl Memory {
    /// Adds more of it.
    pub fn add(&mut self, more: Self) {
        self.0.merge(more.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_gets_a_part_of_the_places() {
        let places = Places::new(100);
        let (one, other) = (Share::of(100), Share::of(100));
        let taken: Vec<Place> = (0..100).map_while(|_| places.take(Some(&one))).collect();
        assert_eq!(taken.len(), 25);
        assert!(places.take(Some(&other)).is_some());
        drop(taken);
        assert!(places.take(Some(&one)).is_some());
    }

    #[test]
    fn a_small_server_gives_all_places_to_one_connection() {
        let places = Places::new(2);
        let share = Share::of(2);
        let taken: Vec<Place> = (0..3).map_while(|_| places.take(Some(&share))).collect();
        assert_eq!(taken.len(), 2);
        assert!(!places.are_free());
    }

    #[test]
    fn memory_is_bounded_over_all_calls() {
        let places = Places::new(1);
        let mut half = places.reserve(BYTES_MAX / 2).unwrap();
        half.add(places.reserve(BYTES_MAX / 2).unwrap());
        assert!(places.reserve(1).is_none());
        drop(half);
        assert!(places.reserve(BYTES_MAX).is_some());
    }
}
