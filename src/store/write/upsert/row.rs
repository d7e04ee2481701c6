//! Rows ready to be upserted, and the columns common to all resources.

use uuid::Uuid;

use crate::domain::{
    Timestamp,
    resource::{Claim, EarlierKey, Name, NaturalKey, NaturalKeys, Resource},
    value::{Form, IdentityDigest},
};

/// A resource and its document, ready to be upserted.
pub(crate) struct Ready<'a> {
    pub name: Name,
    pub revision: i64,
    pub doc: &'a [u8],
    pub resource: &'a Resource,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// Whether its content is erased.
    pub is_erased: bool,
    /// When it was written.
    pub time: Timestamp,
    /// Whether no earlier state of it is stored.
    pub is_new: bool,
    /// Whether it is an article whose text is not stored yet.
    pub has_new_text: bool,
    /// The identity digest, if it is an appearance.
    pub identity: Option<IdentityDigest>,
    /// Its natural keys, if they were made before.
    pub keys: Option<&'a NaturalKeys>,
}

impl Ready<'_> {
    /// The identity of a claim, which it is, in its earlier form.
    pub(super) fn earlier_identity(&self, claim: &Claim) -> IdentityDigest {
        let known = self.keys.into_iter().flat_map(NaturalKeys::values);
        let mut known = known.flatten().filter_map(|EarlierKey(key)| match key {
            NaturalKey::Claim(digest) => Some(*digest),
            _ => None,
        });
        known
            .next()
            .unwrap_or_else(|| claim.identity(Form::Earlier))
    }

    /// The code of an enum value for a column; 0, unspecified, if the resource is erased.
    pub(super) const fn code(&self, code: i16) -> i16 {
        if self.is_erased { 0 } else { code }
    }
}

/// The columns common to all resources.
#[derive(Default)]
pub(super) struct Common {
    pub ids: Vec<Uuid>,
    pub revisions: Vec<i64>,
    pub docs: Vec<Vec<u8>>,
    pub deleted: Vec<bool>,
    /// Those of the ids of which an earlier state is stored.
    pub replaced: Vec<Uuid>,
}

impl Common {
    pub(super) fn push(&mut self, ready: &Ready<'_>) {
        self.ids.push(ready.name.uuid());
        self.revisions.push(ready.revision);
        self.docs.push(ready.doc.to_vec());
        self.deleted.push(ready.is_deleted);
        if !ready.is_new {
            self.replaced.push(ready.name.uuid());
        }
    }
}
