//! EraseResource removes the content of a resource for good, and keeps the fact of the erasure.

use claimstore::wire::pb::{
    Article, ArticleView, Change, ChangeFilter, Claim, DiffRevisionsRequest, Effect,
    EraseResourceRequest, EraseResourceResponse, GetArticleRequest, GetClaimRequest,
    GetStandingRequest, ListArticleVersionsRequest, ListChangesRequest, ListClaimsRequest,
    Operation, Source, Verdict, WatchChangesRequest, change::Resource, change_filter::Matching,
};
use prost_types::Timestamp;
use tonic::{Code, Status};

use crate::{
    log::watch::next,
    support::{
        errors::{fields, reason},
        samples::{appearance, article, claim, hop, outlet, page, relation, review},
        server::TestServer,
    },
};
use claimstore::wire::pb::{AttributionChain, ClaimFilter, RelationType};

/// A word that only the erased resources contain.
const SECRET: &str = "Aloysius";

async fn erase(server: &TestServer, name: &str) -> Result<EraseResourceResponse, Status> {
    let request = EraseResourceRequest {
        name: name.to_owned(),
        reason: "Case 7".to_owned(),
        ..EraseResourceRequest::default()
    };
    let answer = server.changes().erase_resource(request).await?;
    assert!(answer.metadata().contains_key("x-claimstore-position"));
    Ok(answer.into_inner())
}

/// The rows of all tables that contain a text, as text or as bytes.
async fn holding(server: &TestServer, text: &str) -> Vec<String> {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class where relkind = 'r' \
         and relnamespace = 'public'::regnamespace order by 1",
    )
    .fetch_all(&mut server.connection().await)
    .await
    .unwrap();
    let mut found = Vec::new();
    for table in tables {
        let select = format!("select it::text from {table} it");
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(select))
            .fetch_all(&mut server.connection().await)
            .await
            .unwrap();
        let holds = |row: &&String| row.contains(text) || row.contains(&hex);
        found.extend(
            rows.iter()
                .filter(holds)
                .map(|row| format!("{table} {row}")),
        );
    }
    found
}

async fn log(server: &TestServer, filter: ChangeFilter) -> Vec<Change> {
    server.log_settled().await;
    let request = ListChangesRequest {
        page_size: 1_000,
        filter: Some(filter),
        include_before: true,
        ..ListChangesRequest::default()
    };
    let answer = server.changes().list_changes(request).await.unwrap();
    answer.into_inner().changes
}

/// A source, an article with the secret in two versions, and a claim with an appearance and a
/// review.
async fn secret_resources(server: &TestServer) -> (Source, Article, Claim) {
    let source = Source {
        display_name: format!("{SECRET} the speaker"),
        ..page("https://a.example/Aloysius")
    };
    let source = server.create_source(source).await.unwrap();
    let text = format!("{SECRET} says so");
    let piece = server.create_article(article(SECRET, &text)).await.unwrap();
    let fact = server.create_claim(claim(&text)).await.unwrap();
    let printed = server.create_appearance(&fact, appearance(&piece, SECRET));
    printed.await.unwrap();
    let word = review(SECRET, Verdict::True, 1);
    server.create_review(&fact, word).await.unwrap();
    let changed = Article {
        name: piece.name.clone(),
        body: format!("{SECRET} says so still"),
        ..Article::default()
    };
    server.update_article(changed, &["body"]).await.unwrap();
    (source, piece, fact)
}

