//! A trace holds all that depends on a source or a claim, once, each with its path.

mod pages;
mod reported;

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Citation, Claim, Dependant, HopReference,
    MergeClaimsRequest, MergeSourcesRequest, Relation, RelationState, RelationType, Review, Source,
    TraceClaimRequest, TraceLink, TraceSourceRequest, TraceSourceResponse, Verdict,
};
use tonic::Code;

use crate::support::{
    errors::{fields, reason},
    samples::{appearance, article, claim, hop, outlet, relation, review},
    server::TestServer,
};

pub struct Scene {
    pub server: TestServer,
    pub source: Source,
    pub article: Article,
}

impl Scene {
    pub async fn start() -> Self {
        let server = TestServer::start().await;
        let source = server.create_source(outlet("Kyiv")).await.unwrap();
        let words: Vec<String> = (0..200).map(|number| format!("w{number:03}")).collect();
        let article = server.create_article(article("H", &words.join(" ")));
        let article = article.await.unwrap();
        Self {
            server,
            source,
            article,
        }
    }

    pub async fn claim(&self, statement: &str) -> Claim {
        self.server.create_claim(claim(statement)).await.unwrap()
    }

    /// Creates an appearance of a claim at a word of the article, attributed to a source.
    pub async fn print(&self, claim: &Claim, word: &str, source: Option<&Source>) -> Appearance {
        let given = Appearance {
            chains: source
                .map(|source| AttributionChain {
                    hops: vec![hop(source)],
                })
                .into_iter()
                .collect(),
            ..appearance(&self.article, word)
        };
        let created = self.server.create_appearance(claim, given).await;
        created.unwrap()
    }

    pub async fn link(&self, claim: &Claim, by: RelationType, target: &Claim) -> Relation {
        let given = Relation {
            state: RelationState::Confirmed.into(),
            ..relation(by, target)
        };
        self.server.create_relation(claim, given).await.unwrap()
    }

    pub async fn trace_page(&self, source: &Source, size: i32, token: &str) -> TraceSourceResponse {
        let request = TraceSourceRequest {
            name: source.name.clone(),
            page_size: size,
            page_token: token.to_owned(),
        };
        let answer = self.server.sources().trace_source(request).await;
        answer.unwrap().into_inner()
    }

    pub async fn trace(&self, source: &Source) -> Vec<Vec<(String, TraceLink)>> {
        let page = self.trace_page(source, 1_000, "").await;
        assert_eq!(page.next_page_token, "");
        page.dependants.iter().map(path).collect()
    }

    pub async fn trace_claim(&self, claim: &Claim) -> Vec<Vec<(String, TraceLink)>> {
        let request = TraceClaimRequest {
            name: claim.name.clone(),
            page_size: 1_000,
            ..TraceClaimRequest::default()
        };
        let answer = self.server.claims().trace_claim(request).await.unwrap();
        answer.into_inner().dependants.iter().map(path).collect()
    }
}

/// The names and links of a path, without its first step.
pub fn path(dependant: &Dependant) -> Vec<(String, TraceLink)> {
    let steps = dependant.path.iter().skip(1);
    steps.map(|step| (step.name.clone(), step.link())).collect()
}

fn step(name: &str, link: TraceLink) -> (String, TraceLink) {
    (name.to_owned(), link)
}

#[tokio::test]
async fn a_trace_leads_from_a_source_to_claims_appearances_and_articles() {
    let scene = Scene::start().await;
    let claim = scene.claim("It is so").await;
    let other = scene.server.create_source(outlet("Moscow")).await.unwrap();
    let given = Appearance {
        chains: vec![
            AttributionChain {
                hops: vec![hop(&other)],
            },
            AttributionChain {
                hops: vec![hop(&other), hop(&scene.source)],
            },
        ],
        ..appearance(&scene.article, "w001")
    };
    let printed = scene.server.create_appearance(&claim, given).await.unwrap();
    let page = scene.trace_page(&scene.source, 0, "").await;
    assert_eq!(page.dependants.len(), 1);
    let found = &page.dependants[0];
    assert_eq!(found.path[0].name, scene.source.name);
    assert_eq!(found.path[0].link(), TraceLink::Unspecified);
    assert_eq!(
        path(found),
        [
            step(&claim.name, TraceLink::Attribution),
            step(&printed.name, TraceLink::Appearance),
            step(&scene.article.name, TraceLink::Article),
        ]
    );
    assert_eq!(found.path[1].hops, [HopReference { chain: 1, hop: 1 }]);
    assert!(!page.truncated);
    assert_eq!(page.reach, None);
}

