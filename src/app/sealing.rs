//! What a confidential source is, is encrypted before it is written.

use super::Error;
use crate::{
    domain::{
        resource::{Name, Resource, SourceId},
        value::Sealed,
    },
    vault::{Vault, VaultError},
    wire::sealed,
};

/// Encrypts what a confidential source is. The resource becomes what everybody may see of it.
/// Other resources stay as they are.
pub fn seal(
    vault: Option<&Vault>,
    name: Name,
    resource: &mut Resource,
) -> Result<Option<(SourceId, Sealed)>, Error> {
    let (Name::Source(id), Resource::Source(source)) = (name, resource) else {
        return Ok(None);
    };
    if !source.confidential {
        return Ok(None);
    }
    let vault = vault.ok_or(Error::NoConfidentialKeys)?;
    let content = sealed::encode(source);
    let sealed = vault.seal(id.uuid(), &content).map_err(unreadable)?;
    *source = source.masked();
    Ok(Some((id, sealed)))
}

/// The error for what cannot be encrypted or decrypted.
pub(super) fn unreadable(error: VaultError) -> Error {
    match error {
        VaultError::UnknownKey(_) => Error::NoConfidentialKeys,
        other => Error::Internal(Box::new(other)),
    }
}
