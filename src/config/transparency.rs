//! Tamper evidence.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, value_parser};

use super::{
    error::Error,
    keys_file::{Given, Secret},
};
use crate::proof::keys::{Keys, KeysError, TEXT_MAX};

/// Tamper evidence.
#[derive(Args, Clone, Debug)]
pub struct Transparency {
    /// Keys that sign checkpoints of the log, each on a line, as generate-log-key makes them [default:
    /// with a private Postgres one that is made in its directory, else no checkpoints]
    ///
    /// All of them sign. A key that verifies is that of one that signed earlier: what it signed is still
    /// returned. Give them through the environment or as a file: arguments can be seen in the list of
    /// processes.
    #[arg(
        long = "log-keys",
        env = "CLAIMSTORE_LOG_KEYS",
        hide_env_values = true,
        value_name = "KEYS",
        conflicts_with = "log_keys_file"
    )]
    pub log_keys: Option<Secret>,

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

impl Transparency {
    /// The time between checkpoints.
    pub const fn interval(&self) -> Duration {
        Duration::from_secs(self.checkpoint_interval_s)
    }

    /// Reads the keys.
    pub fn keys(&self) -> Result<Keys, Error> {
        let file = self.log_keys_file.as_deref();
        let signers = Given::of(self.log_keys.as_ref(), file, TEXT_MAX)?;
        let keys = Keys::default();
        let keys = match signers {
            Some(given) => read(given, |text| keys.with_signers(text))?,
            None => keys,
        };
        match &self.witness_keys_file {
            Some(file) => read(Given::in_file(file, TEXT_MAX)?, |text| {
                keys.with_witnesses(text)
            }),
            None => Ok(keys),
        }
    }

    /// Reads the keys, and those that sign from a file if they are given nowhere.
    pub fn keys_or(&self, file: &Path) -> Result<Keys, Error> {
        let keys = self.keys()?;
        match keys.signers().is_empty() {
            true => read(Given::in_file(file, TEXT_MAX)?, |text| {
                keys.with_signers(text)
            }),
            false => Ok(keys),
        }
    }
}

fn read(given: Given, keys: impl FnOnce(&str) -> Result<Keys, KeysError>) -> Result<Keys, Error> {
    keys(&given.text).map_err(|error| match given.file {
        Some(file) => Error::LogKeysFile { file, error },
        None => Error::LogKeys(error),
    })
}
