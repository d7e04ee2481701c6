//! `claimstore contract`.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;

use super::error::Error;
use crate::wire;

/// The descriptor set beside the protos.
const SET: &str = "claimstore.binpb";

/// What `contract` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore contract --out proto/
      claimstore/v1/*.proto and claimstore.binpb, in a directory that is created if it is missing
  protoc -Iproto --python_out=. proto/claimstore/v1/*.proto
  claimstore contract --out claimstore.binpb
      a google.protobuf.FileDescriptorSet with comments and imports, as grpcurl -protoset takes it
  claimstore contract --out - | buf generate -#format=binpb

This is the contract of this program, so that a server and what is generated for its callers are of
one release. No server is asked. Files of the same names are replaced.")]
pub struct ContractArgs {
    /// Directory for the protos and their descriptor set, if it exists or ends in /; otherwise file
    /// for the descriptor set alone; - is standard output
    #[arg(long = "out", value_name = "FILE|DIR")]
    contract_out: PathBuf,
}

/// Something cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written", path.display())]
struct NotWritten {
    path: PathBuf,
    source: io::Error,
}

/// Writes the contract.
pub fn run(args: &ContractArgs) -> Result<(), Error> {
    let out = &args.contract_out;
    let set = wire::descriptor_set();
    if out == Path::new("-") {
        let written = io::stdout().write_all(set);
        return written.map_err(|source| not_written(Path::new("standard output"), source));
    }
    let names_directory = out.as_os_str().as_encoded_bytes().ends_with(b"/");
    if !names_directory && !out.is_dir() {
        return write(out, set);
    }
    write(&out.join(SET), set)?;
    for (path, text) in wire::texts() {
        write(&out.join(path), text.as_bytes())?;
    }
    Ok(())
}

/// Writes a file, and creates the directories that it is in.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = parent.and_then(|()| fs::write(path, bytes));
    written.map_err(|source| not_written(path, source))
}

fn not_written(path: &Path, source: io::Error) -> Error {
    let path = path.to_owned();
    Error::new(NotWritten { path, source })
}
