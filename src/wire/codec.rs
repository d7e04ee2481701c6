//! The codecs of the servers and of those who call any method.
//!
//! That of the servers is tonic's, but a message of a stream that would take too much memory is not
//! decoded. Requests that are one message are looked at before, by whom they are received.

use std::any::TypeId;

use bytes::{Buf as _, BufMut as _};
use prost::Message;
use tonic::{
    Status,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
};
use tonic_prost::ProstCodec;

use super::{
    decoded::{Undecodable, memory_in_stream},
    pb,
};

/// The requests of streams.
const STREAMED: &str = "claimstore.v1.ImportBundlesRequest";

fn is_streamed<U: 'static>() -> bool {
    TypeId::of::<U>() == TypeId::of::<pb::ImportBundlesRequest>()
}

/// Encodes as tonic does, and looks before it decodes.
#[derive(Debug)]
pub struct Careful<T, U>(ProstCodec<T, U>);

impl<T, U> Default for Careful<T, U> {
    fn default() -> Self {
        Self(ProstCodec::default())
    }
}

impl<T, U> Codec for Careful<T, U>
where
    T: Message + 'static,
    U: Message + Default + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = <ProstCodec<T, U> as Codec>::Encoder;
    type Decoder = CarefulDecoder<<ProstCodec<T, U> as Codec>::Decoder>;

    fn encoder(&mut self) -> Self::Encoder {
        self.0.encoder()
    }

    fn decoder(&mut self) -> Self::Decoder {
        CarefulDecoder(self.0.decoder())
    }
}

/// Decodes what does not take too much memory.
#[derive(Debug)]
pub struct CarefulDecoder<D>(D);

impl<U, D> Decoder for CarefulDecoder<D>
where
    U: 'static,
    D: Decoder<Item = U, Error = Status>,
{
    type Item = U;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<U>, Status> {
        if !is_streamed::<U>() {
            return self.0.decode(bytes);
        }
        // A message is in one piece.
        match memory_in_stream(STREAMED, bytes.chunk()) {
            Ok(_) => self.0.decode(bytes),
            // Whoever receives it says more.
            Err(Undecodable::TooLarge) => Err(Status::resource_exhausted("")),
            Err(Undecodable::Malformed) => Err(Status::internal("")),
        }
    }
}

/// Sends and receives messages as bytes, without decoding them.
#[derive(Clone, Copy, Debug)]
pub struct AsBytes;

impl Codec for AsBytes {
    type Encode = Vec<u8>;
    type Decode = Vec<u8>;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self
    }

    fn decoder(&mut self) -> Self {
        Self
    }
}

impl Encoder for AsBytes {
    type Item = Vec<u8>;
    type Error = Status;

    fn encode(&mut self, item: Vec<u8>, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&item);
        Ok(())
    }
}

impl Decoder for AsBytes {
    type Item = Vec<u8>;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<Vec<u8>>, Status> {
        let length = buffer.remaining();
        Ok(Some(buffer.copy_to_bytes(length).to_vec()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::descriptors;

    #[test]
    fn all_streams_of_requests_are_known() {
        let services = descriptors().services();
        let methods = services.flat_map(|it| it.methods().collect::<Vec<_>>());
        let streams = methods.filter(|method| method.is_client_streaming());
        let of_contract = streams.filter(|it| it.full_name().starts_with("claimstore."));
        let names: Vec<_> = of_contract
            .map(|it| it.input().full_name().to_owned())
            .collect();
        assert_eq!(names, [STREAMED]);
    }
}
