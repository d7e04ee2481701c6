//! Standard protobuf JSON, as files hold it and people read it.

use prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};

use super::{descriptors, pb};

/// A text is no JSON of the type asked for; says where.
#[derive(Debug, thiserror::Error)]
#[error("is no bundle in protobuf JSON: {0}")]
pub struct NotABundle(String);

/// Reads a bundle. Fields that the contract does not have are refused.
pub fn read_bundle(text: &str) -> Result<pb::Bundle, NotABundle> {
    let refuse = |error: &dyn std::error::Error| NotABundle(error.to_string());
    let descriptor = descriptors()
        .get_message_by_name("claimstore.v1.Bundle")
        .ok_or_else(|| NotABundle("the contract has none".to_owned()))?;
    let mut json = serde_json::Deserializer::from_str(text);
    let message =
        DynamicMessage::deserialize(descriptor, &mut json).map_err(|error| refuse(&error))?;
    json.end().map_err(|error| refuse(&error))?;
    pb::Bundle::decode(message.encode_to_vec().as_slice()).map_err(|error| refuse(&error))
}

/// Writes a message of the type `type_name` on one line.
pub fn write(type_name: &str, message: &impl Message) -> Option<String> {
    let descriptor = descriptors().get_message_by_name(type_name)?;
    let message = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice()).ok()?;
    let mut json = Vec::new();
    message
        .serialize_with_options(
            &mut serde_json::Serializer::new(&mut json),
            &SerializeOptions::new(),
        )
        .ok()?;
    String::from_utf8(json).ok()
}
