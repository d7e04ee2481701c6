//! The encoding of resources in messages and in the store: the generated message types, and
//! the conversion between them and the domain.
//!
//! Messages are destructured without `..`, so a new field breaks the build until somebody
//! decides what it means. Reading reports every field whose value is not possible. It does
//! not check the rules of the domain, so a stored document is read without being validated
//! again.

pub mod change;
pub mod codec;
pub mod conflict;
pub mod cursor;
pub mod decoded;
pub mod diff;
pub mod document;
pub mod encoded;
pub mod exported;
pub mod json;
pub mod mask;
pub mod message;
pub mod nearest;
pub mod raw;
pub mod request;
pub mod resource;
pub mod sealed;
pub mod stamps;
pub mod trace;
pub mod value;

/// The generated messages and clients.
pub mod pb {
    #![expect(
        clippy::allow_attributes_without_reason,
        reason = "the generator writes them"
    )]

    tonic::include_proto!("claimstore.v1");
}

/// The generated servers. They return resources as [`encoded`] documents.
pub mod servers {
    #![expect(
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        reason = "the generator writes them"
    )]

    tonic::include_proto!("servers/claimstore.v1");
}

use std::sync::LazyLock;

use prost_reflect::DescriptorPool;

/// The contract as an encoded `google.protobuf.FileDescriptorSet`, comments
/// included.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/claimstore.binpb"));

static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the set was made by the build itself")]
    DescriptorPool::decode(DESCRIPTORS).expect("the contract's descriptors are whole")
});

/// The contract in a form for code that inspects messages of any type.
pub fn descriptors() -> &'static DescriptorPool {
    &POOL
}
