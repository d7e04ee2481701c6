//! Files with keys.

use std::path::Path;

use super::error::Error;

/// Reads a file with keys, of at most so many bytes.
pub(super) fn read(file: &Path, bytes_max: usize) -> Result<String, Error> {
    let unusable = |why: String| Error::KeysFile {
        file: file.to_owned(),
        why,
    };
    let length = std::fs::metadata(file)
        .map_err(|error| unusable(error.to_string()))?
        .len();
    if length > bytes_max as u64 {
        return Err(unusable(format!(
            "it has {length} bytes; at most {bytes_max} are read"
        )));
    }
    std::fs::read_to_string(file).map_err(|error| unusable(error.to_string()))
}
