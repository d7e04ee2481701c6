//! How much the server does at once: places for calls, of which one connection gets only a
//! part, and memory for what is received and answered.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::yield_now,
    time::timeout,
};
use tonic::Status;

use super::status;
use crate::api::HEADER_BYTES_ANSWERED;

/// The most bytes of requests that are read or worked on, and of answers that are not taken
/// yet, over all calls.
pub(super) const BYTES_MAX: usize = 24 << 20;

/// One connection gets at most one in so many of the places.
const SHARES: usize = 4;

/// The large pages that are made for one connection at the same time, and how long further ones
/// wait.
const PAGES_MAX: usize = 2;
const PAGE_WAIT_MAX: Duration = Duration::from_secs(5);

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
pub struct Share(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    places: Arc<Semaphore>,
    opened: Instant,
    /// When its last call came or ended, in milliseconds after it was opened.
    used: AtomicU64,
    had_call: AtomicBool,
    has_resets: AtomicBool,
    /// Its streams that are being answered.
    streams: AtomicUsize,
    /// Over HTTP/1.1: the most bytes that may still be read before the headers of a request are complete.
    left: AtomicU64,
    pages: Arc<Semaphore>,
}

impl Share {
    /// The share of a connection to a server that does at most `calls_max` calls at once.
    pub fn of(calls_max: usize) -> Self {
        let most = (calls_max / SHARES).max(SHARE_MIN.min(calls_max));
        Self(Arc::new(Shared {
            most,
            places: Arc::new(Semaphore::new(most)),
            opened: Instant::now(),
            used: AtomicU64::new(0),
            had_call: AtomicBool::new(false),
            has_resets: AtomicBool::new(false),
            streams: AtomicUsize::new(0),
            left: AtomicU64::new(HEADER_BYTES_ANSWERED.into()),
            pages: Arc::new(Semaphore::new(PAGES_MAX)),
        }))
    }

    /// For how long the connection has had no call. `None` while it has one, or a stream.
    pub fn idle(&self) -> Option<Duration> {
        let used = Duration::from_millis(self.0.used.load(Ordering::Relaxed));
        let is_free = self.0.places.available_permits() == self.0.most
            && self.0.streams.load(Ordering::Relaxed) == 0;
        is_free.then(|| self.0.opened.elapsed().saturating_sub(used))
    }

    /// Whether the connection ever had a call.
    pub fn had_call(&self) -> bool {
        self.0.had_call.load(Ordering::Relaxed)
    }

    /// A call has come, whose message is still to be read.
    pub fn came(&self) {
        self.0.had_call.store(true, Ordering::Relaxed);
        self.stamp();
    }

    /// A stream of the connection is answered until what is returned is dropped. It has no place.
    pub(super) fn open_stream(&self) -> OpenStream {
        self.0.streams.fetch_add(1, Ordering::Relaxed);
        OpenStream(self.clone())
    }

    /// Over HTTP/1.1, the headers of a request are complete, and this many bytes of its body follow.
    pub fn headers_came(&self, body: u64) {
        let left = body.saturating_add(HEADER_BYTES_ANSWERED.into());
        self.0.left.store(left, Ordering::Relaxed);
    }

    /// Takes note of bytes that were read over HTTP/1.1. Returns whether they can be a body and
    /// headers that are not too large.
    pub fn fits(&self, bytes: usize) -> bool {
        let left = &self.0.left;
        let rest = left.load(Ordering::Relaxed).checked_sub(bytes as u64);
        left.store(rest.unwrap_or_default(), Ordering::Relaxed);
        rest.is_some()
    }

    /// The client has reset a call.
    pub fn reset(&self) {
        self.0.has_resets.store(true, Ordering::Relaxed);
    }

    /// Lets the transport see that a call was reset as soon as it was sent, before anything is done
    /// for it. Only a client that has reset calls waits for that.
    pub(super) async fn see_reset(&self) {
        if self.0.has_resets.load(Ordering::Relaxed) {
            yield_now().await;
        }
    }

    /// Waits until another large page can be made for this connection, so that one connection does
    /// not keep the others waiting for theirs.
    pub(in crate::api) async fn page(&self) -> Result<OwnedSemaphorePermit, Status> {
        let permit = timeout(PAGE_WAIT_MAX, self.0.pages.clone().acquire_owned()).await;
        // The semaphore is never closed.
        permit
            .ok()
            .and_then(Result::ok)
            .ok_or_else(status::overloaded)
    }

    fn take(&self) -> Option<PlaceOfConnection> {
        self.came();
        let permit = self.0.places.clone().try_acquire_owned().ok()?;
        Some(PlaceOfConnection {
            share: self.clone(),
            _permit: permit,
        })
    }

    fn stamp(&self) {
        let used = self.0.opened.elapsed().as_millis();
        let used = u64::try_from(used).unwrap_or(u64::MAX);
        self.0.used.store(used, Ordering::Relaxed);
    }
}

/// One of the places of a connection.
#[derive(Debug)]
struct PlaceOfConnection {
    share: Share,
    _permit: OwnedSemaphorePermit,
}

impl Drop for PlaceOfConnection {
    fn drop(&mut self) {
        self.share.stamp();
    }
}

/// A stream of a connection.
#[derive(Debug)]
pub(super) struct OpenStream(Share);

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.0.streams.fetch_sub(1, Ordering::Relaxed);
        self.0.stamp();
    }
}

/// The place of a call. It is free again when this is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_connection: Option<PlaceOfConnection>,
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
            Some(share) => Some(share.take()?),
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
    fn a_connection_is_idle_while_it_has_no_call() {
        let (places, share) = (Places::new(100), Share::of(100));
        assert!(!share.had_call());
        share.came();
        assert!(share.had_call() && share.idle().is_some());
        let place = places.take(Some(&share)).unwrap();
        assert_eq!(share.idle(), None);
        drop(place);
        let idle = share.idle().unwrap();
        assert!(idle <= share.0.opened.elapsed());
    }

    #[test]
    fn a_connection_with_a_stream_is_not_idle() {
        let share = Share::of(100);
        let (one, other) = (share.open_stream(), share.open_stream());
        drop(one);
        assert_eq!(share.idle(), None);
        drop(other);
        assert!(share.idle().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn large_pages_of_a_connection_wait_for_each_other_for_a_while_only() {
        let (one, other) = (Share::of(100), Share::of(100));
        let mut pages = Vec::new();
        for _ in 0..PAGES_MAX {
            pages.push(one.page().await.unwrap());
        }
        let refused = one.page().await.unwrap_err();
        assert_eq!(refused.code(), tonic::Code::ResourceExhausted);
        assert!(other.page().await.is_ok());
        drop(pages);
        assert!(one.page().await.is_ok());
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
