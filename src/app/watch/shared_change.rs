//! A change that all watches share. Its documents are decoded and compared once, on first
//! use.

use std::sync::{Arc, OnceLock};

use crate::{
    app::{
        Error,
        read::filtered_change::{FilteredChange, changed_fields},
    },
    store::log::{
        ChangeRow,
        change::{classify::Effect, decoded::DecodedChange},
    },
};

/// A change, with what was computed for the watches.
#[derive(Debug)]
pub struct SharedChange {
    decoded: DecodedChange,
    changed_fields: OnceLock<Vec<String>>,
}

impl SharedChange {
    /// A change for which nothing was computed yet.
    pub(super) const fn new(row: ChangeRow) -> Self {
        Self {
            decoded: DecodedChange::new(row),
            changed_fields: OnceLock::new(),
        }
    }

    /// The change.
    pub const fn row(&self) -> &ChangeRow {
        self.decoded.row()
    }

    /// The change, with its documents decoded.
    pub(super) const fn decoded(&self) -> &DecodedChange {
        &self.decoded
    }

    /// The fields that differ from the previous state.
    pub fn changed_fields(&self) -> Result<&[String], Error> {
        if let Some(fields) = self.changed_fields.get() {
            return Ok(fields);
        }
        let fields = changed_fields(self.row())?;
        Ok(self.changed_fields.get_or_init(|| fields))
    }
}

/// A change, and its effect on what a watch selects.
#[derive(Clone, Debug)]
pub struct WatchedChange {
    /// The change.
    pub change: Arc<SharedChange>,
    /// The effect.
    pub effect: Effect,
}

impl WatchedChange {
    /// A change that one watch read by itself, so it is not shared.
    pub(super) fn unshared(change: FilteredChange) -> Self {
        let FilteredChange { row, effect } = change;
        let change = Arc::new(SharedChange::new(row));
        Self { change, effect }
    }

    /// The change.
    pub(super) fn row(&self) -> &ChangeRow {
        self.change.row()
    }

    /// The commit that it is part of.
    pub(super) fn commit(&self) -> (i32, i64) {
        self.row().position.commit()
    }
}
