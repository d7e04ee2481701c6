//! Differences between two states of a resource, field by field.

use prost_reflect::{DynamicMessage, Kind as ValueKind, ReflectMessage as _, Value};

use super::{descriptors, document::Unreadable, pb};
use crate::domain::name::Kind;

/// What the server counts and stamps: it differs in every state.
const STAMPED: &[&str] = &["revision", "etag", "update_time"];

/// Differences are told up to this many.
pub const DIFFERENCES_MAX: usize = 1_000;

/// A value in a difference has at most this many code points.
const VALUE_MAX: usize = 2_000;

/// The differences between two documents of a kind; nothing stands for a state before
/// the first. At most one more than are told.
pub fn diff(
    kind: Kind,
    before: Option<&[u8]>,
    after: &[u8],
) -> Result<Vec<pb::FieldDifference>, Unreadable> {
    let before = before.map(|document| dynamic(kind, document)).transpose()?;
    let after = dynamic(kind, after)?;
    let before = before.unwrap_or_else(|| DynamicMessage::new(after.descriptor()));
    let mut found = Vec::new();
    messages("", &before, &after, &mut found);
    Ok(found)
}

fn dynamic(kind: Kind, document: &[u8]) -> Result<DynamicMessage, Unreadable> {
    let name = type_of(kind);
    let descriptor = descriptors()
        .get_message_by_name(name)
        .ok_or_else(|| Unreadable::of(&format!("{name} is not in the contract")))?;
    DynamicMessage::decode(descriptor, document).map_err(|error| Unreadable::of(&error.to_string()))
}

/// The full name of a kind's message.
pub const fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Source => "claimstore.v1.Source",
        Kind::Article => "claimstore.v1.Article",
        Kind::Claim => "claimstore.v1.Claim",
        Kind::Appearance => "claimstore.v1.Appearance",
        Kind::Relation => "claimstore.v1.Relation",
        Kind::Review => "claimstore.v1.Review",
        Kind::Standing => "claimstore.v1.Standing",
    }
}

fn messages(
    path: &str,
    before: &DynamicMessage,
    after: &DynamicMessage,
    found: &mut Vec<pb::FieldDifference>,
) {
    for field in after.descriptor().fields() {
        if path.is_empty() && STAMPED.contains(&field.name()) {
            continue;
        }
        let path = match path {
            "" => field.name().to_owned(),
            path => format!("{path}.{}", field.name()),
        };
        let value = |message: &DynamicMessage| {
            let has_it = message.has_field(&field);
            has_it.then(|| message.get_field(&field).into_owned())
        };
        values(&path, &field.kind(), value(before), value(after), found);
    }
}

fn values(
    path: &str,
    kind: &ValueKind,
    before: Option<Value>,
    after: Option<Value>,
    found: &mut Vec<pb::FieldDifference>,
) {
    if before == after || found.len() > DIFFERENCES_MAX {
        return;
    }
    match (before, after) {
        (Some(Value::Message(before)), Some(Value::Message(after)))
            if !before.descriptor().full_name().starts_with("google.") =>
        {
            messages(path, &before, &after, found);
        }
        (Some(Value::List(before)), Some(Value::List(after))) => {
            for index in 0..before.len().max(after.len()) {
                let at = |list: &[Value]| list.get(index).cloned();
                let path = format!("{path}[{index}]");
                values(&path, kind, at(&before), at(&after), found);
            }
        }
        (before, after) => found.push(pb::FieldDifference {
            path: path.to_owned(),
            before: text(kind, before),
            after: text(kind, after),
        }),
    }
}

/// A value in protobuf JSON; nothing where there is none.
fn text(kind: &ValueKind, value: Option<Value>) -> String {
    let Some(value) = value else {
        return String::new();
    };
    let mut text = json(kind, &value);
    if let Some((end, _)) = text.char_indices().nth(VALUE_MAX) {
        text.truncate(end);
        text.push('…');
    }
    text
}

fn json(kind: &ValueKind, value: &Value) -> String {
    match value {
        Value::Message(message) => serde_json::to_string(message).unwrap_or_default(),
        Value::List(values) => {
            let values: Vec<String> = values.iter().map(|value| json(kind, value)).collect();
            format!("[{}]", values.join(","))
        }
        Value::String(text) => serde_json::Value::from(text.as_str()).to_string(),
        Value::Bool(value) => value.to_string(),
        Value::I32(value) => value.to_string(),
        Value::I64(value) => format!("\"{value}\""),
        Value::F64(value) => serde_json::Value::from(*value).to_string(),
        Value::EnumNumber(number) => {
            let known = kind.as_enum().and_then(|it| it.get_value(*number));
            known.map_or(number.to_string(), |it| format!("\"{}\"", it.name()))
        }
        other => format!("{other:?}"),
    }
}
