//! Changes of the log as messages.

use super::{
    document::{self, Unreadable},
    pb,
    value::read,
};
use crate::domain::{
    Timestamp,
    resource::{Kind, Name},
    value::Checker,
};

/// Decodes a document to the variant of its kind in a `oneof resource`.
macro_rules! state {
    ($kind:expr, $document:expr, $holder:ident) => {{
        use pb::$holder::Resource;
        match $kind {
            Kind::Source => document::message($document).map(Resource::Source),
            Kind::Article => document::message($document).map(Resource::Article),
            Kind::Claim => document::message($document).map(Resource::Claim),
            Kind::Appearance => document::message($document).map(Resource::Appearance),
            Kind::Relation => document::message($document).map(Resource::Relation),
            Kind::Review => document::message($document).map(Resource::Review),
            Kind::Standing => document::message($document).map(Resource::Standing),
        }
    }};
}

/// Reads a kind of resource.
pub fn read_kind(check: &mut Checker, number: i32) -> Option<Kind> {
    let kind = read::known(number);
    if kind.is_none() {
        check.report(format!("has no value {number}, or is unspecified"));
    }
    kind
}

/// What the log has about a change, without the documents.
#[derive(Clone, Debug)]
pub struct ChangeHead {
    /// The position of the change, as text.
    pub position: String,
    /// The resource that was written.
    pub name: Name,
    /// The revision that the change made.
    pub revision: i64,
    /// The number of the operation.
    pub operation: i16,
    /// Who made the change.
    pub actor: String,
    /// The request id, or empty.
    pub request_id: String,
    /// When the change was made.
    pub change_time: Timestamp,
    /// The change that caused this one: a resource and its revision.
    pub caused_by: Option<(Name, i64)>,
    /// The effect of the change on what the filter selects.
    pub effect: pb::Effect,
    /// The fields that differ from the revision before.
    pub changed_fields: Vec<String>,
}

/// The documents that the message of a change includes.
#[derive(Clone, Copy, Debug)]
pub struct ChangeDocuments<'a> {
    /// The resource after the change.
    pub after: Option<&'a [u8]>,
    /// The resource before the change.
    pub before: Option<&'a [u8]>,
    /// If the change is of a standing, its claim.
    pub claim: Option<&'a [u8]>,
}

/// Writes the cause of a change: a resource and its revision.
pub fn write_cause((name, revision): (Name, i64)) -> pb::Cause {
    pb::Cause {
        resource_name: name.to_string(),
        revision,
    }
}

/// Writes a change with its documents.
pub fn write(head: ChangeHead, documents: ChangeDocuments<'_>) -> Result<pb::Change, Unreadable> {
    let ChangeHead {
        position,
        name,
        revision,
        operation,
        actor,
        request_id,
        change_time,
        caused_by,
        effect,
        changed_fields,
    } = head;
    let ChangeDocuments {
        after,
        before,
        claim,
    } = documents;
    let kind = name.kind();
    let before = before.map(|document| state!(kind, document, resource_state));
    let after = after.map(|document| state!(kind, document, change));
    Ok(pb::Change {
        position,
        resource_name: name.to_string(),
        revision,
        operation: i32::from(operation),
        actor,
        request_id,
        change_time: Some(read::to_timestamp(change_time)),
        effect: effect.into(),
        changed_fields,
        resource: after.transpose()?,
        before: before.transpose()?.map(|resource| pb::ResourceState {
            resource: Some(resource),
        }),
        standing_of: claim.map(document::message).transpose()?,
        caused_by: caused_by.map(write_cause),
    })
}
