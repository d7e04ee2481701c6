//! Answers that are already encoded: a stored document is sent to the caller as it is,
//! without being decoded and encoded again.
//!
//! The generated servers use these types instead of the messages (see `build.rs`).

use std::{fmt, marker::PhantomData};

use prost::{
    DecodeError, Message,
    bytes::{Buf, BufMut},
    encoding::{DecodeContext, WireType, skip_field},
};

use super::document::{self, Unreadable};

/// An encoded message, only to be sent. It has no default value, so it can never be
/// decoded.
pub struct Encoded<M> {
    bytes: Vec<u8>,
    message: PhantomData<fn() -> M>,
}

impl<M> Encoded<M> {
    /// Wraps the encoding of a message.
    pub fn of(bytes: Vec<u8>) -> Result<Self, Unreadable> {
        require_fields(&bytes)?;
        Ok(Self {
            bytes,
            message: PhantomData,
        })
    }
}

impl<M: Message> Encoded<M> {
    /// Encodes a message.
    pub fn message(message: &M) -> Self {
        Self {
            bytes: message.encode_to_vec(),
            message: PhantomData,
        }
    }
}

impl<M> fmt::Debug for Encoded<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Encoded").field(&self.bytes.len()).finish()
    }
}

impl<M> Message for Encoded<M> {
    fn encode_raw(&self, buf: &mut impl BufMut) {
        buf.put_slice(&self.bytes);
    }

    fn merge_field(
        &mut self,
        tag: u32,
        wire_type: WireType,
        buf: &mut impl Buf,
        context: DecodeContext,
    ) -> Result<(), DecodeError> {
        skip_field(wire_type, tag, buf, context)
    }

    fn encoded_len(&self) -> usize {
        self.bytes.len()
    }

    fn clear(&mut self) {
        self.bytes.clear();
    }
}

/// Refuses bytes that cannot be split into fields. A broken row must be found by the
/// server, and not by the caller. The content of the fields is skipped.
fn require_fields(document: &[u8]) -> Result<(), Unreadable> {
    document::message::<()>(document)
}

/// A list of documents, and the token of the next page or empty. In the encoding, a field
/// of bytes and a field of a message are the same.
#[derive(Clone, PartialEq, Message)]
pub struct DocumentList {
    #[prost(bytes = "vec", repeated, tag = "1")]
    documents: Vec<Vec<u8>>,
    #[prost(string, tag = "2")]
    next_page_token: String,
}

impl DocumentList {
    /// A list of documents, and the token of the next page or empty.
    pub fn of(documents: Vec<Vec<u8>>, next_page_token: String) -> Result<Self, Unreadable> {
        for document in &documents {
            require_fields(document)?;
        }
        Ok(Self {
            documents,
            next_page_token,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb;

    fn claim(statement: &str) -> pb::Claim {
        pb::Claim {
            statement: statement.to_owned(),
            ..pb::Claim::default()
        }
    }

    #[test]
    fn what_is_encoded_is_sent_as_it_is() {
        let bytes = claim("It rose").encode_to_vec();
        let encoded = Encoded::<pb::Claim>::of(bytes.clone()).unwrap();
        assert_eq!(encoded.encode_to_vec(), bytes);
    }

    #[test]
    fn bytes_without_fields_are_refused() {
        let broken = vec![0xff];
        assert!(Encoded::<pb::Claim>::of(broken.clone()).is_err());
        assert!(DocumentList::of(vec![Vec::new(), broken], String::new()).is_err());
    }

    #[test]
    fn a_list_of_documents_is_the_message_that_lists_them() {
        let claims = vec![claim("It rose"), pb::Claim::default(), claim("It fell")];
        let documents = claims.iter().map(Message::encode_to_vec).collect();
        let list = DocumentList::of(documents, "next".to_owned()).unwrap();
        let message = pb::ListClaimsResponse {
            claims,
            next_page_token: "next".to_owned(),
        };
        assert_eq!(list.encode_to_vec(), message.encode_to_vec());
    }
}
