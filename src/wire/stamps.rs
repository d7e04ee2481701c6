//! What an export reads of a document: a few fields, of which the others are skipped.

use prost_types::Timestamp as WireTimestamp;

use super::{
    document::{self, Unreadable},
    value::read,
};
use crate::domain::{Timestamp, passage::TextVersion, resource::Kind, value::Checker};

/// What an export needs to know of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamps {
    /// When the state was written.
    pub update_time: Timestamp,
    /// Whether the resource is deleted.
    pub is_deleted: bool,
    /// Whether it was merged into another one.
    pub is_merged: bool,
    /// The version of an article; 0 for other kinds.
    pub version: TextVersion,
    /// The number of things that a source is the same as.
    pub same_as: usize,
}

/// Reads the stamps of a document. Fails if its bytes cannot be split into fields.
pub fn stamps(kind: Kind, document: &[u8]) -> Result<Stamps, Unreadable> {
    match kind {
        Kind::Article => document::message::<OfArticle>(document)?.stamps(),
        Kind::Source => document::message::<OfSource>(document)?.stamps(),
        _ => document::message::<OfOther>(document)?.stamps(),
    }
}

/// The fields of an article, with the numbers that they have in `Article`.
#[derive(Clone, PartialEq, prost::Message)]
struct OfArticle {
    #[prost(int32, tag = "18")]
    version: TextVersion,
    #[prost(message, tag = "33")]
    update_time: Option<WireTimestamp>,
    #[prost(message, tag = "34")]
    delete_time: Option<WireTimestamp>,
}

/// The fields of a source, with the numbers that they have in `Source`.
#[derive(Clone, PartialEq, prost::Message)]
struct OfSource {
    #[prost(string, repeated, tag = "10")]
    same_as: Vec<String>,
    #[prost(message, tag = "23")]
    update_time: Option<WireTimestamp>,
    #[prost(message, tag = "24")]
    delete_time: Option<WireTimestamp>,
    #[prost(string, tag = "26")]
    merged_into: String,
}

/// The fields of a claim, with the numbers that they have in `Claim`. All but `merged_into`
/// have the same ones in appearances, relations and reviews.
#[derive(Clone, PartialEq, prost::Message)]
struct OfOther {
    #[prost(message, tag = "23")]
    update_time: Option<WireTimestamp>,
    #[prost(message, tag = "24")]
    delete_time: Option<WireTimestamp>,
    #[prost(string, tag = "26")]
    merged_into: String,
}

impl OfArticle {
    fn stamps(self) -> Result<Stamps, Unreadable> {
        Ok(Stamps {
            update_time: time(self.update_time)?,
            is_deleted: self.delete_time.is_some(),
            is_merged: false,
            version: self.version,
            same_as: 0,
        })
    }
}

impl OfSource {
    fn stamps(self) -> Result<Stamps, Unreadable> {
        Ok(Stamps {
            update_time: time(self.update_time)?,
            is_deleted: self.delete_time.is_some(),
            is_merged: !self.merged_into.is_empty(),
            version: 0,
            same_as: self.same_as.len(),
        })
    }
}

impl OfOther {
    fn stamps(self) -> Result<Stamps, Unreadable> {
        Ok(Stamps {
            update_time: time(self.update_time)?,
            is_deleted: self.delete_time.is_some(),
            is_merged: !self.merged_into.is_empty(),
            version: 0,
            same_as: 0,
        })
    }
}

fn time(time: Option<WireTimestamp>) -> Result<Timestamp, Unreadable> {
    let time = read::timestamp(&mut Checker::new(), "update_time", time);
    time.ok_or_else(|| Unreadable::of("update_time is absent"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{descriptors, message::type_of};

    #[test]
    fn the_fields_have_the_numbers_of_the_contract() {
        let number = |kind, field: &str| {
            let message = descriptors().get_message_by_name(type_of(kind)).unwrap();
            message.get_field_by_name(field).map(|field| field.number())
        };
        assert_eq!(number(Kind::Article, "version"), Some(18));
        assert_eq!(number(Kind::Article, "update_time"), Some(33));
        assert_eq!(number(Kind::Article, "delete_time"), Some(34));
        assert_eq!(number(Kind::Source, "same_as"), Some(10));
        let others = Kind::ALL.iter().copied();
        for kind in others.filter(|kind| !matches!(kind, Kind::Article | Kind::Standing)) {
            assert_eq!(number(kind, "update_time"), Some(23), "{kind:?}");
            assert_eq!(number(kind, "delete_time"), Some(24), "{kind:?}");
            let merged_into = match kind {
                Kind::Source | Kind::Claim => Some("merged_into".to_owned()),
                _ => None,
            };
            let message = descriptors().get_message_by_name(type_of(kind)).unwrap();
            let field = message.get_field(26).map(|field| field.name().to_owned());
            assert_eq!(field, merged_into, "{kind:?}");
        }
    }
}
