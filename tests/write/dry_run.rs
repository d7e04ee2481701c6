//! `validate_only`: a dry run returns what the call would return, fails as the call would fail,
//! and stores nothing.

mod children;
mod merges;
mod mutation;
mod refused;
mod request_id;
mod script;
mod side_by_side;

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    BatchCreateSourcesRequest, CreateSourceRequest, DeleteSourceRequest, Source,
    UpdateSourceRequest,
};
use serde_json::{Value, json};

use self::{
    mutation::{Mutation, methods},
    script::{creations, import, script, source_named, updates},
};
use crate::support::{samples::page, server::TestServer};

/// The answer with each time replaced by a fixed text, because the server chooses the times.
fn timeless(mut answer: Value) -> Value {
    match &mut answer {
        Value::Object(fields) => {
            for (name, value) in fields {
                *value = match name.as_str() {
                    "createTime" | "updateTime" | "deleteTime" | "eraseTime" | "outcomeTime" => {
                        json!("some time")
                    }
                    // Each correction has an id that the server makes.
                    "corrections" => json!(value.as_array().map(Vec::len)),
                    _ => timeless(value.take()),
                };
            }
        }
        Value::Array(all) => {
            for value in all {
                *value = timeless(value.take());
            }
        }
        _ => {}
    }
    answer
}

