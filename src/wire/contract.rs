//! The contract as it was when the program was built: its descriptors, and its texts.
//!
//! It is compressed in the program, of which it would otherwise be a visible part.

use std::{io::Read as _, sync::LazyLock};

use flate2::read::DeflateDecoder;
use prost::Message as _;
use prost_reflect::DescriptorPool;

use super::packed::Packed;

const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/contract.deflate"));

static DESCRIPTORS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let sets = unpacked().files.into_iter().map(|file| file.descriptor_set);
    // Sets one after the other are the encoding of one set with the files of all.
    sets.collect::<Vec<_>>().concat()
});

static POOL: LazyLock<DescriptorPool> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the set was made by the build itself")]
    DescriptorPool::decode(descriptor_set()).expect("the contract's descriptors are whole")
});

/// The contract as an encoded `google.protobuf.FileDescriptorSet`, comments and imports included.
pub fn descriptor_set() -> &'static [u8] {
    &DESCRIPTORS
}

/// The contract in a form for code that inspects messages of any type.
pub fn descriptors() -> &'static DescriptorPool {
    &POOL
}

/// The files of the contract, each with the path that imports name, and its text.
pub fn texts() -> Vec<(String, String)> {
    let files = unpacked().files.into_iter();
    let own = files.filter(|file| !file.text.is_empty());
    own.map(|file| (file.path, file.text)).collect()
}

#[expect(clippy::expect_used, reason = "it was packed by the build itself")]
fn unpacked() -> Packed {
    let mut bytes = Vec::new();
    DeflateDecoder::new(PACKED)
        .read_to_end(&mut bytes)
        .expect("the contract is whole");
    Packed::decode(bytes.as_slice()).expect("the contract is whole")
}
