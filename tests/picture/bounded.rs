//! Whatever there is too much of is grouped, and counted.

use std::ops::Range;

use claimstore::wire::pb::{Claim, PictureKind, ReportedAppearance, Verdict};
use serde_json::{Value, json};

use super::{
    drawn::{Drawn, drawn, keep},
    scene::{create_claims, import, name_of},
};
use crate::support::{
    samples::{self, outlet},
    server::TestServer,
};

fn claim(key: &str, quantities: Value) -> Value {
    json!({"statement": format!("What is said in {key}."), "language": "en", "type": "CLAIM_TYPE_NUMERICAL", "quantities": quantities})
}

/// The figures of a claim: one for each measure.
fn figures(bound: &str, value: usize, measures: Range<usize>) -> Value {
    let figure = |measure: usize| {
        json!({"measure": format!("measure-{measure}"), bound: {"value": {"value": value.to_string()}},
            "range": "RANGE_KIND_UNCERTAINTY", "role": "QUANTITY_ROLE_VALUE"})
    };
    measures.map(figure).collect()
}

/// How many shapes have a resource of this kind, and how many things are in groups.
fn shown(picture: &Drawn, kind: &str) -> usize {
    let of_kind = |name: &str| name.contains(kind);
    picture.shapes.iter().filter(|it| of_kind(&it.name)).count()
}

fn counts(picture: &Drawn) -> (i32, i32) {
    (picture.response.shown_count, picture.response.grouped_count)
}

fn note(picture: &Drawn, begin: &str) {
    let is_told = picture.texts.iter().any(|it| it.starts_with(begin));
    assert!(is_told, "{:?}", picture.texts);
}

#[tokio::test]
async fn many_reviews_and_relations_of_a_claim_are_grouped() {
    let server = TestServer::start().await;
    let reviews: Vec<Value> = (0..30)
        .map(|it| json!({"author": format!("Desk {it}"), "verdict": "VERDICT_FALSE", "reviewTime": format!("2025-05-{:02}T08:00:00Z", it + 1)}))
        .collect();
    let relations: Vec<Value> = (0..30)
        .map(|it| json!({"target": format!("#other{it}"), "type": "RELATION_TYPE_SUPPORTS", "author": "The desk", "state": "RELATION_STATE_CONFIRMED"}))
        .collect();
    let mut claims = vec![
        json!({"key": "it", "claim": claim("it", json!([])), "reviews": reviews, "relations": relations}),
    ];
    claims.extend((0..30).map(|it| {
        let key = format!("other{it}");
        json!({"key": key, "claim": claim(&key, json!([]))})
    }));
    let stored = import(&server, &json!({"claims": claims}).to_string()).await;
    let it = name_of(&stored, "claims[0]");
    let picture = drawn(&server, &it, PictureKind::Evidence).await;
    keep("bounded-evidence.svg", &picture.response.svg);
    assert_eq!(shown(&picture, "/reviews/"), 24);
    assert_eq!(shown(&picture, "claims/") - 24, 1 + 24);
    assert_eq!(counts(&picture), (1 + 24 + 24, 6 + 6));
    note(&picture, "6 earlier reviews: false");
    note(&picture, "6 more claims: supports");
    note(&picture, "Too much for one picture");
    // A group of relations is drawn as each of them is.
    let svg = &picture.response.svg;
    let (_, line) = svg
        .split_once("data-says=\"supports\" data-count=\"6\"")
        .unwrap();
    let (line, _) = line.split_once("</g>").unwrap();
    assert!(line.contains("class=\"line for\""), "{line}");
}

