//! Calls of any method with an empty message and any metadata.

use std::time::Duration;

use claimstore::api::call::auth::TABLE;
use http_body_util::Full;
use tokio::time::timeout;
use tonic::{Code, body::Body, codegen::http::Request, transport::Channel};
use tower::{Service as _, ServiceExt as _};

/// The header of a message of no bytes.
const EMPTY: &[u8] = &[0; 5];

/// The code of the answer to an empty message, as its headers have it. A stream that is answered, and
/// one that only waits for more, are OK.
pub async fn code(mut channel: Channel, path: &str, authorization: &[&str]) -> Code {
    let mut request = Request::post(format!("http://localhost{path}"))
        .header("content-type", "application/grpc")
        .header("te", "trailers");
    for value in authorization {
        request = request.header("authorization", *value);
    }
    let request = request.body(Body::new(Full::new(EMPTY.into()))).unwrap();
    let answer = channel.ready().await.unwrap().call(request);
    let Ok(answer) = timeout(Duration::from_secs(20), answer).await else {
        return Code::Ok;
    };
    let answer = answer.unwrap();
    let code = answer.headers().get("grpc-status");
    code.map_or(Code::Ok, |code| Code::from_bytes(code.as_bytes()))
}

/// Whether the guard let a call in.
pub const fn is_let_in(code: Code) -> bool {
    !matches!(code, Code::Unauthenticated | Code::PermissionDenied)
}

/// Every method of the server.
pub fn methods() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(method, _)| *method)
}
