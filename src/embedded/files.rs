//! File operations that several parts need, with errors that name the path.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;

use super::error::Error;

/// Removes a file, if it exists.
pub(super) fn remove_file(path: &Path) -> Result<(), Error> {
    ignore_missing(fs::remove_file(path), path)
}

/// Removes a directory and its content, if it exists.
pub(super) fn remove_dir(path: &Path) -> Result<(), Error> {
    ignore_missing(fs::remove_dir_all(path), path)
}

fn ignore_missing(removed: io::Result<()>, path: &Path) -> Result<(), Error> {
    match removed {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(source))
        }
        _ => Ok(()),
    }
}

/// Opens a lock file, and creates it if it does not exist. Symbolic links are not followed.
pub(super) fn open_lock_file(path: &Path) -> Result<File, Error> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
        .map_err(Error::io("open", path))
}
