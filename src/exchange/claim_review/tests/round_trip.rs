//! What is written and read again is what was stored, as far as `docs/exchange.md` promises.

use serde_json::Value;

use super::{data_feed, documents, only, with};
use crate::{
    exchange::{
        claim_review::read::{Options, read},
        reading::Reading,
        resources::{Base, Resources},
    },
    wire::{json, pb},
};

/// Resources of every kind that a ClaimReview has something of.
const STORED: &str = r##"{
  "article": {
    "name": "articles/01900000-0000-7000-8000-000000000001",
    "uri": "https://paper.example/ships", "headline": "Ships wait", "language": "en",
    "datePublished": {"year": 2024, "month": 5, "day": 3},
    "genre": "GENRE_REPORTAGE_NEWS_ARTICLE", "publisher": "#paper"
  },
  "sources": [
    {"key": "paper", "source": {"kind": "SOURCE_KIND_ORGANIZATION", "displayName": "The Paper", "url": "https://paper.example/"}},
    {"key": "port", "source": {"kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Port Office", "sameAs": ["Q42"]}},
    {"key": "somebody", "source": {"kind": "SOURCE_KIND_UNNAMED_PERSON", "displayName": "an officer"}},
    {"key": "log", "source": {"kind": "SOURCE_KIND_DATA_SET", "displayName": "Log <of> ships & boats", "url": "https://port.example/log", "archivedUrl": "https://web.archive.org/web/2024/https://port.example/log", "publisher": "#office"}},
    {"key": "office", "source": {"kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Office", "url": "https://port.example/"}}
  ],
  "claims": [
    {
      "key": "wait",
      "claim": {
        "name": "claims/01900000-0000-7000-8000-000000000002",
        "statement": "155 ships & boats wait &amp; <b>drift</b> before the port",
        "language": "en", "type": "CLAIM_TYPE_NUMERICAL", "subject": "ships",
        "entities": [{"name": "the port", "role": "place", "sameAs": ["Q42"]}],
        "quantities": [{"measure": "waiting-ships", "counted": "ships", "lower": {"value": {"value": "155"}}, "upper": {"value": {"value": "155"}}, "printed": "155 ships"}],
        "period": {"from": {"year": 2024, "month": 5}, "end": "PERIOD_END_ONGOING"},
        "places": [{"name": "Harbour"}], "tags": ["ports"],
        "note": "for the desk only", "origin": {"kind": "ORIGIN_KIND_PERSON", "name": "N. N."}
      },
      "appearances": [{
        "anchors": [{"exact": "Ships wait"}], "article": "articles/01900000-0000-7000-8000-000000000001",
        "chains": [
          {"hops": [{"source": "#somebody", "stance": "STANCE_REPORTS"}, {"source": "#port", "stance": "STANCE_ASSERTS", "said": {"year": 2024, "month": 5, "day": 2}}]},
          {"hops": [{"source": "#paper", "stance": "STANCE_DENIES"}]}
        ]
      }],
      "reviews": [
        {
          "name": "claims/01900000-0000-7000-8000-000000000002/reviews/01900000-0000-7000-8000-000000000003",
          "author": "Desk & Sons", "url": "https://desk.example/ships?a=1&amp=2",
          "reviewTime": "2024-05-04T10:11:12.345678Z",
          "rating": {"value": {"value": "2.50"}, "best": {"value": "5"}, "worst": {"value": "-1"}, "label": "Half &amp; half"},
          "verdict": "VERDICT_MIXED",
          "explanation": "  Two lines:\n<i>one</i> &eacute;\n\n\n and two. ",
          "evidence": ["#log", "#other", "#port"]
        },
        {
          "name": "claims/01900000-0000-7000-8000-000000000002/reviews/01900000-0000-7000-8000-000000000004",
          "author": "Other Desk", "url": "https://other.example/ships", "reviewTime": "2024-05-05T00:00:00Z",
          "verdict": "VERDICT_MOSTLY_FALSE"
        }
      ]
    },
    {
      "key": "other",
      "claim": {"name": "claims/01900000-0000-7000-8000-000000000005", "statement": "Der Hafen ist zu", "language": "de"},
      "reviews": [{
        "name": "claims/01900000-0000-7000-8000-000000000005/reviews/01900000-0000-7000-8000-000000000006",
        "author": "Desk", "rating": {"value": {"value": "3"}}, "verdict": "VERDICT_OTHER"
      }]
    }
  ]
}"##;

