//! Creating a new cluster with `initdb`.
//!
//! Invariant: `postgres` is either absent or complete. It is created under another name and then
//! renamed; the next attempt removes what an interrupted one left under that name.
//!
//! Text is ordered by code point (`C`), so an upgrade of the system's C library cannot corrupt an
//! index. Characters are classified by Unicode (`C.UTF-8`), which trigram search needs.
//!
//! Deliberately absent: settings in `postgresql.conf`. They are on the server's command line, so
//! that a new release of claimstore changes them for an existing cluster too.

use std::{
    fs::{self, DirBuilder, File},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use tokio::time::timeout;

use crate::embedded::{
    error::Error,
    files,
    identity::Identity,
    programs::{binaries::Binaries, command::command},
};

/// The superuser of the private server, and the name of its database.
pub const USER: &str = "claimstore";

const TIMEOUT: Duration = Duration::from_secs(300);

/// The first that this system supports is used. Most Linux, macOS, the rest.
const CTYPES: [&str; 3] = ["C.UTF-8", "UTF-8", "C"];

/// Whether the cluster must survive a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It must: for a service.
    Durable,
    /// It need not: for tests.
    ThrowAway,
}

/// The major version that created an existing cluster; `None` where there is no cluster.
pub(crate) fn major_of(data: &Path) -> Result<Option<u32>, Error> {
    if !data.exists() {
        return Ok(None);
    }
    fs::read_to_string(data.join("PG_VERSION"))
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .map(Some)
        .ok_or_else(|| Error::NotADataDirectory {
            dir: data.to_path_buf(),
        })
}

/// Creates the cluster `data`, which must not exist.
///
/// # Errors
///
/// [`Error::Initdb`] with the output of `initdb`, [`Error::Io`] where a directory cannot be written.
pub async fn create(
    binaries: &Binaries,
    identity: &Identity,
    data: &Path,
    durability: Durability,
) -> Result<(), Error> {
    let unfinished = unfinished_name(data);
    let mut output = String::new();
    for ctype in CTYPES {
        start_over(&unfinished, identity)?;
        let initdb = initdb(binaries, identity, &unfinished, ctype, durability);
        match run(initdb, &unfinished).await? {
            Ok(()) => return finish(&unfinished, data, durability),
            Err(stderr) => output = stderr,
        }
        if !output.contains("locale") {
            break;
        }
    }
    Err(Error::Initdb {
        dir: data.to_path_buf(),
        output,
    })
}

fn unfinished_name(data: &Path) -> PathBuf {
    data.with_extension("new")
}

fn start_over(unfinished: &Path, identity: &Identity) -> Result<(), Error> {
    files::remove_dir(unfinished)?;
    DirBuilder::new()
        .mode(0o700)
        .create(unfinished)
        .map_err(Error::io("create", unfinished))?;
    identity.own(unfinished)
}

fn initdb(
    binaries: &Binaries,
    identity: &Identity,
    dir: &Path,
    ctype: &str,
    durability: Durability,
) -> Command {
    let mut command = command(&binaries.initdb(), binaries, identity);
    command
        .arg("--pgdata")
        .arg(dir)
        .args(["--username", USER, "--encoding", "UTF8", "--locale", "C"])
        .args(["--lc-ctype", ctype, "--data-checksums", "--no-instructions"])
        // The socket is the only way in, and its directory keeps other users out.
        .args(["--auth-local", "trust", "--auth-host", "reject"]);
    if durability == Durability::ThrowAway {
        command.arg("--no-sync");
    }
    command
}

/// The inner error is the standard error of `initdb`.
async fn run(mut command: Command, dir: &Path) -> Result<Result<(), String>, Error> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let child = tokio::process::Command::from(command)
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::io("run initdb for", dir))?;
    match timeout(TIMEOUT, child.wait_with_output()).await {
        Ok(Ok(output)) if output.status.success() => Ok(Ok(())),
        Ok(Ok(output)) => Ok(Err(String::from_utf8_lossy(&output.stderr)
            .trim()
            .to_owned())),
        Ok(Err(source)) => Err(Error::io("run initdb for", dir)(source)),
        Err(_) => Ok(Err(format!("not done after {TIMEOUT:?}"))),
    }
}

fn finish(unfinished: &Path, data: &Path, durability: Durability) -> Result<(), Error> {
    fs::rename(unfinished, data).map_err(Error::io("create", data))?;
    let Some(parent) = data.parent().filter(|_| durability == Durability::Durable) else {
        return Ok(());
    };
    File::open(parent)
        .and_then(|dir| dir.sync_all())
        .map_err(Error::io("write", parent))
}
