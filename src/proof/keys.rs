//! The keys of a server: those that sign the tree over the log, and those of its witnesses.

use std::{collections::BTreeSet, sync::Arc};

use super::note::{NoteError, Signer, Verifier};

/// The most keys of each sort.
pub const KEYS_MAX: usize = 16;

/// The most bytes of what has them.
pub const TEXT_MAX: usize = 16 << 10;

/// The keys of a server. Nothing is signed without.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    signers: Arc<[Signer]>,
    /// Those that signed earlier.
    earlier: Arc<[Verifier]>,
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
    /// None of them signs.
    #[error("none of its keys signs: those begin with PRIVATE+KEY+")]
    NoSigner,
    /// The keys of one log have one name, which is the origin of its checkpoints.
    #[error("the keys have several names, and those of one log have one")]
    Names,
}

impl Keys {
    /// Reads the keys that sign, one on each line. All of them sign: while one takes the place of another,
    /// there are two. A key that verifies is that of one that signed earlier. Lines that are empty or begin
    /// with `#` do not count.
    pub fn with_signers(mut self, text: &str) -> Result<Self, KeysError> {
        let (mut signers, mut earlier) = (Vec::new(), Vec::new());
        for key in read(text, Key::read)? {
            match key {
                Key::Signs(key) => signers.push(key),
                Key::Verifies(key) => earlier.push(key),
            }
        }
        let names = signers.iter().map(Signer::name);
        let names: BTreeSet<&str> = names.chain(earlier.iter().map(Verifier::name)).collect();
        match (signers.len(), names.len()) {
            (0, _) => return Err(KeysError::NoSigner),
            (_, 1) => {}
            _ => return Err(KeysError::Names),
        }
        self.signers = signers.into();
        self.earlier = earlier.into();
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

    /// The keys that verify what is signed, or was earlier.
    pub fn verifiers(&self) -> Vec<Verifier> {
        let signers = self.signers.iter().map(Signer::verifier);
        signers.chain(self.earlier.iter().cloned()).collect()
    }

    /// The log that is signed.
    pub fn origin(&self) -> Option<&str> {
        self.signers.first().map(Signer::name)
    }
}

/// A key of a log.
enum Key {
    Signs(Signer),
    Verifies(Verifier),
}

impl Key {
    fn read(text: &str) -> Result<Self, NoteError> {
        let signer = Signer::read(text);
        match Verifier::read(text) {
            Ok(key) => Ok(Self::Verifies(key)),
            Err(_) => signer.map(Self::Signs),
        }
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