pub fn stored() -> pb::Bundle {
    json::read_bundle(STORED).expect("the bundle is one")
}

pub fn resources() -> Resources {
    let mut resources = Resources::of_bundle(stored());
    // As they are named in a store.
    for item in &mut resources.claims {
        let claim = item.claim.as_mut().expect("a claim");
        let name = format!(
            "claims/{}",
            item.reviews[0].name.split('/').nth(1).expect("an id")
        );
        claim.name = name;
        for review in &mut item.reviews {
            for name in review.evidence.iter_mut().filter(|it| *it == "#other") {
                *name = "claims/01900000-0000-7000-8000-000000000005".to_owned();
            }
        }
    }
    resources
}

fn reread(base: &str) -> Vec<Reading> {
    let documents = documents(&resources(), &Base::new(base));
    documents
        .iter()
        .map(|it| read(it, &Options::default()))
        .collect()
}

/// A review without what the table says is lost, and without references.
fn kept(review: &pb::Review) -> pb::Review {
    pb::Review {
        name: String::new(),
        evidence: Vec::new(),
        ..review.clone()
    }
}

#[test]
fn every_promised_field_of_claims_and_reviews_is_kept() {
    for base in ["", "https://store.example/"] {
        let stored = stored();
        let reviews = stored.claims.iter().flat_map(|item| {
            let claim = item.claim.clone().expect("a claim");
            item.reviews
                .iter()
                .map(move |review| (claim.clone(), review))
        });
        for ((claim, review), reading) in reviews.zip(reread(base)) {
            let (read_claim, read_review) = only(&reading);
            let promised = pb::Claim {
                name: String::new(),
                note: String::new(),
                origin: None,
                // What articles print comes back as what the desk reports.
                reported_appearances: read_claim.reported_appearances.clone(),
                ..claim
            };
            assert_eq!(*read_claim, promised);
            assert_eq!(kept(read_review), kept(review));
        }
    }
}

#[test]
fn evidence_is_kept_where_it_would_be_known_again() {
    let readings = reread("");
    let bundle = &readings[0].items[0].bundle;
    let sources: Vec<String> = bundle
        .sources
        .iter()
        .map(|it| {
            let source = it.source.as_ref().expect("a source");
            format!(
                "{} {} {} {}",
                source.display_name,
                source.url,
                source.publisher,
                source.same_as.join(" ")
            )
        })
        .collect();
    assert_eq!(
        sources,
        [
            "Office https://port.example/  ",
            "Log <of> ships & boats https://port.example/log #s1 ",
            "Port Office   https://wikidata.org/entity/Q42",
            "Ships wait https://paper.example/ships  ",
        ]
    );
    let (claim, _) = only(&readings[0]);
    let reported = claim.reported_appearances.iter();
    let reported: Vec<(&str, &str, bool)> = reported
        .map(|it| (it.source.as_str(), it.document.as_str(), it.first))
        .collect();
    assert_eq!(reported, [("#s3", "", false), ("", "#s4", true)]);
    assert_eq!(bundle.claims[0].reviews[0].evidence, ["#s2", "#c1", "#s3"]);
    assert_eq!(bundle.claims[1].key, "c1");
    let cited = bundle.claims[1].claim.as_ref().expect("a claim");
    assert_eq!(cited.statement, "Der Hafen ist zu");
    assert_eq!(cited.language, "de");
}