#[tokio::test]
async fn many_claims_articles_and_reviews_that_rest_on_a_source_are_grouped() {
    let server = TestServer::start().await;
    let words: Vec<String> = (0..50).map(|it| format!("w{it:02}.")).collect();
    let claims: Vec<Value> = (0..50)
        .map(|it| {
            let key = format!("claim{it}");
            let reviews = match it {
                0..30 => json!([{"author": "The desk", "verdict": "VERDICT_TRUE", "evidence": ["#office"]}]),
                _ => json!([]),
            };
            json!({"key": key, "claim": claim(&key, json!([])), "reviews": reviews,
                "appearances": [{"anchors": [{"part": "ARTICLE_PART_BODY", "exact": words[it]}], "form": "APPEARANCE_FORM_STATED",
                    "modality": "MODALITY_CERTAIN", "articleStance": "STANCE_REPORTS",
                    "chains": [{"hops": [{"source": "#office", "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}]}]})
        })
        .collect();
    let bundle = json!({"article": {"headline": "A long report", "language": "en", "body": words.join(" ")},
        "sources": [{"key": "office", "source": {"kind": "SOURCE_KIND_GOVERNMENT_BODY", "displayName": "Harbour office"}}],
        "claims": claims});
    let stored = import(&server, &bundle.to_string()).await;
    let office = name_of(&stored, "sources[0]");
    let picture = drawn(&server, &office, PictureKind::Reach).await;
    keep("bounded-reach.svg", &picture.response.svg);
    assert_eq!(shown(&picture, "/reviews/"), 14);
    assert_eq!(shown(&picture, "claims/") - 14, 24);
    assert_eq!(counts(&picture), (1 + 24 + 1 + 14, 26 + 16));
    note(&picture, "26 more claims");
    note(&picture, "16 more reviews");
}

#[tokio::test]
async fn many_figures_and_measures_that_do_not_meet_are_counted() {
    let server = TestServer::start().await;
    let mut claims =
        vec![json!({"key": "it", "claim": claim("it", figures("lower", 1_000, 0..1))})];
    claims.extend((0..210).map(|it| {
        let key = format!("other{it}");
        json!({"key": key, "claim": claim(&key, figures("upper", it, 0..1))})
    }));
    let stored = import(&server, &json!({"claims": claims}).to_string()).await;
    let it = name_of(&stored, "claims[0]");
    let picture = drawn(&server, &it, PictureKind::Figures).await;
    assert_eq!(picture.shapes.len(), 160);
    // At most 200 conflicts are read.
    assert!(picture.response.truncated);
    assert_eq!(counts(&picture), (160, 41));
    note(
        &picture,
        "Too much for one picture: 160 figures are shown, 41 more are not.",
    );

    let server = TestServer::start().await;
    let mut claims = vec![json!({"key": "it", "claim": claim("it", figures("lower", 100, 0..15))})];
    claims.extend([0, 5, 10].map(|first| {
        let key = format!("other{first}");
        json!({"key": key, "claim": claim(&key, figures("upper", 1, first..first + 5))})
    }));
    let stored = import(&server, &json!({"claims": claims}).to_string()).await;
    let it = name_of(&stored, "claims[0]");
    let picture = drawn(&server, &it, PictureKind::Figures).await;
    keep("bounded-figures.svg", &picture.response.svg);
    assert_eq!(counts(&picture), (2 * 12, 2 * 3));
    note(&picture, "30 figures on 12 axes");
}

#[tokio::test]
async fn of_more_relations_than_500_the_rest_is_not_read_which_is_said() {
    let server = TestServer::start().await;
    let kinds = ["RELATION_TYPE_SUPPORTS", "RELATION_TYPE_REFINES"];
    let relations: Vec<Value> = (0..520)
        .map(|it| json!({"target": format!("#other{}", it / 2), "type": kinds[it % 2], "author": "The desk", "state": "RELATION_STATE_CONFIRMED"}))
        .collect();
    let mut claims =
        vec![json!({"key": "it", "claim": claim("it", json!([])), "relations": relations})];
    claims.extend((0..260).map(|it| {
        let key = format!("other{it}");
        json!({"key": key, "claim": claim(&key, json!([]))})
    }));
    let stored = import(&server, &json!({"claims": claims}).to_string()).await;
    let it = name_of(&stored, "claims[0]");
    let picture = drawn(&server, &it, PictureKind::Evidence).await;
    assert!(picture.response.truncated);
    assert_eq!(counts(&picture).0, 1 + 24);
    note(&picture, "500 relations");
    note(&picture, "The store has even more, which was not read.");
}

#[tokio::test]
async fn of_more_dependants_than_2000_the_rest_is_not_read_which_is_said() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("The mayor")).await.unwrap();
    let reporting = |number: i32| Claim {
        reported_appearances: vec![ReportedAppearance {
            source: source.name.clone(),
            ..ReportedAppearance::default()
        }],
        ..samples::claim(&format!("Claim {number}"))
    };
    create_claims(&server, (0..3_100).map(reporting)).await;
    let picture = drawn(&server, &source.name, PictureKind::Reach).await;
    keep("bounded-dependants.svg", &picture.response.svg);
    assert!(picture.response.truncated);
    assert_eq!(counts(&picture), (1 + 24, 2_000 - 24));
    note(&picture, "The store has even more, which was not read.");
}

#[tokio::test]
async fn printings_of_many_sorts_are_one_group_at_last() {
    let server = TestServer::start().await;
    let words: Vec<String> = (0..45).map(|it| format!("w{it:02}.")).collect();
    let stances = ["ASSERTS", "REPORTS", "DENIES", "DOUBTS", "DOES_NOT_DENY"];
    let sources: Vec<Value> = (0..9)
        .map(|it| json!({"key": format!("s{it}"), "source": {"kind": "SOURCE_KIND_PERSON", "displayName": format!("Passenger {it}")}}))
        .collect();
    let appearances: Vec<Value> = (0..45)
        .map(|it| {
            json!({"anchors": [{"part": "ARTICLE_PART_BODY", "exact": words[it]}], "form": "APPEARANCE_FORM_STATED",
                "modality": "MODALITY_CERTAIN", "articleStance": format!("STANCE_{}", stances[it / 9]),
                "chains": [{"hops": [{"source": format!("#s{}", it % 9), "stance": "STANCE_ASSERTS", "basis": "ATTRIBUTION_BASIS_PRINTED"}]}]})
        })
        .collect();
    let bundle = json!({"article": {"headline": "A long report", "language": "en", "body": words.join(" ")},
        "sources": sources, "claims": [{"key": "it", "claim": claim("it", json!([])), "appearances": appearances}]});
    let stored = import(&server, &bundle.to_string()).await;
    let it = name_of(&stored, "claims[0]");
    let picture = drawn(&server, &it, PictureKind::Evidence).await;
    assert_eq!(counts(&picture), (32 + 9 + 1, 45 - 32));
    note(&picture, "13 printings in 1 article");
}

#[tokio::test]
async fn a_long_history_has_its_beginning_and_its_end() {
    let server = TestServer::start().await;
    let mut it = server
        .create_claim(samples::claim("The ferries are late."))
        .await
        .unwrap();
    // What is of one kind and day would be one row.
    for round in 0..90 {
        it.tags = vec![format!("round-{round}")];
        it = server.update_claim(it, &["tags"]).await.unwrap();
        let review = samples::review("The desk", Verdict::True, round);
        server.create_review(&it, review).await.unwrap();
    }
    let picture = drawn(&server, &it.name, PictureKind::Timeline).await;
    keep("bounded-timeline.svg", &picture.response.svg);
    assert_eq!(picture.shapes.len(), 40 + 1 + 120);
    let (shown, grouped) = counts(&picture);
    assert!(grouped > 0);
    let total = format!("{} changes", shown + grouped);
    assert!(picture.description.starts_with(&total), "{total}");
}
