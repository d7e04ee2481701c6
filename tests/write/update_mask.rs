//! Updates: which fields a mask writes, which paths it must not have, and which fields stay.

use claimstore::wire::pb::{
    Appearance, Article, Claim, Date, Origin, OriginKind, Source, UpdateSourceRequest,
};
use tonic::Status;

use crate::support::{
    calls::mask,
    errors::{fields, missing, sorted_fields},
    samples::{
        appearance, article, claim, full_appearance, full_article, full_claim, full_source, outlet,
        page,
    },
    server::TestServer,
};

async fn full(server: &TestServer) -> Source {
    let publisher = server.create_source(outlet("Paper")).await.unwrap();
    let source = full_source(&publisher);
    server.create_source(source).await.unwrap()
}

/// The expected state, with the output-only fields of the answer.
fn stamped(expected: Source, answer: &Source) -> Source {
    Source {
        revision: 2,
        etag: answer.etag.clone(),
        update_time: answer.update_time,
        ..expected
    }
}

#[tokio::test]
async fn without_a_mask_the_populated_fields_are_written() {
    let server = TestServer::start().await;
    let before = full(&server).await;
    let patch = Source {
        name: before.name.clone(),
        display_name: "Another".to_owned(),
        // Output-only fields are ignored.
        revision: 9,
        canonical_url: "https://x.example/".to_owned(),
        ..Source::default()
    };
    let after = server.update_source(patch.clone(), &[]).await.unwrap();
    let expected = Source {
        display_name: patch.display_name.clone(),
        ..before.clone()
    };
    assert_eq!(after, stamped(expected, &after));
    assert_ne!(after.etag, before.etag);
    assert!(after.update_time.unwrap().seconds >= before.update_time.unwrap().seconds);
    assert_ne!(after.update_time, before.update_time);
    assert_eq!(server.get_source(&before.name).await.unwrap(), after);

    // An empty mask equals no mask.
    let request = UpdateSourceRequest {
        source: Some(patch),
        update_mask: mask(&[]),
        ..UpdateSourceRequest::default()
    };
    let again = server.sources().update_source(request).await.unwrap();
    assert_eq!(again.into_inner(), after);
}

#[tokio::test]
async fn a_star_replaces_everything_that_callers_can_write() {
    let server = TestServer::start().await;
    let before = full(&server).await;
    let patch = Source {
        name: before.name.clone(),
        ..page("https://other.example/")
    };
    let after = server.update_source(patch.clone(), &["*"]).await.unwrap();
    let expected = Source {
        canonical_url: "https://other.example/".to_owned(),
        create_time: before.create_time,
        ..patch
    };
    assert_eq!(after, stamped(expected, &after));
}

#[tokio::test]
async fn a_masked_field_that_is_absent_is_cleared() {
    let server = TestServer::start().await;
    let before = full(&server).await;
    let patch = Source {
        name: before.name.clone(),
        display_name: "ignored".to_owned(),
        ..Source::default()
    };
    let paths = [
        "url",
        "aliases",
        "publisher",
        "same_as",
        "retrieve_time",
        "access_status",
    ];
    let after = server.update_source(patch, &paths).await.unwrap();
    let expected = Source {
        url: String::new(),
        aliases: Vec::new(),
        canonical_url: String::new(),
        publisher: String::new(),
        same_as: Vec::new(),
        retrieve_time: None,
        access_status: 0,
        ..before
    };
    assert_eq!(after, stamped(expected, &after));
}

#[tokio::test]
async fn a_required_field_cannot_be_cleared_and_nothing_is_written() {
    let server = TestServer::start().await;
    let before = full(&server).await;
    let length = server.log_length().await;
    let patch = Source {
        name: before.name.clone(),
        url: "no url".to_owned(),
        display_name: "x".repeat(501),
        ..Source::default()
    };
    let paths = ["kind", "url", "display_name"];
    let status = server.update_source(patch, &paths).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        ["source.display_name", "source.kind", "source.url"]
    );
    assert_eq!(server.get_source(&before.name).await.unwrap(), before);
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn every_path_without_a_writable_field_is_refused() {
    let server = TestServer::start().await;
    let before = full(&server).await;
    let paths = [
        "display_name",
        "displayName",
        "nothing",
        "",
        "name",
        "canonical_url",
        "revision",
        "etag",
        "create_time",
        "update_time.seconds",
        "*",
        "same_as.x",
        "url.x",
        "retrieve_time.nothing",
        "display_name.",
    ];
    let patch = Source {
        name: before.name.clone(),
        ..Source::default()
    };
    let status = server.update_source(patch, &paths).await.unwrap_err();
    assert_eq!(fields(&status), vec!["update_mask"; paths.len() - 1]);
    assert_eq!(server.get_source(&before.name).await.unwrap(), before);
}

async fn refused_in_article(server: &TestServer, path: &str) -> Vec<String> {
    let patch = Article {
        name: "articles/00000000-0000-0000-0000-000000000001".to_owned(),
        ..Article::default()
    };
    let status = server.update_article(patch, &[path]).await.unwrap_err();
    fields(&status)
}

#[tokio::test]
async fn the_version_and_the_hash_of_a_text_cannot_be_written() {
    let server = TestServer::start().await;
    for path in ["version", "body_sha256"] {
        assert_eq!(refused_in_article(&server, path).await, ["update_mask"]);
    }
}

