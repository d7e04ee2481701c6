//! Encrypts what is confidential: each content with a key of its own, which is wrapped with a key of
//! the service.
//!
//! AES-256-GCM of ring, the cryptography that TLS uses here as well. Content and wrapped key are
//! bound to the id that they belong to, so neither can be put in the place of another one.

use std::{collections::BTreeSet, fmt, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    rand::{SecureRandom as _, SystemRandom},
};
use uuid::Uuid;

use crate::domain::value::Sealed;

/// The most keys.
pub const KEYS_MAX: usize = 16;

/// Of how many lines it is said what is wrong with them. A file of something else has thousands.
const TOLD_MAX: usize = 20;

/// The most bytes of what has them.
pub const TEXT_MAX: usize = 16 << 10;

const KEY_BYTES: usize = 32;
const ID_MAX: usize = 32;

/// The keys of the service. The first one encrypts; the others only decrypt what they encrypted.
#[derive(Clone)]
pub struct Vault(Arc<[Key]>);

struct Key {
    id: String,
    key: LessSafeKey,
}

/// A text does not have keys.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct KeysError(Vec<String>);

/// Something cannot be encrypted or decrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The key with which it was encrypted is not there, or the one with its id is another one.
    #[error("the key {0} is not there, or is another one")]
    UnknownKey(String),
    /// It was changed, or belongs to something else.
    #[error("it was not encrypted like this")]
    Damaged,
    /// The system has no random numbers.
    #[error("there are no random numbers")]
    NoRandom,
}

impl Vault {
    /// Reads keys: one on each line, its id and 32 bytes in base64. The first one is used for what
    /// is encrypted from now on. Lines that are empty or begin with `#` do not count. Says what is
    /// wrong with the first lines that are, and nothing of the keys.
    pub fn read(text: &str) -> Result<Self, KeysError> {
        let lines = (1..).zip(text.lines().map(str::trim));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let (mut keys, mut wrong, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (number, line) in lines {
            match read_key(line) {
                Ok(key) if !ids.insert(key.id.clone()) => {
                    wrong.push(format!("line {number}: the id {} is there twice", key.id));
                }
                Ok(key) => keys.push(key),
                Err(what) => wrong.push(format!("line {number}: {what}")),
            }
        }
        if keys.is_empty() && wrong.is_empty() {
            wrong.push("at least one key is needed".to_owned());
        }
        if keys.len() > KEYS_MAX {
            wrong.push(format!(
                "there are {} keys; at most {KEYS_MAX} fit",
                keys.len()
            ));
        }
        let more = wrong.len().saturating_sub(TOLD_MAX);
        if more > 0 {
            wrong.truncate(TOLD_MAX);
            wrong.push(format!("{more} more are wrong"));
        }
        match wrong.is_empty() {
            true => Ok(Self(keys.into())),
            false => Err(KeysError(wrong)),
        }
    }

    /// Encrypts the content of something with an id.
    pub fn seal(&self, id: Uuid, content: &[u8]) -> Result<Sealed, VaultError> {
        let key = self.0.first().ok_or(VaultError::Damaged)?;
        let mut data_key = [0; KEY_BYTES];
        fill(&mut data_key)?;
        Ok(Sealed {
            key_id: key.id.clone(),
            wrapped_key: key.encrypt(&wrapping(id, &key.id), &data_key)?,
            content: Key::of(String::new(), &data_key)?.encrypt(id.as_bytes(), content)?,
        })
    }

    /// Decrypts the content of what has an id.
    pub fn open(&self, id: Uuid, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        let data_key = self.data_key(id, sealed)?;
        Key::of(String::new(), &data_key)?.decrypt(id.as_bytes(), &sealed.content)
    }

    /// Wraps the data key of what has an id with the first key. `None` if it is already.
    pub fn rewrap(&self, id: Uuid, sealed: &Sealed) -> Result<Option<Sealed>, VaultError> {
        let key = self.0.first().ok_or(VaultError::Damaged)?;
        if sealed.key_id == key.id {
            return Ok(None);
        }
        let data_key = self.data_key(id, sealed)?;
        Ok(Some(Sealed {
            key_id: key.id.clone(),
            wrapped_key: key.encrypt(&wrapping(id, &key.id), &data_key)?,
            content: sealed.content.clone(),
        }))
    }

    /// The id of the first key.
    pub fn first_id(&self) -> &str {
        self.0.first().map_or("", |key| &key.id)
    }

    fn data_key(&self, id: Uuid, sealed: &Sealed) -> Result<Vec<u8>, VaultError> {
        let key = self.0.iter().find(|key| key.id == sealed.key_id);
        let opened = key.map(|key| key.decrypt(&wrapping(id, &key.id), &sealed.wrapped_key));
        let unknown = || VaultError::UnknownKey(sealed.key_id.clone());
        opened.ok_or_else(unknown)?.map_err(|_| unknown())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.0.iter().map(|key| key.id.as_str()).collect();
        f.debug_tuple("Vault").field(&ids).finish()
    }
}

/// What a wrapped key is bound to.
fn wrapping(id: Uuid, key_id: &str) -> Vec<u8> {
    [id.as_bytes(), key_id.as_bytes()].concat()
}

fn fill(bytes: &mut [u8]) -> Result<(), VaultError> {
    SystemRandom::new()
        .fill(bytes)
        .map_err(|_| VaultError::NoRandom)
}

fn read_key(line: &str) -> Result<Key, &'static str> {
    let form = "is not an id, a space, and 32 bytes in base64";
    let (id, bytes) = line.split_once(char::is_whitespace).ok_or(form)?;
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if id.is_empty() || id.len() > ID_MAX || !id.bytes().all(is_part) {
        return Err("has an id that is not 1 to 32 of a-z, 0-9 and -");
    }
    let bytes = BASE64_STANDARD.decode(bytes.trim()).map_err(|_| form)?;
    Key::of(id.to_owned(), &bytes).map_err(|_| form)
}

impl Key {
    fn of(id: String, bytes: &[u8]) -> Result<Self, VaultError> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| VaultError::Damaged)?;
        let key = LessSafeKey::new(key);
        Ok(Self { id, key })
    }

    /// The nonce, followed by what is encrypted. A data key encrypts once, and a key of the service
    /// so seldom that random nonces do not meet.
    fn encrypt(&self, bound_to: &[u8], content: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE_LEN];
        fill(&mut nonce)?;
        let mut sealed = content.to_vec();
        let unique = Nonce::assume_unique_for_key(nonce);
        self.key
            .seal_in_place_append_tag(unique, Aad::from(bound_to), &mut sealed)
            .map_err(|_| VaultError::Damaged)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    fn decrypt(&self, bound_to: &[u8], sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let (nonce, sealed) = sealed.split_first_chunk().ok_or(VaultError::Damaged)?;
        let mut opened = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let content = self
            .key
            .open_in_place(nonce, Aad::from(bound_to), &mut opened)
            .map_err(|_| VaultError::Damaged)?;
        Ok(content.to_vec())
    }
}

#[cfg(test)]
mod tests;
