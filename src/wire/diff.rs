//! Differences between two states of a resource, field by field.

use prost_reflect::{DynamicMessage, Kind as ValueKind, ReflectMessage as _, Value};

use super::{descriptors, document::Unreadable, message::type_of, pb};
use crate::domain::{
    resource::Kind,
    value::{Differences, FieldDifference},
};

/// Fields that the server sets. They differ in every state, so they are left out.
const STAMPED: &[&str] = &["revision", "etag", "update_time"];

/// The maximum number of differences.
const DIFFERENCES_MAX: usize = 1_000;

/// The maximum length of a value in a difference, in code points.
const VALUE_MAX: usize = 2_000;

/// The maximum size of all differences together, in bytes.
const DIFFERENCES_BYTES_MAX: usize = 3 << 20;

/// Differences that are being collected.
#[derive(Default)]
struct Collected {
    differences: Differences,
    bytes: usize,
}

impl Collected {
    fn is_full(&self) -> bool {
        self.differences.exceeded
    }

    fn add(&mut self, difference: FieldDifference) {
        let FieldDifference {
            path,
            before,
            after,
        } = &difference;
        self.bytes += path.len() + before.len() + after.len();
        let Differences { listed, exceeded } = &mut self.differences;
        *exceeded |= listed.len() == DIFFERENCES_MAX || self.bytes > DIFFERENCES_BYTES_MAX;
        if !*exceeded {
            listed.push(difference);
        }
    }
}

/// Writes a difference.
pub fn write(difference: FieldDifference) -> pb::FieldDifference {
    let FieldDifference {
        path,
        before,
        after,
    } = difference;
    pb::FieldDifference {
        path,
        before,
        after,
    }
}

/// The differences between two documents of one kind. Without an earlier document, every
/// field that is set differs.
pub fn diff(kind: Kind, before: Option<&[u8]>, after: &[u8]) -> Result<Differences, Unreadable> {
    let before = before.map(|document| dynamic(kind, document)).transpose()?;
    let after = dynamic(kind, after)?;
    let before = before.unwrap_or_else(|| DynamicMessage::new(after.descriptor()));
    let mut found = Collected::default();
    messages("", &before, &after, &mut found);
    Ok(found.differences)
}

/// The fields in which two documents of one kind differ, as paths of a field mask. A list
/// counts as one field.
pub fn changed_fields(kind: Kind, before: &[u8], after: &[u8]) -> Result<Vec<String>, Unreadable> {
    let (before, after) = (dynamic(kind, before)?, dynamic(kind, after)?);
    let mut found = Vec::new();
    fields("", &before, &after, &mut found);
    // The body is stored apart from the document, so only one of the two may have it. Its
    // digest is in both.
    if kind == Kind::Article {
        found.retain(|path| path != BODY);
        if found.iter().any(|path| path == BODY_DIGEST) {
            found.push(BODY.to_owned());
        }
    }
    Ok(found)
}

const BODY: &str = "body";
const BODY_DIGEST: &str = "body_sha256";

fn fields(path: &str, before: &DynamicMessage, after: &DynamicMessage, found: &mut Vec<String>) {
    for field in after.descriptor().fields() {
        if path.is_empty() && STAMPED.contains(&field.name()) {
            continue;
        }
        let (was, is) = (before.get_field(&field), after.get_field(&field));
        if was == is && before.has_field(&field) == after.has_field(&field) {
            continue;
        }
        let path = join(path, field.name());
        match (was.as_message(), is.as_message()) {
            (Some(was), Some(is))
                if !is.descriptor().full_name().starts_with("google.")
                    && before.has_field(&field)
                    && after.has_field(&field) =>
            {
                fields(&path, was, is, found);
            }
            _ => found.push(path),
        }
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn dynamic(kind: Kind, document: &[u8]) -> Result<DynamicMessage, Unreadable> {
    let name = type_of(kind);
    let descriptor = descriptors()
        .get_message_by_name(name)
        .ok_or_else(|| Unreadable::of(&format!("{name} is not in the contract")))?;
    DynamicMessage::decode(descriptor, document).map_err(|error| Unreadable::of(&error.to_string()))
}

fn messages(path: &str, before: &DynamicMessage, after: &DynamicMessage, found: &mut Collected) {
    for field in after.descriptor().fields() {
        if path.is_empty() && STAMPED.contains(&field.name()) {
            continue;
        }
        let path = join(path, field.name());
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
    found: &mut Collected,
) {
    if before == after || found.is_full() {
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
        (before, after) => found.add(FieldDifference {
            path: path.to_owned(),
            before: text(kind, before),
            after: text(kind, after),
        }),
    }
}

/// A value in protobuf JSON, or empty if there is no value.
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
