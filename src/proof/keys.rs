//! The keys of a server: those that sign the tree over the log, and those of its witnesses.

use std::sync::Arc;

use super::note::{NoteError, Signer, Verifier};

/// The most keys of each sort.
pub const KEYS_MAX: usize = 16;

/// The most bytes of what has them.
pub const TEXT_MAX: usize = 16 << 10;

/// The keys of a server. Nothing is signed without.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    signers: Arc<[Signer]>,
    witnesses: Arc<[Verifier]>,
}

/// A text does not have keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// There is none, or there are too many.
    #[error("it has no keys, or more than {KEYS_MAX}")]
    Count,
    /// A line is not a key.
    #[error("line {line}: {error}")]
    Line {
        /// Its number.
        line: usize,
        /// Why.
        error: NoteError,
    },
    /// The keys of one log have one name, which is the origin of its checkpoints.
    #[error("the keys have several names, and those of one log have one")]
    Names,
}

impl Keys {
    /// Reads the keys that sign, one on each line. All of them sign: while one takes the place of another,
    /// there are two. Lines that are empty or begin with `#` do not count.
    pub fn with_signers(mut self, text: &str) -> Result<Self, KeysError> {
        let signers = read(text, Signer::read)?;
        let first = signers.first().map(Signer::name);
        if signers.iter().any(|it| Some(it.name()) != first) {
            return Err(KeysError::Names);
        }
        self.signers = signers.into();
        Ok(self)
    }

    /// Reads the keys of witnesses, one on each line.
    pub fn with_witnesses(mut self, text: &str) -> Result<Self, KeysError> {
        self.witnesses = read(text, Verifier::read_witness)?.into();
        Ok(self)
    }

    /// The keys that sign.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }

    /// The keys of witnesses.
    pub fn witnesses(&self) -> &[Verifier] {
        &self.witnesses
    }

    /// The keys that verify what is signed.
    pub fn verifiers(&self) -> Vec<Verifier> {
        self.signers.iter().map(Signer::verifier).collect()
    }

    /// The log that is signed.
    pub fn origin(&self) -> Option<&str> {
        self.signers.first().map(Signer::name)
    }
}

fn read<T>(text: &str, key: impl Fn(&str) -> Result<T, NoteError>) -> Result<Vec<T>, KeysError> {
    let lines = (1..).zip(text.lines().map(str::trim));
    let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let keys = lines.map(|(number, line)| {
        key(line).map_err(|error| KeysError::Line {
            line: number,
            error,
        })
    });
    let keys: Vec<T> = keys.collect::<Result<_, _>>()?;
    match keys.len() {
        1..=KEYS_MAX => Ok(keys),
        _ => Err(KeysError::Count),
    }
}
