//! Imports of an appearance again, by somebody who knows less or other things about it.

use claimstore::wire::pb::{
    Appearance, AppearanceForm, AttributionBasis, BundleResult, GetAppearanceRequest,
    ImportOutcome, Modality, Stance,
};
use serde_json::{Value, json};

use super::import::{import, name_of};
use crate::support::server::TestServer;

const BODY: &str = "In May the mayor, citing the office, said that “at least 12” boats are \
                    allegedly missing, according to the list of 5 May. Nobody denied it.";

/// A bundle of one claim with this appearance, and these sources.
fn bundle(body: &str, appearance: Value) -> Value {
    let person = |key: &str, name: &str| json!({"key": key, "source": {"kind": "SOURCE_KIND_PERSON", "displayName": name}});
    let page = |key: &str| json!({"key": key, "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": format!("https://a.example/{key}")}});
    json!({
        "article": {"uri": "https://tide.example/boats", "headline": "Boats", "body": body},
        "sources": [
            person("mayor", "The mayor"), person("office", "The office"), person("captain", "A captain"),
            person("clerk", "The clerk"),
            page("list"), page("letter"),
        ],
        "claims": [{
            "claim": {"statement": "At least 12 boats are missing", "language": "en", "type": "CLAIM_TYPE_NUMERICAL"},
            "appearances": [appearance],
        }],
    })
}

fn wording() -> Value {
    json!({"part": "ARTICLE_PART_BODY", "exact": "boats are allegedly missing"})
}

/// Everything that an appearance can say.
fn rich() -> Value {
    let start = BODY.find('“').unwrap();
    json!({
        "anchors": [
            {"exact": "boats are allegedly missing", "prefix": "“at least 12” ", "suffix": ", according"},
            {"exact": "allegedly", "purpose": "ANCHOR_PURPOSE_HEDGE"},
            {"exact": "citing the office", "purpose": "ANCHOR_PURPOSE_EVIDENCE"},
        ],
        "form": "APPEARANCE_FORM_IMPLIED",
        "modality": "MODALITY_ALLEGED",
        "hedge": "allegedly",
        "printedFigures": [{"exact": "at least 12"}],
        "printedDates": [{"exact": "5 May"}],
        "quotedSpans": [{
            "part": "ARTICLE_PART_BODY", "start": start, "end": start + 13,
            "kind": "QUOTATION_KIND_MIXED", "hop": {"chain": 0, "hop": 1},
        }],
        "articleStance": "STANCE_DOUBTS",
        "chains": [
            {"hops": [
                {
                    "source": "#mayor", "printedName": "the mayor", "stance": "STANCE_REPORTS", "cue": "said",
                    "recordStatus": "RECORD_STATUS_ON_RECORD", "basis": "ATTRIBUTION_BASIS_INFERRED",
                    "said": {"year": 2025, "month": 5, "day": 4},
                },
                {"source": "#office", "stance": "STANCE_ASSERTS", "document": "#list"},
            ]},
            {"hops": [{"source": "#captain", "stance": "STANCE_DOUBTS"}]},
        ],
        "note": "Ask the harbour master",
    })
}

async fn stored(server: &TestServer, results: &[BundleResult]) -> Appearance {
    let request = GetAppearanceRequest {
        name: name_of(results, "claims[0].appearances[0]"),
        ..GetAppearanceRequest::default()
    };
    let read = server.claims().get_appearance(request).await;
    read.unwrap().into_inner()
}

fn outcome(results: &[BundleResult]) -> ImportOutcome {
    let path = "claims[0].appearances[0]";
    let found = results.iter().find(|it| it.path == path);
    found.unwrap().outcome()
}

