//! Watches: a snapshot, then the log from a position on.

pub mod feed;
pub mod follower;
pub mod snapshot;
pub mod start;
