//! What an export has: everything or what filters select, as of one moment, and after a break.

use claimstore::wire::pb::{
    ArticleFilter, Bundle, Claim, ClaimFilter, ExportBundlesRequest, ExportBundlesResponse,
    ReviewFilter,
};
use tonic::{Code, Status};

use crate::{
    log::check::scene::Scene,
    support::{
        errors::{fields, reason},
        samples::{article, claim, outlet},
        server::TestServer,
    },
};

/// The request for everything.
pub fn whole() -> ExportBundlesRequest {
    ExportBundlesRequest {
        show_deleted: true,
        show_merged: true,
        show_versions: true,
        ..ExportBundlesRequest::default()
    }
}

/// All responses of an export.
pub async fn export(
    server: &TestServer,
    request: ExportBundlesRequest,
) -> Result<Vec<ExportBundlesResponse>, Status> {
    let mut stream = server.bundles().export_bundles(request).await?.into_inner();
    let mut responses = Vec::new();
    while let Some(response) = stream.message().await? {
        responses.push(response);
    }
    Ok(responses)
}

pub fn bundles(responses: Vec<ExportBundlesResponse>) -> Vec<Bundle> {
    let bundles = responses.into_iter().filter_map(|response| response.bundle);
    bundles.collect()
}

/// A store with some of everything.
async fn varied(seed: u64) -> Scene {
    println!("seed {seed:#x}");
    let mut scene = Scene::start(seed).await;
    for _ in 0..250 {
        let _ = scene.call().await;
    }
    scene
}

/// The names of the resources in bundles.
pub fn names(bundles: &[Bundle]) -> Vec<String> {
    let mut names = Vec::new();
    for bundle in bundles {
        let sources = bundle.sources.iter().filter(|it| it.key.is_empty());
        names.extend(sources.map(|it| it.source.as_ref().unwrap().name.clone()));
        names.extend(bundle.article.as_ref().map(|it| it.name.clone()));
        for claim in &bundle.claims {
            let own = claim.claim.as_ref().unwrap();
            if !own.statement.is_empty() || own.delete_time.is_some() {
                names.push(own.name.clone());
            }
            names.extend(claim.appearances.iter().map(|it| it.name.clone()));
            names.extend(claim.relations.iter().map(|it| it.name.clone()));
            names.extend(claim.reviews.iter().map(|it| it.name.clone()));
        }
    }
    names
}

#[tokio::test]
async fn an_export_that_is_resumed_after_any_response_goes_on_as_if_nothing_had_happened() {
    let mut scene = varied(0xe490_0001).await;
    let all = export(&scene.server, whole()).await.unwrap();
    assert!(all.len() > 10, "{}", all.len());
    for _ in 0..100 {
        let _ = scene.call().await;
    }
    for (index, response) in all.iter().enumerate() {
        let request = ExportBundlesRequest {
            resume_token: response.resume_token.clone(),
            ..whole()
        };
        let rest = export(&scene.server, request).await.unwrap();
        let expected = match index + 1 == all.len() {
            // After the end there is the end again.
            true => &all[index..],
            false => &all[index + 1..],
        };
        assert_eq!(rest, expected, "after response {index}");
    }
}

#[tokio::test]
async fn an_export_as_of_a_moment_has_what_there_was_then() {
    let mut scene = varied(0xe490_0002).await;
    let all = export(&scene.server, whole()).await.unwrap();
    let moment = all[0].read_time;
    assert!(all.iter().all(|response| response.read_time == moment));
    for _ in 0..250 {
        let _ = scene.call().await;
    }
    let request = ExportBundlesRequest {
        read_time: moment,
        ..whole()
    };
    let again = export(&scene.server, request).await.unwrap();
    let later = export(&scene.server, whole()).await.unwrap();
    assert_eq!(bundles(again), bundles(all.clone()));
    assert_ne!(bundles(later), bundles(all));
}

#[tokio::test]
async fn an_export_has_everything_once_in_the_order_of_kinds_and_ids() {
    let scene = varied(0xe490_0003).await;
    let request = ExportBundlesRequest {
        show_versions: false,
        ..whole()
    };
    let exported = names(&bundles(export(&scene.server, request).await.unwrap()));
    let mut connection = scene.server.connection().await;
    let stored: Vec<String> = sqlx::query_scalar(
        "select name from (
             select 1 as kind, id, 'sources/' || id as name from sources
             union all select 2, id, 'claims/' || id from claims
             union all select 3, id, 'articles/' || id from articles
             union all select 4, id, 'claims/' || claim_id || '/appearances/' || id
             from appearances
             union all select 5, id, 'claims/' || claim_id || '/relations/' || id from relations
             union all select 6, id, 'claims/' || claim_id || '/reviews/' || id from reviews
         ) all_of_them order by kind, id",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    let mut sorted = exported.clone();
    let mut expected = stored.clone();
    sorted.sort();
    expected.sort();
    assert_eq!(sorted, expected);
    // Claims with children are grouped, so the order is compared without the children.
    let alone = |names: Vec<String>| {
        let alone = names
            .into_iter()
            .filter(|name| name.matches('/').count() == 1);
        alone.collect::<Vec<String>>()
    };
    assert_eq!(alone(exported), alone(stored));
}

