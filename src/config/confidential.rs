//! The keys of confidential sources.

use std::path::PathBuf;

use clap::Args;

use super::{
    error::Error,
    keys_file::{Given, Secret},
};
use crate::vault::{TEXT_MAX, Vault};

/// The keys of confidential sources.
#[derive(Args, Clone, Debug, Default)]
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
    pub confidential_keys: Option<Secret>,

    /// File with these keys, at most 16 KiB
    #[arg(
        long = "confidential-keys-file",
        env = "CLAIMSTORE_CONFIDENTIAL_KEYS_FILE",
        value_name = "FILE"
    )]
    pub confidential_keys_file: Option<PathBuf>,
}

impl Confidential {
    /// Reads the keys, if there are any.
    pub fn vault(&self) -> Result<Option<Vault>, Error> {
        let file = self.confidential_keys_file.as_deref();
        let given = Given::of(self.confidential_keys.as_ref(), file, TEXT_MAX)?;
        Ok(given.map(|it| Vault::read(&it.text)).transpose()?)
    }
}