#[tokio::test]
async fn citing_articles_and_reviews_with_evidence_are_traced() {
    let scene = Scene::start().await;
    let cites = Article {
        citations: vec![Citation {
            source: scene.source.name.clone(),
            ..Citation::default()
        }],
        ..article("Cites", "x")
    };
    let cites = scene.server.create_article(cites).await.unwrap();
    let reviewed = scene.claim("It is so").await;
    let given = Review {
        evidence: vec![scene.source.name.clone()],
        ..review("Desk", Verdict::True, 1)
    };
    let given = scene.server.create_review(&reviewed, given).await.unwrap();
    assert_eq!(
        scene.trace(&scene.source).await,
        [
            vec![step(&cites.name, TraceLink::Citation)],
            vec![step(&given.name, TraceLink::Evidence)],
        ]
    );
    let given = Review {
        evidence: vec![reviewed.name.clone()],
        ..review("Other desk", Verdict::True, 1)
    };
    let other = scene.claim("It is not").await;
    let given = scene.server.create_review(&other, given).await.unwrap();
    let evidence = vec![step(&given.name, TraceLink::Evidence)];
    assert_eq!(scene.trace_claim(&reviewed).await, [evidence]);
}

#[tokio::test]
async fn derived_and_quoting_claims_are_traced_by_the_shortest_path() {
    let scene = Scene::start().await;
    let first = scene.claim("First").await;
    let second = scene.claim("Second").await;
    let third = scene.claim("Third").await;
    scene.print(&first, "w001", Some(&scene.source)).await;
    let printed = scene.print(&third, "w003", None).await;
    let derived = scene.link(&second, RelationType::DerivedFrom, &first).await;
    scene.link(&third, RelationType::Quotes, &second).await;
    // Relations of another type, in the other direction, or not confirmed are not followed.
    let apart = scene.claim("Apart").await;
    scene.link(&apart, RelationType::Supports, &first).await;
    scene.link(&first, RelationType::DerivedFrom, &apart).await;
    let suggested = Relation {
        state: RelationState::Suggested.into(),
        ..relation(RelationType::Quotes, &second)
    };
    let unsure = scene.claim("Unsure").await;
    scene
        .server
        .create_relation(&unsure, suggested)
        .await
        .unwrap();

    let to_second = [
        step(&first.name, TraceLink::Attribution),
        step(&second.name, TraceLink::DerivedFrom),
    ];
    let to_third = [&to_second[..], &[step(&third.name, TraceLink::Quotes)]].concat();
    let printed = [
        step(&printed.name, TraceLink::Appearance),
        step(&scene.article.name, TraceLink::Article),
    ];
    let found = scene.trace(&scene.source).await;
    assert_eq!(found.len(), 4);
    assert_eq!(found[1], to_second);
    assert_eq!(found[2], to_third);
    assert_eq!(found[3], [&to_third[..], &printed].concat());
    let page = scene.trace_page(&scene.source, 0, "").await;
    assert_eq!(page.dependants[1].path[2].relation, derived.name);
    assert_eq!(page.dependants[1].path[1].hops.len(), 1);

    let of_claim = scene.trace_claim(&first).await;
    assert_eq!(of_claim[1], to_second[1..]);
    assert_eq!(of_claim.len(), 4);

    // A shorter path replaces a longer one, and a circle ends.
    scene.link(&third, RelationType::DerivedFrom, &first).await;
    scene.link(&first, RelationType::Quotes, &third).await;
    let found = scene.trace(&scene.source).await;
    assert_eq!(found.len(), 4);
    let short = [
        to_second[0].clone(),
        step(&third.name, TraceLink::DerivedFrom),
    ];
    assert!(found.contains(&short.to_vec()), "{found:?}");
}

