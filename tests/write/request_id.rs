//! `request_id`: a repeated request gets the first answer and is done once.

use claimstore::wire::pb::{
    Article, CreateClaimRequest, CreateSourceRequest, Source, UpdateArticleRequest,
    UpdateSourceRequest,
};
use tonic::{Request, Status};

use crate::support::{
    calls::mask,
    errors::{fields, why},
    samples::{article, claim, outlet, page},
    server::TestServer,
};

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

fn create(source: Source) -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(source),
        request_id: ID.to_owned(),
        ..CreateSourceRequest::default()
    }
}

fn update(source: Source) -> UpdateSourceRequest {
    UpdateSourceRequest {
        source: Some(source),
        request_id: ID.to_owned(),
        ..UpdateSourceRequest::default()
    }
}

async fn send(server: &TestServer, request: CreateSourceRequest) -> Result<Source, Status> {
    let answer = server.sources().create_source(request).await?;
    Ok(answer.into_inner())
}

async fn send_as(
    server: &TestServer,
    actor: &str,
    request: CreateSourceRequest,
) -> Result<Source, Status> {
    let mut request = Request::new(request);
    let actor = actor.parse().unwrap();
    request.metadata_mut().insert("x-claimstore-actor", actor);
    Ok(server.sources().create_source(request).await?.into_inner())
}

