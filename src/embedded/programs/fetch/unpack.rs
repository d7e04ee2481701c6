//! Unpacking the package: the programs, their libraries, and the links between them.
//!
//! An npm package cannot contain links; this one lists them in `native/pg-symlinks.json`.
//!
//! Invariant: nothing is written outside the directory. A path that leads out of it, a link, a
//! device and a duplicate path are refused. Nothing is written through a link, because links are
//! made last.

use std::{
    ffi::OsStr,
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, Read, Seek},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, symlink},
    path::{Component, Path, PathBuf},
};

use flate2::read::GzDecoder;
use serde::Deserialize;
use tar::{Archive, Entry, EntryType};

/// Five times the content of the largest package.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;
const LINKS: &str = "pg-symlinks.json";

/// Why a package was not unpacked.
#[derive(Debug)]
pub(super) enum UnpackError {
    Io(PathBuf, io::Error),
    Content(String),
}

/// One link; both are paths in the package.
#[derive(Deserialize)]
struct Link {
    /// What it points to.
    source: PathBuf,
    /// Where it is.
    target: PathBuf,
}

/// Unpacks the package's `native` directory into an empty directory.
pub(super) fn unpack(mut tarball: File, into: &Path) -> Result<(), UnpackError> {
    tarball.rewind().map_err(unreadable)?;
    let bytes = GzDecoder::new(tarball).take(UNPACKED_BYTES_MAX);
    let mut archive = Archive::new(bytes);
    for entry in archive.entries().map_err(unreadable)? {
        unpack_one(entry.map_err(unreadable)?, into)?;
    }
    make_links(into)
}

fn unpack_one(mut entry: Entry<'_, impl Read>, into: &Path) -> Result<(), UnpackError> {
    let path = entry.path().map_err(unreadable)?.into_owned();
    // The first directory is the package itself.
    let inner: PathBuf = names(&path)?.into_iter().skip(1).collect();
    let Ok(inner) = inner.strip_prefix("native") else {
        return Ok(());
    };
    match entry.header().entry_type() {
        EntryType::Directory => make_dir(into, inner),
        EntryType::Regular => {
            make_dir(into, inner.parent().unwrap_or(inner))?;
            let is_program = entry.header().mode().map_err(unreadable)? & 0o111 != 0;
            let mode = if is_program { 0o755 } else { 0o644 };
            write(&mut entry, &into.join(inner), mode)
        }
        kind => Err(UnpackError::Content(format!(
            "{} is not a file but {kind:?}",
            path.display()
        ))),
    }
}

/// The names in a path; an error if one of them leads up or to the root.
fn names(path: &Path) -> Result<Vec<&OsStr>, UnpackError> {
    let down = |part| match part {
        Component::Normal(name) => Ok(name),
        _ => Err(leads_out(path)),
    };
    path.components().map(down).collect()
}

/// Makes a directory that everybody can enter, whatever the umask.
fn make_dir(into: &Path, inner: &Path) -> Result<(), UnpackError> {
    let mut dir = into.to_path_buf();
    for name in inner {
        dir.push(name);
        match DirBuilder::new().mode(0o755).create(&dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made
                .and_then(|()| fs::set_permissions(&dir, Permissions::from_mode(0o755)))
                .map_err(|error| UnpackError::Io(dir.clone(), error))?,
        }
    }
    Ok(())
}

fn write(from: &mut impl Read, path: &Path, mode: u32) -> Result<(), UnpackError> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path);
    made.and_then(|mut file| {
        io::copy(from, &mut file)?;
        file.set_permissions(Permissions::from_mode(mode))
    })
    .map_err(|error| UnpackError::Io(path.to_path_buf(), error))
}

fn make_links(into: &Path) -> Result<(), UnpackError> {
    let list = into.join(LINKS);
    let text = match fs::read(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(UnpackError::Io(list, error)),
    };
    let links: Vec<Link> = serde_json::from_slice(&text)
        .map_err(|error| UnpackError::Content(format!("{LINKS} cannot be read: {error}")))?;
    for link in links {
        make_link(into, &link)?;
    }
    Ok(())
}

/// Makes a relative link, which stays valid when the whole directory is moved.
fn make_link(into: &Path, link: &Link) -> Result<(), UnpackError> {
    let inside = |path: &Path| {
        let whole: PathBuf = names(path)?.into_iter().collect();
        match whole.strip_prefix("native") {
            Ok(inner) => Ok(inner.to_path_buf()),
            Err(_) => Err(leads_out(path)),
        }
    };
    let (source, target) = (inside(&link.source)?, inside(&link.target)?);
    if !into.join(&source).is_file() {
        let problem = format!("{} points to nothing", link.target.display());
        return Err(UnpackError::Content(problem));
    }
    let up = target.components().skip(1).map(|_| "..");
    let to: PathBuf = up.collect::<PathBuf>().join(source);
    let at = into.join(target);
    symlink(to, &at).map_err(|error| UnpackError::Io(at, error))
}

fn leads_out(path: &Path) -> UnpackError {
    UnpackError::Content(format!(
        "the path {} leads out of the package",
        path.display()
    ))
}

fn unreadable(error: io::Error) -> UnpackError {
    UnpackError::Content(format!("it cannot be read: {error}"))
}
