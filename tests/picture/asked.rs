//! What can be asked of RenderPicture, by whom, and as of when; and `claimstore picture`.

use std::fs;

use claimstore::{
    server::Settings,
    wire::pb::{
        CreateClaimRequest, PictureKind, PictureTheme, RenderPictureRequest,
        picture_service_client::PictureServiceClient,
    },
};
use tonic::Code;

use super::{
    drawn::{drawn, drawn_as, render},
    scene::Scene,
};
use crate::support::{
    errors::fields,
    issuer::{Newsroom, grants, with_token},
    process::{claimstore, run, said},
    samples::claim,
    server::{TestServer, settings},
};

#[tokio::test]
async fn a_picture_that_there_is_not_is_refused() {
    let scene = Scene::start().await;
    for (name, kind, refused) in [
        ("", PictureKind::Unspecified, "name"),
        ("people/1", PictureKind::Unspecified, "name"),
        (scene.review.as_str(), PictureKind::Unspecified, "name"),
        (scene.claim.as_str(), PictureKind::Reach, "kind"),
        (scene.office.as_str(), PictureKind::Evidence, "kind"),
        (scene.articles[0].as_str(), PictureKind::Timeline, "kind"),
    ] {
        let request = RenderPictureRequest {
            name: name.to_owned(),
            kind: kind.into(),
            ..RenderPictureRequest::default()
        };
        let status = render(&scene.server, request).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument, "{name}");
        assert_eq!(fields(&status), [refused], "{name}");
    }
    let unknown = RenderPictureRequest {
        name: scene.claim.clone(),
        kind: 99,
        theme: 99,
        ..RenderPictureRequest::default()
    };
    let status = render(&scene.server, unknown).await.unwrap_err();
    assert_eq!(fields(&status), ["kind", "theme"]);
    let missing = RenderPictureRequest {
        name: "claims/00000000-0000-7000-8000-000000000000".to_owned(),
        ..RenderPictureRequest::default()
    };
    assert_eq!(
        render(&scene.server, missing).await.unwrap_err().code(),
        Code::NotFound
    );
}

#[tokio::test]
async fn the_natural_picture_and_the_theme_are_chosen() {
    let scene = Scene::start().await;
    for (name, natural) in [
        (&scene.claim, PictureKind::Evidence),
        (&scene.office, PictureKind::Reach),
        (&scene.articles[0], PictureKind::Standings),
    ] {
        let picture = drawn(&scene.server, name, PictureKind::Unspecified).await;
        assert_eq!(picture.response.kind(), natural);
    }
    for (theme, light, dark) in [
        (PictureTheme::Unspecified, true, true),
        (PictureTheme::Light, true, false),
        (PictureTheme::Dark, false, true),
    ] {
        let request = RenderPictureRequest {
            name: scene.claim.clone(),
            theme: theme.into(),
            ..RenderPictureRequest::default()
        };
        let svg = drawn_as(&scene.server, request).await.response.svg;
        assert_eq!(svg.contains(".page{fill:#ffffff}"), light, "{theme:?}");
        assert_eq!(svg.contains(".page{fill:#12171c}"), dark, "{theme:?}");
        assert_eq!(
            svg.contains("prefers-color-scheme"),
            light && dark,
            "{theme:?}"
        );
    }
}

#[tokio::test]
async fn a_picture_as_of_a_time_has_what_was_there_then() {
    let scene = Scene::start().await;
    let review = scene.server.get_review(&scene.review).await.unwrap();
    let then = scene
        .server
        .get_appearance(&scene.appearances[2])
        .await
        .unwrap()
        .update_time;
    scene.server.delete_review(&scene.review).await.unwrap();
    for (kind, is_there) in [
        (PictureKind::Evidence, true),
        (PictureKind::Timeline, true),
        (PictureKind::Standings, false),
    ] {
        let name = match kind {
            PictureKind::Standings => &scene.articles[0],
            _ => &scene.claim,
        };
        let request = RenderPictureRequest {
            name: name.clone(),
            kind: kind.into(),
            read_time: then,
            ..RenderPictureRequest::default()
        };
        let past = drawn_as(&scene.server, request).await;
        let now = drawn(&scene.server, name, kind).await;
        assert_eq!(
            past.counts().contains_key(review.name.as_str()),
            is_there,
            "{kind:?}"
        );
        assert_ne!(past.response, now.response, "{kind:?}");
        if kind == PictureKind::Standings {
            assert!(
                past.texts
                    .iter()
                    .any(|it| it.contains("newest verdict: false"))
            );
            assert!(!now.texts.iter().any(|it| it.contains("newest verdict")));
        }
    }
    for (name, kind) in [
        (&scene.office, PictureKind::Reach),
        (&scene.claim, PictureKind::Figures),
    ] {
        let request = RenderPictureRequest {
            name: name.clone(),
            kind: kind.into(),
            read_time: then,
            ..RenderPictureRequest::default()
        };
        let status = render(&scene.server, request).await.unwrap_err();
        assert_eq!(fields(&status), ["read_time"], "{kind:?}");
    }
}

#[tokio::test]
async fn whoever_may_read_may_have_pictures() {
    let newsroom = Newsroom::new();
    newsroom.write_policy(&grants());
    let server = TestServer::start_set(Settings {
        guard: newsroom.guard(),
        ..settings()
    })
    .await;
    let created = CreateClaimRequest {
        claim: Some(claim("Boats are missing.")),
        ..CreateClaimRequest::default()
    };
    let created = with_token(&newsroom.token("writer"), created);
    let created = server.claims().create_claim(created).await.unwrap();
    let request = RenderPictureRequest {
        name: created.into_inner().name,
        ..RenderPictureRequest::default()
    };
    let mut client = PictureServiceClient::new(server.channel());
    let refused = client.render_picture(request.clone()).await.unwrap_err();
    assert_eq!(refused.code(), Code::Unauthenticated);
    let with = with_token(&newsroom.token("reader"), request.clone());
    client.render_picture(with).await.unwrap();
    let with = with_token(&newsroom.token("nobody"), request);
    assert_eq!(
        client.render_picture(with).await.unwrap_err().code(),
        Code::PermissionDenied
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_writes_a_file_or_the_standard_output() {
    let scene = Scene::start().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("claim.svg");
    let draw = |name: &str, out: &str, more: &[&str]| {
        run(claimstore()
            .args([
                "picture",
                name,
                "--out",
                out,
                "--server",
                &scene.server.address,
            ])
            .args(more))
    };
    let output = draw(&scene.claim, path.to_str().unwrap(), &["--theme", "dark"]);
    assert!(
        output.status.success() && output.stdout.is_empty(),
        "{}",
        said(&output)
    );
    let svg = fs::read_to_string(&path).unwrap();
    assert!(
        svg.starts_with("<svg ")
            && svg.contains("#12171c")
            && svg.contains("The evidence of a claim")
    );
    // A review is in the picture of its claim.
    let output = draw(&scene.review, "-", &["--kind", "timeline"]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("The history of")
    );
    let output = draw(&scene.claim, "-", &["--kind", "reach"]);
    assert!(
        !output.status.success() && said(&output).contains("kind"),
        "{}",
        said(&output)
    );
    let output = draw(&scene.claim, "/nowhere/claim.svg", &[]);
    assert!(
        said(&output).contains("/nowhere/claim.svg cannot be written"),
        "{}",
        said(&output)
    );
}
