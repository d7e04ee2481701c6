//! How resources travel and how they are stored: the generated messages, and the
//! way between them and the domain.
//!
//! Messages are taken apart without `..`, so that a new field breaks the build
//! until somebody decides what it means. Reading reports every field that cannot
//! be what it should; it does not check rules, so a stored document is read without
//! being validated again.

pub mod change;
pub mod conflict;
pub mod cursor;
pub mod diff;
pub mod document;
pub mod encoded;
pub mod json;
pub mod mask;
pub mod message;
pub mod request;
pub mod resource;
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

/// The generated servers. They answer resources as [`encoded`] documents.
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

/// The contract, for whoever looks at messages without knowing their type.
pub fn descriptors() -> &'static DescriptorPool {
    &POOL
}
