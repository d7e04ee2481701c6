//! What a watch is asked, and what it answers.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;
use uuid::Uuid;

use super::{feed::Feed, shared_change::WatchedChange};
use crate::{
    app::Error,
    domain::resource::name::Kind,
    store::{
        self,
        log::{change::filter::ChangeFilter, position::Position},
        read::load::View,
    },
};

/// Answers of at most this many bytes wait for the reader of a watch, unless one alone
/// has more.
pub const WAITING_BYTES_MAX: usize = 2 << 20;

/// What is watched.
#[derive(Clone, Debug)]
pub struct Watched {
    /// Which changes.
    pub filter: ChangeFilter,
    /// How much of articles.
    pub view: View,
    /// Whether changes come with the resource as it stood before.
    pub include_before: bool,
    /// Where it begins.
    pub start: Start,
}

/// Where a watch begins.
#[derive(Clone, Copy, Debug)]
pub enum Start {
    /// With what is committed from now on.
    Now,
    /// With what there is now.
    Snapshot,
    /// Where another one ended.
    From(WatchPoint),
}

/// How far a watch has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchPoint {
    /// Everything up to there was answered.
    Log(Position),
    /// The snapshot was answered, up to a resource.
    Snapshot {
        /// The position that the snapshot is as of.
        at: Position,
        /// The kind that it has come to.
        kind: Kind,
        /// The last id of that.
        after: Option<Uuid>,
    },
}

impl WatchPoint {
    /// Up to where the log was answered, or will be once the snapshot is.
    pub(super) const fn position(self) -> Position {
        match self {
            Self::Log(position) => position,
            Self::Snapshot { at, .. } => at,
        }
    }
}

/// Part of a commit or of the snapshot, or a heartbeat.
#[derive(Debug)]
pub struct Answer {
    /// Changes of one commit, or the last changes of resources.
    pub changes: Vec<WatchedChange>,
    /// Up to where everything was answered.
    pub point: WatchPoint,
    /// Whether more of the same commit follows.
    pub continues: bool,
    /// Whether it is part of the snapshot.
    pub is_snapshot: bool,
    /// Its room in the buffer, which it holds until it is sent.
    pub(super) _space: BufferSpace,
}

/// Why a watch ended.
#[derive(Debug)]
pub enum End {
    /// The server ends; everything up to here was answered.
    Server(WatchPoint),
    /// It was not read fast enough; everything up to here was answered.
    TooSlow(WatchPoint),
    /// Something failed.
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

/// BufferSpace that an answer takes in a buffer.
pub(super) struct BufferSpace {
    feed: Arc<Feed>,
    bytes: usize,
    _permits: OwnedSemaphorePermit,
}

impl BufferSpace {
    /// Takes room, until it is dropped.
    pub(super) fn take(feed: Arc<Feed>, bytes: usize, permits: OwnedSemaphorePermit) -> Self {
        feed.add_waiting_bytes(bytes);
        Self {
            feed,
            bytes,
            _permits: permits,
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
