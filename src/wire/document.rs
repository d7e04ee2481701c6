//! Documents: resources as the bytes that the store keeps and answers move.
//!
//! A document is the encoding of the resource's own message with everything that
//! the answer holds, computed fields apart. An article's body is a second
//! encoding of the same message, with the body alone: the two end to end are the
//! whole article.

use prost::Message as _;

use super::{
    appearance, article, claim, pb,
    read::{self, Keys},
    source,
};
use crate::domain::{
    Timestamp,
    name::{ArticleId, ClaimId, Kind, Name, SourceId},
    resource::{Resource, Stamp, Stored},
    violation::Checker,
};

/// The newest layout of documents that this build can write. It moves when a
/// field is added that an older build would drop; a row with a greater number is
/// never rewritten.
pub const DOC_VERSION: i16 = 1;

/// A document is no message of its kind, or says what no resource can say.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be read: {0}")]
pub struct Unreadable(String);

/// The document of a resource.
pub fn encode(stored: &Stored) -> Vec<u8> {
    let Stored {
        name,
        stamp,
        resource,
    } = stored;
    let etag = stamp.etag(*name);
    let name = name.to_string();
    let Stamp {
        revision,
        create_time,
        update_time,
    } = *stamp;
    let create_time = Some(read::to_timestamp(create_time));
    let update_time = Some(read::to_timestamp(update_time));
    match resource {
        Resource::Source(source) => pb::Source {
            name,
            revision,
            etag,
            create_time,
            update_time,
            ..source::write(source)
        }
        .encode_to_vec(),
        Resource::Article(article, version) => pb::Article {
            name,
            revision,
            etag,
            create_time,
            update_time,
            ..article::write(article, *version)
        }
        .encode_to_vec(),
        Resource::Claim(claim) => pb::Claim {
            name,
            revision,
            etag,
            create_time,
            update_time,
            ..claim::write(claim)
        }
        .encode_to_vec(),
        Resource::Appearance(appearance) => pb::Appearance {
            name,
            revision,
            etag,
            create_time,
            update_time,
            ..appearance::write(appearance)
        }
        .encode_to_vec(),
    }
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
    let check = &mut Checker::new();
    let stored = match kind {
        Kind::Source => {
            let message = message::<pb::Source>(document)?;
            let stamp = stamp(
                check,
                message.revision,
                message.create_time,
                message.update_time,
            );
            let name = name(check, &message.name);
            let source = source::read(check, &Keys::none(), message);
            name.zip(stamp)
                .map(|found| (found, Resource::Source(source)))
        }
        Kind::Article => {
            let message = message::<pb::Article>(document)?;
            let stamp = stamp(
                check,
                message.revision,
                message.create_time,
                message.update_time,
            );
            let name = name(check, &message.name);
            let version = message.version;
            let article = article::read(check, &Keys::none(), message);
            name.zip(stamp)
                .map(|found| (found, Resource::Article(article, version)))
        }
        Kind::Claim => {
            let message = message::<pb::Claim>(document)?;
            let stamp = stamp(
                check,
                message.revision,
                message.create_time,
                message.update_time,
            );
            let name = name(check, &message.name);
            let claim = claim::read(check, &Keys::none(), message);
            name.zip(stamp).map(|found| (found, Resource::Claim(claim)))
        }
        Kind::Appearance => {
            let message = message::<pb::Appearance>(document)?;
            let stamp = stamp(
                check,
                message.revision,
                message.create_time,
                message.update_time,
            );
            let name = name(check, &message.name);
            let Some(Name::Appearance(claim, _)) = name else {
                return Err(Unreadable("its name is no appearance's".to_owned()));
            };
            let appearance = appearance::read(check, &Keys::none(), claim, None, message);
            name.zip(stamp)
                .map(|found| (found, Resource::Appearance(appearance)))
        }
    };
    let Some(((name, stamp), resource)) = stored.filter(|_| check.is_clean()) else {
        return Err(Unreadable(describe(std::mem::take(check))));
    };
    Ok(Stored {
        name,
        stamp,
        resource,
    })
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

fn name(check: &mut Checker, text: &str) -> Option<Name> {
    read::name(check, "name", text)
}

fn stamp(
    check: &mut Checker,
    revision: i64,
    create_time: Option<prost_types::Timestamp>,
    update_time: Option<prost_types::Timestamp>,
) -> Option<Stamp> {
    let mut time = |name, value| -> Option<Timestamp> { read::timestamp(check, name, value) };
    Some(Stamp {
        revision,
        create_time: time("create_time", create_time)?,
        update_time: time("update_time", update_time)?,
    })
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

/// The name in a document that may be too new to be read whole.
pub fn message_name(kind: Kind, document: &[u8]) -> Result<Name, Unreadable> {
    let name = match kind {
        Kind::Source => message::<pb::Source>(document)?.name,
        Kind::Article => message::<pb::Article>(document)?.name,
        Kind::Claim => message::<pb::Claim>(document)?.name,
        Kind::Appearance => message::<pb::Appearance>(document)?.name,
    };
    name.parse()
        .map_err(|_| Unreadable("its name is no resource name".to_owned()))
}