#[test]
fn only_who_asserts_the_claim_is_its_author() {
    let documents = documents(&resources(), &Base::default());
    let claim = &documents[0]["itemReviewed"];
    assert_eq!(claim["author"]["name"], "Port Office");
    assert_eq!(claim["author"]["@type"], "GovernmentOrganization");
    assert_eq!(claim["datePublished"], "2024-05-02");
    assert_eq!(claim["appearance"]["@type"], "ReportageNewsArticle");
    assert_eq!(claim["appearance"]["publisher"]["name"], "The Paper");
    assert_eq!(
        claim["firstAppearance"]["url"],
        "https://paper.example/ships"
    );
}

#[test]
fn what_is_only_for_the_desk_is_not_published() {
    let text = Value::from(documents(&resources(), &Base::default())).to_string();
    assert!(text.contains("waiting-ships"));
    for hidden in ["for the desk only", "N. N.", "an officer"] {
        assert!(!text.contains(hidden), "{hidden}");
    }
}

#[test]
fn numbers_keep_their_digits() {
    let documents = documents(&resources(), &Base::default());
    let rating = &documents[0]["reviewRating"];
    assert_eq!(rating["ratingValue"], "2.50");
    assert_eq!(rating["bestRating"], 5);
    assert_eq!(rating["worstRating"], -1);
}

#[test]
fn a_review_without_a_label_is_labelled_by_its_verdict_and_read_without_one() {
    let documents = documents(&resources(), &Base::default());
    assert_eq!(
        documents[1]["reviewRating"]["alternateName"],
        "Mostly false"
    );
    assert_eq!(documents[2]["reviewRating"]["alternateName"], "Other");
    let readings = reread("");
    assert_eq!(only(&readings[1]).1.rating, None);
    let rating = only(&readings[2]).1.rating.clone().expect("a rating");
    assert_eq!(rating.label, "");
}

#[test]
fn a_feed_says_the_same_as_its_documents() {
    let documents = documents(&resources(), &Base::default());
    let feed = read(&data_feed(documents.clone()), &Options::default());
    let single = documents
        .iter()
        .flat_map(|it| read(it, &Options::default()).items);
    let bundles: Vec<pb::Bundle> = single.map(|it| it.bundle).collect();
    let of_feed: Vec<pb::Bundle> = feed.items.into_iter().map(|it| it.bundle).collect();
    assert_eq!(of_feed, bundles);
}

#[test]
fn a_deleted_review_is_not_written() {
    let mut resources = resources();
    resources.claims[0].reviews[0].delete_time = Some(Default::default());
    assert_eq!(documents(&resources, &Base::default()).len(), 2);
    let claim = resources.claims[0].claim.as_mut().expect("a claim");
    claim.delete_time = Some(Default::default());
    assert_eq!(documents(&resources, &Base::default()).len(), 1);
}

#[test]
fn what_others_write_as_a_verdict_term_of_another_scale_is_not_ours() {
    let term = serde_json::json!({
        "@type": "DefinedTerm", "termCode": "VERDICT_TRUE",
        "inDefinedTermSet": {"@type": "DefinedTermSet", "name": "another scale"},
    });
    let reading = read(&with("keywords", term), &Options::default());
    assert_eq!(only(&reading).1.verdict(), pb::Verdict::False);
}

#[test]
fn a_carried_claim_that_is_not_valid_is_refused_with_the_reason() {
    let mut document = documents(&resources(), &Base::default()).swap_remove(0);
    let identifier = &mut document["itemReviewed"]["identifier"];
    identifier["value"] = r#"{"tags": ["Not A Slug"]}"#.into();
    let reading = read(&document, &Options::default());
    assert_eq!(reading.items.len(), 0);
    assert!(
        reading
            .unread
            .iter()
            .any(|it| it.is_refusal && it.reason.contains("tags"))
    );
    let identifier = &mut document["itemReviewed"]["identifier"];
    identifier["value"] = r#"{}}], "sources": [{}"#.into();
    let reading = read(&document, &Options::default());
    let (claim, _) = only(&reading);
    assert!(claim.tags.is_empty());
    assert!(
        reading
            .unread
            .iter()
            .any(|it| it.path == "/itemReviewed/identifier")
    );
}
