//! Writing.

use serde_json::json;

use super::*;
use crate::{
    exchange::{
        mutation::fuzz,
        ninjs::documents,
        resources::{Base, Resources},
    },
    wire,
};

/// An article with all that an item has a place for.
pub fn stored() -> Resources {
    let json = r##"{
      "article": {"name": "articles/a", "uri": "https://example.org/story", "aliases": ["https://example.org/amp"],
        "externalIds": [{"system": "cms", "id": "48213"}], "publisher": "sources/p",
        "headline": "Prices 📈 rose", "alternativeHeadline": "Rise", "version": 2,
        "bylines": [{"name": "A. Nyone", "printed": "By A. NYONE"}, {"name": "B. Ody"}],
        "genre": "GENRE_OPINION_NEWS_ARTICLE", "section": "World", "language": "en",
        "datePublished": {"instant": "2025-03-01T07:00:00Z"}, "body": "Text.\n\nMore.",
        "citations": [{"source": "sources/q", "printed": "Olga"}, {"source": "sources/w"}, {"source": "sources/u"}],
        "credits": [{"kind": "CREDIT_KIND_PHOTO", "source": "sources/i", "printed": "P. Hoto"}],
        "publicationStatus": "PUBLICATION_STATUS_USABLE", "updateTime": "2025-03-02T08:00:00Z",
        "corrections": [{"type": "CORRECTION_TYPE_CORRECTION", "notice": "It was 3."}]},
      "sources": [
        {"source": {"name": "sources/p", "kind": "SOURCE_KIND_ORGANIZATION", "displayName": "Press", "url": "https://example.org/"}},
        {"source": {"name": "sources/q", "kind": "SOURCE_KIND_PERSON", "displayName": "Olga", "sameAs": ["https://www.wikidata.org/entity/Q1"]}},
        {"source": {"name": "sources/w", "kind": "SOURCE_KIND_WEB_PAGE", "url": "https://example.org/page"}},
        {"source": {"name": "sources/u", "kind": "SOURCE_KIND_UNNAMED_PERSON", "displayName": "a soldier"}},
        {"source": {"name": "sources/i", "kind": "SOURCE_KIND_IMAGE", "url": "https://example.org/i"}}],
      "claims": [{"claim": {"name": "claims/c", "statement": "Prices rose.", "language": "en",
          "origin": {"kind": "ORIGIN_KIND_SOFTWARE", "name": "extractor", "confidence": 0.555}},
        "appearances": [{"name": "claims/c/appearances/p", "article": "articles/a"}]},
        {"claim": {"name": "claims/d", "statement": "Elsewhere.", "language": "en"},
        "appearances": [{"name": "claims/d/appearances/p", "article": "articles/b"}]}]}"##;
    Resources::of_bundle(wire::json::read_bundle(json).expect("a bundle"))
}

fn written() -> Value {
    let written = documents(&stored(), &Base::new("https://store.example/"));
    assert_eq!(written.len(), 1);
    serde_json::from_str(&written[0].content).expect("is JSON")
}

#[test]
fn an_article_is_written_with_its_claims_as_subjects() {
    let item = written();
    assert_eq!(item["standard"]["version"], "3.1");
    assert_eq!(item["by"], "By A. NYONE, B. Ody");
    let claim = json!({"name": "Prices rose.", "rel": "https://schema.org/Claim",
        "uri": "https://store.example/claims/c", "creator": "extractor", "confidence": 55});
    assert_eq!(item["subjects"].as_array().expect("a list").len(), 2);
    assert_eq!(item["subjects"][1]["name"], claim["name"]);
    assert_eq!(item["subjects"][1]["uri"], claim["uri"]);
    assert_eq!(item["descriptions"][0]["value"], "It was 3.");
    // Nobody can identify an unnamed person by an item.
    assert!(!item.to_string().contains("soldier"));
}

/// The same, with very many claims.
pub fn stored_with_claims(count: usize) -> Resources {
    let mut resources = stored();
    let one = resources.claims[0].clone();
    for number in 0..count {
        let mut other = one.clone();
        if let Some(claim) = &mut other.claim {
            claim.statement = format!("{number} {}", "\u{1f4c8}".repeat(500));
        }
        resources.claims.push(other);
    }
    resources
}

#[test]
fn an_item_fits_in_one_message_and_says_what_it_leaves_out() {
    let item = |resources: &Resources| {
        let text = &documents(resources, &Base::default())[0].content;
        assert!(text.len() <= 7 << 20, "{}", text.len());
        serde_json::from_str::<Value>(text).expect("is JSON")
    };
    let many = item(&stored_with_claims(6_000));
    let claims = many["subjects"].as_array().expect("a list").len() - 1;
    assert!((1_000..6_000).contains(&claims));
    let note = format!("The first {claims} of 6001 claims are among the subjects");
    assert!(many["edNote"].as_str().expect("a note").starts_with(&note));
    let mut large = stored();
    large.articles[0].body = "\u{1}".repeat(1 << 20);
    large.articles[0].corrections[0].notice = "\u{1}".repeat(1 << 18);
    let large = item(&large);
    assert!(large.get("bodies").is_none());
    assert_eq!(large["representationType"], "partial");
    assert!(item(&stored()).get("edNote").is_none());
}

#[test]
fn what_is_written_is_read_back() {
    let reading = read_value(&written());
    assert_eq!(reading.unread, []);
    let bundle = &only(&reading).bundle;
    let read = bundle.article.clone().expect("an article");
    let resources = stored();
    let own = &resources.articles[0];
    assert_eq!(read.uri, own.uri);
    assert_eq!(read.aliases, own.aliases);
    assert_eq!(read.external_ids, own.external_ids);
    assert_eq!(
        (&read.headline, &read.alternative_headline),
        (&own.headline, &own.alternative_headline)
    );
    assert_eq!(
        (&read.body, &read.section, &read.language),
        (&own.body, &own.section, &own.language)
    );
    assert_eq!(
        (read.genre, read.publication_status),
        (own.genre, own.publication_status)
    );
    assert_eq!(read.date_published, own.date_published);
    assert_eq!(read.bylines, own.bylines);
    assert_eq!((read.citations.len(), read.credits.len()), (2, 1));
    assert!(!read.publisher.is_empty());
    let claim = bundle.claims[0].claim.as_ref().expect("a claim");
    assert_eq!(
        (bundle.claims.len(), claim.statement.as_str()),
        (1, "Prices rose.")
    );
    // What claimstore wrote is made of its own fields: only which state it was is kept.
    let kept = read.exchange_document.expect("a state").content;
    assert!(kept.len() < 500 && !kept.contains("Prices"), "{kept}");
    let mut copy = resources;
    copy.articles[0].exchange_document =
        crate::exchange::kept::document(pb::DocumentFormat::Ninjs, &kept);
    assert_eq!(
        documents(&copy, &Base::new("https://store.example/"))[0].content,
        written().to_string()
    );
}

#[test]
fn broken_items_are_refused_without_a_panic() {
    let mut texts = vec![written().to_string(), format!("[{}]", item())];
    let samples = crate::exchange::samples::samples("ninjs", "", ".json");
    texts.extend(
        samples
            .into_iter()
            .filter(|it| !it.0.contains("schema"))
            .map(|it| it.1),
    );
    fuzz(&texts, 150, 16, |text| {
        for item in read(text, &Options::default()).items {
            let mut resources = Resources::of_bundle(item.bundle);
            let _ = documents(&resources, &Base::default());
            for article in &mut resources.articles {
                article.body.push_str("changed");
                article.headline.push_str("changed");
            }
            let _ = documents(&resources, &Base::default());
        }
    });
}
