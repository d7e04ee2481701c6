//! How much memory a message takes once it is decoded, from its bytes alone.
//!
//! An element of a list takes two bytes on the wire at least, and hundreds in memory. So a message that
//! is small enough to be received can be too large to be decoded, and is looked at before.

use std::{collections::HashMap, sync::LazyLock};

use bytes::Buf as _;
use prost::encoding::{WireType, decode_key, decode_varint};
use prost_reflect::{Cardinality, FieldDescriptor, Kind, MessageDescriptor};

use super::descriptors;

/// How deep messages are nested. The decoder allows as much.
const DEPTH_MAX: usize = 100;

/// How deep messages without lists are nested in each other.
const PARTS_DEPTH_MAX: usize = 12;

/// The memory of a number, and of a text or list without its content.
const NUMBER: usize = 8;
const POINTERS: usize = 24;

/// The most memory of a message in a stream of requests. A bundle with all that it may have
/// takes less.
const IN_STREAM_MAX: usize = 8 << 20;

/// Why a request is not decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecodable {
    /// It would take too much memory.
    TooLarge,
    /// Its bytes are no message.
    Malformed,
}

/// The memory that the request of a method takes once it is decoded, beside that of its bytes. The
/// path is that of a method of the contract; other requests take none that counts.
pub fn request_memory(path: &str, bytes: &[u8], max: usize) -> Result<usize, Undecodable> {
    let method = path.strip_prefix('/').and_then(|it| it.split_once('/'));
    let input = method.and_then(|(service, method)| {
        let service = descriptors().get_service_by_name(service)?;
        let mut methods = service.methods();
        Some(methods.find(|it| it.name() == method)?.input())
    });
    match input {
        Some(message) => memory(&message, bytes, max),
        None => Ok(0),
    }
}

/// The memory of a message in a stream of requests, by its full name.
pub(super) fn memory_in_stream(name: &str, bytes: &[u8]) -> Result<usize, Undecodable> {
    match descriptors().get_message_by_name(name) {
        Some(message) => memory(&message, bytes, IN_STREAM_MAX),
        None => Ok(0),
    }
}

/// The memory of a message beside that of its bytes.
fn memory(message: &MessageDescriptor, bytes: &[u8], max: usize) -> Result<usize, Undecodable> {
    let mut memory = Memory { taken: 0, max };
    memory.add(size(message))?;
    memory.read(message, bytes, 0)?;
    Ok(memory.taken)
}

struct Memory {
    taken: usize,
    max: usize,
}

impl Memory {
    fn add(&mut self, bytes: usize) -> Result<(), Undecodable> {
        self.taken = self.taken.saturating_add(bytes);
        match self.taken > self.max {
            true => Err(Undecodable::TooLarge),
            false => Ok(()),
        }
    }

    fn read(
        &mut self,
        message: &MessageDescriptor,
        mut bytes: &[u8],
        depth: usize,
    ) -> Result<(), Undecodable> {
        if depth > DEPTH_MAX {
            return Err(Undecodable::Malformed);
        }
        while !bytes.is_empty() {
            let (number, wire_type) = decode_key(&mut bytes).map_err(|_| Undecodable::Malformed)?;
            let content = content(&mut bytes, wire_type)?;
            let Some(field) = message.get_field(number) else {
                continue;
            };
            self.field(&field, content, depth)?;
        }
        Ok(())
    }

    fn field(
        &mut self,
        field: &FieldDescriptor,
        content: &[u8],
        depth: usize,
    ) -> Result<(), Undecodable> {
        let is_list = field.cardinality() == Cardinality::Repeated;
        match field.kind() {
            Kind::Message(message) => {
                // One that stands alone is a part of the message that it is in.
                if is_list {
                    self.add(size(&message))?;
                }
                self.read(&message, content, depth + 1)
            }
            Kind::String | Kind::Bytes => self.add(if is_list { POINTERS } else { 0 }),
            // A packed list has a byte for each number at least.
            _ if is_list => self.add(NUMBER * content.len().max(1)),
            _ => Ok(()),
        }
    }
}

