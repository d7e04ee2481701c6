//! A change whose documents are decoded only once.

use std::sync::OnceLock;

use super::ChangeRow;
use crate::{
    domain::{
        resource::{Kind, Stored},
        rule::Dispute,
    },
    store::{Error, read::load::unreadable},
    wire::{document, resource::standing},
};

/// A change whose documents are decoded on first use.
#[derive(Debug)]
pub struct DecodedChange {
    row: ChangeRow,
    after: OnceLock<Decoded>,
    before: OnceLock<Decoded>,
    counterpart: OnceLock<Decoded>,
}

/// A decoded document.
#[derive(Debug)]
pub(crate) enum Decoded {
    /// There is no document.
    Nothing,
    /// A resource.
    Resource(Box<Stored>),
    /// The dispute in a standing.
    Dispute(Dispute),
}

impl DecodedChange {
    /// A change of which nothing is decoded yet.
    pub const fn new(row: ChangeRow) -> Self {
        Self {
            row,
            after: OnceLock::new(),
            before: OnceLock::new(),
            counterpart: OnceLock::new(),
        }
    }

    /// The change.
    pub const fn row(&self) -> &ChangeRow {
        &self.row
    }

    /// The change without what was decoded.
    pub fn into_row(self) -> ChangeRow {
        self.row
    }

    /// The resource after the change.
    pub(crate) fn after(&self) -> Result<&Decoded, Error> {
        decode_once(&self.after, self.row.name.kind(), self.row.doc.as_ref())
    }

    /// The resource before the change.
    pub(crate) fn before(&self) -> Result<&Decoded, Error> {
        decode_once(&self.before, self.row.name.kind(), self.row.before.as_ref())
    }

    /// The standing of a claim, or the claim of a standing.
    pub(crate) fn counterpart(&self) -> Result<&Decoded, Error> {
        let kind = match self.row.name.kind() {
            Kind::Claim => Kind::Standing,
            _ => Kind::Claim,
        };
        decode_once(&self.counterpart, kind, self.row.counterpart.as_ref())
    }
}

fn decode_once<'d>(
    once: &'d OnceLock<Decoded>,
    kind: Kind,
    doc: Option<&Vec<u8>>,
) -> Result<&'d Decoded, Error> {
    if let Some(decoded) = once.get() {
        return Ok(decoded);
    }
    let decoded = decode(kind, doc)?;
    Ok(once.get_or_init(|| decoded))
}

fn decode(kind: Kind, doc: Option<&Vec<u8>>) -> Result<Decoded, Error> {
    let Some(doc) = doc else {
        return Ok(Decoded::Nothing);
    };
    let decoded = match kind {
        Kind::Standing => standing::read_dispute(doc).map(Decoded::Dispute),
        _ => document::decode(kind, doc).map(|stored| Decoded::Resource(Box::new(stored))),
    };
    decoded.map_err(|error| unreadable("change_docs", "doc", kind.code(), error))
}
