//! Signed notes, as C2SP has them (c2sp.org/signed-note): a text, and below it who signed it. The keys are
//! those of Ed25519 in the forms that `golang.org/x/mod/sumdb/note` writes.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use ring::{
    rand::{SecureRandom as _, SystemRandom},
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use sha2::{Digest as _, Sha256};

/// The type of a signature of Ed25519 over the text.
const ED25519_TYPE: u8 = 1;

/// The type of a cosignature: Ed25519 over a time and the text.
const COSIGNATURE_TYPE: u8 = 4;

const PRIVATE: &str = "PRIVATE+KEY+";

/// What the line of a signature begins with.
const LINE: &str = "\u{2014} ";

/// The most bytes of a note.
pub const NOTE_MAX: usize = 64 << 10;

/// The most bytes of a name.
const NAME_MAX: usize = 200;

/// A note or a key cannot be read, or what it says does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A key has another form.
    #[error("{0}")]
    Key(&'static str),
    /// A note has another form.
    #[error("it is not a signed note: {0}")]
    Note(&'static str),
    /// No key that is known signed it.
    #[error("it is not signed by the key {0}")]
    Unsigned(String),
    /// A signature is not one of this text.
    #[error("the signature of {0} is not one of this text: it was changed, or made by another key")]
    Forged(String),
    /// The system has no random numbers.
    #[error("there are no random numbers")]
    NoRandom,
}

/// The id of a key, which hints at it.
pub type KeyId = [u8; 4];

fn key_id(name: &str, kind: u8, public: &[u8]) -> KeyId {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', kind]);
    let hash: [u8; 32] = hash.chain_update(public).finalize().into();
    [hash[0], hash[1], hash[2], hash[3]]
}

fn hex(id: KeyId) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

/// Whether a key can be called so.
fn is_name(name: &str) -> bool {
    let is_plain = |char: char| !char.is_whitespace() && !char.is_control() && char != '+';
    (1..=NAME_MAX).contains(&name.len()) && name.chars().all(is_plain)
}

/// A key that signs.
pub struct Signer {
    name: String,
    pair: Ed25519KeyPair,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Signer").field(&self.name).finish()
    }
}

impl Signer {
    /// Makes a key, and returns the text of it.
    pub fn generate(name: &str) -> Result<String, NoteError> {
        let mut seed = [0; 32];
        SystemRandom::new()
            .fill(&mut seed)
            .map_err(|_| NoteError::NoRandom)?;
        let id = Self::of(name, &seed)?.verifier().id;
        let key = BASE64_STANDARD.encode([&[ED25519_TYPE], &seed[..]].concat());
        Ok(format!("{PRIVATE}{name}+{}+{key}", hex(id)))
    }

    fn of(name: &str, seed: &[u8]) -> Result<Self, NoteError> {
        if !is_name(name) {
            return Err(NoteError::Key(
                "the name of a key has 1 to 200 bytes, and neither spaces nor +",
            ));
        }
        let pair = Ed25519KeyPair::from_seed_unchecked(seed);
        Ok(Self {
            name: name.to_owned(),
            pair: pair.map_err(|_| NoteError::Key("a key has 32 bytes"))?,
        })
    }

    /// Reads a key: `PRIVATE+KEY+name+id+key`. Says nothing of it.
    pub fn read(text: &str) -> Result<Self, NoteError> {
        let malformed = NoteError::Key("a key that signs is PRIVATE+KEY+name+id+key");
        let Some(text) = text.trim().strip_prefix(PRIVATE) else {
            return Err(malformed);
        };
        let (name, id, seed) = parts(text).ok_or(malformed)?;
        let [ED25519_TYPE, seed @ ..] = &seed[..] else {
            return Err(NoteError::Key("a key that signs is one of Ed25519"));
        };
        let signer = Self::of(name, seed)?;
        match hex(signer.verifier().id) == id {
            true => Ok(signer),
            false => Err(NoteError::Key(
                "the id of a key is not that of its name and key",
            )),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key that verifies what it signs.
    pub fn verifier(&self) -> Verifier {
        let mut public = [0; 32];
        public.copy_from_slice(self.pair.public_key().as_ref());
        Verifier::of(&self.name, ED25519_TYPE, public)
    }

    /// The line of its signature below a text.
    pub fn sign(&self, text: &str) -> String {
        let signature = self.pair.sign(text.as_bytes());
        line(&self.name, self.verifier().id, signature.as_ref())
    }

    /// The line of a cosignature below a text, as a witness makes it at a time in seconds.
    pub fn cosign(&self, text: &str, time: u64) -> String {
        let mut public = [0; 32];
        public.copy_from_slice(self.pair.public_key().as_ref());
        let id = Verifier::of(&self.name, COSIGNATURE_TYPE, public).id;
        let signature = self.pair.sign(cosigned(time, text).as_bytes());
        let bytes = [&time.to_be_bytes(), signature.as_ref()].concat();
        line(&self.name, id, &bytes)
    }
}

fn line(name: &str, id: KeyId, signature: &[u8]) -> String {
    let signature = BASE64_STANDARD.encode([&id[..], signature].concat());
    format!("{LINE}{name} {signature}\n")
}

/// What a witness signs.
fn cosigned(time: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// The name, the id and the key in `name+id+key`.
fn parts(text: &str) -> Option<(&str, &str, Vec<u8>)> {
    let (name, rest) = text.split_once('+')?;
    let (id, key) = rest.split_once('+')?;
    let key = BASE64_STANDARD.decode(key).ok()?;
    is_name(name).then_some((name, id, key))
}

/// A key that verifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    kind: u8,
    id: KeyId,
    public: [u8; 32],
}

impl Verifier {
    fn of(name: &str, kind: u8, public: [u8; 32]) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            id: key_id(name, kind, &public),
            public,
        }
    }

