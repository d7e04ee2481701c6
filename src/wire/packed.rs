//! How the build packs the contract into the program. `build.rs` writes this, and
//! [`super::contract`] reads it.
//!
//! The descriptor of a file has all of its comments, so it stands beside the text of the file: a
//! compression then finds almost all of the second in the first.

/// The files of the contract, each behind those that it imports.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct Packed {
    /// The files.
    #[prost(message, repeated, tag = "1")]
    pub files: Vec<PackedFile>,
}

/// A file of the contract, or one that it imports.
#[derive(Clone, PartialEq, ::prost::Message)]
pub struct PackedFile {
    /// Its path, as imports name it.
    #[prost(string, tag = "1")]
    pub path: String,
    /// A `google.protobuf.FileDescriptorSet` with this file alone.
    #[prost(bytes = "vec", tag = "2")]
    pub descriptor_set: Vec<u8>,
    /// Its text. Files that come with every compiler have none.
    #[prost(string, tag = "3")]
    pub text: String,
}
