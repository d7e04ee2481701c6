//! ClaimReviews as publishers mark them up, what is read from them, and what is written.
//!
//! `corpus` has documents in the shapes of real publishers, with their oddities. Names and
//! sentences are made up.

mod bounds;
mod conformance;
mod corpus;
mod labels;
mod linked_data;
mod mutations;
mod oddities;
mod round_trip;

use serde_json::{Value, json};

use super::{
    read::{Options, read},
    write,
};
use crate::{
    exchange::{
        reading::Reading,
        resources::{Base, Resources},
    },
    wire::pb,
};

/// The documents that are written.
fn documents(resources: &Resources, base: &Base) -> Vec<Value> {
    let documents = write::documents(resources, base).into_iter();
    let values = documents.map(|it| serde_json::from_str(&it.content).expect("is JSON"));
    values.collect()
}

/// Documents in a feed, as Data Commons has it.
fn data_feed(documents: Vec<Value>) -> Value {
    let elements = documents.into_iter().map(|mut document| {
        let url = document["url"].clone();
        let fields = document.as_object_mut().expect("is an object");
        fields.remove("@context");
        json!({"@type": "DataFeedItem", "url": url, "item": [document]})
    });
    json!({
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": elements.collect::<Vec<_>>(),
    })
}

/// Reads a document in JSON.
fn read_json(text: &str) -> Reading {
    let document: Value = serde_json::from_str(text).expect("the test's document is JSON");
    read(&document, &Options::default())
}

/// The only review of a reading.
fn only(reading: &Reading) -> (&pb::Claim, &pb::Review) {
    assert_eq!(reading.items.len(), 1, "{reading:#?}");
    let item = &reading.items[0].bundle.claims[0];
    (item.claim.as_ref().expect("a claim"), &item.reviews[0])
}

/// A ClaimReview with one property replaced.
fn with(property: &str, value: Value) -> Value {
    let mut document = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://desk.example/bridge",
        "claimReviewed": "The bridge is closed",
        "author": {"@type": "Organization", "name": "The Desk"},
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        "inLanguage": "en",
    });
    document[property] = value;
    document
}

/// The unread parts as `path: reason`.
fn unread(reading: &Reading) -> Vec<String> {
    let unread = reading.unread.iter();
    unread
        .map(|it| {
            let sign = if it.is_refusal { "refused " } else { "" };
            format!("{sign}{}: {}", it.path, it.reason)
        })
        .collect()
}