/// Takes the content of a field: that of a text, list or message, and nothing of a number.
fn content<'a>(bytes: &mut &'a [u8], wire_type: WireType) -> Result<&'a [u8], Undecodable> {
    let length = match wire_type {
        WireType::Varint => {
            decode_varint(bytes).map_err(|_| Undecodable::Malformed)?;
            return Ok(&[]);
        }
        WireType::SixtyFourBit => 8,
        WireType::ThirtyTwoBit => 4,
        WireType::LengthDelimited => {
            let length = decode_varint(bytes).map_err(|_| Undecodable::Malformed)?;
            usize::try_from(length).map_err(|_| Undecodable::Malformed)?
        }
        // The contract has no groups.
        WireType::StartGroup | WireType::EndGroup => return Err(Undecodable::Malformed),
    };
    let content = bytes.get(..length).ok_or(Undecodable::Malformed)?;
    bytes.advance(length);
    Ok(match wire_type {
        WireType::LengthDelimited => content,
        _ => &[],
    })
}

/// The memory of each message of the contract without its lists and texts.
static SIZES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let messages = descriptors().all_messages();
    let sizes = messages.map(|message| (message.full_name().to_owned(), size_at(&message, 0)));
    sizes.collect()
});

fn size(message: &MessageDescriptor) -> usize {
    SIZES.get(message.full_name()).copied().unwrap_or_default()
}

fn size_at(message: &MessageDescriptor, depth: usize) -> usize {
    // What contains itself is a pointer there.
    if depth > PARTS_DEPTH_MAX {
        return NUMBER;
    }
    let fields = message.fields().map(|field| match field.kind() {
        _ if field.cardinality() == Cardinality::Repeated => POINTERS,
        Kind::Message(part) => NUMBER + size_at(&part, depth + 1),
        Kind::String | Kind::Bytes => POINTERS,
        // With whether it is there.
        _ => 2 * NUMBER,
    });
    fields.sum()
}

#[cfg(test)]
mod tests {
    use prost::Message;

    use super::*;
    use crate::wire::pb;

    const BATCH: &str = "/claimstore.v1.ClaimService/BatchCreateClaims";

    fn batch(requests: usize, tags: usize) -> Vec<u8> {
        let claim = pb::Claim {
            tags: vec![String::new(); tags],
            ..pb::Claim::default()
        };
        let request = pb::CreateClaimRequest {
            claim: Some(claim),
            ..pb::CreateClaimRequest::default()
        };
        let requests = vec![request; requests];
        pb::BatchCreateClaimsRequest {
            requests,
            ..pb::BatchCreateClaimsRequest::default()
        }
        .encode_to_vec()
    }

    #[test]
    fn a_message_takes_no_more_than_is_assumed() {
        fn assumed(name: &str) -> usize {
            size(&descriptors().get_message_by_name(name).unwrap())
        }
        macro_rules! each {
            ($($message:ident),+) => {
                $({
                    let assumed = assumed(concat!("claimstore.v1.", stringify!($message)));
                    let taken = size_of::<pb::$message>();
                    assert!(taken <= assumed, "{}: {taken}, {assumed}", stringify!($message));
                })+
            };
        }
        each!(
            CreateClaimRequest,
            Claim,
            Quantity,
            Entity,
            Bundle,
            BundleClaim,
            BundleSource,
            Source,
            Appearance,
            Hop,
            Article,
            ExternalId,
            Byline,
            Citation,
            Review,
            Relation,
            ImportBundlesRequest,
            MatchText,
            UpdateClaimRequest
        );
    }

    #[test]
    fn each_element_of_a_list_counts_at_any_depth() {
        let memory = |bytes: &[u8]| request_memory(BATCH, bytes, usize::MAX).unwrap();
        let none = memory(&[]);
        let (one, two) = (memory(&batch(1, 0)), memory(&batch(2, 0)));
        assert!(one - none >= size_of::<pb::CreateClaimRequest>());
        assert_eq!(two - one, one - none);
        assert_eq!(memory(&batch(2, 3)) - two, 2 * 3 * POINTERS);
        assert_eq!(request_memory("/other.Service/Method", &[255], 0), Ok(0));
    }

    #[test]
    fn what_would_take_too_much_is_refused_before_all_of_it_is_read() {
        let empty_requests = [10, 0].repeat(4 << 20);
        let memory = request_memory(BATCH, &empty_requests, 1 << 20);
        assert_eq!(memory, Err(Undecodable::TooLarge));
        let tags = batch(1, 1 << 20);
        assert_eq!(
            request_memory(BATCH, &tags, 1 << 20),
            Err(Undecodable::TooLarge)
        );
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for bytes in [&[10][..], &[10, 5, 0], &[255; 11], &[11, 12], &[9, 1]] {
            let memory = request_memory(BATCH, bytes, usize::MAX);
            assert_eq!(memory, Err(Undecodable::Malformed), "{bytes:?}");
        }
    }
}
