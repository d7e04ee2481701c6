//! Files that `export` wrote, and those with the proofs of what is in them: read resource by resource.

use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncReadExt as _};

use super::{
    error::Error,
    import::{
        bundle_file::{BundleFile, PIECE_BYTES_MAX},
        opened,
        text_article::Options,
    },
    kept::unreadable,
};
use crate::{
    proof::{exported::Head, history::Proved},
    wire::bundled::{Bundled, bundled},
};

#[derive(Debug, thiserror::Error)]
#[error("{} has no proofs of an export: {why}", file.display())]
struct NoProofs {
    file: PathBuf,
    why: String,
}

type Reader = Box<dyn AsyncBufRead + Send + Unpin>;

/// A file with a bundle on each line.
pub(super) struct ExportedFile {
    name: String,
    bundles: BundleFile<Reader>,
}

impl ExportedFile {
    /// Opens a file.
    pub fn open(file: &Path) -> Result<Self, Error> {
        let opened = opened::file(file).map_err(|error| unreadable(file, error))?;
        Ok(Self {
            name: file.display().to_string(),
            bundles: BundleFile::new(opened.reader, Options::default()).of_lines(),
        })
    }

    /// The resources of the next bundle, or what is wrong with its line. `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Vec<Bundled>, String>> {
        let next = self.bundles.next().await?;
        Some(match next {
            Ok(next) => Ok(bundled(next.bundle)),
            Err(problems) => {
                let problems = problems.iter().map(|it| it.in_file_of(&self.name));
                Err(problems.collect::<Vec<_>>().join("; "))
            }
        })
    }
}

/// A file with the proofs of what is in an export.
pub(super) struct ProofFile {
    name: String,
    line: usize,
    reader: Reader,
    /// The signed note of the checkpoint.
    pub note: String,
}

impl ProofFile {
    /// Opens a file.
    pub async fn open(file: &Path) -> Result<Self, Error> {
        let opened = opened::file(file).map_err(|error| unreadable(file, error))?;
        let mut proofs = Self {
            name: file.display().to_string(),
            line: 0,
            reader: opened.reader,
            note: String::new(),
        };
        let first = proofs.line().await.map_err(|it| unreadable(file, it))?;
        let head = Head::read(first.as_deref().unwrap_or_default());
        let head = head.map_err(|why| {
            let file = file.to_owned();
            Error::new(NoProofs { file, why })
        })?;
        proofs.note = head.checkpoint;
        Ok(proofs)
    }

    /// The next proof, or what is wrong with its line. `None` at the end.
    pub async fn next(&mut self) -> Result<Option<Proved>, String> {
        let line = self.line().await;
        let place = format!("{}:{}", self.name, self.line);
        let line = line.map_err(|error| format!("{place}: {error}"))?;
        let proved = line.map(|line| serde_json::from_str(&line)).transpose();
        proved.map_err(|error| format!("{place} cannot be read as a proof: {error}"))
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.reader).take(PIECE_BYTES_MAX as u64);
        if bounded.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        self.line += 1;
        if line.len() == PIECE_BYTES_MAX {
            return Err(io::Error::other("the line is longer than 8 MiB"));
        }
        let line = String::from_utf8(line);
        line.map(Some)
            .map_err(|_| io::Error::other("the line is not UTF-8"))
    }
}
