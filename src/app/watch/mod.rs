//! Watches: a snapshot, then the log from a position on.

pub mod answer;
pub mod feed;
pub mod feed_reader;
pub mod follower;
pub mod shared_change;
pub mod snapshot;
pub mod start;
