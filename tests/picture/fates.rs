//! What was merged, deleted, erased or retracted, and what is confidential.

use claimstore::wire::pb::{
    Claim, EraseResourceRequest, MergeClaimsRequest, MergeSourcesRequest, PictureKind,
    RenderPictureRequest, ReportedAppearance, RetractArticleRequest, RetractClaimRequest,
    RetractSourceRequest, Retraction, Source, SourceKind,
};
use tonic::Code;

use super::{
    drawn::{drawn, drawn_as, render},
    scene::Scene,
};
use crate::support::samples::{claim, hop, outlet};

fn retraction() -> Option<Retraction> {
    Some(Retraction {
        reason: "It was made up".to_owned(),
        ..Retraction::default()
    })
}

fn of(name: &str, kind: PictureKind) -> RenderPictureRequest {
    RenderPictureRequest {
        name: name.to_owned(),
        kind: kind.into(),
        ..RenderPictureRequest::default()
    }
}

#[tokio::test]
async fn retractions_are_seen_at_the_claim_the_speaker_and_the_article() {
    let scene = Scene::start().await;
    let server = &scene.server;
    let request = RetractSourceRequest {
        name: scene.office.clone(),
        retraction: retraction(),
        ..RetractSourceRequest::default()
    };
    server.sources().retract_source(request).await.unwrap();
    let request = RetractArticleRequest {
        name: scene.articles[0].clone(),
        retraction: retraction(),
        ..RetractArticleRequest::default()
    };
    server.articles().retract_article(request).await.unwrap();
    let request = RetractClaimRequest {
        name: scene.claim.clone(),
        retraction: retraction(),
        ..RetractClaimRequest::default()
    };
    server.claims().retract_claim(request).await.unwrap();
    let picture = drawn(server, &scene.claim, PictureKind::Evidence).await;
    for name in [&scene.office, &scene.claim, &scene.appearances[0]] {
        let shape = picture.shape(name);
        assert!(
            shape.text.contains("RETRACTED: It was made up"),
            "{}",
            shape.text
        );
    }
    assert!(picture.shape(&scene.office).class.contains("gone"));
    assert!(!picture.shape(&scene.mayor).class.contains("gone"));
    let picture = drawn(server, &scene.claim, PictureKind::Timeline).await;
    let told = "Claim retracted It was made up";
    let is_told = picture.shapes.iter().any(|it| it.text.contains(told));
    assert!(is_told, "{:#?}", picture.shapes);
    let picture = drawn(server, &scene.articles[1], PictureKind::Standings).await;
    assert!(picture.texts.contains(&"Retracted (1)".to_owned()));
}

