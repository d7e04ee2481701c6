//! The parameters and the answers of a watch.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::{
    feed::{Feed, PagePermit},
    shared_change::WatchedChange,
};
use crate::{
    app::Error,
    domain::resource::Kind,
    store::{
        self,
        log::{Position, change::filter::ChangeFilter},
        read::View,
    },
};

/// At most this many bytes of answers wait for the reader of a watch, unless a single
/// answer has more.
pub const WAITING_BYTES_MAX: usize = 1 << 20;

/// The parameters of a watch.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Which changes are selected.
    pub filter: ChangeFilter,
    /// The view of articles. `None` leaves out the documents of all resources; then there is no
    /// filter that needs them.
    pub view: Option<View>,
    /// Whether changes include the previous state of the resource.
    pub include_before: bool,
    /// Where the watch begins.
    pub start: Start,
}

/// Where a watch begins.
#[derive(Clone, Copy, Debug)]
pub enum Start {
    /// With the next commit.
    Now,
    /// With a snapshot of now.
    Snapshot,
    /// Where an earlier watch ended.
    From(WatchPoint),
}

/// The progress of a watch: everything up to this point was sent, or is not selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchPoint {
    /// The log was sent up to this position.
    Log(Position),
    /// The snapshot was sent up to a resource.
    Snapshot {
        /// The position of the snapshot.
        at: Position,
        /// The current kind of resource.
        kind: Kind,
        /// The last id of that kind that was sent.
        after: Option<Uuid>,
    },
}

impl WatchPoint {
    /// The position from which the log follows, now or after the snapshot.
    pub(super) const fn position(self) -> Position {
        match self {
            Self::Log(position) => position,
            Self::Snapshot { at, .. } => at,
        }
    }
}

/// A part of a commit or of the snapshot, or a heartbeat.
#[derive(Debug)]
pub struct Answer {
    /// Changes of one commit, or the newest changes of resources.
    pub changes: Vec<WatchedChange>,
    /// The progress of the watch after this answer.
    pub point: WatchPoint,
    /// Whether more changes of the same commit follow.
    pub continues: bool,
    /// Whether the answer is part of the snapshot.
    pub is_snapshot: bool,
    /// The space in the buffer. The reader drops it when the transport has taken the answer.
    pub space: BufferSpace,
}

/// Why a watch ended.
#[derive(Debug)]
pub enum End {
    /// The server is shutting down. Everything up to this point was sent.
    Server(WatchPoint),
    /// The watch was not read fast enough. Everything up to this point was sent.
    TooSlow(WatchPoint),
    /// An error.
    Failed(Error),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<store::Error> for End {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// The space that an answer takes in the buffer of its watch, and the page that it is from. It
/// is released on drop.
pub struct BufferSpace {
    feed: Arc<Feed>,
    bytes: usize,
    _permits: OwnedSemaphorePermit,
    _page: Option<PagePermit>,
}

impl BufferSpace {
    /// Takes space until the value is dropped.
    pub(super) fn take(
        feed: Arc<Feed>,
        bytes: usize,
        permits: OwnedSemaphorePermit,
        page: Option<PagePermit>,
    ) -> Self {
        feed.add_waiting_bytes(bytes);
        Self {
            feed,
            bytes,
            _permits: permits,
            _page: page,
        }
    }
}

impl std::fmt::Debug for BufferSpace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("BufferSpace")
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

impl Drop for BufferSpace {
    fn drop(&mut self) {
        self.feed.remove_waiting_bytes(self.bytes);
    }
}