#[tokio::test]
async fn an_erased_text_is_in_no_table_and_its_entries_in_the_log_stay() {
    let server = TestServer::start().await;
    let (source, piece, fact) = secret_resources(&server).await;
    let before = log(&server, ChangeFilter::default()).await;
    assert!(holding(&server, SECRET).await.len() > 10);
    let erased = erase(&server, &fact.name).await.unwrap();
    assert_eq!(erased.names[0], fact.name);
    assert_eq!(erased.names.len(), 3, "with its children: {erased:?}");
    let erased = erase(&server, &piece.name).await.unwrap();
    assert_eq!(erased.names, [&*piece.name]);
    erase(&server, &source.name).await.unwrap();
    assert_eq!(holding(&server, SECRET).await, [""; 0]);

    let after = log(&server, ChangeFilter::default()).await;
    let heads = |log: &[Change]| -> Vec<(String, String, i64, String)> {
        let heads = log.iter().map(|it| {
            let actor = it.actor.clone();
            (
                it.position.clone(),
                it.resource_name.clone(),
                it.revision,
                actor,
            )
        });
        heads.collect()
    };
    assert_eq!(heads(&after)[..before.len()], heads(&before));
    for change in &after[..before.len()] {
        let is_standing = change.resource_name.ends_with("/standing");
        assert!(change.resource.is_none() || is_standing, "{change:?}");
    }
    for change in &after[before.len()..] {
        if change.operation() == Operation::Erased {
            assert_eq!(change.effect(), Effect::Left);
            assert!(change.before.is_none() && change.changed_fields.is_empty());
        }
    }
    let report = claimstore::store::upkeep::check::check(&server.database.options()).await;
    assert_eq!(report.unwrap().differences, []);
}

#[tokio::test]
async fn an_erased_claim_has_only_its_erasure_as_of_any_moment() {
    let server = TestServer::start().await;
    let (_, piece, fact) = secret_resources(&server).await;
    let moment = log(&server, ChangeFilter::default())
        .await
        .last()
        .unwrap()
        .change_time;
    erase(&server, &fact.name).await.unwrap();
    erase(&server, &piece.name).await.unwrap();
    let get = |show_deleted, read_time: Option<Timestamp>| GetClaimRequest {
        name: fact.name.clone(),
        show_deleted,
        read_time,
        ..GetClaimRequest::default()
    };
    let shown = server.claims().get_claim(get(true, None)).await.unwrap();
    let shown = shown.into_inner();
    let erasure = shown.erasure.clone().unwrap();
    assert_eq!(erasure.reason, "Case 7");
    assert_eq!(erasure.erase_time, shown.delete_time);
    let bare = Claim {
        name: fact.name.clone(),
        revision: 2,
        etag: shown.etag.clone(),
        create_time: fact.create_time,
        update_time: shown.update_time,
        delete_time: shown.delete_time,
        erasure: shown.erasure.clone(),
        ..Claim::default()
    };
    assert_eq!(shown, bare);
    let then = server.claims().get_claim(get(true, moment)).await.unwrap();
    assert_eq!(then.into_inner(), bare);
    for read_time in [None, moment] {
        let status = server.claims().get_claim(get(false, read_time)).await;
        assert_eq!(status.unwrap_err().code(), Code::NotFound);
        let list = ListClaimsRequest {
            read_time,
            ..ListClaimsRequest::default()
        };
        let list = server.claims().list_claims(list).await.unwrap();
        assert_eq!(list.into_inner().claims, []);
        let standing = GetStandingRequest {
            name: format!("{}/standing", fact.name),
            show_deleted: true,
            read_time,
        };
        let standing = server.claims().get_standing(standing).await.unwrap();
        assert_eq!(standing.into_inner().review_count, 0);
    }
    let versions = ListArticleVersionsRequest {
        name: piece.name.clone(),
        show_deleted: true,
        ..ListArticleVersionsRequest::default()
    };
    let versions = server.articles().list_article_versions(versions).await;
    let versions = versions.unwrap().into_inner().articles;
    assert_eq!(versions.len(), 2);
    assert!(versions.iter().all(|it| it.headline.is_empty()));
    let first = GetArticleRequest {
        name: piece.name.clone(),
        view: ArticleView::Full.into(),
        version: 1,
        show_deleted: true,
        ..GetArticleRequest::default()
    };
    let status = server.articles().get_article(first).await.unwrap_err();
    let expected = (Code::FailedPrecondition, "RESOURCE_ERASED".to_owned());
    assert_eq!(reason(&status), expected);
    let diff = DiffRevisionsRequest {
        name: fact.name.clone(),
        from_revision: 1,
        to_revision: 2,
    };
    let status = server.changes().diff_revisions(diff).await.unwrap_err();
    assert_eq!(reason(&status), expected);
}

