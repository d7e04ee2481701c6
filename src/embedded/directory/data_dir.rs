//! The data directory itself: how it is made, and who can enter it.
//!
//! Deliberately absent: changing the owner or the mode of a directory that already existed.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rustix::process::geteuid;

use crate::embedded::{base_dirs, error::Error, identity::Identity, programs::binaries::Binaries};

/// The absolute path of the data directory, whether or not it exists.
pub(crate) fn path(setting: Option<&Path>) -> Result<PathBuf, Error> {
    match setting {
        Some(dir) => std::path::absolute(dir).map_err(Error::io("resolve", dir)),
        None => base_dirs::data_dir().ok_or(Error::NoHome),
    }
}

/// Creates the data directory if it does not exist, and returns its real, absolute path.
pub(crate) fn prepare(setting: Option<&Path>) -> Result<PathBuf, Error> {
    let dir = path(setting)?;
    if !dir.exists() {
        // For root: the user that runs Postgres must enter the directory but need not list it.
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

/// Checks that the user that runs Postgres can enter the data directory and that of the programs.
pub(crate) fn check_access(
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

/// The first closed directory on the path to `dir`: the one whose mode must be changed.
fn closed_ancestor(identity: &Identity, dir: &Path) -> Result<PathBuf, Error> {
    let ancestors: Vec<&Path> = dir.ancestors().collect();
    for ancestor in ancestors.into_iter().rev() {
        if !can_enter(identity, ancestor)? {
            return Ok(ancestor.to_path_buf());
        }
    }
    Ok(dir.to_path_buf())
}

/// Asks the kernel, which knows about access lists and mounts, by starting a child process of
/// that user in the directory.
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
