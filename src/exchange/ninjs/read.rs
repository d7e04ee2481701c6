//! Reads news items.

use serde_json::{Map, Value};

use super::{
    article,
    names::{STANDARD, property, text_of},
    odd::wrong_types,
    related::{UNREAD_MAX, is_short},
    state, text,
};
use crate::{
    exchange::{
        json::{self, Part},
        kept,
        reading::{Item, Reading},
    },
    wire::pb,
};

/// How items are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The roles of alternative ids that identify an article whatever its version. They become
    /// external ids. None by default: an id of a version or of a transmission would join
    /// articles that are not the same.
    pub id_roles: Vec<String>,
}

/// The types of items.
const TYPES: &[&str] = &[
    "text",
    "audio",
    "video",
    "picture",
    "graphic",
    "composite",
    "component",
    "event",
    "planning",
];

/// Reads an item or a list of items.
pub fn read(text: &str, options: &Options) -> Reading {
    json::read_each(text, |part, reading| read_one(part, options, reading))
}

fn read_one(part: &Part<'_>, options: &Options, reading: &mut Reading) {
    let Value::Object(item) = &part.value else {
        return reading.refused(&part.path, "is not a news item: it is no object");
    };
    if let Err((path, reason)) = check(item) {
        return reading.refused(format!("{}{path}", part.path), reason);
    }
    if has_odd_type(item) {
        reading.left_out(
            format!("{}/type", part.path),
            "is not a type of a news item",
        );
    }
    let document = kept::document(pb::DocumentFormat::Ninjs, part.text);
    if document.is_none() {
        reading.left_out(&part.path, kept::too_large(part.text));
    }
    let version = state::version(item, &part.value);
    let bundle = match article::read(item, &options.id_roles) {
        Some(mut read) => {
            for mut unread in read.related.unread.drain(..) {
                unread.path = format!("{}{}", part.path, unread.path);
                reading.unread.push(unread);
            }
            // What claimstore wrote itself is made of its own fields alone.
            let document = document.filter(|_| !version.is_own);
            bundle_of(read, document.or_else(|| state::document(&version)))
        }
        None => {
            let wrong = wrong_types(item).into_iter().take(UNREAD_MAX);
            for (path, reason) in article::why_none(item).into_iter().chain(wrong) {
                reading.left_out(format!("{}{path}", part.path), reason);
            }
            of_source(source(&part.value, item, document))
        }
    };
    reading.items.push(Item {
        path: part.path.clone(),
        version: Some(version),
        bundle,
        printed_in: None,
        exported: None,
    });
}

/// Checks that an object is a news item.
fn check(item: &Map<String, Value>) -> Result<(), (&'static str, &'static str)> {
    match item.get("uri") {
        Some(Value::String(uri)) if !uri.trim().is_empty() => return Ok(()),
        Some(_) => return Err(("/uri", "is not a URI")),
        None => {}
    }
    let standard = property(item, STANDARD).and_then(|(_, it)| it.as_object());
    let is_ninjs = standard.is_some_and(|it| text_of(it, &["name"]) == "ninjs");
    match is_ninjs || item.contains_key("type") && !has_odd_type(item) {
        true => Err(("/uri", "is required: what the item is known by")),
        false => Err((
            "",
            "is not a news item: it has neither a uri nor the type of one",
        )),
    }
}

/// Whether an item has a type that no news item has.
fn has_odd_type(item: &Map<String, Value>) -> bool {
    let is_known = |it: &Value| it.as_str().is_some_and(|it| TYPES.contains(&it));
    item.get("type").is_some_and(|it| !is_known(it))
}

fn bundle_of(read: article::Read, document: Option<pb::ExchangeDocument>) -> pb::Bundle {
    pb::Bundle {
        article: Some(pb::Article {
            exchange_document: document,
            ..read.article
        }),
        sources: read.related.sources,
        claims: read.related.claims,
        ..pb::Bundle::default()
    }
}

fn of_source(source: pb::Source) -> pb::Bundle {
    pb::Bundle {
        sources: vec![pb::BundleSource {
            key: String::new(),
            source: Some(source),
        }],
        ..pb::Bundle::default()
    }
}

/// The source that an item is if it is no article.
fn source(
    value: &Value,
    item: &Map<String, Value>,
    document: Option<pb::ExchangeDocument>,
) -> pb::Source {
    let kind = match text_of(item, &["type"]) {
        "text" => pb::SourceKind::NewsArticle,
        "picture" | "graphic" | "video" => pb::SourceKind::Image,
        _ => pb::SourceKind::Document,
    };
    let uri = Some(text_of(item, &["uri"])).filter(|it| !it.is_empty());
    let mut source = kept::source(kind, uri, || json::canonical(value), document);
    let headline = text::headline(item).map(|it| it.text);
    let name = headline.unwrap_or_else(|| text_of(item, &["title"]).to_owned());
    if is_short(&name, 500) {
        source.display_name = name.trim().replace('\0', "\u{fffd}");
    }
    source
}
