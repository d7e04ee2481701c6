//! A claim that reports a source is among what rests on it.

use claimstore::wire::pb::{
    Claim, Dependant, GetStandingRequest, MergeClaimsRequest, MergeSourcesRequest, RelationType,
    ReportedAppearance, RetractSourceRequest, Retraction, Source, TraceLink,
};

use super::{Scene, path, step};
use crate::support::samples::{claim, outlet};

/// Somebody is said to have made a claim, in a document.
fn reported(source: &str, document: &str) -> ReportedAppearance {
    ReportedAppearance {
        source: source.to_owned(),
        document: document.to_owned(),
        ..ReportedAppearance::default()
    }
}

impl Scene {
    async fn reporting(&self, statement: &str, reported: Vec<ReportedAppearance>) -> Claim {
        let given = Claim {
            reported_appearances: reported,
            ..claim(statement)
        };
        self.server.create_claim(given).await.unwrap()
    }

    async fn source(&self, name: &str) -> Source {
        self.server.create_source(outlet(name)).await.unwrap()
    }

    /// What rests on a source, read in pages of one size.
    async fn in_pages(&self, source: &Source, size: i32) -> Vec<Dependant> {
        let (mut all, mut token) = (Vec::new(), String::new());
        loop {
            let page = self.trace_page(source, size, &token).await;
            all.extend(page.dependants);
            token = page.next_page_token;
            if token.is_empty() {
                return all;
            }
        }
    }
}

#[tokio::test]
async fn a_claim_rests_on_those_who_are_said_to_have_made_it_and_on_what_has_it() {
    let scene = Scene::start().await;
    let post = scene.source("A post").await;
    let made = reported(&scene.source.name, &post.name);
    let it = scene.reporting("It is so", vec![made]).await;
    // It is printed, but on nobody's word.
    scene.print(&it, "w001", None).await;
    let quoting = scene.claim("They say that it is so").await;
    let link = scene.link(&quoting, RelationType::Quotes, &it).await;
    for (source, how) in [
        (&scene.source, TraceLink::Reported),
        (&post, TraceLink::ReportedIn),
    ] {
        let found = scene.trace(source).await;
        assert_eq!(
            found,
            [
                vec![step(&it.name, how)],
                vec![step(&it.name, how), step(&quoting.name, TraceLink::Quotes)],
            ]
        );
    }
    let page = scene.trace_page(&scene.source, 0, "").await;
    assert_eq!(page.dependants[1].path[2].relation, link.name);
    // What is attributed to a source, too, leads to other claims by that.
    scene.print(&it, "w002", Some(&scene.source)).await;
    let found = scene.trace(&scene.source).await;
    let links = found.iter().map(|it| it[0].1);
    let links: Vec<TraceLink> = links.collect();
    assert_eq!(
        links,
        [
            TraceLink::Attribution,
            TraceLink::Reported,
            TraceLink::Attribution
        ]
    );
    scene.server.delete(&it.name).await.unwrap();
    assert!(scene.trace(&post).await.is_empty());
}

#[tokio::test]
async fn a_claim_that_quotes_one_and_reports_the_source_itself_is_there_once() {
    let scene = Scene::start().await;
    let of_source = || vec![reported(&scene.source.name, "")];
    let first = scene.reporting("First", of_source()).await;
    let second = scene.claim("Second").await;
    let third = scene.reporting("Third", of_source()).await;
    scene.link(&second, RelationType::Quotes, &first).await;
    scene.link(&third, RelationType::Quotes, &second).await;
    let mut names: Vec<String> = Vec::new();
    for path in scene.trace(&scene.source).await {
        names.push(path.last().unwrap().0.clone());
    }
    let mut direct = [first.name, third.name];
    direct.sort();
    assert_eq!(names[..2], direct);
    assert_eq!(names[2..], [second.name]);
}

#[tokio::test]
async fn merged_sources_and_claims_are_reported_as_their_survivors_once() {
    let scene = Scene::start().await;
    let survivor = scene.source("Kyiv itself").await;
    let kept = reported(&survivor.name, "");
    let kept = scene.reporting("Kept", vec![kept]).await;
    let of_both = [&scene.source.name, &survivor.name].map(|it| reported(it, ""));
    let merged = scene.reporting("Merged", of_both.to_vec()).await;
    let apart = scene
        .reporting("Apart", vec![reported(&scene.source.name, "")])
        .await;
    let quoting = scene.claim("Quoting").await;
    scene.link(&quoting, RelationType::Quotes, &merged).await;
    let request = MergeSourcesRequest {
        name: scene.source.name.clone(),
        into: survivor.name.clone(),
        ..MergeSourcesRequest::default()
    };
    scene.server.sources().merge_sources(request).await.unwrap();
    let request = MergeClaimsRequest {
        name: merged.name.clone(),
        into: kept.name.clone(),
        ..MergeClaimsRequest::default()
    };
    scene.server.claims().merge_claims(request).await.unwrap();
    let page = scene.trace_page(&scene.source, 0, "").await;
    let found: Vec<_> = page.dependants.iter().map(path).collect();
    let to = |name: &str| vec![step(name, TraceLink::Reported)];
    let through = [to(&kept.name), vec![step(&quoting.name, TraceLink::Quotes)]].concat();
    let direct: Vec<_> = [to(&kept.name), to(&apart.name)].into();
    assert_eq!(found, [direct, vec![through]].concat());
    assert_eq!(page.dependants[1].path[1].named_source, scene.source.name);
}

#[tokio::test]
async fn pages_hold_each_claim_that_reports_a_source_once() {
    let scene = Scene::start().await;
    for number in 0..7 {
        let made = vec![reported(&scene.source.name, "")];
        let it = scene.reporting(&format!("Claim {number}"), made).await;
        if number % 3 == 0 {
            let word = format!("w{number:03}");
            scene.print(&it, &word, Some(&scene.source)).await;
        }
    }
    let whole = scene.trace_page(&scene.source, 1_000, "").await.dependants;
    assert_eq!(whole.len(), 3 + 7);
    for size in [1, 2, 4, 9, 10] {
        assert_eq!(scene.in_pages(&scene.source, size).await, whole, "{size}");
    }
}

#[tokio::test]
async fn a_retracted_source_that_only_reports_name_disputes_no_claim() {
    let scene = Scene::start().await;
    let made = vec![reported(&scene.source.name, &scene.source.name)];
    let it = scene.reporting("It is so", made).await;
    let request = RetractSourceRequest {
        name: scene.source.name.clone(),
        retraction: Some(Retraction {
            reason: "It was made up".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    scene
        .server
        .sources()
        .retract_source(request)
        .await
        .unwrap();
    let reach = loop {
        let page = scene.trace_page(&scene.source, 0, "").await;
        assert_eq!(
            path(&page.dependants[0]),
            [step(&it.name, TraceLink::Reported)]
        );
        let reach = page.reach.unwrap();
        if reach.end_time.is_some() {
            break reach;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(reach.claim_count, 0);
    let request = GetStandingRequest {
        name: format!("{}/standing", it.name),
        ..GetStandingRequest::default()
    };
    let standing = scene.server.claims().get_standing(request).await.unwrap();
    assert!(!standing.into_inner().disputed);
}