#[tokio::test]
async fn an_appearance_with_less_takes_nothing_from_the_stored_one() {
    let server = TestServer::start().await;
    let first = import(&server, bundle(BODY, rich())).await;
    let before = stored(&server, &first).await;
    assert_eq!(before.chains.len(), 2);
    for poorer in [
        json!({"anchors": [wording()]}),
        json!({"anchors": [wording()], "chains": [{"hops": [{"source": "#mayor"}]}]}),
        json!({"anchors": [wording()], "chains": [{"hops": [{"source": "#office"}]}]}),
        json!({"anchors": [wording()], "chains": [{"hops": [{"source": "#captain"}]}]}),
        json!({"anchors": [wording()], "chains": [
            {"hops": [{"source": "#captain", "stance": "STANCE_DOUBTS"}]},
            {"hops": [{"source": "#mayor", "stance": "STANCE_REPORTS", "said": {"year": 2025, "month": 5}}]},
        ]}),
        json!({"anchors": [wording(), {"exact": "allegedly"}], "modality": "MODALITY_ALLEGED"}),
        json!({"anchors": [wording()], "printedFigures": [{"exact": "at least 12"}], "hedge": "allegedly"}),
        rich(),
    ] {
        let again = import(&server, bundle(BODY, poorer.clone())).await;
        assert_eq!(outcome(&again), ImportOutcome::Unchanged, "{poorer}");
        assert_eq!(stored(&server, &again).await, before, "{poorer}");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn an_appearance_with_more_fills_the_stored_one() {
    let server = TestServer::start().await;
    let poor = json!({"anchors": [wording()]});
    let first = import(&server, bundle(BODY, poor.clone())).await;
    let name = stored(&server, &first).await.name;
    let filled = import(&server, bundle(BODY, rich())).await;
    assert_eq!(outcome(&filled), ImportOutcome::Updated);
    let after = stored(&server, &filled).await;
    assert_eq!(after.name, name);

    let other = TestServer::start().await;
    let at_once = import(&other, bundle(BODY, rich())).await;
    let at_once = stored(&other, &at_once).await;
    assert_eq!(after.anchors, at_once.anchors);
    assert_eq!(after.quoted_spans, at_once.quoted_spans);
    assert_eq!(after.printed_figures, at_once.printed_figures);
    assert_eq!(after.printed_dates, at_once.printed_dates);
    assert_eq!(after.chains.len(), 2);
    assert_eq!(after.chains[0].hops[0].printed_name, "the mayor");
    assert_eq!(
        (
            after.form,
            after.modality,
            after.article_stance,
            &after.hedge,
            &after.note
        ),
        (
            at_once.form,
            at_once.modality,
            at_once.article_stance,
            &at_once.hedge,
            &at_once.note
        )
    );
    for again in [poor, rich()] {
        let results = import(&server, bundle(BODY, again)).await;
        assert_eq!(outcome(&results), ImportOutcome::Unchanged);
    }
    server.stop().await.unwrap();
    other.stop().await.unwrap();
}

#[tokio::test]
async fn what_an_appearance_says_otherwise_replaces_what_is_stored() {
    let server = TestServer::start().await;
    import(&server, bundle(BODY, rich())).await;
    let other = json!({
        "anchors": [wording(), {"exact": "allegedly", "purpose": "ANCHOR_PURPOSE_STANCE"}],
        "form": "APPEARANCE_FORM_STATED",
        "modality": "MODALITY_CERTAIN",
        "articleStance": "STANCE_REPORTS",
        "note": "Asked",
        "chains": [{"hops": [
            {"source": "#mayor", "stance": "STANCE_DENIES", "basis": "ATTRIBUTION_BASIS_PRINTED", "said": {"year": 2024}},
            {"source": "#office", "document": "#letter"},
        ]}],
    });
    let changed = import(&server, bundle(BODY, other.clone())).await;
    assert_eq!(outcome(&changed), ImportOutcome::Updated);
    let after = stored(&server, &changed).await;
    assert_eq!(after.form(), AppearanceForm::Stated);
    assert_eq!(after.modality(), Modality::Certain);
    assert_eq!(after.article_stance(), Stance::Reports);
    assert_eq!(after.hedge, "allegedly");
    assert_eq!(after.note, "Asked");
    assert_eq!(after.anchors.len(), 3);
    assert_eq!(after.anchors[1].purpose, 3);
    let [first, second] = &after.chains[..] else {
        panic!("{after:?}");
    };
    let [mayor, office] = &first.hops[..] else {
        panic!("{after:?}");
    };
    assert_eq!(mayor.stance(), Stance::Denies);
    assert_eq!(mayor.basis(), AttributionBasis::Printed);
    assert_eq!(mayor.printed_name, "the mayor");
    assert_eq!(mayor.said.as_ref().unwrap().year, 2024);
    assert_eq!(office.document, name_of(&changed, "sources[5]"));
    assert_eq!(second.hops[0].stance(), Stance::Doubts);
    let again = import(&server, bundle(BODY, other)).await;
    assert_eq!(outcome(&again), ImportOutcome::Unchanged);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn another_speaker_replaces_the_chains_and_the_words_lose_the_dropped_one() {
    let server = TestServer::start().await;
    import(&server, bundle(BODY, rich())).await;
    let other = json!({"anchors": [wording()], "chains": [
        {"hops": [{"source": "#clerk"}]}, {"hops": [{"source": "#captain"}]},
    ]});
    let changed = import(&server, bundle(BODY, other)).await;
    assert_eq!(outcome(&changed), ImportOutcome::Updated);
    let after = stored(&server, &changed).await;
    let [clerk, captain] = &after.chains[..] else {
        panic!("{after:?}");
    };
    assert_eq!(clerk.hops[0].stance(), Stance::Asserts);
    assert_eq!(captain.hops[0].stance(), Stance::Doubts);
    assert_eq!(after.quoted_spans.len(), 1);
    assert_eq!(after.quoted_spans[0].hop, None);
    assert_eq!(after.modality(), Modality::Alleged);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_chain_with_a_further_speaker_keeps_what_is_known_of_the_others() {
    let server = TestServer::start().await;
    let short = json!({"anchors": [wording()], "chains": [{"hops": [
        {"source": "#office", "printedName": "the office", "stance": "STANCE_DOUBTS"},
    ]}]});
    import(&server, bundle(BODY, short.clone())).await;
    let start = BODY.find('“').unwrap();
    let longer = json!({
        "anchors": [wording()],
        "quotedSpans": [{
            "part": "ARTICLE_PART_BODY", "start": start, "end": start + 13,
            "kind": "QUOTATION_KIND_MIXED", "hop": {"chain": 0, "hop": 1},
        }],
        "chains": [{"hops": [{"source": "#mayor"}, {"source": "#office"}]}],
    });
    let changed = import(&server, bundle(BODY, longer)).await;
    let after = stored(&server, &changed).await;
    assert_eq!(after.chains.len(), 1);
    let office = &after.chains[0].hops[1];
    assert_eq!(office.printed_name, "the office");
    assert_eq!(office.stance(), Stance::Doubts);
    let hop = after.quoted_spans[0].hop.unwrap();
    assert_eq!((hop.chain, hop.hop), (0, 1));
    let again = import(&server, bundle(BODY, short)).await;
    assert_eq!(outcome(&again), ImportOutcome::Unchanged);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_new_text_with_a_poorer_appearance_keeps_what_moved() {
    let server = TestServer::start().await;
    let first = import(&server, bundle(BODY, rich())).await;
    let before = stored(&server, &first).await;
    let body = format!("Updated. {BODY}");
    let poor = json!({"anchors": [wording()]});
    let moved = import(&server, bundle(&body, poor.clone())).await;
    let after = stored(&server, &moved).await;
    assert_eq!(after.name, before.name);
    assert_eq!(after.article_version, 2);
    assert_eq!(after.chains, before.chains);
    assert_eq!(after.anchors.len(), 3);
    assert_eq!(after.printed_figures.len(), 1);
    let (from, to) = (before.anchors[2].start, after.anchors[2].start);
    assert_eq!(from.map(|it| it + 9), to);
    assert_eq!(after.modality(), Modality::Alleged);
    assert!(after.anchoring.is_some());
    let again = import(&server, bundle(&body, poor)).await;
    assert_eq!(outcome(&again), ImportOutcome::Unchanged);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn an_attribution_that_becomes_known_changes_the_default_stance_and_no_other() {
    let server = TestServer::start().await;
    let attributed =
        || json!({"anchors": [wording()], "chains": [{"hops": [{"source": "#mayor"}]}]});
    import(&server, bundle(BODY, json!({"anchors": [wording()]}))).await;
    let results = import(&server, bundle(BODY, attributed())).await;
    let after = stored(&server, &results).await;
    assert_eq!(after.article_stance(), Stance::Reports);

    let server = TestServer::start().await;
    let doubted = json!({"anchors": [wording()], "articleStance": "STANCE_DOUBTS"});
    import(&server, bundle(BODY, doubted)).await;
    let results = import(&server, bundle(BODY, attributed())).await;
    let after = stored(&server, &results).await;
    assert_eq!(after.article_stance(), Stance::Doubts);
    server.stop().await.unwrap();
}
