//! Checkpoints, as C2SP has them (c2sp.org/tlog-checkpoint): the size and root of a tree, as a text that is
//! signed.

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{
    merkle::Hash,
    note::{Note, NoteError, Signer, Verifier},
};

/// The size and root of the tree of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves the tree has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let Self { origin, size, root } = self;
        let root = BASE64_STANDARD.encode(root);
        format!("{origin}\n{size}\n{root}\n")
    }

    /// Reads the text of a note.
    pub fn read(text: &str) -> Result<Self, NoteError> {
        let malformed =
            NoteError::Note("a checkpoint has lines with its origin, its size and its root");
        let mut lines = text.split('\n');
        let (Some(origin), Some(number), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(malformed);
        };
        let size: Option<u64> = number.parse().ok();
        let size = size.filter(|it| it.to_string() == number && *it <= i64::MAX.unsigned_abs());
        let root = BASE64_STANDARD.decode(root).ok();
        let root = root.and_then(|root| Hash::try_from(root).ok());
        match (origin.is_empty(), size, root) {
            (false, Some(size), Some(root)) => Ok(Self {
                origin: origin.to_owned(),
                size,
                root,
            }),
            _ => Err(malformed),
        }
    }

    /// The note with the signatures of these keys.
    pub fn signed(&self, keys: &[Signer]) -> String {
        let text = self.text();
        let lines: String = keys.iter().map(|key| key.sign(&text)).collect();
        format!("{text}\n{lines}")
    }

    /// Reads a note that one of these keys signed, and which is of the log that they sign for.
    pub fn verified(note: &str, keys: &[Verifier]) -> Result<Self, NoteError> {
        let note = Note::read(note)?;
        note.require_signed(keys)?;
        Self::read(&note.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_is_read_as_it_was_signed_and_with_every_key_of_a_rotation() {
        let keys = [0, 1].map(|_| Signer::read(&Signer::generate("log.example").unwrap()).unwrap());
        let checkpoint = Checkpoint {
            origin: "log.example".to_owned(),
            size: 7,
            root: [3; 32],
        };
        let note = checkpoint.signed(&keys);
        assert!(
            note.starts_with("log.example\n7\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n\n")
        );
        for key in keys {
            let read = Checkpoint::verified(&note, &[key.verifier()]);
            assert_eq!(read.as_ref(), Ok(&checkpoint));
        }
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        let root = BASE64_STANDARD.encode([3; 32]);
        for text in [
            String::new(),
            "log\n".to_owned(),
            format!("log\n07\n{root}\n"),
            format!("log\n-1\n{root}\n"),
            format!("\n7\n{root}\n"),
            "log\n7\nAwMD\n".to_owned(),
        ] {
            Checkpoint::read(&text).unwrap_err();
        }
    }
}
