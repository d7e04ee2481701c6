//! What marks the words of an appearance: the purposes of further anchors, and the positions of
//! cues.

use claimstore::wire::pb::{
    Anchor, AnchorPurpose, AnchoringOutcome, Appearance, AttributionChain, Claim,
    GetStandingRequest, Hop, Quantity, QuantityRole, RelationType,
};

use super::appearance::{Scene, scene};
use crate::support::{
    errors::{description, fields, sorted_fields},
    samples::{anchor, appearance, claim, hop, quantity, relation},
    server::TestServer,
};

fn with_purpose(exact: &str, purpose: AnchorPurpose) -> Anchor {
    Anchor {
        purpose: purpose.into(),
        ..anchor(exact)
    }
}

fn said_with(cue: &str, cue_anchor: Option<Anchor>, hop: Hop) -> Vec<AttributionChain> {
    let hop = Hop {
        cue: cue.to_owned(),
        cue_anchor,
        ..hop
    };
    vec![AttributionChain { hops: vec![hop] }]
}

#[tokio::test]
async fn only_further_anchors_have_a_purpose_and_only_relations_a_type() {
    let Scene {
        server,
        source,
        article,
        claim,
    } = scene().await;
    let hedge = || with_purpose("says", AnchorPurpose::Hedge);
    let typed = Anchor {
        relation_type: RelationType::Causes.into(),
        ..hedge()
    };
    let given = Appearance {
        anchors: vec![with_purpose("155", AnchorPurpose::Evidence), typed],
        printed_figures: vec![with_purpose("155", AnchorPurpose::Evidence)],
        printed_dates: vec![with_purpose("2023", AnchorPurpose::Evidence)],
        chains: said_with("says", Some(hedge()), hop(&source)),
        ..appearance(&article, "x")
    };
    let status = server.create_appearance(&claim, given).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "appearance.anchors[0].purpose",
            "appearance.anchors[1].relation_type",
            "appearance.chains[0].hops[0].cue_anchor.purpose",
            "appearance.printed_dates[0].purpose",
            "appearance.printed_figures[0].purpose",
        ]
    );
}

#[tokio::test]
async fn a_cue_is_what_is_printed_at_its_position() {
    let Scene {
        server,
        source,
        article,
        claim,
    } = scene().await;
    let create = async |cue: &str, cue_anchor| {
        let given = Appearance {
            chains: said_with(cue, cue_anchor, hop(&source)),
            ..appearance(&article, "155")
        };
        server.create_appearance(&claim, given).await
    };
    let path = "appearance.chains[0].hops[0].cue_anchor.exact";
    let differs = create("said", Some(anchor("says"))).await.unwrap_err();
    assert_eq!(
        description(&differs, path),
        "differs from cue; give one of them"
    );
    let elsewhere = create("", Some(anchor("told"))).await.unwrap_err();
    assert_eq!(fields(&elsewhere), [path]);
    let created = create("", Some(anchor("says"))).await.unwrap();
    let hop = &created.chains[0].hops[0];
    assert_eq!(hop.cue, "says");
    let found = hop.cue_anchor.as_ref().unwrap();
    assert_eq!((found.start, found.end), (Some(5), Some(9)));
}

