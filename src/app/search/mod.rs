//! Search: every server has an index of what the store holds. It is built from the store, kept
//! up to date from the log, and never the truth: it may vanish at any time.
//!
//! [`keeper`] feeds the index, `encoding` makes its embeddings, and [`search_index`] hands out its
//! newest state to calls.

mod described;
pub mod duplicates;
mod encoding;
mod entries;
mod failure;
pub mod finding;
pub mod keeper;
pub mod matching;
mod rebuild;
pub mod search_index;
pub mod suggesting;
mod writing;

pub use crate::index::embeddings::{Encoder, EncoderError};
