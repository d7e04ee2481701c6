//! Messages as their bytes, for callers that send all requests in one way.

use prost::Message;

/// A message that can be written to bytes and read from them.
pub trait Whole: Sized {
    /// Its encoding.
    fn to_bytes(&self) -> Vec<u8>;

    /// The message with this encoding, if it is one.
    fn from_bytes(bytes: &[u8]) -> Option<Self>;
}

impl<M: Message + Default> Whole for M {
    fn to_bytes(&self) -> Vec<u8> {
        self.encode_to_vec()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        M::decode(bytes).ok()
    }
}
