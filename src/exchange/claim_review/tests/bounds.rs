//! What is too much is listed or refused, and never left out unseen.

use serde_json::{Value, json};

use super::{unread, with};
use crate::exchange::{
    claim_review::read::{Options, read},
    reading::Reading,
};

fn read_with(property: &str, value: Value) -> Reading {
    read(&with(property, value), &Options::default())
}

/// What is listed of a ClaimReview with this property.
fn listed(property: &str, value: Value) -> Vec<String> {
    unread(&read_with(property, value))
}

fn person(number: usize) -> Value {
    json!({"@type": "Person", "name": format!("Person {number}")})
}

fn page(number: usize) -> Value {
    let publisher = format!("https://publisher.example/{number}");
    json!({
        "@type": "WebPage", "url": format!("https://page.example/{number}"),
        "publisher": {"@type": "Organization", "url": publisher},
    })
}

#[test]
fn texts_that_are_too_long_are_refused_or_listed() {
    let long = |count: usize| Value::from("x".repeat(count));
    assert!(listed("claimReviewed", long(2_000)).is_empty());
    let refused = "refused : has a claimReviewed of more than 2,000 code points";
    assert_eq!(listed("claimReviewed", long(2_001)), [refused]);
    assert!(listed("reviewBody", long(10_000)).is_empty());
    let left_out = "/reviewBody: is longer than the 10,000 code points of an explanation";
    assert_eq!(listed("reviewBody", long(10_001)), [left_out]);
    let desk = |count: usize| json!({"@type": "Organization", "name": "x".repeat(count)});
    assert!(listed("author", desk(200)).is_empty());
    let refused = "refused : has an author with a name of more than 200 code points";
    assert_eq!(listed("author", desk(201)), [refused]);
}

#[test]
fn of_more_authors_than_are_read_the_others_are_listed() {
    let people = |count: usize| (0..count).map(person).collect::<Value>();
    let item = |count: usize| json!({"@type": "Claim", "author": people(count)});
    let reported = |count: usize| {
        let reading = read_with("itemReviewed", item(count));
        let claim = reading.items[0].bundle.claims[0].claim.clone();
        (
            claim.expect("a claim").reported_appearances.len(),
            unread(&reading),
        )
    };
    assert_eq!(reported(32), (32, vec![]));
    let more = "/itemReviewed/author: has 33 values; the first 32 are read";
    assert_eq!(reported(33), (32, vec![more.to_owned()]));

    let item = json!({"@type": "Claim", "author": people(20), "appearance": (0..20).map(page).collect::<Value>()});
    let reading = read_with("itemReviewed", item);
    let claim = reading.items[0].bundle.claims[0].claim.clone();
    assert_eq!(claim.expect("a claim").reported_appearances.len(), 32);
    let listed = unread(&reading);
    assert_eq!(listed.len(), 8);
    assert!(
        listed
            .iter()
            .all(|it| it.starts_with("/itemReviewed/appearance: is one more")),
        "{listed:?}"
    );

    let desks = listed_authors(33);
    assert!(desks.contains(&"/author: has 33 values; the first 32 are read".to_owned()));
}

fn listed_authors(count: usize) -> Vec<String> {
    let desks = (0..count).map(|it| json!({"@type": "Organization", "name": format!("Desk {it}")}));
    listed("author", desks.collect())
}

#[test]
fn of_more_evidence_than_a_review_has_the_rest_is_listed() {
    let pages = |count: usize| (0..count).map(page).collect::<Value>();
    let evidence = |count: usize| {
        let reading = read_with("citation", pages(count));
        let review = &reading.items[0].bundle.claims[0].reviews[0];
        (review.evidence.len(), unread(&reading))
    };
    assert_eq!(evidence(100), (100, vec![]));
    assert_eq!(
        evidence(101),
        (100, vec!["/citation: has more than 100 entries".to_owned()])
    );

    let mut document = with("citation", pages(100));
    document["itemReviewed"] = json!({"@type": "Claim", "appearance": [{"@type": "WebPage", "url": "https://post.example/"}]});
    let reading = read(&document, &Options::default());
    assert_eq!(reading.items[0].bundle.sources.len(), 200);
    let listed = unread(&reading);
    assert_eq!(
        listed[0],
        "/itemReviewed/appearance: is one of more than 200 sources"
    );
}

#[test]
fn a_document_with_too_many_is_refused_from_there_on() {
    let one = with("inLanguage", json!("en"));
    let many: Value = std::iter::repeat_n(one, 20_001).collect();
    let reading = read(&many, &Options::default());
    assert_eq!(reading.items.len(), 20_000);
    assert_eq!(
        unread(&reading),
        ["refused : has more than 20,000 ClaimReviews: split it"]
    );
}
