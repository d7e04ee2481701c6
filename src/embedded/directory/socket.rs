//! The server's Unix socket, and the private directory that holds it.

use std::{
    env, fs, io,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt},
    },
    path::{Path, PathBuf},
};

use rustix::process::geteuid;
use sha2::{Digest, Sha256};

use crate::embedded::{error::Error, files, identity::Identity};

/// Part of the socket's name only: the server does not listen on TCP.
pub(crate) const PORT: u16 = 5432;

/// One less than `sockaddr_un` holds with its terminating zero.
const SOCKET_PATH_BYTES_MAX: usize = if cfg!(target_os = "macos") { 102 } else { 106 };

/// Makes the directory of the socket: `<dir>/socket`, or a short private one elsewhere where that
/// path would be too long for a socket.
///
/// # Errors
///
/// [`Error::SocketPathTooLong`] where both paths are too long, [`Error::NotPrivate`] where
/// something else already has that path.
pub fn prepare_dir(dir: &Path, identity: &Identity) -> Result<PathBuf, Error> {
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

/// Removes the socket and its lock that a killed server left, once no server runs. Postgres would
/// decide by the process id in the lock, which another process or a zombie may have now.
pub(crate) fn remove_stale(socket_dir: &Path) -> Result<(), Error> {
    let socket = socket_file(socket_dir);
    let mut lock = socket.clone().into_os_string();
    lock.push(".lock");
    files::remove_file(&socket)?;
    files::remove_file(Path::new(&lock))
}

/// Removes the socket's directory where it is outside the data directory `dir`. A start after a
/// crash uses the same name again.
pub(crate) fn remove_outside_dir(socket_dir: &Path, dir: &Path) {
    if !socket_dir.starts_with(dir) {
        // A failure is harmless: the directory is empty and private.
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

/// The same for the same data directory, so that repeated starts do not leave more and more
/// directories behind.
fn short_name(dir: &Path) -> String {
    let hash = Sha256::digest(dir.as_os_str().as_bytes());
    let hex: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("claimstore-{hex}")
}

/// Makes a directory that only `identity` and root can enter; an existing one must be such.
fn make_private(path: &Path, identity: &Identity) -> Result<(), Error> {
    match fs::DirBuilder::new().mode(0o700).create(path) {
        Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
            return Err(Error::io("create", path)(source));
        }
        _ => {}
    }
    // Links are not followed: in a shared temporary directory another user may have put one here.
    let read_metadata = || fs::symlink_metadata(path).map_err(Error::io("inspect", path));
    let metadata = read_metadata()?;
    if metadata.is_dir() && metadata.uid() == geteuid().as_raw() {
        identity.own(path)?;
    }
    let metadata = read_metadata()?;
    if metadata.is_dir() && metadata.uid() == identity.uid && metadata.mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(Error::NotPrivate {
        dir: path.to_path_buf(),
        uid: identity.uid,
    })
}