    /// Reads a key: `name+id+key`.
    pub fn read(text: &str) -> Result<Self, NoteError> {
        let malformed = NoteError::Key("a key that verifies is name+id+key");
        if text.contains(PRIVATE) {
            return Err(NoteError::Key(
                "this key signs; give the one that verifies, and keep this one secret",
            ));
        }
        let (name, id, key) = parts(text.trim()).ok_or(malformed)?;
        let [kind @ (ED25519_TYPE | COSIGNATURE_TYPE), public @ ..] = &key[..] else {
            return Err(NoteError::Key("a key that verifies is one of Ed25519"));
        };
        let public = <[u8; 32]>::try_from(public);
        let public = public.map_err(|_| NoteError::Key("a key has 32 bytes"))?;
        let key = Self::of(name, *kind, public);
        match hex(key.id) == id {
            true => Ok(key),
            false => Err(NoteError::Key(
                "the id of a key is not that of its name and key",
            )),
        }
    }

    /// Reads the key of a witness. Many publish it as one that signs texts; it cosigns all the same.
    pub fn read_witness(text: &str) -> Result<Self, NoteError> {
        let key = Self::read(text)?;
        Ok(Self::of(&key.name, COSIGNATURE_TYPE, key.public))
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its name with its id, which no other key has.
    pub fn full_name(&self) -> String {
        format!("{}+{}", self.name, hex(self.id))
    }

    fn is_of(&self, signature: &Signature) -> bool {
        self.name == signature.name && self.id == signature.id
    }

    fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        let key = UnparsedPublicKey::new(&ED25519, &self.public);
        if self.kind == ED25519_TYPE {
            return key.verify(text.as_bytes(), signature).is_ok();
        }
        let Some((time, signature)) = signature.split_first_chunk() else {
            return false;
        };
        let text = cosigned(u64::from_be_bytes(*time), text);
        key.verify(text.as_bytes(), signature).is_ok()
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64_STANDARD.encode([&[self.kind], &self.public[..]].concat());
        write!(f, "{}+{key}", self.full_name())
    }
}

/// A signature below a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    name: String,
    id: KeyId,
    bytes: Vec<u8>,
}

impl Signature {
    fn read(line: &str) -> Option<Self> {
        let (name, signature) = line.strip_prefix(LINE)?.split_once(' ')?;
        let bytes = BASE64_STANDARD.decode(signature).ok()?;
        let (id, bytes) = bytes.split_first_chunk()?;
        (is_name(name) && !bytes.is_empty()).then(|| Self {
            name: name.to_owned(),
            id: *id,
            bytes: bytes.to_owned(),
        })
    }
}

/// A text, and who signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text, with the line feed at its end.
    pub text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note.
    pub fn read(note: &str) -> Result<Self, NoteError> {
        if note.len() > NOTE_MAX {
            return Err(NoteError::Note("it has more than 65,536 bytes"));
        }
        let is_plain = |char: char| char >= ' ' || char == '\n';
        if !note.chars().all(is_plain) {
            return Err(NoteError::Note("it has control characters"));
        }
        let end = note.rfind("\n\n");
        let end = end.ok_or(NoteError::Note("it has no signatures below an empty line"))?;
        let (text, rest) = note.split_at(end + 1);
        let lines = rest[1..].strip_suffix('\n');
        let lines = lines.ok_or(NoteError::Note("its last line is not complete"))?;
        let signatures: Option<Vec<Signature>> = lines.split('\n').map(Signature::read).collect();
        Ok(Self {
            text: text.to_owned(),
            signatures: signatures.ok_or(NoteError::Note("a signature cannot be read"))?,
        })
    }

    /// Requires that one of these keys signed it, and that all signatures of them are those of the text.
    pub fn require_signed(&self, keys: &[Verifier]) -> Result<(), NoteError> {
        let mut is_signed = false;
        for signature in &self.signatures {
            let Some(key) = keys.iter().find(|key| key.is_of(signature)) else {
                continue;
            };
            if !key.verifies(&self.text, &signature.bytes) {
                return Err(NoteError::Forged(key.full_name()));
            }
            is_signed = true;
        }
        match is_signed {
            true => Ok(()),
            false => {
                let keys: Vec<String> = keys.iter().map(Verifier::full_name).collect();
                Err(NoteError::Unsigned(keys.join(" or ")))
            }
        }
    }
}

