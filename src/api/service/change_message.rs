//! Writes changes as messages, for lists and watches.

use tonic::Status;

use crate::{
    api::call::{position::position_text, status::status},
    domain::resource::Kind,
    store::log::{
        ChangeRow,
        change::{classify::Effect, filter::ChangeFilter},
    },
    wire::{
        change::{self, ChangeDocuments, ChangeHead},
        pb,
    },
};

/// Which documents the messages of changes include.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Whether a change includes the previous state of the resource.
    pub(super) include_before: bool,
    /// Whether the change of a standing includes the claim.
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

/// Writes a change as a message.
pub(super) fn write(
    row: &ChangeRow,
    effect: Effect,
    changed_fields: Vec<String>,
    form: Form,
) -> Result<pb::Change, Status> {
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
        changed_fields,
    };
    let claim = row.counterpart.as_deref();
    let documents = ChangeDocuments {
        after: row.doc.as_deref(),
        before: row.before.as_deref().filter(|_| form.include_before),
        claim: claim.filter(|_| form.include_claims && row.name.kind() == Kind::Standing),
    };
    change::write(head, documents).map_err(|error| status(error.into()))
}
