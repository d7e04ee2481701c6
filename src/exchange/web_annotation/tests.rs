//! Annotations are read and written as the model says.

mod carried;
mod told;

use serde_json::{Value, json};

use super::*;
use crate::{
    exchange::{
        kept,
        mutation::fuzz,
        reading::{Item, Reading},
        resources::{Base, Resources},
        samples::samples,
    },
    wire::pb,
};

const URI: &str = "https://example.org/story";

fn annotation(body: &Value, selector: &Value) -> Value {
    json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"own": "https://example.org/ns#"}],
        "id": "https://example.org/anno/1",
        "type": "Annotation",
        "creator": {"type": "Person", "name": "A. Nyone"},
        "own:extra": 1.50,
        "body": body,
        "target": {"source": URI, "selector": selector},
    })
}

fn claim_body() -> Value {
    json!({"type": "schema:Claim", "schema:text": "Prices rose.", "schema:inLanguage": "en"})
}

fn quote() -> Value {
    json!({"type": "TextQuoteSelector", "exact": "prices 📈 rose", "prefix": "that "})
}

fn read_value(value: &Value) -> Reading {
    read(&value.to_string(), &Options::default())
}

fn kept_of(item: &Item) -> &pb::Source {
    let bundle = match &item.printed_in {
        Some(printed_in) => &printed_in.otherwise,
        None => &item.bundle,
    };
    bundle.sources[0].source.as_ref().expect("a source")
}

#[test]
fn a_claim_about_words_of_an_article_is_an_appearance() {
    let selector = json!([quote(), {"type": "TextPositionSelector", "start": 5, "end": 18}]);
    let reading = read_value(&annotation(&claim_body(), &selector));
    assert_eq!(reading.unread, []);
    let item = &reading.items[0];
    assert_eq!(item.printed_in.as_ref().expect("printed").uri, URI);
    let claim = &item.bundle.claims[0];
    let stated = claim.claim.as_ref().expect("a claim");
    assert_eq!(
        (stated.statement.as_str(), stated.language.as_str()),
        ("Prices rose.", "en")
    );
    assert_eq!(stated.origin.as_ref().expect("an origin").name, "A. Nyone");
    let anchor = &claim.appearances[0].anchors[0];
    assert_eq!(
        (anchor.exact.as_str(), anchor.prefix.as_str()),
        ("prices 📈 rose", "that ")
    );
    assert_eq!(
        (anchor.start, anchor.end, anchor.lenient),
        (Some(5), Some(18), false)
    );
    assert_eq!(kept_of(item).url, "https://example.org/anno/1");
}

#[test]
fn positions_count_code_points_and_are_half_open_on_both_sides() {
    // An emoji of four code points, and a letter with two combining marks.
    let body = "👩‍🚀e\u{301}\u{323}! prices rose";
    let exact = "prices rose";
    let before = body
        .split(exact)
        .next()
        .expect("text before")
        .chars()
        .count();
    assert_eq!(before, 8);
    let start = i32::try_from(before).expect("fits");
    let end = start + 11;
    let selector = json!([
        {"type": "TextQuoteSelector", "exact": exact},
        {"type": "TextPositionSelector", "start": start, "end": end},
    ]);
    let reading = read_value(&annotation(&claim_body(), &selector));
    let anchor = &reading.items[0].bundle.claims[0].appearances[0].anchors[0];
    let [from, to] =
        [anchor.start, anchor.end].map(|it| usize::try_from(it.expect("given")).expect("fits"));
    let words: String = body.chars().skip(from).take(to - from).collect();
    assert_eq!(words, exact);
}

#[test]
fn selectors_that_refine_others_and_states_are_read() {
    let selector = json!({
        "type": "FragmentSelector",
        "value": "part2",
        "refinedBy": {"type": "TextQuoteSelector", "exact": "rose"},
    });
    let mut value = annotation(&claim_body(), &selector);
    value["target"]["state"] = json!({"type": "TimeState", "sourceDate": "2015-07-20T13:30:00Z"});
    let reading = read_value(&value);
    assert_eq!(reading.unread, []);
    assert_eq!(
        reading.items[0].bundle.claims[0].appearances[0].anchors[0].exact,
        "rose"
    );
}

