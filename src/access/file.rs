//! A file that is read again and again, to see whether it has changed.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// The most bytes of a file.
const BYTES_MAX: u64 = 1 << 20;

/// Reads a file of at most 1 MiB.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(BYTES_MAX + 1)
        .read_to_end(&mut bytes)?;
    match bytes.len() as u64 > BYTES_MAX {
        true => Err(io::Error::other("it has more than 1 MiB")),
        false => Ok(bytes),
    }
}

/// Files whose content is compared with what it was. A Secret of Kubernetes is changed by moving a
/// link, so that only the content says whether it is another.
#[derive(Debug)]
pub(crate) struct Watched {
    paths: Vec<PathBuf>,
    last: Vec<Vec<u8>>,
}

impl Watched {
    /// Files, and what they have now.
    pub(crate) fn open(paths: Vec<PathBuf>) -> io::Result<(Self, Vec<Vec<u8>>)> {
        let last = paths.iter().map(|path| read(path));
        let last = last.collect::<io::Result<Vec<_>>>()?;
        let watched = Self {
            paths,
            last: last.clone(),
        };
        Ok((watched, last))
    }

    /// What the files have, if it is not what they had when it was last asked.
    pub(crate) fn changed(&mut self) -> io::Result<Option<Vec<Vec<u8>>>> {
        let now = self.paths.iter().map(|path| read(path));
        let now = now.collect::<io::Result<Vec<_>>>()?;
        let is_other = now != self.last;
        self.last.clone_from(&now);
        Ok(is_other.then_some(now))
    }
}
