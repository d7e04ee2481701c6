//! The documents about resources, in a format that is chosen when they are asked for.

use std::collections::BTreeSet;

use super::{
    claim_review,
    kept::Document,
    nanopublication, ninjs,
    resources::{Base, Resources},
    web_annotation,
};
use crate::{
    domain::{
        resource::{Kind, Name},
        value::DocumentFormat,
    },
    wire::pb,
};

/// The documents in a format about the resources that are written, in the order of their ids.
/// The sources among `given` are written if they were imported from a document in the format. If
/// all sources are written beside these resources, `with_sources`, what their documents tell is
/// not told twice.
pub fn documents(
    format: DocumentFormat,
    resources: &mut Resources,
    given: &BTreeSet<Name>,
    with_sources: bool,
    base: &Base,
) -> Vec<String> {
    if !with_sources {
        for source in &mut resources.sources {
            if !is_given(source, given) {
                source.exchange_document = None;
            }
        }
    }
    let resources = &*resources;
    let kept = kept_by_sources(format, resources, given);
    let written = match format {
        DocumentFormat::ClaimReview => {
            let documents = claim_review::write::documents(resources, base);
            let documents = documents.iter().map(ToString::to_string);
            return kept.into_iter().chain(documents).collect();
        }
        DocumentFormat::Ninjs => ninjs::documents(resources, base),
        DocumentFormat::WebAnnotation => web_annotation::documents(resources, base),
        DocumentFormat::Nanopublication => nanopublication::documents(resources, base),
    };
    // Those that sources keep are written where the sources are.
    let own = written.into_iter().filter(|it| !is_source(&it.name));
    let own = own.map(|Document { content, .. }| content);
    kept.into_iter().chain(own).collect()
}

fn is_source(name: &str) -> bool {
    name.parse()
        .is_ok_and(|name: Name| name.kind() == Kind::Source)
}

fn is_given(source: &pb::Source, given: &BTreeSet<Name>) -> bool {
    let name = source.name.parse();
    name.is_ok_and(|name: Name| given.contains(&name))
}

fn kept_by_sources(
    format: DocumentFormat,
    resources: &Resources,
    given: &BTreeSet<Name>,
) -> Vec<String> {
    let sources = resources.sources.iter();
    let sources = sources.filter(|source| is_given(source, given));
    let documents = sources.filter_map(|source| source.exchange_document.as_ref());
    let of_format = documents.filter(|it| it.format == i32::from(format.code()));
    of_format.map(|it| it.content.clone()).collect()
}
