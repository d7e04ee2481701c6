//! The encoding of resources in messages and in the store: the generated message types, and
//! the conversion between them and the domain.
//!
//! Messages are destructured without `..`, so a new field breaks the build until somebody
//! decides what it means. Reading reports every field whose value is not possible. It does
//! not check the rules of the domain, so a stored document is read without being validated
//! again.

pub mod bundled;
pub mod change;
pub mod codec;
pub mod conflict;
mod contract;
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
mod packed;
pub mod pb;
pub mod raw;
pub mod request;
pub mod resource;
pub mod sealed;
pub mod stamps;
pub mod table;
pub mod trace;
pub mod value;

/// The generated servers. They return resources as [`encoded`] documents.
pub mod servers {
    #![expect(
        clippy::allow_attributes,
        clippy::allow_attributes_without_reason,
        reason = "the generator writes them"
    )]

    tonic::include_proto!("servers/claimstore.v1");
}

pub use self::contract::{descriptor_set, descriptors, texts};
