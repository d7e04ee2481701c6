//! Changes of the log that a filter selects.

use crate::{
    app::Error,
    store::log::{ChangeRow, change::classify::Effect},
    wire::diff,
};

/// A change, and its effect on what the filter selects.
#[derive(Debug)]
pub struct FilteredChange {
    /// The change.
    pub row: ChangeRow,
    /// The effect.
    pub effect: Effect,
}

/// The fields that a change has changed. Empty if the state before or after it is not kept.
pub fn changed_fields(row: &ChangeRow) -> Result<Vec<String>, Error> {
    match (&row.before, &row.doc) {
        (Some(before), Some(after)) => Ok(diff::changed_fields(row.name.kind(), before, after)?),
        _ => Ok(Vec::new()),
    }
}
