//! Compiles the contract in `proto/` with protox, which is written in Rust. So a build
//! does not need `protoc`.

use std::{env, fs, io, path::PathBuf};

use prost::Message;

const PROTOS: &str = "proto/claimstore/v1";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed={PROTOS}");
    println!("cargo::rerun-if-changed=migrations");

    let mut files = fs::read_dir(PROTOS)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<PathBuf>>>()?;
    files.sort();

    let descriptors = protox::compile(files, ["proto"])?;
    let out_dir = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(
        out_dir.join("claimstore.binpb"),
        descriptors.encode_to_vec(),
    )?;
    tonic_prost_build::configure().compile_fds(descriptors)?;
    Ok(())
}
