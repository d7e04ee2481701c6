//! Words of a query that are not searched for, because they are stop words.

use super::{note::Note, plan, query::Query};
use crate::index::claims::{Error, Kind, Snapshot};

/// A note on words that are too frequent to be searched: all of a query that has no others, or
/// names such as AT&T and “The Who” beside others. Single ones beside others are left out without
/// a note.
pub fn too_frequent(
    snapshot: &Snapshot,
    kind: Kind,
    query: &Query,
    language: &str,
) -> Result<Option<Note>, Error> {
    let mut silent = Vec::new();
    for piece in &query.pieces {
        if plan::is_silent(snapshot, kind, query, piece, language)? {
            silent.push(piece);
        }
    }
    if silent.len() < query.pieces.len() {
        silent.retain(|piece| piece.is_name);
    }
    let mut names: Vec<String> = Vec::new();
    for piece in silent {
        let name = &query.text[piece.range()];
        if !names.iter().any(|it| it == name) {
            names.push(name.to_owned());
        }
    }
    Ok((!names.is_empty()).then_some(Note::TooFrequent(names)))
}
