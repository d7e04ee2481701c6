//! What goes in and out of an import of a stream of bundles.

use super::super::streams::Space;
use crate::{
    app::{Error, search::suggesting::Suggestion},
    domain::resource::Bundle,
    store::log::Done,
};

/// A bundle that was received.
#[derive(Debug)]
pub struct Received {
    /// Its index in the import.
    pub index: i64,
    /// The bundle, or the encoded error because of which it is rejected.
    pub bundle: Result<Bundle, Vec<u8>>,
    /// The space that it takes.
    pub space: Space,
    /// Its size in bytes.
    pub bytes: usize,
}

/// What became of a bundle.
#[derive(Debug)]
pub struct Finished {
    /// Its index in the import.
    pub index: i64,
    /// What was done, or the encoded error because of which it was rejected.
    pub outcome: Result<Imported, Vec<u8>>,
}

/// What was done with a bundle.
#[derive(Debug)]
pub struct Imported {
    /// What was done with its resources.
    pub results: Vec<Done>,
    /// The documents of other appearances that were looked for in a new text.
    pub reanchored: Vec<Vec<u8>>,
    /// What was suggested for each of its claims. Empty if nothing was asked for.
    pub suggestions: Vec<Vec<Suggestion>>,
}

/// Why an import ended before its sender closed it.
#[derive(Debug)]
pub enum End {
    /// The server is shutting down.
    Server,
    /// No bundle came, or no result was taken.
    Idle,
    /// The caller has disconnected.
    Gone,
    /// An error.
    Failed(Error),
}

impl From<Error> for End {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
