//! Documents that are kept as they were received: how they are identified, and what is
//! returned of them after something that they say has changed in the store.
//!
//! A kept document is returned letter by letter if nothing that was read from it has changed.
//! Otherwise it is merged from three sides: the document, what a writer makes of the resource
//! as the document was read, and what it makes of the resource as it is stored now. Only what
//! differs between the last two is replaced in the first.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use sha2::{Digest, Sha256};

use crate::{
    domain::value::{exchange_document::CONTENT_BYTES_MAX, same_as, url},
    exchange::resources::Resources,
    wire::pb,
};

/// A document that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The name of the resource that it was made of.
    pub name: String,
    /// The text.
    pub content: String,
}

/// A document to be kept beside what was read from it. None if it is longer than the contract
/// allows.
pub fn document(format: pb::DocumentFormat, content: &str) -> Option<pb::ExchangeDocument> {
    (content.len() <= CONTENT_BYTES_MAX).then(|| pb::ExchangeDocument {
        format: format.into(),
        content: content.to_owned(),
    })
}

/// The sources that are documents in a format, with their texts. One that was merged into another
/// is not written, so it tells nothing.
pub fn sources(
    resources: &Resources,
    format: pb::DocumentFormat,
) -> impl Iterator<Item = (&pb::Source, &str)> {
    let sources = resources.sources.iter();
    let sources = sources.filter(|it| it.merged_into.is_empty());
    sources.filter_map(move |it| Some((it, content(it.exchange_document.as_ref(), format)?)))
}

/// The text of a kept document, if it is in a format.
pub fn content(
    document: Option<&pb::ExchangeDocument>,
    format: pb::DocumentFormat,
) -> Option<&str> {
    let of_format = document.filter(|it| it.format() == format);
    of_format.map(|it| it.content.as_str())
}

/// The key of the source that is a document, in the bundle of what was read from it.
pub const KEY: &str = "document";

/// That the document has the claim. By this the two are found together.
pub fn has_claim() -> pb::ReportedAppearance {
    pb::ReportedAppearance {
        document: format!("#{KEY}"),
        ..pb::ReportedAppearance::default()
    }
}

/// Why a document is not kept.
pub fn too_large(content: &str) -> String {
    format!(
        "has {} bytes, and at most {CONTENT_BYTES_MAX} are kept: what was read from it is \
         imported, and the document itself is not kept",
        content.len()
    )
}

/// A source that is a document. What identifies the document identifies the source: its
/// address or URN, or else a name of the digest of its id (RFC 6920), or, if it has none, of
/// its canonical form.
pub fn source(
    kind: pb::SourceKind,
    id: Option<&str>,
    canonical: impl FnOnce() -> String,
    document: Option<pb::ExchangeDocument>,
) -> pb::Source {
    let mut source = pb::Source {
        kind: kind.into(),
        exchange_document: document,
        ..pb::Source::default()
    };
    match id {
        Some(id) => identify(&mut source, id),
        None => source.same_as.push(digest_name(&canonical())),
    }
    source
}

/// Gives a source the identity that an identifier means.
pub fn identify(source: &mut pb::Source, id: &str) {
    // The store compares addresses without their fragments, but documents on one page are
    // told apart by nothing else.
    let is_whole = |canonical: String| !id.contains('#') || canonical.contains('#');
    let is_urn = || ["urn:", "tag:", "ni:"].iter().any(|it| has_scheme(id, it));
    if url::canonical(id).is_ok_and(is_whole) {
        source.url = id.to_owned();
    } else if is_urn() && same_as::checked(id).is_ok() {
        source.same_as.push(id.to_owned());
    } else {
        source.same_as.push(digest_name(id));
    }
}

fn has_scheme(id: &str, scheme: &str) -> bool {
    id.get(..scheme.len())
        .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
}

/// The name of the digest of a text (RFC 6920).
pub fn digest_name(text: &str) -> String {
    format!("ni:///sha-256;{}", BASE64.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_identified_by_what_the_store_keeps_apart() {
        let of = |id| {
            let it = source(pb::SourceKind::Document, id, || "{}".to_owned(), None);
            (it.url, it.same_as)
        };
        let empty = String::new();
        let url = "https://example.org/a";
        assert_eq!(of(Some(url)), (url.to_owned(), vec![]));
        assert_eq!(
            of(Some("urn:x:1")),
            (empty.clone(), vec!["urn:x:1".to_owned()])
        );
        let digest = |text| (String::new(), vec![digest_name(text)]);
        assert_eq!(
            of(Some("https://example.org/a#1")),
            digest("https://example.org/a#1")
        );
        assert_eq!(of(Some("info:x")), digest("info:x"));
        assert_eq!(of(Some("héllo")), digest("héllo"));
        assert_eq!(of(None), digest("{}"));
        // The example of RFC 6920.
        let known = "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk";
        assert_eq!(digest_name("Hello World!"), known);
    }

    #[test]
    fn a_document_that_is_too_long_is_not_kept() {
        let format = pb::DocumentFormat::Ninjs;
        assert!(document(format, &"x".repeat(CONTENT_BYTES_MAX)).is_some());
        assert!(document(format, &"x".repeat(CONTENT_BYTES_MAX + 1)).is_none());
    }
}
