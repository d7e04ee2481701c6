//! Calls that return the bytes of the answer. They cost the load generator less than decoded
//! messages, and bytes can be compared.

use claimstore::wire::pb::{BatchGetClaimsRequest, GetClaimRequest, ListClaimsRequest};
use prost::{
    Message,
    bytes::{Buf as _, Bytes},
};
use tonic::{
    Request, Status,
    client::Grpc,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
    transport::Channel,
};

/// A request of the claim service.
pub trait Call: Message + 'static {
    const PATH: &'static str;
}

impl Call for GetClaimRequest {
    const PATH: &'static str = "/claimstore.v1.ClaimService/GetClaim";
}

impl Call for BatchGetClaimsRequest {
    const PATH: &'static str = "/claimstore.v1.ClaimService/BatchGetClaims";
}

impl Call for ListClaimsRequest {
    const PATH: &'static str = "/claimstore.v1.ClaimService/ListClaims";
}

/// Encodes messages, and leaves answers encoded.
pub struct Raw<M>(pub std::marker::PhantomData<M>);

impl<M: Message + 'static> Codec for Raw<M> {
    type Encode = M;
    type Decode = Bytes;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self(self.0)
    }

    fn decoder(&mut self) -> Self {
        Self(self.0)
    }
}

impl<M: Message> Encoder for Raw<M> {
    type Item = M;
    type Error = Status;

    fn encode(&mut self, message: M, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message
            .encode(buffer)
            .map_err(|error| Status::internal(error.to_string()))
    }
}

impl<M> Decoder for Raw<M> {
    type Item = Bytes;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Bytes>, Status> {
        Ok(Some(buffer.copy_to_bytes(buffer.remaining())))
    }
}

/// Sends a request. Any status but OK is an error.
pub async fn call<C: Call>(channel: Channel, request: C) -> Result<Bytes, String> {
    let mut client = Grpc::new(channel).max_decoding_message_size(8 << 20);
    client.ready().await.map_err(|error| error.to_string())?;
    let path = http::uri::PathAndQuery::from_static(C::PATH);
    let codec = Raw(std::marker::PhantomData);
    let answer = client.unary(Request::new(request), path, codec).await;
    Ok(answer.map_err(|status| status.to_string())?.into_inner())
}
