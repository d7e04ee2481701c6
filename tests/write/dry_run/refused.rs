//! A dry run is refused for the same reasons as the call, in the same words.

mod table;

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::{Article, CreateArticleRequest, Source, UndeleteSourceRequest};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

pub use self::table::Refused;
use self::table::{refused_creations, refused_deletions, refused_imports, refused_updates};
use super::{
    children::refused_children,
    merges::refused_merges,
    mutation::Mutation,
    rows,
    script::{
        appearance_named, article_id, article_named, claim_named, creations, new_appearance,
        new_claim, new_source, source_named,
    },
};
use crate::support::{
    samples::{appearance, article, claim, page},
    server::TestServer,
};

/// All details of an error, except the id of its call.
#[derive(Debug, PartialEq)]
struct ErrorDetails {
    code: Code,
    message: String,
    reason: String,
    metadata: BTreeMap<String, String>,
    fields: Vec<(String, String)>,
    resource: Option<String>,
}

fn error_details(status: &Status) -> ErrorDetails {
    let details = status.get_error_details();
    let info = details.error_info().expect("every error has an ErrorInfo");
    let violations = details.bad_request().map(|it| it.field_violations.clone());
    let violations = violations.unwrap_or_default();
    ErrorDetails {
        code: status.code(),
        message: status.message().to_owned(),
        reason: info.reason.clone(),
        metadata: info.metadata.clone().into_iter().collect(),
        fields: violations
            .into_iter()
            .map(|it| (it.field, it.description))
            .collect(),
        resource: details.resource_info().map(|it| it.resource_name.clone()),
    }
}

/// A server with the resources of the creations, and a deleted fourth resource of each kind.
async fn stage() -> TestServer {
    let server = TestServer::start().await;
    for mutation in creations() {
        mutation.run(&server).await.unwrap();
    }
    let source = Source {
        publisher: source_named(2).name,
        ..page("https://gone.example/")
    };
    let text = Article {
        uri: "urn:x:gone".to_owned(),
        ..article("Gone", "It is gone.")
    };
    let create = CreateArticleRequest {
        article: Some(text),
        article_id: article_id(4),
        ..CreateArticleRequest::default()
    };
    for mutation in [
        Mutation::CreateSource(new_source(4, source)),
        Mutation::CreateArticle(create),
        Mutation::CreateClaim(new_claim(4, claim("It is gone"))),
        Mutation::CreateAppearance(new_appearance(4, 4, appearance(&article_named(4), "gone"))),
    ] {
        mutation.run(&server).await.unwrap();
    }
    server.delete(&appearance_named(4, 4).name).await.unwrap();
    server.delete(&claim_named(4).name).await.unwrap();
    server.delete(&article_named(4).name).await.unwrap();
    server.delete(&source_named(4).name).await.unwrap();
    server
}

#[tokio::test]
async fn a_dry_run_is_refused_exactly_as_the_call_is() {
    let server = stage().await;
    let before = rows(&server).await;
    let mut covered = BTreeSet::new();
    for (mutation, code, reason) in [
        refused_creations(),
        refused_updates(),
        refused_deletions(),
        refused_imports(),
        refused_children(),
        refused_merges(),
    ]
    .concat()
    {
        let method = mutation.method();
        let dry_run = error_details(&mutation.dry_run(&server).await.unwrap_err());
        let real = error_details(&mutation.run(&server).await.unwrap_err());
        assert_eq!(dry_run, real, "{method}");
        assert_eq!(
            (dry_run.code, dry_run.reason.as_str()),
            (code, reason),
            "{mutation:?}"
        );
        covered.insert(method);
    }
    assert_eq!(rows(&server).await, before);
    let every: BTreeSet<&str> = Mutation::METHODS.iter().copied().collect();
    assert_eq!(covered, every);
}

#[tokio::test]
async fn a_dry_run_of_a_colliding_undeletion_is_refused_as_the_call_is() {
    let server = stage().await;
    let rival = page("https://gone.example/#x");
    let rival = server.create_source(rival).await.unwrap().name;
    let undelete = Mutation::UndeleteSource(UndeleteSourceRequest {
        name: source_named(4).name,
        ..UndeleteSourceRequest::default()
    });
    let before = rows(&server).await;
    let dry_run = error_details(&undelete.dry_run(&server).await.unwrap_err());
    assert_eq!(
        dry_run,
        error_details(&undelete.run(&server).await.unwrap_err())
    );
    assert_eq!(dry_run.resource.as_deref(), Some(rival.as_str()));
    assert_eq!(rows(&server).await, before);
    server.delete(&rival).await.unwrap();
    undelete.dry_run(&server).await.unwrap();
    undelete.run(&server).await.unwrap();
}
