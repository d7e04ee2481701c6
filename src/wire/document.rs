//! Documents: resources as the bytes that the store keeps and answers move.
//!
//! A document is the encoding of the resource's own message with everything that
//! the answer holds, computed fields apart. An article's body is a second
//! encoding of the same message, with the body alone: the two end to end are the
//! whole article.

use prost::Message as _;

use super::{
    message::ResourceMessage,
    pb,
    resource::{appearance, article, claim, erasure, relation, review, source},
    value::read,
};
use crate::domain::{
    resource::{
        any::{Resource, Stored},
        name::{ArticleId, ClaimId, Kind, Name, SourceId},
    },
    value::violation::Checker,
};

/// The newest layout of documents that this build can write. It moves when a
/// field is added that an older build would drop; a row with a greater number is
/// never rewritten.
pub const DOC_VERSION: i16 = 4;

/// A document is no message of its kind, or says what no resource can say.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be read: {0}")]
pub struct Unreadable(String);

impl Unreadable {
    /// That a document cannot be read, and why.
    pub(super) fn of(why: &str) -> Self {
        Self(why.to_owned())
    }
}

/// The document of a resource.
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
            .bare()
            .stamped(*name, *stamp)
            .erased(erasure::write(erasure)),
    };
    message.encode_to_vec()
}

/// The document of a body.
pub fn encode_body(body: &str) -> Vec<u8> {
    let article = pb::Article {
        body: body.to_owned(),
        ..pb::Article::default()
    };
    article.encode_to_vec()
}

/// The body in a document of one.
pub fn decode_body(document: &[u8]) -> Result<String, Unreadable> {
    Ok(message::<pb::Article>(document)?.body)
}

/// Reads a document as a message.
pub fn message<M: prost::Message + Default>(document: &[u8]) -> Result<M, Unreadable> {
    M::decode(document).map_err(|error| Unreadable(error.to_string()))
}

/// Reads a document, an article's together with that of its body.
pub fn decode(kind: Kind, document: &[u8]) -> Result<Stored, Unreadable> {
    match kind {
        Kind::Source => decode_as::<pb::Source>(document),
        Kind::Article => decode_as::<pb::Article>(document),
        Kind::Claim => decode_as::<pb::Claim>(document),
        Kind::Appearance => decode_as::<pb::Appearance>(document),
        Kind::Relation => decode_as::<pb::Relation>(document),
        Kind::Review => decode_as::<pb::Review>(document),
        Kind::Standing => Err(Unreadable("a standing is computed, not read".to_owned())),
    }
}

fn decode_as<M: ResourceMessage>(document: &[u8]) -> Result<Stored, Unreadable> {
    let message = message::<M>(document)?;
    let mut check = Checker::new();
    let stamp = message.stamp(&mut check);
    let name = read::name(&mut check, "name", message.name());
    let erasure = message.erasure().map(erasure::read);
    let stored = name.zip(stamp).map(|(name, stamp)| {
        // What was erased lacks what is required.
        let mut lenient = Checker::new();
        let check = match erasure {
            Some(_) => &mut lenient,
            None => &mut check,
        };
        Stored {
            name,
            stamp,
            resource: message.read(check, name),
            erasure,
        }
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
            // Field paths only: what stands in a field is not for a log.
            let fields: Vec<String> = violations.into_iter().map(|v| v.field).collect();
            fields.join(", ")
        }
    }
}

/// The name of a source, or nothing.
pub fn source_name(id: impl Into<Option<SourceId>>) -> String {
    id.into()
        .map_or(String::new(), |id| Name::Source(id).to_string())
}

/// The name of an article.
pub fn article_name(id: ArticleId) -> String {
    Name::Article(id).to_string()
}

/// The name of a claim, or nothing.
pub fn claim_name(id: Option<ClaimId>) -> String {
    id.map_or(String::new(), |id| Name::Claim(id).to_string())
}

/// Whether a document says that what it said was erased.
pub fn is_erased(kind: Kind, document: &[u8]) -> bool {
    fn has_erasure<M: ResourceMessage>(document: &[u8]) -> bool {
        message::<M>(document).is_ok_and(|message| message.erasure().is_some())
    }
    match kind {
        Kind::Source => has_erasure::<pb::Source>(document),
        Kind::Article => has_erasure::<pb::Article>(document),
        Kind::Claim => has_erasure::<pb::Claim>(document),
        Kind::Appearance => has_erasure::<pb::Appearance>(document),
        Kind::Relation => has_erasure::<pb::Relation>(document),
        Kind::Review => has_erasure::<pb::Review>(document),
        Kind::Standing => false,
    }
}

/// What of a document says where it leads, with the numbers that its fields have in
/// `Source`, `Claim` and `Standing`.
#[derive(Clone, PartialEq, prost::Message)]
struct Redirect {
    #[prost(string, tag = "26")]
    merged_into: String,
    #[prost(string, tag = "27")]
    redirected_from: String,
}

/// What the resource of a document was merged into, if it was.
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
        .map_err(|_| Unreadable("merged_into is not a resource name".to_owned()))
}

/// Adds to a document that it is answered for another resource.
pub fn redirect(document: &mut Vec<u8>, from: Name) {
    let redirect = Redirect {
        merged_into: String::new(),
        redirected_from: from.to_string(),
    };
    document.extend(redirect.encode_to_vec());
}

/// The name in a document that may be too new to be read whole.
pub fn message_name(kind: Kind, document: &[u8]) -> Result<Name, Unreadable> {
    let name = match kind {
        Kind::Source => message::<pb::Source>(document)?.name,
        Kind::Article => message::<pb::Article>(document)?.name,
        Kind::Claim => message::<pb::Claim>(document)?.name,
        Kind::Appearance => message::<pb::Appearance>(document)?.name,
        Kind::Relation => message::<pb::Relation>(document)?.name,
        Kind::Review => message::<pb::Review>(document)?.name,
        Kind::Standing => message::<pb::Standing>(document)?.name,
    };
    name.parse()
        .map_err(|_| Unreadable("its name is not a resource name".to_owned()))
}
