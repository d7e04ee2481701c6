//! Tamper evidence.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, value_parser};

use super::{error::Error, keys_file};
use crate::proof::keys::{Keys, TEXT_MAX};

/// Tamper evidence.
#[derive(Args, Clone)]
pub struct Transparency {
    /// Keys that sign checkpoints of the log, each on a line, as generate-log-key makes them [default:
    /// with a private Postgres one that is made in its directory, else no checkpoints]
    ///
    /// All of them sign. Give them through the environment or as a file: arguments can be seen in the
    /// list of processes.
    #[arg(
        long = "log-keys",
        env = "CLAIMSTORE_LOG_KEYS",
        hide_env_values = true,
        value_name = "KEYS",
        conflicts_with = "log_keys_file"
    )]
    pub log_keys: Option<String>,

    /// File with these keys, at most 16 KiB
    #[arg(
        long = "log-keys-file",
        env = "CLAIMSTORE_LOG_KEYS_FILE",
        value_name = "FILE"
    )]
    pub log_keys_file: Option<PathBuf>,

    /// File with the keys of witnesses whose cosignatures are taken, each on a line, at most 16 KiB
    /// [default: none are]
    #[arg(
        long = "witness-keys-file",
        env = "CLAIMSTORE_WITNESS_KEYS_FILE",
        value_name = "FILE"
    )]
    pub witness_keys_file: Option<PathBuf>,

    /// Time between checkpoints of the log, in seconds, while something changes; 1 to 3600
    ///
    /// So old are changes at most that no checkpoint covers yet. See docs/transparency.md.
    #[arg(
        long = "checkpoint-interval-s",
        env = "CLAIMSTORE_CHECKPOINT_INTERVAL_S",
        value_name = "S",
        default_value_t = 5,
        value_parser = value_parser!(u64).range(1..=3_600)
    )]
    pub checkpoint_interval_s: u64,
}

impl fmt::Debug for Transparency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.log_keys.as_ref().map(|_| "…");
        f.debug_struct("Transparency")
            .field("log_keys", &keys)
            .field("log_keys_file", &self.log_keys_file)
            .field("witness_keys_file", &self.witness_keys_file)
            .field("checkpoint_interval_s", &self.checkpoint_interval_s)
            .finish()
    }
}

impl Transparency {
    /// The time between checkpoints.
    pub const fn interval(&self) -> Duration {
        Duration::from_secs(self.checkpoint_interval_s)
    }

    /// Reads the keys.
    pub fn keys(&self) -> Result<Keys, Error> {
        let keys = Keys::default();
        let keys = match (&self.log_keys, &self.log_keys_file) {
            (Some(text), _) => keys.with_signers(text)?,
            (None, Some(file)) => signers_of(keys, file)?,
            (None, None) => keys,
        };
        match &self.witness_keys_file {
            None => Ok(keys),
            Some(file) => keys
                .with_witnesses(&keys_file::read(file, TEXT_MAX)?)
                .map_err(|error| Error::LogKeysFile {
                    file: file.clone(),
                    error,
                }),
        }
    }

    /// Reads the keys, and those that sign from a file if they are given nowhere.
    pub fn keys_or(&self, file: &Path) -> Result<Keys, Error> {
        let keys = self.keys()?;
        match keys.signers().is_empty() {
            true => signers_of(keys, file),
            false => Ok(keys),
        }
    }
}

fn signers_of(keys: Keys, file: &Path) -> Result<Keys, Error> {
    let text = keys_file::read(file, TEXT_MAX)?;
    keys.with_signers(&text)
        .map_err(|error| Error::LogKeysFile {
            file: file.to_owned(),
            error,
        })
}
