//! What an edit did to the words is said, can be filtered, and counts in standings.

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    AnchoringChange, AnchoringOutcome, Appearance, AppearanceFilter, AttributionChain,
    DisputeReason, GetStandingRequest, Hop, ListAppearancesRequest, Stance, Standing,
};

use super::{BODY, Scene};
use crate::support::{
    errors::fields,
    samples::{appearance, hop, outlet},
};

impl Scene {
    async fn standing(&self) -> Standing {
        let request = GetStandingRequest {
            name: format!("{}/standing", self.claim.name),
            ..GetStandingRequest::default()
        };
        let answer = self.server.claims().get_standing(request).await;
        answer.unwrap().into_inner()
    }

    async fn listed(&self, filter: AppearanceFilter) -> BTreeSet<String> {
        let request = ListAppearancesRequest {
            parent: "claims/-".to_owned(),
            filter: Some(filter),
            ..ListAppearancesRequest::default()
        };
        let answer = self.server.claims().list_appearances(request).await;
        let appearances = answer.unwrap().into_inner().appearances;
        appearances.into_iter().map(|it| it.name).collect()
    }
}

fn names(appearances: &[&Appearance]) -> BTreeSet<String> {
    appearances.iter().map(|it| it.name.clone()).collect()
}

#[tokio::test]
async fn a_changed_negation_figure_or_name_is_said_and_can_be_filtered() {
    let scene = Scene::start().await;
    let bolts = "Engineers had warned that 155 bolts were loose";
    let figure = scene.print(bolts).await;
    let negation = scene
        .print("The mayor did not answer a request for comment")
        .await;
    let orphan = scene
        .print("The minister opened the bridge on Monday.")
        .await;
    let body = BODY
        .replace("155 bolts", "163 bolts")
        .replace("did not answer", "did answer")
        .replace("The minister opened the bridge on Monday.\n", "");
    let article = scene.try_edit(&body, "").await.unwrap();
    let said = |appearance: &Appearance| {
        let all = &article.reanchored;
        let it = all.iter().find(|it| it.appearance == appearance.name);
        let anchoring = it.unwrap().anchoring.clone().unwrap();
        let changes: Vec<AnchoringChange> = anchoring.changes().collect();
        (anchoring.outcome(), changes, anchoring.outcome_time)
    };
    let time = article.update_time;
    assert!(time.is_some());
    for (appearance, outcome, changes) in [
        (
            &figure,
            AnchoringOutcome::Changed,
            vec![AnchoringChange::Figure],
        ),
        (
            &negation,
            AnchoringOutcome::Changed,
            vec![AnchoringChange::Negation],
        ),
        (&orphan, AnchoringOutcome::Orphaned, vec![]),
    ] {
        assert_eq!(said(appearance), (outcome, changes, time));
        let stored = scene.read(appearance).await.anchoring.unwrap();
        assert_eq!(stored.outcome_time, time);
    }

    let all = AppearanceFilter::default;
    let with_outcome = |outcome: AnchoringOutcome| AppearanceFilter {
        anchoring_outcome: outcome.into(),
        ..all()
    };
    let with_change = |change: AnchoringChange| AppearanceFilter {
        anchoring_change: change.into(),
        ..all()
    };
    let later = time.map(|time| prost_types::Timestamp {
        seconds: time.seconds + 1,
        ..time
    });
    let since = |outcome_start_time, outcome_end_time| AppearanceFilter {
        outcome_start_time,
        outcome_end_time,
        ..with_outcome(AnchoringOutcome::Orphaned)
    };
    for (filter, expected) in [
        (with_outcome(AnchoringOutcome::Orphaned), names(&[&orphan])),
        (
            with_outcome(AnchoringOutcome::Changed),
            names(&[&figure, &negation]),
        ),
        (with_outcome(AnchoringOutcome::Moved), names(&[])),
        (with_change(AnchoringChange::Figure), names(&[&figure])),
        (with_change(AnchoringChange::Negation), names(&[&negation])),
        (with_change(AnchoringChange::Name), names(&[])),
        (since(time, None), names(&[&orphan])),
        (since(later, None), names(&[])),
        (since(None, time), names(&[])),
        (since(time, later), names(&[&orphan])),
        (
            AppearanceFilter {
                article: scene.article.name.clone(),
                ..since(time, later)
            },
            names(&[&orphan]),
        ),
    ] {
        assert_eq!(scene.listed(filter.clone()).await, expected, "{filter:?}");
    }
    let request = ListAppearancesRequest {
        parent: "claims/-".to_owned(),
        filter: Some(since(later, time)),
        ..ListAppearancesRequest::default()
    };
    let refused = scene.server.claims().list_appearances(request).await;
    assert_eq!(fields(&refused.unwrap_err()), ["filter.outcome_end_time"]);
}

