//! Conditions on resources in the filter of changes, for lists and watches: which changes are
//! returned, with which effect, and with which details.

use claimstore::wire::pb::{
    ArticleFilter, Change, ChangeFilter, ChangeOrder, Claim, ClaimFilter, Effect,
    ListChangesRequest, ResourceKind, ReviewFilter, Source, SourceFilter, SourceKind, Verdict,
    WatchChangesRequest, change::Resource, change_filter::Matching, resource_state,
};
use tonic::Code;

use crate::{
    log::watch::next,
    support::{
        errors::{fields, reason},
        samples::{article, claim, outlet, review},
        server::TestServer,
    },
};

async fn list(server: &TestServer, request: ListChangesRequest) -> Vec<Change> {
    server.log_settled().await;
    let (mut changes, mut page_token) = (Vec::new(), String::new());
    loop {
        let request = ListChangesRequest {
            page_size: 2,
            page_token,
            ..request.clone()
        };
        let page = server.changes().list_changes(request).await.unwrap();
        let page = page.into_inner();
        changes.extend(page.changes);
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return changes;
        }
    }
}

fn matching(matching: Matching) -> Option<ChangeFilter> {
    Some(ChangeFilter {
        matching: Some(matching),
        ..ChangeFilter::default()
    })
}

fn effects(changes: &[Change]) -> Vec<(i64, Effect)> {
    changes
        .iter()
        .map(|it| (it.revision, it.effect()))
        .collect()
}

fn tagged(claim: &Claim, tags: &[&str]) -> Claim {
    Claim {
        name: claim.name.clone(),
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        ..Claim::default()
    }
}

#[tokio::test]
async fn a_change_reports_whether_its_resource_entered_changed_or_left() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    for tags in [&["war"][..], &["war", "peace"], &["peace"], &["war"]] {
        server
            .update_claim(tagged(&fact, tags), &["tags"])
            .await
            .unwrap();
    }
    server.delete(&fact.name).await.unwrap();
    server.undelete(&fact.name).await.unwrap();
    server.create_claim(claim("It is not")).await.unwrap();
    let request = ListChangesRequest {
        filter: matching(Matching::Claims(ClaimFilter {
            tag: "war".to_owned(),
            ..ClaimFilter::default()
        })),
        ..ListChangesRequest::default()
    };
    let mut expected = [
        (2, Effect::Entered),
        (3, Effect::Changed),
        (4, Effect::Left),
        (5, Effect::Entered),
        (6, Effect::Left),
        (7, Effect::Entered),
    ];
    let changes = list(&server, request.clone()).await;
    assert_eq!(effects(&changes), expected);
    let newest_first = ListChangesRequest {
        order: ChangeOrder::NewestFirst.into(),
        ..request
    };
    expected.reverse();
    let changes = list(&server, newest_first).await;
    assert_eq!(effects(&changes), expected);
}

#[tokio::test]
async fn a_condition_on_a_standing_finds_its_changes_with_the_claim() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    for (desk, verdict, second) in [
        ("A", Verdict::True, 1),
        ("B", Verdict::False, 2),
        ("A", Verdict::False, 3),
    ] {
        let word = review(desk, verdict, second);
        server.create_review(&fact, word).await.unwrap();
        if second == 2 {
            server
                .update_claim(tagged(&fact, &["war"]), &["tags"])
                .await
                .unwrap();
        }
    }
    let request = ListChangesRequest {
        filter: matching(Matching::Claims(ClaimFilter {
            disputed: Some(true),
            ..ClaimFilter::default()
        })),
        ..ListChangesRequest::default()
    };
    let changes = list(&server, request).await;
    let standing = format!("{}/standing", fact.name);
    let received: Vec<_> = changes
        .iter()
        .map(|it| (it.resource_name.as_str(), it.effect()))
        .collect();
    let expected = [
        (standing.as_str(), Effect::Entered),
        (fact.name.as_str(), Effect::Changed),
        (standing.as_str(), Effect::Left),
    ];
    assert_eq!(received, expected);
    let claims: Vec<_> = changes.iter().map(|it| it.standing_of.as_ref()).collect();
    assert_eq!(claims[0], Some(&fact));
    assert_eq!(claims[1], None);
    assert_eq!(claims[2].unwrap().tags, ["war"]);
}

