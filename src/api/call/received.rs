//! The request of a call with one message, read as a whole before the call gets a place.
//!
//! Whoever sends nothing, or sends slowly, holds no place that way. A request that is not what
//! gRPC sends is refused here: another method than POST, another content type, a deadline that
//! cannot be read, and more or less than one message.

use std::{future::poll_fn, pin::pin, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, header::CONTENT_TYPE, request::Parts};
use http_body::Body;
use tokio::time::timeout;
use tonic::Status;

use super::{
    places::{BYTES_MAX, Memory, Places},
    refused,
};
use crate::{
    api::HEADER_BYTES_MAX,
    wire::decoded::{Undecodable, request_memory},
};

/// How long the message of a request may take to arrive.
pub(crate) const READ_MAX: Duration = Duration::from_secs(10);

/// The bytes before a message: whether it is compressed, and its length.
const PREFIX: usize = 5;

/// The first byte of a message that is not compressed, and of one that is.
const PLAIN: u8 = 0;
const COMPRESSED: u8 = 1;

const GRPC: &str = "application/grpc";

/// What HTTP/2 counts for a header beside its name and its value.
const HEADER_OVERHEAD: usize = 32;

/// A message with its prefix, and the memory that it takes.
pub(super) struct Received {
    pub bytes: Bytes,
    pub memory: Option<Memory>,
}

/// Why a request was not received.
pub(super) enum NotReceived {
    /// The caller is told this.
    Refused(Status),
    /// Other calls use all the memory for requests and answers.
    Full,
}

/// Refuses a request with headers that are too large.
pub(super) fn check_headers(request: &Parts) -> Result<(), Status> {
    match header_bytes(request) > HEADER_BYTES_MAX {
        true => Err(refused::headers_too_large()),
        false => Ok(()),
    }
}

/// The size of headers as HTTP/2 counts it, with the method and the address.
fn header_bytes(request: &Parts) -> usize {
    let size = |name: &str, value: &[u8]| name.len() + value.len() + HEADER_OVERHEAD;
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| size(name.as_str(), value.as_bytes()));
    let path = request.uri.path_and_query().map_or("", |it| it.as_str());
    let pseudo = [
        (":method", request.method.as_str()),
        (":scheme", request.uri.scheme_str().unwrap_or_default()),
        (
            ":authority",
            request.uri.authority().map_or("", |it| it.as_str()),
        ),
        (":path", path),
    ];
    let pseudo = pseudo.map(|(name, value)| size(name, value.as_bytes()));
    headers.chain(pseudo).sum()
}

/// Refuses a request that is not one of gRPC.
pub(super) fn check(request: &Parts) -> Result<(), Status> {
    let type_of = |headers: &HeaderMap| Some(headers.get(CONTENT_TYPE)?.to_str().ok()?.to_owned());
    let is_grpc = type_of(&request.headers).is_some_and(|it| {
        let rest = it.strip_prefix(GRPC);
        let rest = rest.map(|it| it.strip_prefix("+proto").unwrap_or(it));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(';'))
    });
    match (request.method == Method::POST, is_grpc) {
        (true, true) => Ok(()),
        (false, _) => Err(refused::not_grpc("the HTTP method is not POST")),
        (_, false) => Err(refused::not_grpc(
            "the content-type is not application/grpc or application/grpc+proto",
        )),
    }
}

/// Reads the message of a request to a path, which has at most so many bytes. Without places, it
/// takes no memory of them.
pub(super) async fn read<B>(
    path: &str,
    body: B,
    bytes_max: usize,
    places: Option<&Places>,
) -> Result<Received, NotReceived>
where
    B: Body<Data = Bytes>,
{
    let read = timeout(READ_MAX, read_all(body, bytes_max, places)).await;
    let slow = |_| Err(NotReceived::Refused(refused::request_too_slow()));
    let mut received = read.unwrap_or_else(slow)?;
    let max = BYTES_MAX.saturating_sub(received.bytes.len() * DECODED);
    let message = received.bytes.get(PREFIX..).unwrap_or_default();
    let decoded = request_memory(path, message, max).map_err(|why| {
        NotReceived::Refused(match why {
            Undecodable::TooLarge => refused::too_many_elements(),
            Undecodable::Malformed => refused::malformed_message(),
        })
    })?;
    if let (Some(places), Some(memory)) = (places, &mut received.memory) {
        memory.add(places.reserve(decoded).ok_or(NotReceived::Full)?);
    }
    Ok(received)
}

