//! Reads of the current rows.

mod called;
pub mod conflict;
pub mod document;
pub mod list;
pub mod load;
mod printings;
mod question;
mod related;
mod reported;
pub mod trace;

pub use self::{
    document::{Batch, Document},
    list::{Filter, Page},
    load::{ArticleText, IncludeDeleted, Presence, ReadOptions, StoredDocument, View},
    reported::Reporting,
    trace::{Attributed, Printed, Resting},
};
