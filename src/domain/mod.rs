//! The rules: what a resource is, when it is valid, when two are the same.
//!
//! Pure and synchronous: nothing here reads a clock, a database or the network,
//! and nothing knows how a resource travels or is stored. In a string field the
//! empty string means that the field is absent.

pub mod anchor;
pub mod anchoring;
pub mod appearance;
pub mod article;
pub mod bundle;
pub mod claim;
pub mod code;
pub mod conflict;
pub mod correction;
pub mod date;
pub mod erasure;
pub mod figure;
pub mod fill;
pub mod identity;
pub mod language;
pub mod link;
pub mod name;
pub mod part_text;
pub mod printed_quantity;
pub mod quantity;
pub mod reanchor;
pub mod relation;
pub mod resource;
pub mod retraction;
pub mod review;
pub mod source;
pub mod stance;
pub mod standing;
pub mod text;
pub mod trace;
pub mod url;
pub mod violation;

/// A point in time, in UTC.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
