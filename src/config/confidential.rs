//! The keys of confidential sources.

use std::{fmt, path::PathBuf};

use clap::Args;

use super::{error::Error, keys_file};
use crate::vault::{TEXT_MAX, Vault};

/// The keys of confidential sources.
#[derive(Args, Clone, Default)]
pub struct Confidential {
    /// Keys that encrypt what confidential sources are, each on a line: its id and 32 bytes in
    /// base64 [default: no confidential sources]
    ///
    /// The first one encrypts, the others only decrypt what they encrypted. Give them through the
    /// environment or as a file: arguments can be seen in the list of processes.
    #[arg(
        long = "confidential-keys",
        env = "CLAIMSTORE_CONFIDENTIAL_KEYS",
        hide_env_values = true,
        value_name = "KEYS",
        conflicts_with = "confidential_keys_file"
    )]
    pub confidential_keys: Option<String>,

    /// File with these keys, at most 16 KiB
    #[arg(
        long = "confidential-keys-file",
        env = "CLAIMSTORE_CONFIDENTIAL_KEYS_FILE",
        value_name = "FILE"
    )]
    pub confidential_keys_file: Option<PathBuf>,
}

impl fmt::Debug for Confidential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.confidential_keys.as_ref().map(|_| "…");
        f.debug_struct("Confidential")
            .field("confidential_keys", &keys)
            .field("confidential_keys_file", &self.confidential_keys_file)
            .finish()
    }
}

impl Confidential {
    /// Reads the keys, if there are any.
    pub fn vault(&self) -> Result<Option<Vault>, Error> {
        let text = match (&self.confidential_keys, &self.confidential_keys_file) {
            (Some(text), _) => text.clone(),
            (None, Some(file)) => keys_file::read(file, TEXT_MAX)?,
            (None, None) => return Ok(None),
        };
        Ok(Some(Vault::read(&text)?))
    }
}