#[tokio::test]
async fn a_standing_is_found_by_the_name_and_the_references_of_its_claim() {
    let server = TestServer::start().await;
    let original = server.create_claim(claim("It is so")).await.unwrap();
    let translated = Claim {
        translation_of: original.name.clone(),
        language: "de".to_owned(),
        ..claim("Es ist so")
    };
    let fact = server.create_claim(translated).await.unwrap();
    let other = server.create_claim(claim("It is not")).await.unwrap();
    for about in [&fact, &other] {
        for (desk, verdict, second) in [("A", Verdict::True, 1), ("B", Verdict::False, 2)] {
            let word = review(desk, verdict, second);
            server.create_review(about, word).await.unwrap();
        }
    }
    let disputed = Matching::Claims(ClaimFilter {
        disputed: Some(true),
        ..ClaimFilter::default()
    });
    for (resource_name, concerns) in [
        (fact.name.clone(), String::new()),
        (String::new(), original.name.clone()),
    ] {
        let request = ListChangesRequest {
            filter: Some(ChangeFilter {
                resource_name,
                concerns,
                matching: Some(disputed.clone()),
                ..ChangeFilter::default()
            }),
            ..ListChangesRequest::default()
        };
        let changes = list(&server, request.clone()).await;
        let received: Vec<_> = changes.iter().map(|it| it.resource_name.as_str()).collect();
        assert_eq!(received, [format!("{}/standing", fact.name)]);
        // A snapshot selects the same claim.
        let watch = WatchChangesRequest {
            filter: request.filter,
            snapshot: true,
            ..WatchChangesRequest::default()
        };
        let stream = server.changes().watch_changes(watch).await.unwrap();
        let snapshot = next(&mut stream.into_inner()).await;
        let found: Vec<_> = snapshot
            .changes
            .iter()
            .map(|it| &it.resource_name)
            .collect();
        assert_eq!(found, [&fact.name]);
    }
}

#[tokio::test]
async fn previous_states_count_towards_the_size_of_a_page() {
    let server = TestServer::start().await;
    let body = "x".repeat(900_000);
    let piece = server.create_article(article("A", &body)).await.unwrap();
    for number in 0..4 {
        let changed = claimstore::wire::pb::Article {
            name: piece.name.clone(),
            body: format!("{number}{body}"),
            ..Default::default()
        };
        server.update_article(changed, &["body"]).await.unwrap();
    }
    server.log_settled().await;
    for (include_before, expected) in [(false, 3), (true, 2)] {
        let request = ListChangesRequest {
            view: claimstore::wire::pb::ArticleView::Full.into(),
            include_before,
            ..ListChangesRequest::default()
        };
        let page = server.changes().list_changes(request).await.unwrap();
        assert_eq!(page.into_inner().changes.len(), expected);
    }
}

#[tokio::test]
async fn an_unchanged_body_is_not_a_changed_field_in_any_view() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let changed = claimstore::wire::pb::Article {
        name: piece.name.clone(),
        section: "Europe".to_owned(),
        ..Default::default()
    };
    server.update_article(changed, &["section"]).await.unwrap();
    for view in [
        claimstore::wire::pb::ArticleView::Basic,
        claimstore::wire::pb::ArticleView::Full,
    ] {
        let request = ListChangesRequest {
            view: view.into(),
            ..ListChangesRequest::default()
        };
        let changes = list(&server, request).await;
        assert_eq!(changes[1].changed_fields, ["section"]);
    }
}

#[tokio::test]
async fn a_change_has_its_changed_fields_and_on_request_the_previous_state() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let changed = claimstore::wire::pb::Article {
        name: piece.name.clone(),
        body: "y".to_owned(),
        section: "Europe".to_owned(),
        ..Default::default()
    };
    server
        .update_article(changed, &["body", "section"])
        .await
        .unwrap();
    for include_before in [false, true] {
        let request = ListChangesRequest {
            include_before,
            ..ListChangesRequest::default()
        };
        let changes = list(&server, request).await;
        assert_eq!(
            effects(&changes),
            [(1, Effect::Entered), (2, Effect::Changed)]
        );
        assert!(changes[0].changed_fields.is_empty() && changes[0].before.is_none());
        let fields = ["section", "body_sha256", "version", "body"];
        assert_eq!(changes[1].changed_fields, fields);
        let before = changes[1].before.clone().and_then(|it| it.resource);
        let expected = include_before.then(|| {
            let bare = claimstore::wire::pb::Article {
                body: String::new(),
                ..piece.clone()
            };
            resource_state::Resource::Article(bare)
        });
        assert_eq!(before, expected);
    }
}