#[tokio::test]
async fn filters_choose_the_kinds_and_what_is_exported_of_each() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    server
        .create_article(article("A", "It rose."))
        .await
        .unwrap();
    let tagged = Claim {
        tags: vec!["prices".to_owned()],
        ..claim("It rose")
    };
    let tagged = server.create_claim(tagged).await.unwrap();
    let other = server.create_claim(claim("It fell")).await.unwrap();
    let request = ExportBundlesRequest {
        claims: Some(ClaimFilter {
            tag: "prices".to_owned(),
            ..ClaimFilter::default()
        }),
        ..ExportBundlesRequest::default()
    };
    let found = bundles(export(&server, request).await.unwrap());
    assert_eq!(names(&found), std::slice::from_ref(&tagged.name));
    let request = ExportBundlesRequest {
        claims: Some(ClaimFilter::default()),
        ..ExportBundlesRequest::default()
    };
    let found = bundles(export(&server, request).await.unwrap());
    assert_eq!(names(&found), [tagged.name.clone(), other.name.clone()]);

    server.delete_claim(&other.name).await.unwrap();
    let exported = |request| async {
        let responses = export(&server, request).await.unwrap();
        names(&bundles(responses))
    };
    let live = exported(ExportBundlesRequest::default()).await;
    assert!(live.contains(&paper.name) && !live.contains(&other.name));
    let all = exported(ExportBundlesRequest {
        show_deleted: true,
        ..ExportBundlesRequest::default()
    });
    assert!(all.await.contains(&other.name));
    let none = exported(ExportBundlesRequest {
        reviews: Some(ReviewFilter::default()),
        ..ExportBundlesRequest::default()
    });
    assert_eq!(none.await, [""; 0]);
}

#[tokio::test]
async fn bad_requests_of_exports_are_refused_with_all_that_is_wrong() {
    let server = TestServer::start().await;
    let request = ExportBundlesRequest {
        claims: Some(ClaimFilter {
            source: "nobody".to_owned(),
            ..ClaimFilter::default()
        }),
        articles: Some(ArticleFilter {
            publisher: "claims/x".to_owned(),
            ..ArticleFilter::default()
        }),
        ..ExportBundlesRequest::default()
    };
    let status = export(&server, request).await.unwrap_err();
    assert_eq!(fields(&status), ["claims.source", "articles.publisher"]);

    let ahead = ExportBundlesRequest {
        read_time: Some(prost_types::Timestamp {
            seconds: 4_000_000_000,
            nanos: 0,
        }),
        ..ExportBundlesRequest::default()
    };
    let status = export(&server, ahead).await.unwrap_err();
    assert_eq!(fields(&status), ["read_time"]);

    let all = export(&server, whole()).await.unwrap();
    let other = ExportBundlesRequest {
        show_deleted: true,
        resume_token: all[0].resume_token.clone(),
        ..ExportBundlesRequest::default()
    };
    let status = export(&server, other).await.unwrap_err();
    let expected = (Code::InvalidArgument, "PAGE_TOKEN_INVALID".to_owned());
    assert_eq!(reason(&status), expected);
}

#[tokio::test]
async fn the_export_of_an_empty_store_is_its_end() {
    let server = TestServer::start().await;
    let all = export(&server, whole()).await.unwrap();
    assert_eq!(all.len(), 1);
    assert!(all[0].bundle.is_none());
    assert!(!all[0].position.is_empty() && !all[0].resume_token.is_empty());
}

#[tokio::test]
async fn a_watch_from_the_position_of_an_export_has_everything_that_came_after() {
    let server = TestServer::start().await;
    server.create_source(outlet("Paper")).await.unwrap();
    let all = export(&server, whole()).await.unwrap();
    let later = server.create_source(outlet("Later")).await.unwrap();
    let request = claimstore::wire::pb::ListChangesRequest {
        after_position: all[0].position.clone(),
        page_size: 1_000,
        ..Default::default()
    };
    server.log_settled().await;
    let changes = server.changes().list_changes(request).await.unwrap();
    let changes = changes.into_inner().changes;
    assert_eq!(changes.last().unwrap().resource_name, later.name);
}
