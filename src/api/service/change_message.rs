//! Changes of the log as messages, in lists and in watches.

use tonic::Status;

use crate::{
    api::call::{paging::position_text, status::status},
    app::read::change::FilteredChange,
    domain::resource::name::Kind,
    store::log::{
        change::{ChangeFilter, ChangeRow},
        classify::Effect,
    },
    wire::{
        change::{self, ChangeDocuments, ChangeHead},
        diff, pb,
    },
};

/// The documents that changes come with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Whether they come with the state before.
    pub(super) include_before: bool,
    /// Whether those of standings come with their claims.
    pub(super) include_claims: bool,
}

impl Form {
    /// The form of the changes that a filter selects.
    pub(super) fn of(filter: &ChangeFilter, include_before: bool) -> Self {
        Self {
            include_before,
            include_claims: filter.matching.is_some(),
        }
    }
}

/// A change of the log as a message.
pub(super) fn write(filtered: &FilteredChange, form: Form) -> Result<pb::Change, Status> {
    let FilteredChange { row, effect } = filtered;
    let head = ChangeHead {
        position: position_text(row.position),
        name: row.name,
        revision: row.revision,
        operation: row.operation,
        actor: row.actor.clone(),
        request_id: row.request_id.map_or(String::new(), |id| id.to_string()),
        change_time: row.change_time,
        caused_by: row.cause.map(|cause| (cause.name, cause.revision)),
        effect: match effect {
            Effect::Entered => pb::Effect::Entered,
            Effect::Changed => pb::Effect::Changed,
            Effect::Left => pb::Effect::Left,
        },
        changed_fields: changed_fields(row)?,
    };
    let claim = row.beside.as_deref();
    let documents = ChangeDocuments {
        after: row.doc.as_deref(),
        before: row.before.as_deref().filter(|_| form.include_before),
        claim: claim.filter(|_| form.include_claims && row.name.kind() == Kind::Standing),
    };
    change::write(head, documents).map_err(|error| status(error.into()))
}

/// The fields that differ from the state before, computed once for all callers.
fn changed_fields(row: &ChangeRow) -> Result<Vec<String>, Status> {
    if let Some(changed) = row.changed.get() {
        return Ok(changed.clone());
    }
    let changed = match (&row.before, &row.doc) {
        (Some(before), Some(after)) => diff::changed_fields(row.name.kind(), before, after)
            .map_err(|error| status(error.into()))?,
        _ => Vec::new(),
    };
    Ok(row.changed.get_or_init(|| changed).clone())
}
