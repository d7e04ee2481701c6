//! Keys that are given as a text, which is never shown, or in a file.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::error::Error;

/// A text with keys.
#[derive(Clone)]
pub struct Secret(String);

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Keys as they are given.
pub(super) struct Given {
    /// The text that has them.
    pub text: String,
    /// The file in which it is, if it is in one.
    pub file: Option<PathBuf>,
}

impl Given {
    /// The keys in a text, or else in a file of at most so many bytes.
    pub fn of(
        text: Option<&Secret>,
        file: Option<&Path>,
        bytes_max: usize,
    ) -> Result<Option<Self>, Error> {
        match (text, file) {
            (Some(Secret(text)), _) => Ok(Some(Self {
                text: text.clone(),
                file: None,
            })),
            (None, Some(file)) => Self::in_file(file, bytes_max).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// Reads a file of at most so many bytes.
    pub fn in_file(file: &Path, bytes_max: usize) -> Result<Self, Error> {
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
        let text = std::fs::read_to_string(file);
        Ok(Self {
            text: text.map_err(|error| unusable(error.to_string()))?,
            file: Some(file.to_owned()),
        })
    }
}
