//! What a confidential source is, as bytes to encrypt.

use prost::Message as _;

use super::{
    document::{self, Unreadable},
    pb,
    resource::source,
    value::read::Keys,
};
use crate::domain::{resource::Source, value::Checker};

/// Encodes a source.
pub fn encode(source: &Source) -> Vec<u8> {
    source::write(source).encode_to_vec()
}

/// Decodes a source.
pub fn decode(bytes: &[u8]) -> Result<Source, Unreadable> {
    let message = document::message::<pb::Source>(bytes)?;
    let mut check = Checker::new();
    let source = source::read(&mut check, &Keys::none(), message);
    let source = check.finish(source);
    source.map_err(|_| Unreadable::of("a confidential source is not valid"))
}
