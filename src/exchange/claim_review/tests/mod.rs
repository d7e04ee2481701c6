//! ClaimReviews as publishers mark them up, what is read from them, and what is written.
//!
//! `corpus` has documents in the shapes of real publishers, with their oddities. Names and
//! sentences are made up.

mod conformance;
mod corpus;
mod labels;
mod linked_data;
mod mutations;
mod oddities;
mod round_trip;

use serde_json::Value;

use super::read::{Options, read};
use crate::{exchange::reading::Reading, wire::pb};

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
    let mut document = serde_json::json!({
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
