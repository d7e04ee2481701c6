//! A resource that a call creates.

use crate::{
    app::{Error, sealing::seal},
    domain::{
        resource::{Name, NaturalKeys, Resource, SourceId},
        value::Sealed,
    },
    vault::Vault,
};

/// A resource to create.
#[derive(Clone, Debug)]
pub struct New {
    /// Its path in the request.
    pub path: String,
    /// Its name.
    pub name: Name,
    /// Whether the caller chose the name.
    pub is_named: bool,
    /// The resource, already validated by itself.
    pub resource: Resource,
    /// Its natural keys. They are made only once, because long texts take their time.
    pub(super) keys: NaturalKeys,
    /// What it is, encrypted, if it is a confidential source.
    pub(super) sealed: Option<(SourceId, Sealed)>,
}

impl New {
    /// A resource to create.
    pub fn of(path: String, name: Name, is_named: bool, resource: Resource) -> Self {
        Self {
            path,
            name,
            is_named,
            keys: resource.natural_keys(),
            resource,
            sealed: None,
        }
    }

    /// Encrypts what it is, if it is a confidential source. Again, that does nothing.
    pub(super) fn seal(&mut self, vault: Option<&Vault>) -> Result<(), Error> {
        if self.sealed.is_none() {
            self.sealed = seal(vault, self.name, &mut self.resource)?;
            if self.sealed.is_some() {
                self.keys = self.resource.natural_keys();
            }
        }
        Ok(())
    }
}