#[test]
fn a_comment_is_only_a_statement_if_the_caller_says_so() {
    let body = json!({"type": "TextualBody", "value": "<p>Prices&nbsp;rose.</p>", "format": "text/html", "purpose": "describing"});
    let value = annotation(
        &body,
        &json!([quote(), {"type": "TextPositionSelector", "start": 1, "end": 15}]),
    );
    let plain = read_value(&value);
    assert!(plain.items[0].bundle.claims.is_empty() && plain.items[0].printed_in.is_none());
    let mut options = Options {
        statement_purposes: vec!["describing".to_owned()],
        language: String::new(),
    };
    let without_language = read(&value.to_string(), &options);
    assert_eq!(without_language.unread[0].path, "/body/value");
    assert!(without_language.items[0].bundle.claims.is_empty());
    options.language = "en".to_owned();
    let reading = read(&value.to_string(), &options);
    let claim = &reading.items[0].bundle.claims[0];
    assert_eq!(
        claim.claim.as_ref().expect("a claim").statement,
        "Prices\u{a0}rose."
    );
    // Annotators count in what a browser shows.
    let anchor = &claim.appearances[0].anchors[0];
    assert_eq!((anchor.start, anchor.lenient), (None, true));
}

#[test]
fn what_the_model_requires_is_checked_with_a_pointer() {
    let whole = annotation(&claim_body(), &quote());
    let broken = |change: &dyn Fn(&mut Value)| {
        let mut value = whole.clone();
        change(&mut value);
        let reading = read_value(&value);
        assert!(reading.items.is_empty(), "{value}");
        assert!(reading.unread.iter().all(|it| it.is_refusal));
        reading.unread[0].path.clone()
    };
    let set = |path: &'static str, to: Value| {
        broken(&move |value: &mut Value| {
            let (object, name) = path.rsplit_once('/').expect("a pointer");
            let object = value.pointer_mut(object).expect("is there");
            object[name] = to.clone();
        })
    };
    assert_eq!(set("/@context", json!("http://schema.org")), "/@context");
    assert_eq!(set("/type", json!("Note")), "/type");
    assert_eq!(set("/id", json!(["a", "b"])), "/id");
    assert_eq!(set("/id", json!("no iri")), "/id");
    assert_eq!(set("/target", json!([])), "/target");
    assert_eq!(set("/target", json!(7)), "/target");
    assert_eq!(set("/bodyValue", json!("x")), "/bodyValue");
    assert_eq!(
        set("/body", json!([{"type": "TextualBody"}])),
        "/body/0/value"
    );
    assert_eq!(
        set("/body", json!({"type": "Choice", "items": []})),
        "/body/items"
    );
    assert_eq!(set("/created", json!("yesterday")), "/created");
    assert_eq!(set("/motivation", json!(1)), "/motivation");
    assert_eq!(set("/target/source", json!(["a", "b"])), "/target/source");
    assert_eq!(
        set("/target/selector", json!({"type": "TextQuoteSelector"})),
        "/target/selector/exact"
    );
    let position = json!([{"type": "TextPositionSelector", "start": 3, "end": 1}]);
    assert_eq!(set("/target/selector", position), "/target/selector/0/end");
    let range = json!({"type": "RangeSelector", "startSelector": {"type": "XPathSelector"}});
    assert_eq!(
        set("/target/selector", range),
        "/target/selector/startSelector/value"
    );
    assert_eq!(broken(&|value| *value = json!("text")), "");
    let missing = |name: &'static str| {
        broken(&move |value: &mut Value| {
            value.as_object_mut().expect("an object").remove(name);
        })
    };
    assert_eq!(missing("target"), "/target");
    assert_eq!(missing("type"), "/type");
}

#[test]
fn a_list_has_places_and_letters_of_its_own() {
    let one = annotation(&json!("https://example.org/body"), &quote()).to_string();
    let spaced = one.replace("1.5", " 1.50");
    let reading = read(
        &format!("\u{feff}[{spaced} ,{{\"type\":1}}]"),
        &Options::default(),
    );
    assert_eq!(reading.items[0].path, "/0");
    let document = kept_of(&reading.items[0])
        .exchange_document
        .as_ref()
        .expect("kept");
    assert_eq!(document.content, spaced);
    assert!(reading.unread.iter().all(|it| it.path.starts_with("/1/")));
}

