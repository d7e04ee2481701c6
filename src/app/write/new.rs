//! A resource that a call creates.

use crate::domain::resource::{Name, Resource};

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
}
