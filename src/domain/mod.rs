//! The rules: what a resource is, when it is valid, and when two resources are the same.
//!
//! Everything here is pure and synchronous. Nothing reads a clock, a database or the
//! network, and nothing knows how a resource is encoded or stored. An empty string in
//! a text field means that the field is absent.

pub mod access;
pub mod figure;
pub mod passage;
pub mod printed_date;
pub mod resource;
pub mod rule;
pub mod value;

/// A point in time, in UTC.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
