//! The nearest words of refused anchors, among the details of an error.

use prost::Message;
use prost_types::Any;

use super::pb;

/// The field of `google.rpc.Status` that has the details.
#[derive(Clone, PartialEq, Message)]
struct Details {
    #[prost(message, repeated, tag = "3")]
    details: Vec<Any>,
}

/// Appends nearest words to an encoded `google.rpc.Status`. Encodings of one message type
/// merge when they are concatenated.
pub fn append(status: &[u8], nearest: &[pb::NearestWords]) -> Vec<u8> {
    let details = nearest.iter().map(|it| Any {
        type_url: "type.googleapis.com/claimstore.v1.NearestWords".to_owned(),
        value: it.encode_to_vec(),
    });
    let appended = Details {
        details: details.collect(),
    };
    [status, &appended.encode_to_vec()].concat()
}