#[tokio::test]
async fn what_is_no_other_kind_is_wording_and_typography_is_proven() {
    let scene = Scene::start().await;
    let reworded = scene
        .print("The minister opened the bridge on Monday.")
        .await;
    let quoted = scene
        .print("Engineers had warned that 155 bolts were loose")
        .await;
    let negated = scene
        .print("The mayor did not answer a request for comment on Tuesday evening.")
        .await;
    let body = BODY
        .replace("opened the bridge", "opened a bridge")
        .replace("Engineers had", "ENGINEERS had")
        .replace("The mayor did", "It is false that the mayor did");
    scene.try_edit(&body, "").await.unwrap();
    let listed = async |change: AnchoringChange| {
        let filter = AppearanceFilter {
            anchoring_change: change.into(),
            ..AppearanceFilter::default()
        };
        scene.listed(filter).await
    };
    assert_eq!(listed(AnchoringChange::Wording).await, names(&[&reworded]));
    assert_eq!(listed(AnchoringChange::Typography).await, names(&[&quoted]));
    assert_eq!(listed(AnchoringChange::Negation).await, names(&[&negated]));
}

#[tokio::test]
async fn words_that_stand_in_a_sentence_that_denies_them_have_a_negation() {
    let scene = Scene::start().await;
    let unchanged = scene
        .print("The minister opened the bridge on Monday")
        .await;
    let moved = scene.print("155 bolts were loose").await;
    let other = scene.print("a request for comment on Tuesday").await;
    let body = BODY
        .replace("on Monday.", "on Monday, which is false.")
        .replace("had warned that 155", "had never said that 155")
        .replace("evening.", "evening, which nobody had expected.");
    let article = scene.try_edit(&body, "").await.unwrap();
    for (appearance, outcome, changes) in [
        (
            &unchanged,
            AnchoringOutcome::Unchanged,
            vec![AnchoringChange::Negation],
        ),
        (
            &moved,
            AnchoringOutcome::Moved,
            vec![AnchoringChange::Negation],
        ),
        (&other, AnchoringOutcome::Moved, vec![]),
    ] {
        let mut all = article.reanchored.iter();
        let told = all.find(|it| it.appearance == appearance.name).unwrap();
        let stored = scene.read(appearance).await.anchoring.unwrap();
        for anchoring in [told.anchoring.as_ref().unwrap(), &stored] {
            let told: Vec<AnchoringChange> = anchoring.changes().collect();
            assert_eq!((anchoring.outcome(), told), (outcome, changes.clone()));
        }
    }
    let denied = AppearanceFilter {
        anchoring_change: AnchoringChange::Negation.into(),
        ..AppearanceFilter::default()
    };
    let moved_and_denied = AppearanceFilter {
        anchoring_outcome: AnchoringOutcome::Moved.into(),
        ..denied.clone()
    };
    for (filter, expected) in [
        (denied.clone(), names(&[&unchanged, &moved])),
        (moved_and_denied, names(&[&moved])),
    ] {
        assert_eq!(scene.listed(filter.clone()).await, expected, "{filter:?}");
    }
    let standing = scene.standing().await;
    assert_eq!((standing.changed_count, standing.altered_count), (0, 2));

    scene.try_edit(BODY, "").await.unwrap();
    assert_eq!(
        scene.listed(denied.clone()).await,
        names(&[&unchanged, &moved])
    );
    let body = format!("{BODY} It rained.");
    scene.try_edit(&body, "").await.unwrap();
    assert_eq!(scene.listed(denied).await, names(&[]));
    assert_eq!(scene.standing().await.altered_count, 0);
}

