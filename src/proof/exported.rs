//! Proofs of the resources of an export: a file beside it, with the proof of a resource on each line, in
//! the order of the export. What the digests are made of is in the export itself.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    history::{Held, Proved},
    record::digest,
};

/// What the file says of its form.
const FORMAT: &str = "claimstore-export-proof/v1";

/// The first line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The form of the file.
    format: String,
    /// The signed note.
    pub checkpoint: String,
}

impl Head {
    /// The first line of proofs in the tree of a checkpoint.
    pub fn new(checkpoint: String) -> Self {
        Self {
            format: FORMAT.to_owned(),
            checkpoint,
        }
    }

    /// Reads the first line.
    pub fn read(line: &str) -> Result<Self, String> {
        let head: Self = serde_json::from_str(line).map_err(|error| error.to_string())?;
        match head.format == FORMAT {
            true => Ok(head),
            false => Err(format!("it is not of the form {FORMAT}")),
        }
    }
}

impl Proved {
    /// The proof with what the digest is made of taken out, if the export says that as well. Of what the
    /// store no longer keeps, the salt and the export are enough.
    #[must_use]
    pub fn beside(mut self, exported: &[u8], salt: &[u8], newest_version: i16) -> Self {
        if let Some(held) = &mut self.content {
            if BASE64_STANDARD.encode(exported) == held.message {
                held.message.clear();
            }
            return self;
        }
        let is_of = |version: &i16| {
            let digest = BASE64_STANDARD.encode(digest(salt, *version, exported));
            self.recorded() == Some(&digest)
        };
        let Some(version) = (0..=newest_version).find(is_of) else {
            return self;
        };
        self.absent = None;
        self.content = Some(Held {
            salt: BASE64_STANDARD.encode(salt),
            version,
            message: String::new(),
        });
        self
    }

    /// What the proof says that the content is, if it is not left to the export.
    pub fn message(&self) -> Option<Vec<u8>> {
        let held = self.content.as_ref().filter(|it| !it.message.is_empty())?;
        // What cannot be read is not what the export has.
        Some(BASE64_STANDARD.decode(&held.message).unwrap_or_default())
    }

    /// The proof with what the export has as its content, if it says nothing else.
    #[must_use]
    pub fn of(mut self, exported: &[u8]) -> Self {
        if let Some(held) = self.content.as_mut().filter(|it| it.message.is_empty()) {
            held.message = BASE64_STANDARD.encode(exported);
        }
        self
    }
}