/// How much memory the bytes of a message take while it is worked on, as a multiple of their number:
/// its texts are in the decoded message again. What its lists take comes on top of that.
const DECODED: usize = 2;

async fn read_all<B>(
    body: B,
    bytes_max: usize,
    places: Option<&Places>,
) -> Result<Received, NotReceived>
where
    B: Body<Data = Bytes>,
{
    let mut body = pin!(body);
    let reserve = |bytes| match places {
        Some(places) => places.reserve(bytes).map(Some).ok_or(NotReceived::Full),
        None => Ok(None),
    };
    let mut memory = reserve(0)?;
    let (mut first, mut all) = (Bytes::new(), BytesMut::new());
    let mut length = 0;
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let malformed = |_| NotReceived::Refused(refused::malformed_message());
        let Ok(data) = frame.map_err(malformed)?.into_data() else {
            continue;
        };
        length += data.len();
        if length > PREFIX + bytes_max {
            return Err(NotReceived::Refused(refused::message_too_large(bytes_max)));
        }
        let more = reserve(data.len() * DECODED)?;
        if let (Some(memory), Some(more)) = (&mut memory, more) {
            memory.add(more);
        }
        // Most requests are one frame, which is not copied.
        if first.is_empty() && all.is_empty() {
            first = data;
        } else {
            if all.is_empty() {
                all.extend_from_slice(&std::mem::take(&mut first));
            }
            all.extend_from_slice(&data);
        }
    }
    let bytes = if all.is_empty() { first } else { all.freeze() };
    match check_message(&bytes, bytes_max) {
        Some(why) => Err(NotReceived::Refused(why)),
        None => Ok(Received { bytes, memory }),
    }
}

/// Why bytes are not exactly one message with its prefix, which the server can read.
fn check_message(bytes: &[u8], bytes_max: usize) -> Option<Status> {
    let length = bytes.get(1..PREFIX).and_then(|it| it.try_into().ok());
    let length = length.map(u32::from_be_bytes).map(u64::from);
    let flag = bytes.first().unwrap_or(&PLAIN);
    match (flag, length) {
        (_, Some(length)) if length > bytes_max as u64 => {
            Some(refused::message_too_large(bytes_max))
        }
        (_, length) if length.map(|it| it + PREFIX as u64) != Some(bytes.len() as u64) => {
            Some(refused::not_one_message())
        }
        (&PLAIN, _) => None,
        (&COMPRESSED, _) => Some(refused::unsupported_encoding()),
        _ => Some(refused::malformed_message()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_one_message_is_accepted() {
        let one = "send exactly one";
        for (bytes, why) in [
            (&b"\0\0\0\0\0"[..], None),
            (b"\0\0\0\0\x02ab", None),
            (b"\x01\0\0\0\x02ab", Some("compressed")),
            (b"\x07\0\0\0\x02ab", Some("not a message of the method")),
            (b"", Some(one)),
            (b"\0\0\0", Some(one)),
            (b"\0\0\0\0\x02a", Some(one)),
            (b"\0\0\0\0\x02abc", Some(one)),
            (b"\0\0\0\0\0\0\0\0\0\0", Some(one)),
            (b"\0\0\0\0\x09ab", Some("is larger than 8 bytes")),
            (b"\0\xff\xff\xff\xffab", Some("is larger than 8 bytes")),
        ] {
            let refused = check_message(bytes, 8).map(|it| it.message().to_owned());
            match (refused, why) {
                (None, None) => {}
                (Some(refused), Some(why)) => assert!(refused.contains(why), "{refused}"),
                (refused, _) => panic!("{bytes:?}: {refused:?}"),
            }
        }
    }
}
