//! Reads files that are read again and again. A Secret of Kubernetes is changed by moving a link, so
//! that only the content says whether a file is another.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
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
