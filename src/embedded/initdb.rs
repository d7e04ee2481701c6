//! Making a new data directory.
//!
//! Invariant: `postgres` is either absent or whole. It is made under another name and renamed when
//! done; what an interrupted attempt left under that name is removed by the next.
//!
//! Text is ordered by code point (`C`), so an upgrade of the system's C library cannot corrupt an
//! index, while letters are told from other characters by Unicode (`C.UTF-8`), which trigram
//! search needs.
//!
//! Deliberately absent: settings in `postgresql.conf`. They go on the server's command line, so
//! that a new release of claimstore changes them for old data too.

use std::{
    fs::{self, DirBuilder, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use tokio::time::timeout;

use super::{Binaries, Error, Identity};

/// The superuser of the private server, and the name of its database.
pub const USER: &str = "claimstore";

const PATIENCE: Duration = Duration::from_secs(300);

/// The first that this system knows is used: most Linux, macOS, the rest.
const CTYPES: [&str; 3] = ["C.UTF-8", "UTF-8", "C"];

/// Whether what is written must outlive the machine's next crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It must, as a service needs it.
    Durable,
    /// It need not, as a test needs it.
    ThrowAway,
}

/// The major version that an existing data directory was made with; `None` where there is none.
pub(super) fn major_of(data: &Path) -> Result<Option<u32>, Error> {
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

/// Makes `data`, which must not exist.
///
/// # Errors
///
/// [`Error::Initdb`] with what `initdb` said, [`Error::Io`] where a directory cannot be written.
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
        match run(
            command(binaries, identity, &unfinished, ctype, durability),
            &unfinished,
        )
        .await?
        {
            Ok(()) => return finish(&unfinished, data, durability),
            Err(said) => output = said,
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
    match fs::remove_dir_all(unfinished) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            return Err(Error::io("remove", unfinished)(source));
        }
        _ => {}
    }
    DirBuilder::new()
        .mode(0o700)
        .create(unfinished)
        .map_err(Error::io("create", unfinished))?;
    identity.own(unfinished)
}

fn command(
    binaries: &Binaries,
    identity: &Identity,
    dir: &Path,
    ctype: &str,
    durability: Durability,
) -> Command {
    let mut command = Command::new(binaries.initdb());
    identity.apply(&mut command);
    super::clean_environment(&mut command, binaries);
    command
        .arg("--pgdata")
        .arg(dir)
        .args(["--username", USER, "--encoding", "UTF8", "--locale", "C"])
        .args(["--lc-ctype", ctype, "--data-checksums", "--no-instructions"])
        // The directory of the socket keeps others out, and there is no other way in.
        .args(["--auth-local", "trust", "--auth-host", "reject"]);
    if durability == Durability::ThrowAway {
        command.arg("--no-sync");
    }
    command
}

/// The inner error is what `initdb` said.
async fn run(mut command: Command, dir: &Path) -> Result<Result<(), String>, Error> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let child = tokio::process::Command::from(command)
        .kill_on_drop(true)
        .spawn()
        .map_err(Error::io("run initdb for", dir))?;
    match timeout(PATIENCE, child.wait_with_output()).await {
        Ok(Ok(output)) if output.status.success() => Ok(Ok(())),
        Ok(Ok(output)) => Ok(Err(String::from_utf8_lossy(&output.stderr)
            .trim()
            .to_owned())),
        Ok(Err(source)) => Err(Error::io("run initdb for", dir)(source)),
        Err(_) => Ok(Err(format!("not done after {PATIENCE:?}"))),
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
