//! Documents: resources as bytes, for the store and for answers.
//!
//! A document is the encoded message of a resource, with the fields that callers write and
//! those that the store adds. The body of an article is a second encoding of the same
//! message, with the body only. Both concatenated are the whole article, because protobuf
//! merges concatenated messages. An answer appends further fields in the same way.

use prost::Message as _;

use super::{
    message::{ResourceMessage, Stamped as _, with_message},
    pb,
    resource::{appearance, article, claim, erasure, relation, review, source},
    value::{name::article_name, read},
};
use crate::domain::{
    passage::TextVersion,
    resource::{ArticleId, Kind, Name, Resource, Stored},
    value::{Checker, DocumentFormat},
};

/// The newest layout of documents that this build can write. The number grows when a field
/// is added that an older build would drop. A row with a greater number is never rewritten.
pub const DOC_VERSION: i16 = 7;

/// The error for a document that is not a message of its kind, or has impossible values.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be read: {0}")]
pub struct Unreadable(String);

impl Unreadable {
    /// An error with this reason.
    pub(super) fn of(why: &str) -> Self {
        Self(why.to_owned())
    }
}

/// Encodes a resource.
pub fn encode(stored: &Stored) -> Vec<u8> {
    match &stored.resource {
        Resource::Source(value) => encode_as(source::write(value), stored),
        Resource::Article(value, version) => encode_as(article::write(value, *version), stored),
        Resource::Claim(value) => encode_as(claim::write(value), stored),
        Resource::Appearance(value) => encode_as(appearance::write(value), stored),
        Resource::Relation(value) => encode_as(relation::write(value), stored),
        Resource::Review(value) => encode_as(review::write(value), stored),
    }
}

fn encode_as<M: ResourceMessage>(message: M, stored: &Stored) -> Vec<u8> {
    let Stored {
        name,
        stamp,
        resource: _,
        erasure,
    } = stored;
    let message = match erasure {
        None => message.stamped(*name, *stamp),
        Some(erasure) => message
            .kept_after_erasure()
            .stamped(*name, *stamp)
            .erased(erasure::write(erasure)),
    };
    message.encode_to_vec()
}

/// Whether a document is the encoding of a resource. A deleted source keeps the canonical
/// url of the time when it was deleted.
pub fn is_encoding_of(document: &[u8], stored: &Stored) -> bool {
    if encode(stored) == document {
        return true;
    }
    let (Resource::Source(value), true) = (&stored.resource, stored.stamp.is_deleted()) else {
        return false;
    };
    let Ok(written) = message::<pb::Source>(document) else {
        return false;
    };
    let source = pb::Source {
        canonical_url: written.canonical_url,
        ..source::write(value)
    };
    encode_as(source, stored) == document
}

/// Encodes the body of an article.
pub fn encode_body(body: &str) -> Vec<u8> {
    let article = pb::Article {
        body: body.to_owned(),
        ..pb::Article::default()
    };
    article.encode_to_vec()
}

/// Encodes the headline of an article.
pub fn encode_headline(headline: &str) -> Vec<u8> {
    let article = pb::Article {
        headline: headline.to_owned(),
        ..pb::Article::default()
    };
    article.encode_to_vec()
}

/// Encodes a version of an article of which only the number is kept.
pub fn encode_version(article: ArticleId, version: TextVersion) -> Vec<u8> {
    let article = pb::Article {
        name: article_name(article),
        version,
        ..pb::Article::default()
    };
    article.encode_to_vec()
}

/// Encodes a version of an article of which only the text is kept.
pub fn encode_text(
    article: ArticleId,
    version: TextVersion,
    headline: &str,
    body: &str,
) -> Vec<u8> {
    let article = pb::Article {
        name: article_name(article),
        version,
        headline: headline.to_owned(),
        body: body.to_owned(),
        ..pb::Article::default()
    };
    article.encode_to_vec()
}

/// Decodes the body of an article.
pub fn decode_body(document: &[u8]) -> Result<String, Unreadable> {
    Ok(message::<pb::Article>(document)?.body)
}