/// All rows of all tables, after all reaches have ended.
async fn rows(server: &TestServer) -> Vec<String> {
    let left = "select count(*) from reaches where end_time is null";
    let mut connection = server.connection().await;
    while sqlx::query_scalar::<_, i64>(left)
        .fetch_one(&mut connection)
        .await
        .unwrap()
        > 0
    {
        tokio::task::yield_now().await;
    }
    sqlx::query_scalar(
        "
        select 'sources ' || it::text from sources it
        union all select 'source_same_as ' || it::text from source_same_as it
        union all select 'articles ' || it::text from articles it
        union all select 'article_texts ' || it::text from article_texts it
        union all select 'article_external_ids ' || it::text from article_external_ids it
        union all select 'article_sources ' || it::text from article_sources it
        union all select 'article_keys ' || it::text from article_keys it
        union all select 'claims ' || it::text from claims it
        union all select 'claim_tags ' || it::text from claim_tags it
        union all select 'claim_measures ' || it::text from claim_measures it
        union all select 'appearances ' || it::text from appearances it
        union all select 'appearance_purposes ' || it::text from appearance_purposes it
        union all select 'appearance_sources ' || it::text from appearance_sources it
        union all select 'relations ' || it::text from relations it
        union all select 'reviews ' || it::text from reviews it
        union all select 'standings ' || it::text from standings it
        union all select 'survivors ' || it::text from survivors it
        union all select 'reaches ' || it::text from reaches it
        union all select 'mentions ' || it::text from mentions it
        union all select 'changes ' || it::text from changes it
        union all select 'change_docs ' || it::text from change_docs it
        union all select 'change_docs_kept ' || it::text from change_docs_kept it
        union all select 'confidential_sources ' || it::text from confidential_sources it
        union all select 'requests ' || it::text from requests it
        order by 1
        ",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap()
}

#[test]
fn every_mutating_method_has_dry_runs_and_is_in_the_script() {
    let reads = [
        "Get", "BatchGet", "List", "Count", "Compare", "Diff", "Watch", "Trace", "Export",
        "Render", "Search", "Match", "Reveal",
        // It adds a signature to a checkpoint, and the same one again changes nothing.
        "Cosign",
    ];
    // The settings of a stream of bundles have it; tests/bundle/stream.rs tries its dry run.
    let unary = methods().filter(|it| it.name() != "ImportBundles");
    let changing = unary.filter(|it| !reads.iter().any(|read| it.name().starts_with(read)));
    let mut names = BTreeSet::new();
    for method in changing {
        for field in ["validate_only", "request_id"] {
            let found = method.input().get_field_by_name(field);
            assert!(found.is_some(), "{} has no {field}", method.name());
        }
        names.insert(method.name().to_owned());
    }
    let known: BTreeSet<String> = Mutation::METHODS.iter().map(|&it| it.to_owned()).collect();
    assert_eq!(known, names);
    let attempted: BTreeSet<String> = script().iter().map(|it| it.method().to_owned()).collect();
    assert_eq!(attempted, names);
}

#[tokio::test]
async fn every_dry_run_returns_the_real_answer_and_stores_nothing() {
    let server = TestServer::start().await;
    for mutation in script() {
        let method = mutation.method();
        let before = rows(&server).await;
        let dry_run = timeless(mutation.dry_run(&server).await.unwrap());
        assert_eq!(
            rows(&server).await,
            before,
            "{method} left something behind"
        );
        let again = timeless(mutation.dry_run(&server).await.unwrap());
        assert_eq!(again, dry_run, "{method}");
        let real = timeless(mutation.run(&server).await.unwrap());
        assert_eq!(dry_run, real, "{method}");
        assert_ne!(rows(&server).await, before, "{method} did nothing");
    }
}

#[tokio::test]
async fn a_dry_run_creates_changes_and_deletes_nothing() {
    let server = TestServer::start().await;
    let create = creations().swap_remove(0);
    create.dry_run(&server).await.unwrap();
    let name = source_named(1).name;
    for show_deleted in [false, true] {
        server.find(&name, show_deleted).await.unwrap_err();
    }
    create.run(&server).await.unwrap();
    let stored = server.find(&name, false).await.unwrap();
    let rename = UpdateSourceRequest {
        source: Some(Source {
            display_name: "renamed".to_owned(),
            ..source_named(1)
        }),
        ..UpdateSourceRequest::default()
    };
    let answer = Mutation::UpdateSource(rename).dry_run(&server).await;
    let answer = answer.unwrap();
    assert_eq!(answer["displayName"], "renamed");
    assert_eq!(answer["revision"], "2");
    assert_eq!(server.find(&name, false).await.unwrap(), stored);
    let delete = DeleteSourceRequest {
        name: name.clone(),
        ..DeleteSourceRequest::default()
    };
    let answer = Mutation::DeleteSource(delete).dry_run(&server).await;
    assert!(answer.unwrap()["deleteTime"].is_string());
    assert_eq!(server.find(&name, false).await.unwrap(), stored);
    assert_eq!(server.history(&name).await.len(), 1);
}

#[tokio::test]
async fn a_dry_run_without_changes_returns_the_stored_state() {
    let server = TestServer::start().await;
    for mutation in creations() {
        mutation.run(&server).await.unwrap();
    }
    for update in updates() {
        let mut changed = update.run(&server).await.unwrap();
        // Only the call that makes the new version reports the appearances that it found again.
        changed.as_object_mut().unwrap().remove("reanchored");
        let before = rows(&server).await;
        let dry_run = update.dry_run(&server).await.unwrap();
        assert_eq!(dry_run, changed, "to the very times");
        assert_eq!(update.run(&server).await.unwrap(), changed);
        assert_eq!(rows(&server).await, before);
    }
    import().run(&server).await.unwrap();
    let dry_run = import().dry_run(&server).await.unwrap();
    for result in dry_run["results"].as_array().unwrap() {
        assert_eq!(result["outcome"], "IMPORT_OUTCOME_UNCHANGED", "{result}");
    }
}

#[tokio::test]
async fn the_name_of_a_dry_run_is_not_the_name_of_the_real_call() {
    let server = TestServer::start().await;
    let batch = BatchCreateSourcesRequest {
        requests: vec![CreateSourceRequest {
            source: Some(page("https://a.example/")),
            ..CreateSourceRequest::default()
        }],
        ..BatchCreateSourcesRequest::default()
    };
    let batch = Mutation::BatchCreateSources(batch);
    let name = |answer: Value| answer["sources"][0]["name"].as_str().unwrap().to_owned();
    let attempted = name(batch.dry_run(&server).await.unwrap());
    assert!(attempted.starts_with("sources/"), "{attempted}");
    server.find(&attempted, true).await.unwrap_err();
    let made = name(batch.run(&server).await.unwrap());
    assert_ne!(attempted, made);
    server.find(&made, false).await.unwrap();
}
