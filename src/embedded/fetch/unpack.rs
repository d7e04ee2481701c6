//! Unpacking the package: its programs, what they need, and the links between them.
//!
//! A package of npm holds no links; it lists them in `native/pg-symlinks.json`.
//!
//! Invariant: nothing is written outside the directory. A path that leads out of it, a link, a
//! device or a name that stands twice is refused; nothing is written through a link, because the
//! links are made last.

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

/// Five times what the largest package holds.
const UNPACKED_BYTES_MAX: u64 = 1 << 30;
const LINKS: &str = "pg-symlinks.json";

/// Why a package was not unpacked.
#[derive(Debug)]
pub(super) enum Refused {
    Io(PathBuf, io::Error),
    Content(String),
}

/// One link; both are paths in the package.
#[derive(Deserialize)]
struct Link {
    /// What it leads to.
    source: PathBuf,
    /// Where it stands.
    target: PathBuf,
}

/// Unpacks what lies in the package's `native` into a directory, which must be empty.
pub(super) fn unpack(mut tarball: File, into: &Path) -> Result<(), Refused> {
    tarball.rewind().map_err(unreadable)?;
    let bytes = GzDecoder::new(tarball).take(UNPACKED_BYTES_MAX);
    let mut archive = Archive::new(bytes);
    for entry in archive.entries().map_err(unreadable)? {
        unpack_one(entry.map_err(unreadable)?, into)?;
    }
    make_links(into)
}

fn unpack_one(mut entry: Entry<'_, impl Read>, into: &Path) -> Result<(), Refused> {
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
        kind => Err(Refused::Content(format!(
            "{} is no file but {kind:?}",
            path.display()
        ))),
    }
}

/// The names that a path consists of, where each of them leads down.
fn names(path: &Path) -> Result<Vec<&OsStr>, Refused> {
    let down = |part| match part {
        Component::Normal(name) => Ok(name),
        _ => Err(leads_out(path)),
    };
    path.components().map(down).collect()
}

/// Makes a directory that everybody can enter, whatever mask this process has.
fn make_dir(into: &Path, inner: &Path) -> Result<(), Refused> {
    let mut dir = into.to_path_buf();
    for name in inner {
        dir.push(name);
        match DirBuilder::new().mode(0o755).create(&dir) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made
                .and_then(|()| fs::set_permissions(&dir, Permissions::from_mode(0o755)))
                .map_err(|error| Refused::Io(dir.clone(), error))?,
        }
    }
    Ok(())
}

fn write(from: &mut impl Read, path: &Path, mode: u32) -> Result<(), Refused> {
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(path);
    made.and_then(|mut file| {
        io::copy(from, &mut file)?;
        file.set_permissions(Permissions::from_mode(mode))
    })
    .map_err(|error| Refused::Io(path.to_path_buf(), error))
}

fn make_links(into: &Path) -> Result<(), Refused> {
    let list = into.join(LINKS);
    let text = match fs::read(&list) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Refused::Io(list, error)),
    };
    let links: Vec<Link> = serde_json::from_slice(&text)
        .map_err(|error| Refused::Content(format!("{LINKS} cannot be read: {error}")))?;
    for link in links {
        make_link(into, &link)?;
    }
    Ok(())
}

/// A link that stays right when the whole directory is moved.
fn make_link(into: &Path, link: &Link) -> Result<(), Refused> {
    let inside = |path: &Path| {
        let whole: PathBuf = names(path)?.into_iter().collect();
        match whole.strip_prefix("native") {
            Ok(inner) => Ok(inner.to_path_buf()),
            Err(_) => Err(leads_out(path)),
        }
    };
    let (source, target) = (inside(&link.source)?, inside(&link.target)?);
    if !into.join(&source).is_file() {
        let what = format!("{} leads to nothing", link.target.display());
        return Err(Refused::Content(what));
    }
    let up = target.components().skip(1).map(|_| "..");
    let to: PathBuf = up.collect::<PathBuf>().join(source);
    let at = into.join(target);
    symlink(to, &at).map_err(|error| Refused::Io(at, error))
}

fn leads_out(path: &Path) -> Refused {
    Refused::Content(format!("the path {} leads out of it", path.display()))
}

fn unreadable(error: io::Error) -> Refused {
    Refused::Content(format!("it cannot be read: {error}"))
}