#[test]
fn a_page_is_one_document_and_its_statements_are_appearances() {
    let mut inner = annotation(&claim_body(), &quote());
    inner.as_object_mut().expect("an object").remove("@context");
    let page = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://example.org/page1",
        "type": "AnnotationPage",
        "items": [inner],
    });
    let reading = read_value(&page);
    assert_eq!(reading.unread, []);
    assert_eq!(reading.items.len(), 2);
    assert_eq!(kept_of(&reading.items[0]).url, "https://example.org/page1");
    assert_eq!(reading.items[1].path, "/items/0");
    let collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection", "total": 1, "first": page,
    });
    let reading = read_value(&collection);
    assert_eq!(reading.items[1].path, "/first/items/0");
    // Without an id, the same document is the same source.
    let same = read(&format!("{collection:#}"), &Options::default());
    assert_eq!(
        kept_of(&same.items[0]).same_as,
        kept_of(&reading.items[0]).same_as
    );
}

/// An article with one appearance of a claim, as a store exports it.
fn stored() -> Resources {
    let json = r##"{
      "article": {"name": "articles/a", "uri": "https://example.org/story", "headline": "H", "version": 2,
        "updateTime": "2025-02-03T04:05:06Z", "body": "Kyiv says that prices 📈 rose."},
      "sources": [
        {"source": {"name": "sources/3", "kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Ukraine", "sameAs": ["Q212"]}},
        {"source": {"name": "sources/4", "kind": "SOURCE_KIND_DOCUMENT", "url": "https://example.org/doc"}}],
      "claims": [{"claim": {"name": "claims/c", "statement": "Prices rose.", "language": "en",
          "type": "CLAIM_TYPE_NUMERICAL", "tags": ["prices"],
          "origin": {"kind": "ORIGIN_KIND_SOFTWARE", "name": "extractor", "version": "2", "confidence": 0.5}},
        "appearances": [{"name": "claims/c/appearances/p", "article": "articles/a", "articleVersion": 2,
          "anchors": [{"part": "ARTICLE_PART_BODY", "exact": "prices 📈 rose", "prefix": "that ", "suffix": ".", "start": 15, "end": 28},
            {"part": "ARTICLE_PART_BODY", "exact": "Kyiv", "start": 0, "end": 4, "purpose": "ANCHOR_PURPOSE_EVIDENCE"}],
          "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_ALLEGED", "hedge": "says", "articleStance": "STANCE_REPORTS",
          "chains": [{"hops": [{"source": "sources/3", "printedName": "Kyiv", "stance": "STANCE_ASSERTS", "cue": "says",
             "document": "sources/4", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}],
          "createTime": "2025-01-02T03:04:05Z", "updateTime": "2025-01-03T03:04:05Z"}]}]}"##;
    Resources::of_bundle(crate::wire::json::read_bundle(json).expect("a bundle"))
}

#[test]
fn an_appearance_is_written_as_an_annotation_and_read_back() {
    let resources = stored();
    let base = Base::new("https://store.example/");
    let written = documents(&resources, &base);
    let [document] = written.as_slice() else {
        panic!("{written:?}");
    };
    assert_eq!(document.name, "claims/c/appearances/p");
    let value: Value = serde_json::from_str(&document.content).expect("JSON");
    assert_eq!(value["id"], "https://store.example/claims/c/appearances/p");
    assert_eq!(value["target"]["source"], URI);
    assert_eq!(
        value["target"]["state"]["sourceDate"],
        "2025-02-03T04:05:06Z"
    );
    assert_eq!(value["created"], "2025-01-02T03:04:05Z");
    assert_eq!(value["creator"]["type"], "Software");

    let reading = read(&document.content, &Options::default());
    assert_eq!(reading.unread, []);
    let bundle = &reading.items[0].bundle;
    let own = &resources.claims[0];
    let (claim, mut expected) = (&bundle.claims[0], own.claim.clone().expect("a claim"));
    expected.name.clear();
    assert_eq!(claim.claim.as_ref(), Some(&expected));
    let mut expected = own.appearances[0].clone();
    expected.name.clear();
    expected.article.clear();
    expected.article_version = 0;
    (expected.create_time, expected.update_time) = (None, None);
    expected.chains[0].hops[0].source = "#3".to_owned();
    expected.chains[0].hops[0].document = "#4".to_owned();
    assert_eq!(claim.appearances, [expected]);
    assert_eq!(bundle.sources.len(), 2);
    assert_eq!(
        reading.items[0].printed_in.as_ref().expect("printed").uri,
        URI
    );
}

#[test]
fn speakers_that_a_reader_may_not_see_are_left_out() {
    let mut resources = stored();
    resources.sources.remove(0);
    let written = documents(&resources, &Base::default());
    let reading = read(&written[0].content, &Options::default());
    assert!(
        reading.items[0].bundle.claims[0].appearances[0]
            .chains
            .is_empty()
    );
    assert!(!written[0].content.contains("Kyiv\",\"stance"));
}

/// What is stored after an annotation was imported.
fn imported(text: &str) -> Resources {
    let reading = read(text, &Options::default());
    let mut resources = Resources::of_bundle(reading.items[0].bundle.clone());
    resources.articles.push(pb::Article {
        name: "articles/a".to_owned(),
        uri: URI.to_owned(),
        ..pb::Article::default()
    });
    for item in &mut resources.claims {
        for (at, appearance) in item.appearances.iter_mut().enumerate() {
            appearance.article = "articles/a".to_owned();
            appearance.name = format!("claims/c/appearances/{at}");
        }
    }
    resources
}

#[test]
fn a_kept_annotation_is_returned_unchanged_instead_of_a_new_one() {
    let text = format!("{:#}", annotation(&claim_body(), &quote()));
    let written = documents(&imported(&text), &Base::default());
    let contents: Vec<&str> = written.iter().map(|it| it.content.as_str()).collect();
    assert_eq!(contents, [text.as_str()]);
}

#[test]
fn of_a_kept_annotation_only_what_changed_in_the_store_is_replaced() {
    let original = annotation(&claim_body(), &quote());
    let mut resources = imported(&original.to_string());
    let anchor = &mut resources.claims[0].appearances[0].anchors[0];
    anchor.exact = "prices 📉 fell".to_owned();
    let written = documents(&resources, &Base::default());
    let value: Value = serde_json::from_str(&written[0].content).expect("JSON");
    let mut expected = original;
    expected["target"]["selector"]["exact"] = "prices 📉 fell".into();
    assert_eq!((written.len(), value), (1, expected));
}

#[test]
fn an_annotation_that_is_too_large_is_read_and_not_kept() {
    let mut value = annotation(&claim_body(), &quote());
    value["own:extra"] = "x".repeat(300_000).into();
    let reading = read_value(&value);
    assert_eq!(reading.items[0].bundle.claims.len(), 1);
    assert_eq!(kept_of(&reading.items[0]).exchange_document, None);
    assert!(reading.unread[0].reason.contains("is not kept"));
    let long = read(&" ".repeat(9 << 20), &Options::default());
    assert!(long.unread[0].is_refusal);
}

#[test]
fn an_annotation_that_states_very_much_is_only_kept() {
    let bodies: Vec<Value> = (0..501).map(|_| claim_body()).collect();
    let few = annotation(&json!(bodies[..500]), &quote());
    assert_eq!(read_value(&few).items[0].bundle.claims.len(), 500);
    let many = annotation(&json!(bodies), &quote());
    let reading = read_value(&many);
    assert!(reading.items[0].bundle.claims.is_empty());
    assert!(reading.unread[0].reason.contains("501"));
    let target = json!({"source": URI, "selector": quote()});
    let mut very_many = many;
    very_many["target"] = (0..20_000).map(|_| target.clone()).collect();
    assert_eq!(read_value(&very_many).items.len(), 1);
}

#[test]
fn a_textual_body_needs_no_type() {
    let value = annotation(&json!({"value": "x", "purpose": "tagging"}), &quote());
    assert_eq!(read_value(&value).unread, []);
}

#[test]
fn the_examples_of_the_model_are_returned_unchanged() {
    for (name, text) in samples("web-annotation", "", ".json") {
        let reading = read(&text, &Options::default());
        assert_eq!(reading.unread, [], "{name}");
        let resources = Resources::of_bundle(reading.items[0].bundle.clone());
        let written = documents(&resources, &Base::default());
        assert_eq!(written.len(), 1, "{name}");
        assert_eq!(written[0].content, text.trim(), "{name}");
        assert!(kept::document(pb::DocumentFormat::WebAnnotation, &text).is_some());
    }
}

#[test]
fn broken_annotations_are_refused_without_a_panic() {
    let mut texts: Vec<String> = samples("web-annotation", "", ".json")
        .into_iter()
        .map(|it| it.1)
        .collect();
    texts.push(documents(&stored(), &Base::default())[0].content.clone());
    texts.push(format!("[{:#}]", annotation(&claim_body(), &quote())));
    let options = Options {
        statement_purposes: vec!["describing".to_owned(), "commenting".to_owned()],
        language: "en".to_owned(),
    };
    fuzz(&texts, 300, 16, |text| {
        for item in read(text, &options).items {
            let _ = documents(&Resources::of_bundle(item.bundle), &Base::default());
        }
    });
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(read(&deep, &options).items.is_empty());
}
