//! The log: appending changes, and reading them.

pub mod append;
pub mod as_of;
pub mod change;
mod changed;
mod estimate;
pub mod export;
pub mod feed;
pub mod kept;
pub mod past;
pub mod past_list;
pub mod request;
pub mod revision;
pub mod scan;
pub mod state;
pub mod version;

pub use self::{
    append::{Author, Cause},
    as_of::Settled,
    change::ChangeRow,
    estimate::Counted,
    export::{ExportPage, ExportedDoc, ExportedPage},
    feed::Followable,
    past::PastList,
    request::{Done, Earlier, RequestKey},
    scan::{Scan, Scanned},
    state::StateKey,
    version::{AtVersion, Version},
};
pub use super::{operation::Operation, point::Point, position::Position};

pub(crate) use self::append::Moment;