#[tokio::test]
async fn what_was_merged_is_drawn_as_its_survivor() {
    let scene = Scene::start().await;
    let server = &scene.server;
    let same = server
        .create_claim(claim("A dozen boats or more are gone."))
        .await
        .unwrap();
    let request = MergeClaimsRequest {
        name: scene.claim.clone(),
        into: same.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(request).await.unwrap();
    let agency = server
        .create_source(outlet("The harbour authority"))
        .await
        .unwrap();
    let request = MergeSourcesRequest {
        name: scene.office.clone(),
        into: agency.name.clone(),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(request).await.unwrap();
    let picture = drawn(server, &scene.claim, PictureKind::Evidence).await;
    picture.shape(&same.name);
    for name in &scene.appearances {
        picture.shape(name);
    }
    let speaker = picture.shape(&scene.office);
    assert!(
        speaker.text.contains("The harbour authority"),
        "{}",
        speaker.text
    );
    assert!(speaker.text.contains("merged from another one"));
    let picture = drawn(server, &scene.articles[0], PictureKind::Standings).await;
    picture.shape(&same.name);
}

#[tokio::test]
async fn a_deleted_claim_is_only_drawn_if_it_is_asked_for() {
    let scene = Scene::start().await;
    scene.server.delete_claim(&scene.claim).await.unwrap();
    for kind in [
        PictureKind::Evidence,
        PictureKind::Timeline,
        PictureKind::Figures,
    ] {
        let refused = render(&scene.server, of(&scene.claim, kind))
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::NotFound, "{kind:?}");
        let request = RenderPictureRequest {
            show_deleted: true,
            ..of(&scene.claim, kind)
        };
        drawn_as(&scene.server, request).await;
    }
    let request = RenderPictureRequest {
        show_deleted: true,
        ..of(&scene.claim, PictureKind::Evidence)
    };
    let picture = drawn_as(&scene.server, request).await;
    assert!(picture.shape(&scene.claim).text.contains("deleted on 2"));
    for name in &scene.appearances {
        picture.shape(name);
    }
}

#[tokio::test]
async fn what_was_deleted_of_a_claim_that_is_not_is_not_drawn() {
    let scene = Scene::start().await;
    let gone = [&scene.appearances[1], &scene.review, &scene.relation];
    for name in gone {
        scene.server.delete(name).await.unwrap();
    }
    for show_deleted in [false, true] {
        let request = RenderPictureRequest {
            show_deleted,
            ..of(&scene.claim, PictureKind::Evidence)
        };
        let picture = drawn_as(&scene.server, request).await;
        let counts = picture.counts();
        assert!(!counts.contains_key(gone[0].as_str()) && !counts.contains_key(gone[1].as_str()));
        assert!(!picture.has_line(&scene.claim, &scene.other, "contradicts"));
        assert!(counts.contains_key(scene.appearances[0].as_str()));
    }
}

#[tokio::test]
async fn what_was_erased_is_not_drawn_any_more() {
    let scene = Scene::start().await;
    for name in [&scene.claim, &scene.crew] {
        let request = EraseResourceRequest {
            name: name.clone(),
            reason: "a court".to_owned(),
            ..EraseResourceRequest::default()
        };
        scene
            .server
            .changes()
            .erase_resource(request)
            .await
            .unwrap();
    }
    for kind in [PictureKind::Evidence, PictureKind::Timeline] {
        let request = RenderPictureRequest {
            show_deleted: true,
            ..of(&scene.claim, kind)
        };
        let picture = drawn_as(&scene.server, request).await;
        let svg = &picture.response.svg;
        for words in ["twelve boats", "Some of the crew", "12 boats are missing"] {
            assert!(!svg.contains(words), "{kind:?}: {words}");
        }
        assert!(
            svg.contains("(erased)") && svg.contains("a court"),
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_picture_never_says_what_a_confidential_source_is() {
    let scene = Scene::start().await;
    let secret = Source {
        kind: SourceKind::Person.into(),
        display_name: "Dora Deep".to_owned(),
        anonymity_reason: "fears for her post".to_owned(),
        confidential: true,
        ..Source::default()
    };
    let secret = scene.server.create_source(secret).await.unwrap();
    let mut appearance = scene
        .server
        .get_appearance(&scene.appearances[1])
        .await
        .unwrap();
    appearance.chains = vec![claimstore::wire::pb::AttributionChain {
        hops: vec![hop(&secret)],
    }];
    scene
        .server
        .update_appearance(appearance, &["chains"])
        .await
        .unwrap();
    let claim = Claim {
        name: scene.claim.clone(),
        reported_appearances: vec![ReportedAppearance {
            source: secret.name.clone(),
            printed_name: "Dora Deep, who fears".to_owned(),
            ..ReportedAppearance::default()
        }],
        ..Claim::default()
    };
    scene
        .server
        .update_claim(claim, &["reported_appearances"])
        .await
        .unwrap();
    for (name, kind) in [
        (&scene.claim, PictureKind::Evidence),
        (&scene.claim, PictureKind::Timeline),
        (&secret.name, PictureKind::Reach),
        (&scene.articles[0], PictureKind::Standings),
    ] {
        let picture = drawn(&scene.server, name, kind).await;
        assert!(!picture.response.svg.contains("Dora"), "{kind:?}");
        assert!(!picture.response.svg.contains("fears"), "{kind:?}");
        assert!(
            picture.response.svg.contains("confidential source"),
            "{kind:?}"
        );
    }
}