#[tokio::test]
async fn a_resource_enters_and_leaves_with_its_reference_to_a_source() {
    let server = TestServer::start().await;
    let (paper, other) = (outlet("Paper"), outlet("Other"));
    let paper = server.create_source(paper).await.unwrap();
    let other = server.create_source(other).await.unwrap();
    let published = |name: &str, by: &Source| Source {
        name: name.to_owned(),
        publisher: by.name.clone(),
        ..outlet("Page")
    };
    let page = server.create_source(published("", &other)).await.unwrap();
    for by in [&paper, &other] {
        let moved = published(&page.name, by);
        server.update_source(moved, &["publisher"]).await.unwrap();
    }
    let request = ListChangesRequest {
        filter: Some(ChangeFilter {
            concerns: paper.name.clone(),
            ..ChangeFilter::default()
        }),
        ..ListChangesRequest::default()
    };
    let changes = list(&server, request).await;
    let expected = [
        (1, Effect::Entered),
        (2, Effect::Entered),
        (3, Effect::Left),
    ];
    assert_eq!(effects(&changes), expected);
}

#[tokio::test]
async fn conditions_that_changes_cannot_answer_are_all_refused_at_once() {
    let server = TestServer::start().await;
    let name = "articles/0198c0de-0000-7000-8002-000000000001".to_owned();
    let sources = Matching::Sources(SourceFilter {
        kind: SourceKind::Person.into(),
        article: name.clone(),
        publisher: "x".to_owned(),
        ..SourceFilter::default()
    });
    let articles = Matching::Articles(ArticleFilter {
        rests_on_retracted: Some(true),
        ..ArticleFilter::default()
    });
    let reviews = Matching::Reviews(ReviewFilter {
        article: name,
        verdict: 99,
        ..ReviewFilter::default()
    });
    for (conditions, expected) in [
        (
            sources,
            &[
                "filter.kinds",
                "filter.sources.publisher",
                "filter.sources.article",
            ][..],
        ),
        (
            articles,
            &["filter.kinds", "filter.articles.rests_on_retracted"],
        ),
        (
            reviews,
            &[
                "filter.kinds",
                "filter.reviews.verdict",
                "filter.reviews.article",
            ],
        ),
    ] {
        let filter = Some(ChangeFilter {
            matching: Some(conditions),
            kinds: vec![ResourceKind::Source.into()],
            ..ChangeFilter::default()
        });
        let request = ListChangesRequest {
            filter: filter.clone(),
            ..ListChangesRequest::default()
        };
        let status = server.changes().list_changes(request).await.unwrap_err();
        assert_eq!(fields(&status), expected);
        let request = WatchChangesRequest {
            filter,
            ..WatchChangesRequest::default()
        };
        let status = server.changes().watch_changes(request).await.unwrap_err();
        assert_eq!(fields(&status), expected);
    }
    let request = WatchChangesRequest {
        filter: Some(ChangeFilter {
            actor: "ada".to_owned(),
            ..ChangeFilter::default()
        }),
        position: "AAAA".to_owned(),
        snapshot: true,
        ..WatchChangesRequest::default()
    };
    let status = server.changes().watch_changes(request).await.unwrap_err();
    assert_eq!(fields(&status), ["filter.actor", "snapshot"]);
    assert_eq!(reason(&status).0, Code::InvalidArgument);
}

#[tokio::test]
async fn a_snapshot_of_everything_comes_by_kind_and_later_changes_follow() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("It is so")).await.unwrap();
    let piece = server.create_article(article("A", "x")).await.unwrap();
    let source = server.create_source(outlet("A")).await.unwrap();
    let gone = server.create_source(outlet("B")).await.unwrap();
    server.delete(&gone.name).await.unwrap();
    let word = review("Desk", Verdict::True, 1);
    let word = server.create_review(&fact, word).await.unwrap();
    server.log_settled().await;
    let request = WatchChangesRequest {
        snapshot: true,
        view: claimstore::wire::pb::ArticleView::Full.into(),
        ..WatchChangesRequest::default()
    };
    let stream = server.changes().watch_changes(request).await.unwrap();
    let mut stream = stream.into_inner();
    let mut found = Vec::new();
    loop {
        let answer = stream.message().await.unwrap().unwrap();
        if !answer.snapshot {
            assert!(answer.changes.is_empty());
            break;
        }
        found.extend(answer.changes);
    }
    let standing = format!("{}/standing", fact.name);
    let names: Vec<&str> = found.iter().map(|it| it.resource_name.as_str()).collect();
    let expected = [&source.name, &piece.name, &fact.name, &word.name, &standing];
    assert_eq!(names, expected);
    assert!(found.iter().all(|it| it.effect() == Effect::Entered));
    let Some(Resource::Article(whole)) = &found[1].resource else {
        panic!("no article");
    };
    assert_eq!(whole.body, "x");
    // After the snapshot, later changes follow.
    let later = server.create_source(outlet("C")).await.unwrap();
    let change = loop {
        let answer = stream.message().await.unwrap().unwrap();
        if let Some(change) = answer.changes.into_iter().next() {
            break change;
        }
    };
    assert_eq!(change.resource_name, later.name);
}
