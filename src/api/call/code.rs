//! The code of a status, as headers or trailers give it.

use http::HeaderMap;
use tonic::Code;

/// The code, if there is one: a successful answer has none in its headers.
pub(super) fn code_of(headers: &HeaderMap) -> Option<Code> {
    let value = headers.get("grpc-status")?;
    Some(Code::from_bytes(value.as_bytes()))
}
