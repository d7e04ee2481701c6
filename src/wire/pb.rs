//! The generated messages and clients.
#![expect(
    clippy::allow_attributes_without_reason,
    reason = "the generator writes them"
)]

tonic::include_proto!("claimstore.v1");