#[tokio::test]
async fn an_erased_resource_is_not_undeleted_and_is_erased_once() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet(SECRET)).await.unwrap();
    let other = server.create_source(outlet("B")).await.unwrap();
    server.delete(&source.name).await.unwrap();
    let first = erase(&server, &source.name).await.unwrap();
    let length = server.log_length().await;
    assert_eq!(erase(&server, &source.name).await.unwrap(), first);
    assert_eq!(server.log_length().await, length);
    let status = server.undelete(&source.name).await.unwrap_err();
    let expected = (Code::FailedPrecondition, "RESOURCE_ERASED".to_owned());
    assert_eq!(reason(&status), expected);
    // A source in use is not erased.
    let chains = vec![AttributionChain {
        hops: vec![hop(&other)],
    }];
    let piece = server.create_article(article("A", "x y")).await.unwrap();
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let given = claimstore::wire::pb::Appearance {
        chains,
        ..appearance(&piece, "x")
    };
    server.create_appearance(&fact, given).await.unwrap();
    let status = erase(&server, &other.name).await.unwrap_err();
    assert_eq!(reason(&status).1, "RESOURCE_IN_USE");
    let bad = EraseResourceRequest {
        name: format!("{}/standing", fact.name),
        ..EraseResourceRequest::default()
    };
    let status = server.changes().erase_resource(bad).await.unwrap_err();
    assert_eq!(fields(&status), ["name", "reason"]);
}

#[tokio::test]
async fn a_repeated_creation_of_an_erased_resource_is_refused() {
    let server = TestServer::start().await;
    let create = claimstore::wire::pb::CreateSourceRequest {
        source: Some(outlet(SECRET)),
        request_id: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..Default::default()
    };
    let created = server
        .sources()
        .create_source(create.clone())
        .await
        .unwrap();
    erase(&server, &created.into_inner().name).await.unwrap();
    let length = server.log_length().await;
    let status = server.sources().create_source(create).await.unwrap_err();
    assert_eq!(reason(&status).1, "REQUEST_ID_REUSED");
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn a_repeated_update_without_changes_of_an_erased_resource_is_refused() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet(SECRET)).await.unwrap();
    let same = claimstore::wire::pb::UpdateSourceRequest {
        source: Some(Source {
            name: source.name.clone(),
            ..outlet(SECRET)
        }),
        request_id: "0198c0de-0000-7000-8000-000000000002".to_owned(),
        ..Default::default()
    };
    let unchanged = server.sources().update_source(same.clone()).await.unwrap();
    assert_eq!(unchanged.into_inner().revision, 1);
    erase(&server, &source.name).await.unwrap();
    let status = server.sources().update_source(same).await.unwrap_err();
    let expected = (Code::FailedPrecondition, "RESOURCE_ERASED".to_owned());
    assert_eq!(reason(&status), expected);
}

