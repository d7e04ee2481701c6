//! Writes each appearance as an annotation, and kept annotations with what has changed.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    extension,
    model::CONTEXT,
    told::{Printing, updated},
};
use crate::{
    exchange::{
        kept::{self, Document},
        resources::{Base, Resources},
    },
    wire::{pb, value::time},
};

/// The annotations: those that are kept, and one for each other appearance.
pub fn documents(resources: &Resources, base: &Base) -> Vec<Document> {
    let printings = printings(resources);
    let mut told = BTreeSet::new();
    let mut documents = Vec::new();
    for (source, kept) in kept::sources(resources, pb::DocumentFormat::WebAnnotation) {
        let reported = printings
            .iter()
            .filter(|it| it.is_reported_in(&source.name));
        let reported: Vec<&Printing<'_>> = match resources.cut_documents.contains(&source.name) {
            // Which appearances it states cannot be told from some of them.
            true => Vec::new(),
            false => reported.collect(),
        };
        let (content, tells) = updated(kept, &reported);
        told.extend(tells);
        documents.push(Document {
            name: source.name.clone(),
            content,
        });
    }
    for printing in &printings {
        if !told.contains(printing.appearance.name.as_str()) {
            let annotation = annotation(printing, resources, base);
            documents.extend(annotation.map(|annotation| Document {
                name: printing.appearance.name.clone(),
                content: annotation.to_string(),
            }));
        }
    }
    documents
}

fn printings(resources: &Resources) -> Vec<Printing<'_>> {
    let mut printings = Vec::new();
    for item in &resources.claims {
        let Some(claim) = &item.claim else {
            continue;
        };
        printings.extend(item.appearances.iter().map(|appearance| {
            // In a bundle, an appearance without an article is in that of the bundle.
            let article = match appearance.article.is_empty() {
                true => resources.articles.first(),
                false => resources.article(&appearance.article),
            };
            Printing::of(claim, appearance, article)
        }));
    }
    printings
}

fn annotation(it: &Printing<'_>, resources: &Resources, base: &Base) -> Option<Value> {
    let anchor = it.appearance.anchors.first()?;
    let mut annotation = json!({
        "@context": [CONTEXT, extension::context()],
        "id": base.iri(&it.appearance.name),
        "type": "Annotation",
        "motivation": "identifying",
        "body": {
            "id": base.iri(&it.claim.name),
            "type": "schema:Claim",
            "schema:text": it.claim.statement,
            "schema:inLanguage": it.claim.language,
        },
        "target": target(it, anchor, base),
    });
    let created = it.appearance.create_time.and_then(time::text);
    let modified = it.appearance.update_time.and_then(time::text);
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(object), Some(value)) = (annotation.as_object_mut(), value) {
            object.insert(name.to_owned(), value);
        }
    };
    set(
        "modified",
        modified
            .filter(|it| Some(it) != created.as_ref())
            .map(Value::from),
    );
    set("created", created.map(Value::from));
    set("creator", it.claim.origin.as_ref().and_then(creator));
    set(
        extension::MEMBER,
        extension::write(it.claim, it.appearance, resources),
    );
    Some(annotation)
}

fn creator(origin: &pb::Origin) -> Option<Value> {
    let of = match origin.kind() {
        pb::OriginKind::Unspecified => return None,
        pb::OriginKind::Person => "Person",
        pb::OriginKind::Software => "Software",
    };
    let mut creator = json!({"type": of, "name": origin.name});
    if !origin.version.is_empty() {
        creator["schema:softwareVersion"] = origin.version.clone().into();
    }
    Some(creator)
}

fn target(it: &Printing<'_>, anchor: &pb::Anchor, base: &Base) -> Value {
    let mut quote = json!({"type": "TextQuoteSelector", "exact": anchor.exact});
    for (name, text) in [("prefix", &anchor.prefix), ("suffix", &anchor.suffix)] {
        if !text.is_empty() {
            quote[name] = text.clone().into();
        }
    }
    let selector = match (anchor.start, anchor.end) {
        (Some(start), Some(end)) => {
            let position = json!({"type": "TextPositionSelector", "start": start, "end": end});
            json!([quote, position])
        }
        _ => quote,
    };
    let uri = it
        .article
        .map(|it| it.uri.as_str())
        .filter(|it| !it.is_empty());
    let name = it.article.map_or(&it.appearance.article, |it| &it.name);
    let mut target = json!({
        "type": "SpecificResource",
        "source": uri.map_or_else(|| base.iri(name), str::to_owned),
        "selector": selector,
    });
    // Only the newest state of the article is here.
    let newest = it
        .article
        .filter(|article| article.version == it.appearance.article_version);
    if let Some(stored) = newest.and_then(|it| it.update_time).and_then(time::text) {
        target["state"] = json!({"type": "TimeState", "sourceDate": stored});
    }
    target
}
