//! Messages as they are sent.

use bytes::{Bytes, BytesMut};
use prost::Message;

/// A message as it is sent: not compressed, and after its length.
pub fn framed(message: &impl Message) -> Bytes {
    let mut frame = BytesMut::new();
    frame.extend_from_slice(&[0]);
    frame.extend_from_slice(&u32::try_from(message.encoded_len()).unwrap().to_be_bytes());
    message.encode(&mut frame).unwrap();
    frame.freeze()
}
