//! The command that runs a program of Postgres.
//!
//! Invariant: nothing of the service's environment reaches Postgres, because it may hold secrets
//! and `PG…` variables.

use std::{path::Path, process::Command};

use super::binaries::Binaries;
use crate::embedded::identity::Identity;

/// Runs `program` as the user of Postgres, in a clean environment.
pub(crate) fn command(program: &Path, binaries: &Binaries, identity: &Identity) -> Command {
    let mut command = Command::new(program);
    identity.apply(&mut command);
    let path = format!("{}:/usr/bin:/bin", binaries.dir().display());
    command.env_clear().env("PATH", path).env("LC_ALL", "C");
    command
}
