//! Which appearances a kept annotation states, where several could be meant.

use serde_json::{Value, json};

use super::{Options, URI, annotation, claim_body, documents, imported, quote, read};
use crate::{
    exchange::resources::{Base, Resources},
    wire::pb,
};

/// What is written of each: the statement and the words, in the order of the documents.
fn written(resources: &Resources) -> Vec<(String, String)> {
    let documents = documents(resources, &Base::default()).into_iter();
    let values = documents.map(|it| serde_json::from_str::<Value>(&it.content).expect("JSON"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let of = |value: Value| {
        let exact = &value["target"]["selector"]["exact"];
        let exact = if exact.is_null() {
            &value["target"]["selector"][0]["exact"]
        } else {
            exact
        };
        (text(&value["body"]["schema:text"]), text(exact))
    };
    values.map(of).collect()
}

fn said(statement: &str, words: &str) -> (String, String) {
    (statement.to_owned(), words.to_owned())
}

fn statement(resources: &mut Resources, at: usize) -> &mut String {
    let claim = resources.claims[at].claim.as_mut();
    &mut claim.expect("a claim").statement
}

/// Adds an appearance of a claim in the article.
fn print(item: &mut pb::BundleClaim, words: &str, at: Option<(i32, i32)>) {
    let mut appearance = item.appearances[0].clone();
    appearance.name = format!("claims/c/appearances/x{}", item.appearances.len());
    let anchor = &mut appearance.anchors[0];
    anchor.exact = words.to_owned();
    (anchor.start, anchor.end) = (at.map(|it| it.0), at.map(|it| it.1));
    item.appearances.push(appearance);
}

/// What is stored after a page of annotations was imported.
fn imported_page(annotations: &[Value]) -> Resources {
    let page = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://example.org/page",
        "type": "AnnotationPage", "items": annotations,
    });
    let reading = read(&page.to_string(), &Options::default());
    let mut bundle = reading.items[0].bundle.clone();
    for item in &reading.items[1..] {
        bundle.claims.extend(item.bundle.claims.clone());
    }
    let mut resources = Resources::of_bundle(bundle);
    resources.articles.push(pb::Article {
        name: "articles/a".to_owned(),
        uri: URI.to_owned(),
        ..pb::Article::default()
    });
    for (at, item) in resources.claims.iter_mut().enumerate() {
        let claim = item.claim.as_mut().expect("a claim");
        claim.name = format!("claims/{at}");
        item.appearances[0].article = "articles/a".to_owned();
        item.appearances[0].name = format!("claims/{at}/appearances/0");
    }
    resources
}

#[test]
fn what_is_certain_in_any_annotation_of_a_page_comes_before_what_is_left() {
    let says = |text: &str| {
        let body = json!({"type": "schema:Claim", "schema:text": text, "schema:inLanguage": "en"});
        annotation(&body, &quote())
    };
    let annotations = [says("Ships wait."), says("Trade is stalled.")];
    let mut resources = imported_page(&annotations);
    resources.claims.reverse();
    *statement(&mut resources, 1) = "Ships wait for days.".to_owned();
    let written = documents(&resources, &Base::default());
    let [page] = &written[..] else {
        panic!("{written:?}");
    };
    let page: Value = serde_json::from_str(&page.content).expect("JSON");
    let texts = [0, 1].map(|at| page["items"][at]["body"]["schema:text"].clone());
    assert_eq!(texts, ["Ships wait for days.", "Trade is stalled."]);
}

#[test]
fn a_document_of_which_not_all_claims_are_here_tells_nothing() {
    let mut resources = imported(&annotation(&claim_body(), &quote()).to_string());
    resources.cut_documents.insert("#document".to_owned());
    assert_eq!(documents(&resources, &Base::default()).len(), 2);
}

#[test]
fn two_appearances_at_one_place_are_not_told_apart() {
    let position = json!({"type": "TextPositionSelector", "start": 40, "end": 54});
    let selector = json!([quote(), position]);
    let mut resources = imported(&annotation(&claim_body(), &selector).to_string());
    print(&mut resources.claims[0], WORDS, Some((40, 54)));
    assert_eq!(documents(&resources, &Base::default()).len(), 3);
}

