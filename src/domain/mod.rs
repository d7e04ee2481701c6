//! The rules: what a resource is, when it is valid, when two are the same.
//!
//! Pure and synchronous: nothing here reads a clock, a database or the network,
//! and nothing knows how a resource travels or is stored. In a string field the
//! empty string means that the field is absent.

pub mod figure;
pub mod passage;
pub mod resource;
pub mod rule;
pub mod value;

/// A point in time, in UTC.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