/// Decodes a document to a message.
pub fn message<M: prost::Message + Default>(document: &[u8]) -> Result<M, Unreadable> {
    M::decode(document).map_err(|error| Unreadable(error.to_string()))
}

/// Decodes a document to a resource. That of an article includes the body.
pub fn decode(kind: Kind, document: &[u8]) -> Result<Stored, Unreadable> {
    with_message!(
        kind,
        M => decode_as::<M>(document),
        standing => Err(Unreadable::of("a standing is computed, not read")),
    )
}

fn decode_as<M: ResourceMessage>(document: &[u8]) -> Result<Stored, Unreadable> {
    let message = message::<M>(document)?;
    let mut check = Checker::new();
    let stamp = message.stamp(&mut check);
    let name = read::name(&mut check, "name", message.name());
    let erasure = message.erasure().map(|it| erasure::read(&mut check, it));
    let stored = name.zip(stamp).and_then(|(name, stamp)| {
        // An erased resource lacks required fields, so violations are ignored.
        let mut lenient = Checker::new();
        let check = match erasure {
            Some(_) => &mut lenient,
            None => &mut check,
        };
        Some(Stored {
            name,
            stamp,
            resource: message.read(check, name)?,
            erasure,
        })
    });
    match stored {
        Some(stored) if check.is_clean() => Ok(stored),
        _ => Err(Unreadable(describe(check))),
    }
}

fn describe(check: Checker) -> String {
    match check.finish(()) {
        Ok(()) => "a field is absent".to_owned(),
        Err(violations) => {
            // Only field paths: the content of a field must not get into a log.
            let fields: Vec<String> = violations.into_iter().map(|v| v.field).collect();
            fields.join(", ")
        }
    }
}

/// A document of a source or an article without the exchange document that it keeps, unless that
/// is in this format. Also returns whether it keeps one in this format.
pub fn without_others(
    kind: Kind,
    document: Vec<u8>,
    format: DocumentFormat,
) -> Result<(Vec<u8>, bool), Unreadable> {
    let keeps = |kept: &Option<pb::ExchangeDocument>| {
        let kept = kept.as_ref();
        kept.map(|it| it.format == i32::from(format.code()))
    };
    match kind {
        Kind::Source => {
            let mut source = message::<pb::Source>(&document)?;
            let keeps = keeps(&source.exchange_document);
            if keeps == Some(false) {
                source.exchange_document = None;
                return Ok((source.encode_to_vec(), false));
            }
            Ok((document, keeps.is_some()))
        }
        Kind::Article => {
            let mut article = message::<pb::Article>(&document)?;
            let keeps = keeps(&article.exchange_document);
            if keeps == Some(false) {
                article.exchange_document = None;
                return Ok((article.encode_to_vec(), false));
            }
            Ok((document, keeps.is_some()))
        }
        _ => Ok((document, false)),
    }
}

/// Whether a document is of an erased resource.
pub fn is_erased(kind: Kind, document: &[u8]) -> bool {
    with_message!(
        kind,
        M => message::<M>(document).is_ok_and(|message| message.erasure().is_some()),
        standing => false,
    )
}

/// The name in a document. Its field has the same number in every kind.
#[derive(Clone, PartialEq, prost::Message)]
struct Named {
    #[prost(string, tag = "1")]
    name: String,
}

/// Adds the fields of a message to a document of the same kind, which does not have them.
pub fn add_fields<M: prost::Message>(document: &mut Vec<u8>, fields: &M) {
    document.extend(fields.encode_to_vec());
}

/// Reads the name in a document, which may be too new to be decoded as a whole.
pub fn message_name(document: &[u8]) -> Result<Name, Unreadable> {
    let name = message::<Named>(document)?.name;
    name.parse()
        .map_err(|_| Unreadable::of("its name is not a resource name"))
}

/// The fields of a document that link it to another resource by a merge, with the numbers
/// that they have in `Source`, `Claim` and `Standing`.
#[derive(Clone, PartialEq, prost::Message)]
struct Redirect {
    #[prost(string, tag = "26")]
    merged_into: String,
    #[prost(string, tag = "27")]
    redirected_from: String,
}

