//! A resource that a call creates.

use crate::domain::resource::{Name, NaturalKeys, Resource};

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
        }
    }
}