#[tokio::test]
async fn a_nested_field_is_written_alone() {
    let server = TestServer::start().await;
    let before = server
        .create_claim(full_claim(&Claim::default()))
        .await
        .unwrap();
    let patch = |origin: Option<Origin>| Claim {
        name: before.name.clone(),
        origin,
        ..Claim::default()
    };
    let origin = Origin {
        version: "2".to_owned(),
        ..Origin::default()
    };
    let paths = ["origin.version", "origin.confidence"];
    let after = server.update_claim(patch(Some(origin)), &paths).await;
    let after = after.unwrap().origin.unwrap();
    assert_eq!(
        after,
        Origin {
            version: "2".to_owned(),
            confidence: None,
            ..before.origin.clone().unwrap()
        }
    );
    // The parent message is absent in the patch: its masked field is cleared, the other ones stay.
    let after = server.update_claim(patch(None), &["origin.version"]).await;
    let after = after.unwrap().origin.unwrap();
    assert_eq!(after.name, "extractor");
    assert_eq!(after.version, "");
}

#[tokio::test]
async fn clearing_a_field_of_an_absent_message_changes_nothing() {
    let server = TestServer::start().await;
    let before = server.create_claim(claim("It is so")).await.unwrap();
    let patch = Claim {
        name: before.name.clone(),
        ..Claim::default()
    };
    let paths = ["origin.version", "period.from.year"];
    let after = server.update_claim(patch, &paths).await.unwrap();
    assert_eq!(after, before);
}

#[tokio::test]
async fn writing_a_field_of_an_absent_message_creates_it() {
    let server = TestServer::start().await;
    let before = server.create_article(article("A", "")).await.unwrap();
    let patch = Article {
        name: before.name.clone(),
        date_published: Some(Date {
            year: 2025,
            month: 4,
            ..Date::default()
        }),
        ..Article::default()
    };
    let paths = ["date_published.year"];
    let after = server.update_article(patch, &paths).await.unwrap();
    let expected = Date {
        year: 2025,
        ..Date::default()
    };
    assert_eq!(after.date_published, Some(expected));

    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let patch = Claim {
        name: claim.name.clone(),
        origin: Some(Origin {
            kind: OriginKind::Person.into(),
            ..Origin::default()
        }),
        ..Claim::default()
    };
    let status = server.update_claim(patch, &["origin.kind"]).await;
    assert_eq!(fields(&status.unwrap_err()), ["claim.origin.name"]);
}

#[tokio::test]
async fn an_update_without_changes_writes_nothing() {
    let server = TestServer::start().await;
    let source = full(&server).await;
    let text = server.create_article(full_article(&source)).await.unwrap();
    let text = server.get_article(&text.name).await.unwrap();
    let claim = server
        .create_claim(full_claim(&Claim::default()))
        .await
        .unwrap();
    let printed = full_appearance(&text, &source);
    let printed = server.create_appearance(&claim, printed).await.unwrap();
    let length = server.log_length().await;
    for paths in [&[][..], &["*"]] {
        let answer = server.update_source(source.clone(), paths).await;
        assert_eq!(answer.unwrap(), source);
        let answer = server.update_article(text.clone(), paths).await;
        let without_body = Article {
            body: String::new(),
            ..text.clone()
        };
        assert_eq!(answer.unwrap(), without_body);
        let answer = server.update_claim(claim.clone(), paths).await;
        assert_eq!(answer.unwrap(), claim);
        let answer = server.update_appearance(printed.clone(), paths).await;
        assert_eq!(answer.unwrap(), printed);
    }
    let patch = Source {
        name: source.name.clone(),
        ..Source::default()
    };
    assert_eq!(server.update_source(patch, &[]).await.unwrap(), source);
    assert_eq!(server.log_length().await, length);
    assert_eq!(server.get_source(&source.name).await.unwrap(), source);
    assert_eq!(server.get_article(&text.name).await.unwrap(), text);
}

#[tokio::test]
async fn an_update_must_name_an_existing_resource_of_its_kind() {
    let server = TestServer::start().await;
    let update = async |name: &str| -> Status {
        let patch = Source {
            name: name.to_owned(),
            ..outlet("a")
        };
        server.update_source(patch, &[]).await.unwrap_err()
    };
    let id = "00000000-0000-0000-0000-000000000001";
    for name in ["", "x", &format!("claims/{id}"), &format!("sources/{id}/")] {
        assert_eq!(fields(&update(name).await), ["source.name"], "{name}");
    }
    let name = format!("sources/{id}");
    assert_eq!(missing(&update(&name).await), [name]);
    let nothing = UpdateSourceRequest {
        request_id: "x".to_owned(),
        ..UpdateSourceRequest::default()
    };
    let status = server.sources().update_source(nothing).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["request_id", "source"]);
}

#[tokio::test]
async fn an_appearance_cannot_move_to_another_article() {
    let server = TestServer::start().await;
    let here = server.create_article(article("A", "a b")).await.unwrap();
    let there = server.create_article(article("B", "a b")).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let stored = server.create_appearance(&claim, appearance(&here, "a"));
    let stored = stored.await.unwrap();
    let moved = |article: &str| Appearance {
        name: stored.name.clone(),
        article: article.to_owned(),
        ..stored.clone()
    };
    for paths in [&["article"][..], &["*"], &[]] {
        let status = server.update_appearance(moved(&there.name), paths).await;
        assert_eq!(fields(&status.unwrap_err()), ["appearance.article"]);
    }
    let status = server.update_appearance(moved(""), &["article"]).await;
    let fields = fields(&status.unwrap_err());
    assert!(fields.iter().all(|it| it == "appearance.article"));
}
