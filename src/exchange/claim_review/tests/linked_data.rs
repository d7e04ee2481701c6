//! What is written is JSON-LD: a processor that knows nothing of this project reads the same
//! statements from it, whether a document stands alone or in a feed.

use std::collections::BTreeSet;

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use serde_json::Value;

use super::{data_feed, documents, round_trip::resources};
use crate::exchange::resources::Base;

/// What matters of the context of schema.org: its names, and which values are addresses.
const CONTEXT: &str = r#"{"@context": {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"}, "sameAs": {"@type": "@id"}, "archivedAt": {"@type": "@id"},
    "datePublished": {"@type": "Date"}
}}"#;

/// The statements of a document, without those of blank nodes about blank nodes.
fn statements(document: &Value) -> BTreeSet<String> {
    let text = document.to_string();
    let parser = JsonLdParser::new().for_slice(&text);
    let parser = parser.with_load_document_callback(|url, _| {
        assert_eq!(url, "https://schema.org");
        Ok(JsonLdRemoteDocument {
            document: CONTEXT.into(),
            document_url: url.to_owned(),
        })
    });
    let hidden = |term: String| match term.starts_with("_:") {
        true => "_".to_owned(),
        false => term,
    };
    let quads = parser.map(|it| it.expect("JSON-LD"));
    let statements = quads.map(|it| {
        let (subject, object) = (
            hidden(it.subject.to_string()),
            hidden(it.object.to_string()),
        );
        format!("{subject} {} {object}", it.predicate)
    });
    statements.collect()
}

#[test]
fn a_processor_of_json_ld_reads_what_is_meant() {
    let documents = documents(&resources(), &Base::new("https://store.example/"));
    let read = statements(&documents[0]);
    let review = "<https://store.example/claims/01900000-0000-7000-8000-000000000002/reviews/01900000-0000-7000-8000-000000000003>";
    let claim = "<https://store.example/claims/01900000-0000-7000-8000-000000000002>";
    let type_of = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";
    for expected in [
        format!("{review} {type_of} <https://schema.org/ClaimReview>"),
        format!("{review} <https://schema.org/itemReviewed> {claim}"),
        format!("{claim} {type_of} <https://schema.org/Claim>"),
        format!("{review} <https://schema.org/url> <https://desk.example/ships?a=1&amp=2>"),
        "_ <https://schema.org/termCode> \"VERDICT_MIXED\"".to_owned(),
    ] {
        assert!(read.contains(&expected), "{expected} in {read:#?}");
    }
    let names = read.iter().filter_map(|it| it.split(' ').nth(1));
    for name in names {
        assert!(
            name == type_of || name.starts_with("<https://schema.org/"),
            "{name}"
        );
    }
}

#[test]
fn a_feed_states_what_its_documents_state() {
    let documents = documents(&resources(), &Base::default());
    let single: BTreeSet<String> = documents.iter().flat_map(statements).collect();
    let feed = statements(&data_feed(documents));
    let missing: Vec<&String> = single.difference(&feed).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