const WORDS: &str = "prices 📈 rose";

#[test]
fn another_claim_in_the_same_words_is_not_the_one_that_is_stated() {
    let mut resources = imported(&annotation(&claim_body(), &quote()).to_string());
    let mut other = resources.claims[0].clone();
    let claim = other.claim.as_mut().expect("a claim");
    claim.name = "claims/d".to_owned();
    claim.statement = "Bread costs more.".to_owned();
    claim.reported_appearances.clear();
    other.appearances[0].name = "claims/d/appearances/0".to_owned();
    resources.claims.insert(0, other);
    let expected = [
        said("Prices rose.", WORDS),
        said("Bread costs more.", WORDS),
    ];
    assert_eq!(written(&resources), expected);
    *statement(&mut resources, 1) = "Prices rose sharply.".to_owned();
    let expected = [
        said("Prices rose sharply.", WORDS),
        said("Bread costs more.", WORDS),
    ];
    assert_eq!(written(&resources), expected);
}

#[test]
fn of_two_appearances_of_a_claim_the_one_with_the_words_is_stated() {
    let mut resources = imported(&annotation(&claim_body(), &quote()).to_string());
    let item = &mut resources.claims[0];
    print(item, "dearer", None);
    item.appearances.reverse();
    let expected = [said("Prices rose.", WORDS), said("Prices rose.", "dearer")];
    assert_eq!(written(&resources), expected);
}

#[test]
fn of_two_appearances_in_the_same_words_the_one_at_their_place_is_stated() {
    let position = json!({"type": "TextPositionSelector", "start": 40, "end": 54});
    let selector = json!([quote(), position]);
    let mut resources = imported(&annotation(&claim_body(), &selector).to_string());
    print(&mut resources.claims[0], WORDS, Some((15, 29)));
    let told = documents(&resources, &Base::default());
    let names: Vec<&str> = told.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["#document", "claims/c/appearances/x1"]);
    // If both were moved, it could be either: both are written, and the annotation as it is.
    resources.claims[0].appearances[0].anchors[0].start = Some(1);
    assert_eq!(documents(&resources, &Base::default()).len(), 3);
    // What stands before them tells them apart then.
    resources.claims[0].appearances[1].anchors[0].prefix = "when ".to_owned();
    assert_eq!(documents(&resources, &Base::default()).len(), 2);
}

#[test]
fn changed_words_are_only_taken_where_one_appearance_can_be_meant() {
    let mut resources = imported(&annotation(&claim_body(), &quote()).to_string());
    let item = &mut resources.claims[0];
    item.appearances[0].anchors[0].exact = "prices fell".to_owned();
    assert_eq!(written(&resources), [said("Prices rose.", "prices fell")]);
    print(&mut resources.claims[0], "dearer", None);
    let expected = [
        said("Prices rose.", WORDS),
        said("Prices rose.", "prices fell"),
        said("Prices rose.", "dearer"),
    ];
    assert_eq!(written(&resources), expected);
}

#[test]
fn a_merged_document_tells_nothing() {
    let mut resources = imported(&annotation(&claim_body(), &quote()).to_string());
    resources.sources[0].merged_into = "sources/other".to_owned();
    let told = documents(&resources, &Base::default());
    let names: Vec<&str> = told.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["claims/c/appearances/0"]);
}

#[test]
fn of_two_appearances_in_the_same_words_the_one_between_the_same_others_is_stated() {
    let mut resources = imported(&annotation(&claim_body(), &quote()).to_string());
    print(&mut resources.claims[0], WORDS, None);
    let anchor = &mut resources.claims[0].appearances[1].anchors[0];
    anchor.prefix = "when ".to_owned();
    let names = |resources: &Resources| {
        let written = documents(resources, &Base::default());
        written.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&resources), ["#document", "claims/c/appearances/x1"]);
    resources.claims[0].appearances[1].anchors[0].prefix = "that ".to_owned();
    assert_eq!(names(&resources).len(), 3);
}