#[tokio::test]
async fn the_time_of_an_orphan_is_that_of_its_first_version_until_it_is_found_again() {
    let scene = Scene::start().await;
    let orphan = scene.print("The mayor did not answer a request").await;
    let without = BODY.replace("The mayor did not answer a request", "Nothing");
    let first = scene.try_edit(&without, "").await.unwrap().update_time;
    let later = format!("{without} Added later.");
    scene.try_edit(&later, "").await.unwrap();
    let time = |appearance: Appearance| appearance.anchoring.unwrap().outcome_time;
    assert_eq!(time(scene.read(&orphan).await), first);
    // An update of something else keeps it.
    let hedged = Appearance {
        hedge: "perhaps".to_owned(),
        ..scene.read(&orphan).await
    };
    let updated = scene.server.update_appearance(hedged, &["hedge"]).await;
    assert_eq!(time(updated.unwrap()), first);
    let back = scene.try_edit(BODY, "").await.unwrap();
    assert_eq!(time(scene.read(&orphan).await), back.update_time);
}

#[tokio::test]
async fn a_standing_says_how_many_printings_still_stand_and_orphans_go_on_counting() {
    let scene = Scene::start().await;
    let source = scene
        .server
        .create_source(outlet("Harbour office"))
        .await
        .unwrap();
    scene
        .print("Engineers had warned that 155 bolts were loose")
        .await;
    scene
        .print("The minister opened the bridge on Monday.")
        .await;
    let denied = Appearance {
        article_stance: Stance::Reports.into(),
        chains: vec![AttributionChain {
            hops: vec![Hop {
                stance: Stance::Denies.into(),
                ..hop(&source)
            }],
        }],
        ..appearance(
            &scene.article,
            "The mayor did not answer a request for comment",
        )
    };
    scene
        .server
        .create_appearance(&scene.claim, denied)
        .await
        .unwrap();
    let counts = |standing: &Standing| {
        [
            standing.appearance_count,
            standing.anchored_count.unwrap(),
            standing.orphaned_count,
            standing.changed_count,
            standing.altered_count,
            standing.orphaned_affirming_count,
            standing.orphaned_denying_count,
            standing.orphaned_doubting_count,
        ]
    };
    let before = scene.standing().await;
    assert_eq!(counts(&before), [3, 3, 0, 0, 0, 0, 0, 0]);

    let body = BODY.replace("155 bolts", "163 bolts").replace(
        "The minister opened the bridge on Monday.",
        "The minister opened a bridge on Monday.",
    );
    let body = body.split("\nThe mayor").next().unwrap().to_owned();
    scene.try_edit(&body, "").await.unwrap();
    let after = scene.standing().await;
    assert_eq!(counts(&after), [3, 2, 1, 2, 1, 0, 1, 0]);
    assert_eq!(after.revision, before.revision + 1);
    // The denial was printed, so the dispute goes on.
    assert_eq!((after.affirming_count, after.denying_count), (2, 1));
    let reasons: Vec<DisputeReason> = after.dispute_reasons().collect();
    assert_eq!(reasons, [DisputeReason::OppositeStances]);

    scene.try_edit(BODY, "").await.unwrap();
    let restored = scene.standing().await;
    assert_eq!(counts(&restored), [3, 3, 0, 2, 1, 0, 0, 0]);
}