#[tokio::test]
async fn deleted_resources_are_not_traced() {
    let scene = Scene::start().await;
    let first = scene.claim("First").await;
    let second = scene.claim("Second").await;
    let printed = scene.print(&first, "w001", Some(&scene.source)).await;
    scene.link(&second, RelationType::Quotes, &first).await;
    assert_eq!(scene.trace(&scene.source).await.len(), 2);
    scene.server.delete(&second.name).await.unwrap();
    assert_eq!(scene.trace(&scene.source).await.len(), 1);
    scene.server.delete(&printed.name).await.unwrap();
    assert!(scene.trace(&scene.source).await.is_empty());
}

#[tokio::test]
async fn merged_resources_are_traced_as_their_survivors() {
    let scene = Scene::start().await;
    let survivor = scene
        .server
        .create_source(outlet("Kyiv itself"))
        .await
        .unwrap();
    let (named, kept) = (scene.claim("Named").await, scene.claim("Kept").await);
    let quoting = scene.claim("Quoting").await;
    let printed = scene.print(&named, "w001", Some(&scene.source)).await;
    scene.link(&quoting, RelationType::Quotes, &named).await;
    let merge = MergeSourcesRequest {
        name: scene.source.name.clone(),
        into: survivor.name.clone(),
        ..MergeSourcesRequest::default()
    };
    scene.server.sources().merge_sources(merge).await.unwrap();
    let merge = MergeClaimsRequest {
        name: named.name.clone(),
        into: kept.name.clone(),
        ..MergeClaimsRequest::default()
    };
    scene.server.claims().merge_claims(merge).await.unwrap();
    for asked in [&scene.source, &survivor] {
        let page = scene.trace_page(asked, 0, "").await;
        let [direct, linked] = &page.dependants[..] else {
            panic!("{page:?}");
        };
        assert_eq!(direct.path[0].name, survivor.name);
        assert_eq!(direct.path[1].name, kept.name);
        assert_eq!(direct.path[1].named_source, scene.source.name);
        assert_eq!(direct.path[1].hops.len(), 1);
        assert_eq!(direct.path[2].name, printed.name);
        assert_eq!(linked.path[1].name, kept.name);
        assert_eq!(linked.path[2].name, quoting.name);
        assert!(page.reach.is_some());
    }
}

#[tokio::test]
async fn a_trace_reports_how_far_a_retraction_has_reached() {
    let scene = Scene::start().await;
    for number in 0..5 {
        let claim = scene.claim(&format!("Claim {number}")).await;
        let word = format!("w00{number}");
        scene.print(&claim, &word, Some(&scene.source)).await;
    }
    crate::write::merge::sources::retract(&scene.server, &scene.source, true).await;
    let reach = loop {
        let page = scene.trace_page(&scene.source, 0, "").await;
        let reach = page.reach.unwrap();
        let cause = reach.caused_by.as_ref().unwrap();
        assert_eq!(
            (cause.resource_name.as_str(), cause.revision),
            (scene.source.name.as_str(), 2)
        );
        if reach.end_time.is_some() {
            break reach;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(reach.claim_count, 5);
    let caused: i64 = sqlx::query_scalar(
        "select count(*) from changes where kind = 7 and cause_kind = 1 and cause_revision = 2",
    )
    .fetch_one(&mut scene.server.connection().await)
    .await
    .unwrap();
    assert_eq!(caused, 5);
}

#[tokio::test]
async fn a_missing_source_is_not_found_and_invalid_input_is_refused() {
    let scene = Scene::start().await;
    let request = TraceSourceRequest {
        name: "sources/00000000-0000-0000-0000-000000000001".to_owned(),
        ..TraceSourceRequest::default()
    };
    let status = scene
        .server
        .sources()
        .trace_source(request)
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    let request = TraceClaimRequest {
        name: scene.source.name.clone(),
        page_size: -1,
        ..TraceClaimRequest::default()
    };
    let status = scene
        .server
        .claims()
        .trace_claim(request)
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["page_size", "name"]);
    let request = TraceClaimRequest {
        name: scene.claim("It is so").await.name,
        page_token: "x".to_owned(),
        ..TraceClaimRequest::default()
    };
    let status = scene
        .server
        .claims()
        .trace_claim(request)
        .await
        .unwrap_err();
    assert_eq!(reason(&status).1, "PAGE_TOKEN_INVALID");
}