#[tokio::test]
async fn a_cue_moves_and_changes_with_an_edit_and_keeps_its_version_if_it_is_lost() {
    let server = TestServer::start().await;
    let body = |cue: &str, end: &str| {
        format!(
            "The road to the harbour has been closed since the storm of last winter{cue} the town \
             council.\nNobody knows when the repairs of the long bridge will be finished.{end}"
        )
    };
    let text = crate::support::samples::article("H", &body(", according to", ""));
    let mut article = server.create_article(text).await.unwrap();
    let source = server
        .create_source(crate::support::samples::outlet("Council"))
        .await;
    let claim = server.create_claim(claim("It is closed")).await.unwrap();
    let given = Appearance {
        chains: said_with("", Some(anchor("according to")), hop(&source.unwrap())),
        ..appearance(
            &article,
            "The road to the harbour has been closed since the storm",
        )
    };
    let printed = server.create_appearance(&claim, given).await.unwrap();
    let mut edit = async |body: String| {
        article.body = body;
        article.etag.clear();
        server
            .update_article(article.clone(), &["body"])
            .await
            .unwrap();
        let read = server.get_appearance(&printed.name).await.unwrap();
        let outcome = read.anchoring.as_ref().unwrap().outcome();
        let hop = &read.chains[0].hops[0];
        let anchor = hop.cue_anchor.clone().unwrap();
        assert_eq!(hop.cue, anchor.exact);
        (outcome, hop.cue.clone(), anchor.article_version)
    };
    // Everything is moved by six code points.
    let moved = edit(format!("Late. {}", body(", according to", ""))).await;
    assert_eq!(
        moved,
        (AnchoringOutcome::Moved, "according to".to_owned(), 0)
    );
    // Without the cue, the position in the last version that had it stays.
    let lost = edit(body(".", "")).await;
    assert_eq!(
        lost,
        (AnchoringOutcome::Changed, "according to".to_owned(), 2)
    );
    let back = edit(body(", according to", "")).await;
    assert_eq!((back.1.as_str(), back.2), ("according to", 0));
}

#[tokio::test]
async fn a_note_is_bounded_and_not_part_of_the_identity() {
    let server = TestServer::start().await;
    let noted = |note: String| Claim {
        note,
        ..claim("It rose")
    };
    let status = server.create_claim(noted("x".repeat(4_001))).await;
    assert_eq!(fields(&status.unwrap_err()), ["claim.note"]);
    let first = server.create_claim(noted("x".repeat(4_000))).await.unwrap();
    let again = server
        .create_claim(noted("y".to_owned()))
        .await
        .unwrap_err();
    assert_eq!(crate::support::errors::holder(&again).1, first.name);
    let changed = Claim {
        note: String::new(),
        ..first.clone()
    };
    let changed = server.update_claim(changed, &["note"]).await.unwrap();
    assert_eq!((changed.note.as_str(), changed.revision), ("", 2));
}

#[tokio::test]
async fn a_qualifier_names_figures_that_the_claim_has() {
    let server = TestServer::start().await;
    let with = |narrows: &[i32], role: QuantityRole| Claim {
        quantities: vec![
            quantity("recruits", "155"),
            Quantity {
                narrows: narrows.to_vec(),
                role: role.into(),
                ..quantity("age", "18")
            },
        ],
        ..claim("Some are recruited")
    };
    for (narrows, role, expected) in [
        (&[2][..], QuantityRole::Qualifier, "narrows[0]"),
        (&[-1], QuantityRole::Qualifier, "narrows[0]"),
        (&[1], QuantityRole::Qualifier, "narrows[0]"),
        (&[0, 0], QuantityRole::Qualifier, "narrows[1]"),
        (&[0], QuantityRole::Value, "narrows"),
    ] {
        let status = server.create_claim(with(narrows, role)).await.unwrap_err();
        let path = format!("claim.quantities[1].{expected}");
        assert_eq!(fields(&status), [path], "{narrows:?}");
    }
    let created = server
        .create_claim(with(&[0], QuantityRole::Qualifier))
        .await;
    let read = server.get_claim(&created.unwrap().name).await.unwrap();
    assert_eq!(read.quantities[1].narrows, [0]);
}

#[tokio::test]
async fn to_explain_or_to_qualify_a_claim_does_not_dispute_it() {
    let server = TestServer::start().await;
    let one = server.create_claim(claim("One")).await.unwrap();
    let other = server.create_claim(claim("Other")).await.unwrap();
    for kind in [RelationType::Explains, RelationType::Qualifies] {
        for (from, to) in [(&one, &other), (&other, &one)] {
            let created = server.create_relation(from, relation(kind, to)).await;
            assert_eq!(created.unwrap().r#type(), kind);
        }
    }
    for claim in [&one, &other] {
        let request = GetStandingRequest {
            name: format!("{}/standing", claim.name),
            ..GetStandingRequest::default()
        };
        let standing = server.claims().get_standing(request).await.unwrap();
        assert!(!standing.into_inner().disputed);
    }
}