/// The key that made the line of a signature below a text.
pub fn signer_of<'k>(
    line: &str,
    text: &str,
    keys: &'k [Verifier],
) -> Result<&'k Verifier, NoteError> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let signature = Signature::read(line);
    let signature = signature.ok_or(NoteError::Note("a signature cannot be read"))?;
    let key = keys.iter().find(|key| key.is_of(&signature));
    let key = key.ok_or_else(|| NoteError::Unsigned("of a witness that is known".to_owned()))?;
    match key.verifies(text, &signature.bytes) {
        true => Ok(key),
        false => Err(NoteError::Forged(key.full_name())),
    }
}

/// The time in the line of a cosignature, in seconds.
pub fn cosign_time(line: &str) -> Option<u64> {
    let signature = Signature::read(line)?;
    let (time, _) = signature.bytes.split_first_chunk()?;
    Some(u64::from_be_bytes(*time))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys and the note of the tests of golang.org/x/mod/sumdb/note.
    const SKEY: &str =
        "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const VKEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n";
    const SIGNATURE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn keys_and_notes_are_those_of_the_go_project() {
        let signer = Signer::read(SKEY).unwrap();
        assert_eq!(signer.verifier().to_string(), VKEY);
        assert_eq!(signer.sign(TEXT), SIGNATURE);
        let note = Note::read(&format!("{TEXT}\n{SIGNATURE}")).unwrap();
        assert_eq!(note.text, TEXT);
        let key = Verifier::read(VKEY).unwrap();
        assert_eq!(note.require_signed(&[key]), Ok(()));
    }

    #[test]
    fn a_note_is_refused_whose_text_was_changed_or_which_another_key_signed() {
        let key = Verifier::read(VKEY).unwrap();
        let changed = TEXT.replace("think", "thank");
        let note = Note::read(&format!("{changed}\n{SIGNATURE}")).unwrap();
        let forged = NoteError::Forged("PeterNeumann+c74f20a3".to_owned());
        assert_eq!(note.require_signed(&[key]), Err(forged));
        let other = Signer::read(&Signer::generate("PeterNeumann").unwrap()).unwrap();
        let unsigned = note.require_signed(&[other.verifier()]);
        assert!(
            matches!(unsigned, Err(NoteError::Unsigned(_))),
            "{unsigned:?}"
        );
    }

    #[test]
    fn a_cosignature_is_of_a_text_and_a_time() {
        let witness = Signer::read(&Signer::generate("witness.example").unwrap()).unwrap();
        let key = Verifier::read_witness(&witness.verifier().to_string()).unwrap();
        assert_eq!(Verifier::read(&key.to_string()).as_ref(), Ok(&key));
        let keys = [key];
        let line = witness.cosign(TEXT, 1_700_000_000);
        assert_eq!(signer_of(&line, TEXT, &keys), Ok(&keys[0]));
        assert!(matches!(
            signer_of(&line, "other\n", &keys),
            Err(NoteError::Forged(_))
        ));
        let own = witness.sign(TEXT);
        assert!(matches!(
            signer_of(&own, TEXT, &keys),
            Err(NoteError::Unsigned(_))
        ));
    }

    #[test]
    fn what_is_no_key_or_no_note_is_refused_and_no_secret_is_shown() {
        for text in [
            "",
            "PRIVATE+KEY+a",
            "a+b+c",
            SKEY.replace("c74f", "c74e").as_str(),
        ] {
            let error = Signer::read(text).unwrap_err().to_string();
            assert!(!error.contains("AYEK"), "{error}");
        }
        Verifier::read(SKEY).unwrap_err();
        Verifier::read(&VKEY.replace("c74f", "c74e")).unwrap_err();
        for note in [
            "",
            "text\n",
            "text\n\nno signature\n",
            "a\r\n\n\u{2014} a AAAAAAA=\n",
        ] {
            Note::read(note).unwrap_err();
        }
        assert!(matches!(Signer::generate("a b"), Err(NoteError::Key(_))));
    }
}
