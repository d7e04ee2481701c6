//! Changes and positions in messages.

use super::{
    document::{self, Unreadable},
    pb, read,
};
use crate::domain::{
    Timestamp,
    name::{Kind, Name},
    violation::Checker,
};

/// Reads a kind of resources.
pub fn read_kind(check: &mut Checker, number: i32) -> Option<Kind> {
    let kind = i16::try_from(number).ok().and_then(Kind::from_code);
    if kind.is_none() {
        check.say(format!("has no value {number}, or is unspecified"));
    }
    kind
}

/// What the log says about a change, without the resource.
#[derive(Clone, Debug)]
pub struct ChangeHead {
    /// Where it stands, for whoever asks for what is behind it.
    pub position: String,
    /// The resource that was written.
    pub name: Name,
    /// Its revision from then on.
    pub revision: i64,
    /// The number of what was done.
    pub operation: i16,
    /// Who did it.
    pub actor: String,
    /// Under which request id, or nothing.
    pub request_id: String,
    /// When.
    pub change_time: Timestamp,
}

/// A change with the resource as it then stood.
pub fn write(head: ChangeHead, document: &[u8]) -> Result<pb::Change, Unreadable> {
    let ChangeHead {
        position,
        name,
        revision,
        operation,
        actor,
        request_id,
        change_time,
    } = head;
    let resource = match name.kind() {
        Kind::Source => pb::change::Resource::Source(document::message(document)?),
        Kind::Article => pb::change::Resource::Article(document::message(document)?),
        Kind::Claim => pb::change::Resource::Claim(document::message(document)?),
        Kind::Appearance => pb::change::Resource::Appearance(document::message(document)?),
        Kind::Relation => pb::change::Resource::Relation(document::message(document)?),
        Kind::Review => pb::change::Resource::Review(document::message(document)?),
        Kind::Standing => pb::change::Resource::Standing(document::message(document)?),
    };
    Ok(pb::Change {
        position,
        resource_name: name.to_string(),
        revision,
        operation: i32::from(operation),
        actor,
        request_id,
        change_time: Some(read::to_timestamp(change_time)),
        resource: Some(resource),
    })
}
