//! The log: appending to it, and reading it.

pub mod append;
pub mod as_of;
pub mod change;
pub mod feed;
pub mod kept;
pub mod point;
pub mod position;
pub mod request;
pub mod revision;
pub mod scan;
pub mod state;
pub mod version;

pub use self::{
    append::{Author, Cause, Operation},
    as_of::Settled,
    change::ChangeRow,
    feed::Reached,
    point::Point,
    position::Position,
    request::{Done, Earlier, RequestKey},
    scan::{Scan, Scanned},
    state::StateKey,
    version::{AtVersion, Version},
};

pub(crate) use self::append::Moment;