#[tokio::test]
async fn a_watch_that_returned_a_claim_returns_its_erasure() {
    let server = TestServer::start().await;
    let tagged = Claim {
        tags: vec!["war".to_owned()],
        ..claim(SECRET)
    };
    let fact = server.create_claim(tagged).await.unwrap();
    let other = server.create_claim(claim("Another")).await.unwrap();
    let word = review(SECRET, Verdict::True, 1);
    let word = server.create_review(&other, word).await.unwrap();
    let link = relation(RelationType::Supports, &fact);
    server.create_relation(&other, link).await.unwrap();
    server.log_settled().await;
    let watch = WatchChangesRequest {
        filter: Some(ChangeFilter {
            matching: Some(Matching::Claims(ClaimFilter {
                tag: "war".to_owned(),
                ..ClaimFilter::default()
            })),
            ..ChangeFilter::default()
        }),
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let stream = server.changes().watch_changes(watch).await.unwrap();
    let mut stream = stream.into_inner();
    let snapshot = next(&mut stream).await;
    assert_eq!(snapshot.changes[0].resource_name, fact.name);
    let erased = erase(&server, &fact.name).await.unwrap();
    assert_eq!(
        erased.names.len(),
        2,
        "the relation that leads to it goes too"
    );
    let change = loop {
        let answer = stream.message().await.unwrap().unwrap();
        if let Some(change) = answer.changes.into_iter().next() {
            break change;
        }
    };
    assert_eq!(change.resource_name, fact.name);
    assert_eq!(change.effect(), Effect::Left);
    let Some(Resource::Claim(bare)) = change.resource else {
        panic!("no claim");
    };
    assert!(bare.erasure.is_some() && bare.tags.is_empty());
    // The verdict of an erased review is removed from the history of the standing, too.
    erase(&server, &word.name).await.unwrap();
    assert_eq!(holding(&server, SECRET).await, [""; 0]);
    let history = ChangeFilter {
        resource_name: format!("{}/standing", other.name),
        ..ChangeFilter::default()
    };
    let history = log(&server, history).await;
    assert!(
        history.iter().all(|it| it.resource.is_some()),
        "{history:?}"
    );
}

#[tokio::test]
async fn an_erased_review_leaves_the_past_standing_without_its_verdict() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let first = review("Desk A", Verdict::True, 1);
    server.create_review(&fact, first).await.unwrap();
    let second = review(SECRET, Verdict::False, 2);
    let second = server.create_review(&fact, second).await.unwrap();
    server.log_settled().await;
    let disputed = ChangeFilter {
        matching: Some(Matching::Claims(ClaimFilter {
            disputed: Some(true),
            ..ClaimFilter::default()
        })),
        ..ChangeFilter::default()
    };
    let watch = WatchChangesRequest {
        filter: Some(disputed.clone()),
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let stream = server.changes().watch_changes(watch).await.unwrap();
    let mut stream = stream.into_inner();
    let snapshot = next(&mut stream).await;
    assert_eq!(snapshot.changes[0].resource_name, fact.name);
    erase(&server, &second.name).await.unwrap();
    // The claim is no longer disputed. A watch and a later list both return that.
    let change = loop {
        let answer = stream.message().await.unwrap().unwrap();
        if let Some(change) = answer.changes.into_iter().next() {
            break change;
        }
    };
    assert_eq!(change.effect(), Effect::Left);
    let changes = log(&server, disputed).await;
    let effects: Vec<Effect> = changes.iter().map(|it| it.effect()).collect();
    assert_eq!(effects, [Effect::Entered, Effect::Left]);
    // As of that time the claim is disputed, but the verdict of the erased review is not listed.
    let then = second.update_time;
    let list = ListClaimsRequest {
        filter: Some(ClaimFilter {
            disputed: Some(true),
            ..ClaimFilter::default()
        }),
        read_time: then,
        ..ListClaimsRequest::default()
    };
    let list = server.claims().list_claims(list).await.unwrap();
    assert_eq!(list.into_inner().claims, std::slice::from_ref(&fact));
    let standing = GetStandingRequest {
        name: format!("{}/standing", fact.name),
        read_time: then,
        ..GetStandingRequest::default()
    };
    let standing = server.claims().get_standing(standing).await.unwrap();
    let standing = standing.into_inner();
    assert_eq!((standing.review_count, standing.verdicts.len()), (2, 1));
    assert_eq!(holding(&server, SECRET).await, [""; 0]);
    // A list as of that time returns an erased claim in its erased state.
    erase(&server, &fact.name).await.unwrap();
    let list = ListClaimsRequest {
        filter: Some(ClaimFilter {
            reviewed: Some(false),
            ..ClaimFilter::default()
        }),
        show_deleted: true,
        read_time: then,
        ..ListClaimsRequest::default()
    };
    let list = server.claims().list_claims(list).await.unwrap();
    assert!(list.into_inner().claims[0].erasure.is_some());
}

#[tokio::test]
async fn a_child_that_was_erased_before_is_not_erased_again() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let word = server.create_review(&fact, review("Desk", Verdict::True, 1));
    let word = word.await.unwrap();
    erase(&server, &word.name).await.unwrap();
    let erased = erase(&server, &fact.name).await.unwrap();
    assert_eq!(erased.names, [fact.name]);
}
