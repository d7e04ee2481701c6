//! Rows that are ready to be written, and the columns that all of them have.

use uuid::Uuid;

use crate::domain::{
    Timestamp,
    resource::{any::Resource, name::Name},
    value::identity::IdentityDigest,
};

/// A resource with its document, ready to be written.
pub(crate) struct Ready<'a> {
    pub name: Name,
    pub revision: i64,
    pub doc: &'a [u8],
    pub resource: &'a Resource,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// Whether it says nothing any more.
    pub is_erased: bool,
    /// When it was written.
    pub time: Timestamp,
    /// Whether an article has a text that is not stored yet.
    pub has_new_text: bool,
    /// What makes an appearance the same as another.
    pub identity: Option<IdentityDigest>,
}

impl Ready<'_> {
    /// The number of a value that it has; none's, where it says nothing any more.
    pub(super) const fn code(&self, code: i16) -> i16 {
        if self.is_erased { 0 } else { code }
    }
}

/// The columns that every resource has.
#[derive(Default)]
pub(super) struct Common {
    pub ids: Vec<Uuid>,
    pub revisions: Vec<i64>,
    pub docs: Vec<Vec<u8>>,
    pub deleted: Vec<bool>,
}

impl Common {
    pub(super) fn push(&mut self, ready: &Ready<'_>) {
        self.ids.push(ready.name.uuid());
        self.revisions.push(ready.revision);
        self.docs.push(ready.doc.to_vec());
        self.deleted.push(ready.is_deleted);
    }
}