/// Reads what the resource of a document was merged into, if it was.
pub fn merged_into(kind: Kind, document: &[u8]) -> Result<Option<Name>, Unreadable> {
    if !matches!(kind, Kind::Source | Kind::Claim) {
        return Ok(None);
    }
    let into = message::<Redirect>(document)?.merged_into;
    if into.is_empty() {
        return Ok(None);
    }
    let into = into.parse();
    into.map(Some)
        .map_err(|_| Unreadable::of("merged_into is not a resource name"))
}

/// Adds the name of the resource that redirected to this document.
pub fn redirect(document: &mut Vec<u8>, from: Name) {
    let redirect = Redirect {
        merged_into: String::new(),
        redirected_from: from.to_string(),
    };
    document.extend(redirect.encode_to_vec());
}

/// The field of a claim that has its standing, with the number that it has in `Claim`.
#[derive(Clone, PartialEq, prost::Message)]
struct StandingField {
    #[prost(bytes = "vec", tag = "28")]
    standing: Vec<u8>,
}

/// Adds the document of its standing to that of a claim.
pub fn add_standing(claim: &mut Vec<u8>, standing: Vec<u8>) {
    claim.extend(StandingField { standing }.encode_to_vec());
}

/// Reads what happened to the appearances of these documents in a new version of their
/// article.
pub fn reanchored(appearances: &[Vec<u8>]) -> Result<Vec<pb::Reanchored>, Unreadable> {
    let reanchored = appearances.iter().map(|document| {
        let appearance = message::<pb::Appearance>(document)?;
        Ok(pb::Reanchored {
            appearance: appearance.name,
            anchoring: appearance.anchoring,
        })
    });
    reanchored.collect()
}

/// Adds to the document of an article what happened to its appearances in the new version.
pub fn add_reanchored(article: &mut Vec<u8>, appearances: &[Vec<u8>]) -> Result<(), Unreadable> {
    let addition = pb::Article {
        reanchored: reanchored(appearances)?,
        ..pb::Article::default()
    };
    article.extend(addition.encode_to_vec());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::resource::{ClaimId, SourceId},
        wire::{descriptors, message::type_of},
    };

    #[test]
    fn what_is_read_of_a_document_alone_has_the_numbers_of_the_contract() {
        let number = |kind, field: &str| {
            let message = descriptors().get_message_by_name(type_of(kind)).unwrap();
            message.get_field_by_name(field).map(|field| field.number())
        };
        for &kind in Kind::ALL {
            assert_eq!(number(kind, "name"), Some(1), "{kind:?}");
        }
        for kind in [Kind::Source, Kind::Claim] {
            assert_eq!(number(kind, "merged_into"), Some(26), "{kind:?}");
        }
        for kind in [Kind::Source, Kind::Claim, Kind::Standing] {
            assert_eq!(number(kind, "redirected_from"), Some(27), "{kind:?}");
        }
        assert_eq!(number(Kind::Claim, "standing"), Some(28));
    }

    #[test]
    fn a_redirected_document_says_what_it_said_and_for_which_resource_it_is_answered() {
        let source = pb::Source {
            display_name: "Agency".to_owned(),
            ..pb::Source::default()
        };
        let mut document = source.encode_to_vec();
        let from = Name::Source(SourceId::new(uuid::Uuid::from_u128(7)));
        redirect(&mut document, from);
        let expected = pb::Source {
            redirected_from: from.to_string(),
            ..source
        };
        assert_eq!(message::<pb::Source>(&document).unwrap(), expected);
    }

    #[test]
    fn a_resource_of_a_claim_whose_name_has_no_claim_cannot_be_read() {
        let review = pb::Review {
            name: Name::Claim(ClaimId::new(uuid::Uuid::from_u128(7))).to_string(),
            create_time: Some(prost_types::Timestamp::default()),
            update_time: Some(prost_types::Timestamp::default()),
            ..pb::Review::default()
        };
        assert!(decode(Kind::Review, &review.encode_to_vec()).is_err());
    }
}
