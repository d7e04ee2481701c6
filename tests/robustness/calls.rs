//! Calls of any method, by its name and with its messages as bytes.

use std::time::Duration;

use claimstore::{api::RESPONSE_BYTES_MAX, client::POSITION, wire::codec::AsBytes};
use prost::Message;
use tonic::{
    Request, Status,
    client::Grpc,
    transport::{Channel, Endpoint},
};
use tonic_types::StatusExt as _;

/// After that, the server ends a call.
const DEADLINE: Duration = Duration::from_secs(3);
/// After that, nobody waits for it any more.
const PATIENCE: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

const ACTOR: &str = "x-claimstore-actor";

/// A channel to a server, which connects when it is used.
pub fn channel(url: &str) -> Channel {
    let endpoint = Endpoint::from_shared(url.to_owned()).unwrap();
    let endpoint = endpoint.connect_timeout(CONNECT_TIMEOUT).tcp_nodelay(true);
    endpoint
        .http2_keep_alive_interval(Duration::from_secs(2))
        .keep_alive_timeout(Duration::from_secs(3))
        .connect_lazy()
}

/// A request by a caller, with a deadline.
pub fn request<T>(actor: &str, message: T) -> Request<T> {
    let mut request = by(actor, message);
    request.set_timeout(DEADLINE);
    request
}

/// A request by a caller.
pub fn by<T>(actor: &str, message: T) -> Request<T> {
    let mut request = Request::new(message);
    request.metadata_mut().insert(ACTOR, actor.parse().unwrap());
    request
}

/// The bytes of an answer, and the position that it has.
#[derive(Debug)]
pub struct Answer {
    pub bytes: Vec<u8>,
    pub position: String,
}

/// Sends a message that is encoded already. If it reads, it reflects everything up to a position, if
/// there is one.
pub async fn send(
    channel: &Channel,
    actor: &str,
    method: &str,
    message: Vec<u8>,
    reflecting: &str,
) -> Result<Answer, Status> {
    let mut grpc = Grpc::new(channel.clone()).max_decoding_message_size(RESPONSE_BYTES_MAX);
    let path = format!("/{method}").parse().unwrap();
    let call = async {
        let ready = grpc.ready().await;
        ready.map_err(|error| Status::unavailable(error.to_string()))?;
        let mut request = request(actor, message);
        if !reflecting.is_empty() {
            let position = reflecting.parse().unwrap();
            request.metadata_mut().insert(POSITION, position);
        }
        let answer = grpc.unary(request, path, AsBytes).await?;
        let position = claimstore::client::position(&answer);
        let position = position.and_then(|it| it.to_str().ok().map(str::to_owned));
        Ok(Answer {
            position: position.unwrap_or_default(),
            bytes: answer.into_inner(),
        })
    };
    in_time(call).await
}

/// Calls a method of a service, such as `ClaimService/GetClaim`.
pub async fn call<A: Message + Default>(
    channel: &Channel,
    method: &str,
    message: &impl Message,
) -> Result<A, Status> {
    call_reflecting(channel, method, message, "").await
}

/// The same, for a read that reflects everything up to a position.
pub async fn call_reflecting<A: Message + Default>(
    channel: &Channel,
    method: &str,
    message: &impl Message,
    position: &str,
) -> Result<A, Status> {
    let method = format!("claimstore.v1.{method}");
    let message = message.encode_to_vec();
    let answer = send(channel, "reader", &method, message, position).await?;
    Ok(A::decode(&*answer.bytes).unwrap())
}

/// Ends a call that nobody answers, as one whose outcome nobody knows.
pub async fn in_time<T>(call: impl Future<Output = Result<T, Status>>) -> Result<T, Status> {
    let answered = tokio::time::timeout(PATIENCE, call).await;
    answered.unwrap_or_else(|_| Err(Status::deadline_exceeded("nobody answered")))
}

/// The reason of an error, if a server gave it.
pub fn reason(status: &Status) -> Option<String> {
    let details = status.get_error_details();
    details.error_info().map(|info| info.reason.clone())
}

/// The resources that an error names.
pub fn named(status: &Status) -> Vec<String> {
    let details = status.get_error_details();
    let info = details.resource_info();
    let resources = info.map(|info| info.resource_name.clone());
    let name = details.error_info().and_then(|it| it.metadata.get("name"));
    resources
        .iter()
        .flat_map(|it| it.split(", "))
        .map(str::to_owned)
        .chain(name.cloned())
        .collect()
}