#[tokio::test]
async fn a_repeated_creation_gets_the_first_answer() {
    let server = TestServer::start().await;
    let first = send(&server, create(page("https://a.example/"))).await;
    let first = first.unwrap();
    let changed = Source {
        name: first.name.clone(),
        ..outlet("changed")
    };
    server.update_source(changed, &[]).await.unwrap();
    let length = server.log_length().await;
    let again = send(&server, create(page("https://a.example/"))).await;
    assert_eq!(again.unwrap(), first, "as it was then, not as it is now");
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn a_repeated_update_gets_the_first_answer() {
    let server = TestServer::start().await;
    let before = server.create_source(outlet("a")).await.unwrap();
    let request = update(Source {
        name: before.name.clone(),
        etag: before.etag.clone(),
        ..outlet("b")
    });
    let send = async || {
        let answer = server.sources().update_source(request.clone()).await?;
        Ok::<_, Status>(answer.into_inner())
    };
    let first = send().await.unwrap();
    let length = server.log_length().await;
    // The etag in the request is no longer current, but the repetition still gets the first
    // answer.
    assert_eq!(send().await.unwrap(), first);
    let later = Source {
        name: before.name.clone(),
        ..outlet("c")
    };
    server.update_source(later, &[]).await.unwrap();
    assert_eq!(send().await.unwrap(), first);
    assert_eq!(server.log_length().await, length + 1);
}

#[tokio::test]
async fn a_repeated_update_without_changes_gets_the_first_answer() {
    let server = TestServer::start().await;
    let before = server.create_article(article("A", "body")).await.unwrap();
    let request = UpdateArticleRequest {
        article: Some(Article {
            name: before.name.clone(),
            ..article("A", "body")
        }),
        update_mask: mask(&["headline", "body"]),
        request_id: ID.to_owned(),
        ..UpdateArticleRequest::default()
    };
    let send = async || {
        let answer = server.articles().update_article(request.clone()).await;
        answer.unwrap().into_inner()
    };
    assert_eq!(send().await, before);
    let later = Article {
        name: before.name.clone(),
        ..article("B", "other")
    };
    server.update_article(later, &[]).await.unwrap();
    let length = server.log_length().await;
    assert_eq!(send().await, before);
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn only_one_of_many_concurrent_copies_is_done() {
    let server = TestServer::start().await;
    let racing: Vec<_> = (0..16)
        .map(|_| {
            let mut client = server.sources();
            tokio::spawn(async move { client.create_source(create(outlet("a"))).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in racing {
        answers.push(call.await.unwrap().unwrap().into_inner());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(server.log_length().await, 1);

    let name = answers[0].name.clone();
    let racing: Vec<_> = (0..16)
        .map(|_| {
            let mut client = server.sources();
            let request = update(Source {
                name: name.clone(),
                ..outlet("b")
            });
            tokio::spawn(async move { client.update_source(request).await })
        })
        .collect();
    for call in racing {
        assert_eq!(call.await.unwrap().unwrap().into_inner().revision, 2);
    }
    assert_eq!(server.log_length().await, 2);
}

#[tokio::test]
async fn another_request_under_the_same_id_is_refused() {
    let server = TestServer::start().await;
    let first = send(&server, create(outlet("a"))).await.unwrap();
    let length = server.log_length().await;
    let other_id = CreateSourceRequest {
        source_id: ID.to_owned(),
        ..create(outlet("a"))
    };
    for other in [create(outlet("b")), other_id] {
        let status = send(&server, other).await.unwrap_err();
        assert_eq!(why(&status), "REQUEST_ID_REUSED");
    }
    assert_eq!(server.log_length().await, length);
    assert_eq!(send(&server, create(outlet("a"))).await.unwrap(), first);
}

#[tokio::test]
async fn a_request_id_belongs_to_one_caller_and_one_method() {
    let server = TestServer::start().await;
    let first = send(&server, create(outlet("a"))).await.unwrap();
    let ada = send_as(&server, "ada", create(outlet("a"))).await.unwrap();
    let eva = send_as(&server, "eva", create(outlet("b"))).await.unwrap();
    assert_ne!(first.name, ada.name);
    assert_ne!(ada.name, eva.name);
    let again = send_as(&server, "ada", create(outlet("a"))).await.unwrap();
    assert_eq!(again, ada);
    let status = send_as(&server, "ada", create(outlet("b"))).await;
    assert_eq!(why(&status.unwrap_err()), "REQUEST_ID_REUSED");

    let renamed = update(Source {
        name: first.name.clone(),
        ..outlet("c")
    });
    let renamed = server.sources().update_source(renamed).await.unwrap();
    assert_eq!(renamed.into_inner().revision, 2);
    let said = CreateClaimRequest {
        claim: Some(claim("It is so")),
        request_id: ID.to_owned(),
        ..CreateClaimRequest::default()
    };
    server.claims().create_claim(said).await.unwrap();
}

#[tokio::test]
async fn a_request_that_another_worker_of_the_caller_repeats_is_done_once() {
    let server = TestServer::start().await;
    let first = send_as(&server, "crawler/1", create(outlet("a")))
        .await
        .unwrap();
    let length = server.log_length().await;
    for worker in ["crawler/2", "crawler", "crawler/"] {
        let again = send_as(&server, worker, create(outlet("a"))).await;
        assert_eq!(again.unwrap(), first, "{worker}");
        let other = send_as(&server, worker, create(outlet("b"))).await;
        assert_eq!(why(&other.unwrap_err()), "REQUEST_ID_REUSED");
    }
    assert_eq!(server.log_length().await, length);
    // The log names the worker.
    let mut connection = server.connection().await;
    let actor: String = sqlx::query_scalar("select actor from changes")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(actor, "unverified:crawler/1");
    let other = send_as(&server, "crawlers/1", create(outlet("a"))).await;
    assert_ne!(other.unwrap().name, first.name);
}

#[tokio::test]
async fn a_failed_request_does_not_use_up_its_id() {
    let server = TestServer::start().await;
    let held = server
        .create_source(page("https://a.example/"))
        .await
        .unwrap();
    let absent = Source {
        publisher: format!("sources/{ID}"),
        ..outlet("a")
    };
    for bad in [
        page("no url"),
        page("https://a.example/"),
        absent,
        Source::default(),
    ] {
        send(&server, create(bad)).await.unwrap_err();
    }
    let stale = update(Source {
        name: held.name.clone(),
        etag: "stale".to_owned(),
        ..outlet("b")
    });
    let status = server.sources().update_source(stale).await.unwrap_err();
    assert_eq!(why(&status), "ETAG_MISMATCH");
    let fresh = update(Source {
        name: held.name,
        ..outlet("b")
    });
    server.sources().update_source(fresh).await.unwrap();
    send(&server, create(outlet("a"))).await.unwrap();
}

#[tokio::test]
async fn a_request_id_must_be_a_lower_case_uuid_other_than_nil() {
    let server = TestServer::start().await;
    let nil = "00000000-0000-0000-0000-000000000000";
    for id in ["1", &ID.to_uppercase(), &ID.replace('-', ""), nil, "\0"] {
        let request = CreateSourceRequest {
            request_id: id.to_owned(),
            ..create(page("no url"))
        };
        let status = send(&server, request).await.unwrap_err();
        let fields = fields(&status);
        assert_eq!(fields, ["request_id", "source.url"], "{id}");
    }
}

#[tokio::test]
async fn an_actor_is_a_short_word_and_is_stored_with_its_changes() {
    let server = TestServer::start().await;
    let longest = "x".repeat(128);
    let mut given = Vec::new();
    for actor in ["ada@desk.example", &longest] {
        send_as(&server, actor, create(outlet("a"))).await.unwrap();
        given.push(format!("unverified:{actor}"));
    }
    server.create_source(outlet("b")).await.unwrap();
    given.push("unverified:anonymous".to_owned());
    let mut connection = server.connection().await;
    let stored: Vec<String> = sqlx::query_scalar("select actor from changes order by change_time")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(stored, given);
    for actor in ["", "ada rossi", &"x".repeat(129)] {
        let status = send_as(&server, actor, create(outlet("a"))).await;
        assert_eq!(fields(&status.unwrap_err()), ["x-claimstore-actor"]);
    }
}
