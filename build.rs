//! Compiles the contract in `proto/` with protox, which is written in Rust. So a build
//! does not need `protoc`.
//!
//! Messages and clients are one module, servers another. Servers answer resources and
//! lists or bundles of them as bytes that are already encoded. So their signatures have other types
//! in place of those messages.

#[path = "src/wire/packed.rs"]
mod packed;

use std::{
    env,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use flate2::{Compression, write::DeflateEncoder};
use packed::{Packed, PackedFile};
use prost::Message;
use tonic_prost_build::{Builder, FileDescriptorSet};

const PROTOS: &str = "proto/claimstore/v1";

/// What is stored as a document, and answered as one.
const DOCUMENTS: &[&str] = &[
    ".claimstore.v1.Source",
    ".claimstore.v1.Article",
    ".claimstore.v1.Claim",
    ".claimstore.v1.Appearance",
    ".claimstore.v1.Relation",
    ".claimstore.v1.Review",
    ".claimstore.v1.Standing",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={PROTOS}");
    println!("cargo::rerun-if-changed=migrations");

    let mut files = fs::read_dir(PROTOS)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    files.sort();

    let descriptors = protox::compile(files, ["proto"])?;
    let out_dir = PathBuf::from(env::var("OUT_DIR")?);
    pack(&descriptors, &out_dir.join("contract.deflate"))?;
    tonic_prost_build::configure()
        // It is seldom present, and would make every claim larger.
        .boxed(".claimstore.v1.Claim.standing")
        .build_server(false)
        .compile_fds(descriptors.clone())?;
    let servers = out_dir.join("servers");
    fs::create_dir_all(&servers)?;
    server_types(&descriptors)
        .build_client(false)
        .out_dir(servers)
        .compile_fds(descriptors)?;
    Ok(())
}

/// Writes what the program has of the contract.
fn pack(descriptors: &FileDescriptorSet, path: &Path) -> io::Result<()> {
    let packed = descriptors.file.iter().map(|file| {
        let text = match file.package() {
            "claimstore.v1" => fs::read_to_string(Path::new("proto").join(file.name()))?,
            _ => String::new(),
        };
        let alone = FileDescriptorSet {
            file: vec![file.clone()],
        };
        Ok(PackedFile {
            path: file.name().to_owned(),
            descriptor_set: alone.encode_to_vec(),
            text,
        })
    });
    let files = packed.collect::<io::Result<_>>()?;
    let mut encoder = DeflateEncoder::new(File::create(path)?, Compression::best());
    encoder.write_all(&Packed { files }.encode_to_vec())?;
    encoder.finish().map(drop)
}

/// The types in the signatures of servers: the generated messages, but for what is
/// answered as encoded bytes. The longest path that fits a message counts.
fn server_types(descriptors: &FileDescriptorSet) -> Builder {
    let mut builder = tonic_prost_build::configure()
        .extern_path(".claimstore.v1", "crate::wire::pb")
        .codec_path("crate::wire::codec::Careful");
    for document in DOCUMENTS {
        let message = document.replace(".claimstore.v1.", "crate::wire::pb::");
        let encoded = format!("crate::wire::encoded::Encoded<{message}>");
        builder = builder.extern_path(document, encoded);
    }
    builder = builder.extern_path(
        ".claimstore.v1.ListChangesResponse",
        "crate::wire::encoded::Encoded<crate::wire::pb::ListChangesResponse>",
    );
    builder = builder.extern_path(
        ".claimstore.v1.ExportBundlesResponse",
        "crate::wire::exported::ExportedResponse",
    );
    for list in document_lists(descriptors) {
        builder = builder.extern_path(list, "crate::wire::encoded::DocumentList");
    }
    builder
}

/// The messages that are encoded as `DocumentList` is: documents as field 1, the token of
/// the next page as field 2 or not at all, and nothing else.
fn document_lists(descriptors: &FileDescriptorSet) -> Vec<String> {
    let own = descriptors.file.iter();
    let own = own.filter(|file| file.package() == "claimstore.v1");
    let messages = own.flat_map(|file| &file.message_type);
    let lists = messages.filter(|message| {
        let [documents, rest @ ..] = message.field.as_slice() else {
            return false;
        };
        let is_list = documents.number() == 1
            && documents.label().as_str_name() == "LABEL_REPEATED"
            && DOCUMENTS.contains(&documents.type_name());
        let is_end = match rest {
            [] => true,
            [token] => token.number() == 2 && token.name() == "next_page_token",
            _ => false,
        };
        is_list && is_end
    });
    lists
        .map(|list| format!(".claimstore.v1.{}", list.name()))
        .collect()
}
