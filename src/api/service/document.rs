//! Documents in exchange formats: of what there are any, and what they are written from.

use std::collections::BTreeSet;

use crate::{
    app::{
        Error,
        read::around::{Around, Beside},
    },
    domain::{
        resource::{Kind, Name},
        value::{Checker, DocumentFormat},
    },
    exchange::{
        resources::{Base, Children, Resources},
        written,
    },
};

/// The longest base of identifiers, in bytes.
const BASE_BYTES_MAX: usize = 500;

/// Reads what the identifiers of resources begin with.
pub(super) fn read_base(check: &mut Checker, url: String) -> Base {
    if url.is_empty() {
        return Base::default();
    }
    let is_http = url.starts_with("http://") || url.starts_with("https://");
    if !is_http || !url.ends_with('/') || url::Url::parse(&url).is_err() {
        check.report_at(
            "base_url",
            "is not an absolute http or https URL that ends with a slash",
        );
    }
    if url.len() > BASE_BYTES_MAX {
        let bytes = url.len();
        let what = format!("is {bytes} bytes long; at most {BASE_BYTES_MAX} fit");
        check.report_at("base_url", what);
    }
    Base::new(url)
}

/// Whether there are documents in a format about resources of a kind.
pub(super) fn has_documents(format: DocumentFormat, kind: Kind) -> bool {
    let kinds: &[Kind] = match format {
        DocumentFormat::ClaimReview => &[Kind::Review, Kind::Claim],
        DocumentFormat::Ninjs => &[Kind::Article],
        DocumentFormat::WebAnnotation => &[Kind::Appearance, Kind::Claim, Kind::Article],
        DocumentFormat::Nanopublication => &[Kind::Claim],
    };
    kind == Kind::Source || kinds.contains(&kind)
}

/// The children of a claim of which a format has one document each.
pub(super) const fn child_of_claim(format: DocumentFormat) -> Option<Kind> {
    match format {
        DocumentFormat::ClaimReview => Some(Kind::Review),
        DocumentFormat::WebAnnotation => Some(Kind::Appearance),
        DocumentFormat::Ninjs | DocumentFormat::Nanopublication => None,
    }
}

/// What a name must be for which there are no documents in a format.
pub(super) const fn no_documents(format: DocumentFormat) -> &'static str {
    match format {
        DocumentFormat::ClaimReview => "must be a review, a claim or a source",
        DocumentFormat::Ninjs => "must be an article or a source",
        DocumentFormat::WebAnnotation => "must be an appearance, a claim, an article or a source",
        DocumentFormat::Nanopublication => "must be a claim or a source",
    }
}

/// What documents in a format need beside a resource of a kind. What kept documents tell is only
/// needed where these are written, too.
pub(super) fn beside(format: DocumentFormat, kind: Kind, with_sources: bool) -> Beside {
    use DocumentFormat::{ClaimReview, Nanopublication, Ninjs, WebAnnotation};
    Beside {
        format,
        printings: match format {
            ClaimReview | Nanopublication => true,
            WebAnnotation => kind == Kind::Claim,
            Ninjs => false,
        },
        reviews: match format {
            ClaimReview => kind == Kind::Claim,
            Nanopublication => true,
            Ninjs | WebAnnotation => false,
        },
        printed: kind == Kind::Article,
        told: format == WebAnnotation && (with_sources || kind == Kind::Source),
    }
}

/// Writes the documents about resources.
pub(super) fn write(
    format: DocumentFormat,
    around: &Around,
    given: &BTreeSet<Name>,
    with_sources: bool,
    base: &Base,
) -> Result<Vec<String>, Error> {
    let children = Children {
        of_claims: &around.of_claims,
        cut: &around.cut,
        cut_documents: &around.cut_documents,
    };
    let mut resources = Resources::of_documents(&around.docs, children, given)?;
    let documents = written::documents(format, &mut resources, given, with_sources, base);
    Ok(documents)
}
