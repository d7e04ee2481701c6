//! The documents about resources, in a format that is chosen when they are asked for.

use std::collections::BTreeSet;

use super::{
    claim_review, nanopublication, ninjs,
    resources::{Base, Resources},
    web_annotation,
};
use crate::domain::{
    resource::{Kind, Name},
    value::DocumentFormat,
};

/// The documents in a format about the resources that are given, in the order of their ids. The
/// sources among them are written if they were imported from a document in the format. If all
/// sources are written beside these resources, `with_sources`, what their documents tell is not
/// told twice.
pub fn documents(
    format: DocumentFormat,
    resources: &mut Resources,
    given: &BTreeSet<Name>,
    with_sources: bool,
    base: &Base,
) -> Vec<String> {
    if !with_sources {
        for source in &mut resources.sources {
            if !is_given(&source.name, given) {
                source.exchange_document = None;
            }
        }
    }
    let resources = &*resources;
    let written = match format {
        DocumentFormat::ClaimReview => claim_review::write::documents(resources, base),
        DocumentFormat::Ninjs => ninjs::documents(resources, base),
        DocumentFormat::WebAnnotation => web_annotation::documents(resources, base),
        DocumentFormat::Nanopublication => nanopublication::documents(resources, base),
    };
    let written = written.into_iter();
    let written = written.filter(|it| is_written(&it.name, given));
    written.map(|it| it.content).collect()
}

/// Whether a document is about one of the resources that are given, or about one that belongs to
/// it.
fn is_written(name: &str, given: &BTreeSet<Name>) -> bool {
    let Ok(name) = name.parse::<Name>() else {
        return false;
    };
    let has = |kind| given.iter().any(|it| it.kind() == kind);
    match name.kind() {
        Kind::Source => given.contains(&name),
        // Those of a claim or an article, unless they are given one by one.
        Kind::Appearance | Kind::Review => {
            given.contains(&name) || has(Kind::Claim) || has(Kind::Article)
        }
        _ => true,
    }
}

fn is_given(name: &str, given: &BTreeSet<Name>) -> bool {
    name.parse().is_ok_and(|name: Name| given.contains(&name))
}
