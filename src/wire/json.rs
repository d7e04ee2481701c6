//! Standard protobuf JSON, for files and for people.

use prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor, SerializeOptions};

use super::{descriptors, pb};

/// The error for a text that is not JSON of the requested type, with the place of the
/// mistake.
#[derive(Debug, thiserror::Error)]
#[error("{what}, at column {column}")]
pub struct NotOfType {
    what: String,
    /// The line in the text, counted from 1.
    pub line: usize,
    column: usize,
}

impl From<serde_json::Error> for NotOfType {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        let place = format!(" at line {line} column {column}");
        Self {
            what: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
            line: line.max(1),
            column,
        }
    }
}

impl NotOfType {
    /// Whether the mistake is that something follows the value.
    pub fn is_trailing(&self) -> bool {
        self.what.starts_with("trailing characters")
    }
}

/// Reads a bundle. Fields that the contract does not have are refused.
pub fn read_bundle(text: &str) -> Result<pb::Bundle, NotOfType> {
    read("claimstore.v1.Bundle", text)
}

/// Reads a request for an export. Fields that the contract does not have are refused.
pub fn read_export(text: &str) -> Result<pb::ExportBundlesRequest, NotOfType> {
    read("claimstore.v1.ExportBundlesRequest", text)
}

/// Reads a filter of changes. Fields that the contract does not have are refused.
pub fn read_change_filter(text: &str) -> Result<pb::ChangeFilter, NotOfType> {
    read("claimstore.v1.ChangeFilter", text)
}

fn read<M: Message + Default>(type_name: &str, text: &str) -> Result<M, NotOfType> {
    let own = |what: String| NotOfType {
        what,
        line: 1,
        column: 1,
    };
    let descriptor = descriptors()
        .get_message_by_name(type_name)
        .ok_or_else(|| own("the contract has no such type".to_owned()))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let message = DynamicMessage::deserialize(descriptor, &mut json)?;
    json.end()?;
    M::decode(message.encode_to_vec().as_slice()).map_err(|error| own(error.to_string()))
}

/// Writes a message of the type `type_name` on one line.
pub fn write(type_name: &str, message: &impl Message) -> Option<String> {
    write_encoded(type_name, &message.encode_to_vec())
}

/// Writes a message of the type `type_name` that is encoded in these bytes on one line.
pub fn write_encoded(type_name: &str, bytes: &[u8]) -> Option<String> {
    written(descriptors().get_message_by_name(type_name)?, bytes)
}

/// Writes the answer of a method, such as `/claimstore.v1.ClaimService/GetClaim`, on one line.
pub fn write_answer(method: &str, bytes: &[u8]) -> Option<String> {
    let (service, method) = method.trim_start_matches('/').split_once('/')?;
    let service = descriptors().get_service_by_name(service)?;
    let method = service.methods().find(|it| it.name() == method)?;
    written(method.output(), bytes)
}

fn written(descriptor: MessageDescriptor, bytes: &[u8]) -> Option<String> {
    let message = DynamicMessage::decode(descriptor, bytes).ok()?;
    let mut json = Vec::new();
    message
        .serialize_with_options(
            &mut serde_json::Serializer::new(&mut json),
            &SerializeOptions::new(),
        )
        .ok()?;
    String::from_utf8(json).ok()
}

/// The same JSON for people: values of enums are written as words, `government body` for
/// `"SOURCE_KIND_GOVERNMENT_BODY"`.
pub fn with_enums_as_words(json: &str) -> String {
    let mut text = json.to_owned();
    let mut parts = json.split('"');
    // Every second part is between quotes. A part of a text that has quotes inside can only be
    // changed if it is exactly the name of a value.
    while let (Some(_), Some(quoted)) = (parts.next(), parts.next()) {
        if let Some(words) = enum_words(quoted) {
            text = text.replace(&format!("\"{quoted}\""), &words);
        }
    }
    text
}

/// The name of an enum's value as words, without that of the enum.
fn enum_words(name: &str) -> Option<String> {
    let is_name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    if name.is_empty() || !name.bytes().all(is_name) {
        return None;
    }
    let all = descriptors().all_enums();
    let mut values = all.filter_map(|it| it.get_value_by_name(name).map(|_| it));
    let prefix: String = values
        .next()?
        .name()
        .chars()
        .map(|c| match c.is_ascii_uppercase() {
            true => format!("_{c}"),
            false => c.to_ascii_uppercase().to_string(),
        })
        .collect();
    let prefix = format!("{}_", prefix.trim_start_matches('_'));
    let words = name.strip_prefix(&prefix).unwrap_or(name);
    Some(words.to_lowercase().replace('_', " "))
}
