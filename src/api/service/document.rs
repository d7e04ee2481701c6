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
        resources::{Base, Resources},
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

/// Whether a format has a document for each child of a claim.
pub(super) const fn is_about_children(format: DocumentFormat) -> bool {
    matches!(
        format,
        DocumentFormat::ClaimReview | DocumentFormat::WebAnnotation
    )
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

/// What documents in a format need beside a resource of a kind.
pub(super) fn beside(format: DocumentFormat, kind: Kind) -> Beside {
    use DocumentFormat::{ClaimReview, Nanopublication, Ninjs, WebAnnotation};
    Beside {
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
        told_in: (format == WebAnnotation).then_some(WebAnnotation),
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
    let mut resources =
        Resources::of_documents(&around.docs, (&around.of_claims, &around.cut), given)?;
    let documents = written::documents(format, &mut resources, given, with_sources, base);
    Ok(documents)
}
