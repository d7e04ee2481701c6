//! Which directories are used, how they are made, and who may enter them.
//!
//! As root data lives in `/var/lib/claimstore` and the cache in `/var/cache/claimstore`, because
//! the user that runs Postgres cannot enter `/root`; otherwise in the XDG directories.
//!
//! Inside a data directory: `postgres` (Postgres's own), `postgres.new` (one being made), `socket`,
//! `postgres.log`, `lock`.
//!
//! Invariant: the data directory belongs to the service's user, so that root never opens a file
//! for writing in a directory of a less trusted user; what Postgres owns lies one level deeper.
//!
//! Deliberately absent: changing the owner or mode of a directory that was there before.

use std::{
    env, fs, io,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rustix::process::geteuid;
use sha2::{Digest, Sha256};

use super::{Binaries, Error, Identity};

pub(super) const PORT: u16 = 5432;

/// One below what `sockaddr_un` holds with its closing zero.
const SOCKET_PATH_BYTES_MAX: usize = if cfg!(target_os = "macos") { 102 } else { 106 };

/// Makes the data directory if it is missing, and answers its real, absolute path.
pub(super) fn prepare_data_dir(setting: Option<&Path>) -> Result<PathBuf, Error> {
    let dir = match setting {
        Some(dir) => std::path::absolute(dir).map_err(Error::io("resolve", dir))?,
        None => default_dir("/var/lib", "XDG_DATA_HOME", ".local/share").ok_or(Error::NoHome)?,
    };
    if !dir.exists() {
        // Root's is entered, not read, by the user that runs Postgres.
        let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
        fs::DirBuilder::new()
            .recursive(true)
            .mode(mode)
            .create(&dir)
            .and_then(|()| fs::set_permissions(&dir, fs::Permissions::from_mode(mode)))
            .map_err(Error::io("create", &dir))?;
    }
    fs::canonicalize(&dir).map_err(Error::io("open", dir))
}

/// Where downloads are kept; `None` where no home is known.
pub(super) fn cache_dir() -> Option<PathBuf> {
    default_dir("/var/cache", "XDG_CACHE_HOME", ".cache")
}

fn default_dir(for_root: &str, variable: &str, below_home: &str) -> Option<PathBuf> {
    if geteuid().is_root() {
        return Some(Path::new(for_root).join("claimstore"));
    }
    // The XDG specification: a relative path in such a variable is to be ignored.
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute())
        .or_else(|| {
            env::home_dir()
                .filter(|home| home.is_absolute())
                .map(|home| home.join(below_home))
        })
        .map(|dir| dir.join("claimstore"))
}

/// Checks that the user which runs Postgres can start it and enter the data directory.
pub(super) fn check_reachable(
    identity: &Identity,
    binaries: &Binaries,
    dir: &Path,
) -> Result<(), Error> {
    if !identity.is_switched() {
        return Ok(());
    }
    for (dir, option) in [
        (binaries.dir(), "directory of Postgres programs"),
        (dir, "--data-dir"),
    ] {
        if !can_enter(identity, dir)? {
            return Err(Error::Unreachable {
                dir: closed_ancestor(identity, dir)?,
                uid: identity.uid,
                option,
            });
        }
    }
    Ok(())
}

/// The first directory on the way to `dir` that is closed: the one whose mode is to be changed.
fn closed_ancestor(identity: &Identity, dir: &Path) -> Result<PathBuf, Error> {
    let ancestors: Vec<&Path> = dir.ancestors().collect();
    for ancestor in ancestors.into_iter().rev() {
        if !can_enter(identity, ancestor)? {
            return Ok(ancestor.to_path_buf());
        }
    }
    Ok(dir.to_path_buf())
}

/// The kernel's own answer, which knows of access lists and mounts: a child of that user that
/// starts in the directory.
fn can_enter(identity: &Identity, dir: &Path) -> Result<bool, Error> {
    let mut command = Command::new("/bin/sh");
    identity.apply(&mut command);
    let status = command
        .args(["-c", ":"])
        .current_dir(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match status {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
        Err(source) => Err(Error::io("enter", dir)(source)),
    }
}

/// A directory for the socket: `<dir>/socket`, or a short private one elsewhere where that path
/// would be too long for a socket.
///
/// # Errors
///
/// [`Error::SocketPathTooLong`] where both are, [`Error::NotPrivate`] where something else stands
/// there.
pub fn prepare_socket_dir(dir: &Path, identity: &Identity) -> Result<PathBuf, Error> {
    let inside = dir.join("socket");
    let chosen = if fits(&inside) {
        inside
    } else {
        short_base().join(short_name(dir))
    };
    if !fits(&chosen) {
        return Err(Error::SocketPathTooLong { path: chosen });
    }
    make_private(&chosen, identity)?;
    Ok(chosen)
}

/// Removes what a killed server left, once none runs. Postgres would judge it by a process id that
/// another process may have, or one that ended and was never waited for.
pub(super) fn remove_stale_socket(socket_dir: &Path) -> Result<(), Error> {
    let socket = socket_file(socket_dir);
    let mut lock = socket.clone().into_os_string();
    lock.push(".lock");
    for path in [socket, lock.into()] {
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(Error::io("remove", path)(source));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Leaves nothing behind elsewhere; a start after a crash uses the same name again.
pub(super) fn remove_outside_socket_dir(socket_dir: &Path, dir: &Path) {
    if !socket_dir.starts_with(dir) {
        // Not worth an error: it is empty and private.
        let _ = fs::remove_dir(socket_dir);
    }
}

fn fits(socket_dir: &Path) -> bool {
    socket_file(socket_dir).as_os_str().len() <= SOCKET_PATH_BYTES_MAX
}

fn socket_file(socket_dir: &Path) -> PathBuf {
    socket_dir.join(format!(".s.PGSQL.{PORT}"))
}

fn short_base() -> PathBuf {
    if geteuid().is_root() {
        let run = Path::new("/run");
        return if run.is_dir() { run } else { Path::new("/tmp") }.to_path_buf();
    }
    env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute() && dir.is_dir())
        .unwrap_or_else(env::temp_dir)
}

/// The same for the same data directory, so that starts do not leave ever more directories behind.
fn short_name(dir: &Path) -> String {
    let hash = Sha256::digest(dir.as_os_str().as_bytes());
    let hex: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("claimstore-{hex}")
}

/// Makes a directory that only `identity` (and root) can enter; one that is there must be such.
fn make_private(path: &Path, identity: &Identity) -> Result<(), Error> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
            return Err(Error::io("create", path)(source));
        }
        _ => {}
    }
    // Not followed: in a shared temporary directory somebody else may have put a link here.
    let found = || fs::symlink_metadata(path).map_err(Error::io("look at", path));
    let metadata = found()?;
    if metadata.is_dir() && metadata.uid() == geteuid().as_raw() {
        identity.own(path)?;
    }
    let metadata = found()?;
    if metadata.is_dir() && metadata.uid() == identity.uid && metadata.mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(Error::NotPrivate {
        dir: path.to_path_buf(),
        uid: identity.uid,
    })
}
