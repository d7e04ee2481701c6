//! Changes of the log as they are answered.

use crate::{
    app::Error,
    store::log::{ChangeRow, change::classify::Effect},
    wire::diff,
};

/// A change, and what it did to what was asked for.
#[derive(Debug)]
pub struct FilteredChange {
    /// The change.
    pub row: ChangeRow,
    /// What it did.
    pub effect: Effect,
}

/// The fields in which a resource differs from its state before a change; none where
/// either is not kept.
pub fn changed_fields(row: &ChangeRow) -> Result<Vec<String>, Error> {
    match (&row.before, &row.doc) {
        (Some(before), Some(after)) => Ok(diff::changed_fields(row.name.kind(), before, after)?),
        _ => Ok(Vec::new()),
    }
}
