//! Exchange with other systems: tables and documents, out and in.

mod again;
mod around;
mod articles;
mod claim_review;
mod documents;
mod refused;
mod samples;
mod tables;

use std::{path::Path, process::Stdio};

use tokio::process::Command;

use crate::support::server::TestServer;

/// Runs the program. Returns its code and what it printed.
async fn claimstore(server: &TestServer, args: &[&str], directory: &Path) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_claimstore"))
        .args(args)
        .current_dir(directory)
        .env("CLAIMSTORE_SERVER", &server.address)
        .stdin(Stdio::null())
        .output();
    let output = output.await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    let code = output.status.code().unwrap();
    (code, String::from_utf8(said).unwrap())
}

/// What an export in a format has on standard output.
async fn export_lines(server: &TestServer, format: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_claimstore"))
        .args(["export", "--format", format, "-"])
        .env("CLAIMSTORE_SERVER", &server.address)
        .stdin(Stdio::null())
        .output();
    let output = output.await.unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout).unwrap()
}
