//! What is logged, and what never is.

use std::time::Duration;

use bytes::Bytes;
use claimstore::wire::pb::{
    Article, CreateArticleRequest, CreateSourceRequest, GetSourceRequest, Source,
    article_service_client::ArticleServiceClient, source_service_client::SourceServiceClient,
};
use rustix::process::Signal;
use serde_json::Value;
use sqlx::{Connection as _, PgConnection};
use tokio::net::TcpStream;
use tonic::{Request, transport::Endpoint};
use tonic_health::pb::health_check_response::ServingStatus;

use super::{
    health::FILL,
    start::{DataDir, person, ready},
};
use crate::support::{
    clock::Clock,
    cluster::database,
    health::wait_for_health,
    process::{Serving, claimstore},
};

#[tokio::test]
async fn every_call_is_one_line_with_its_id_and_without_content() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let article = CreateArticleRequest {
        article: Some(Article {
            headline: "hush-headline".to_owned(),
            body: "hush-body".to_owned(),
            ..Article::default()
        }),
        ..CreateArticleRequest::default()
    };
    let mut articles = ArticleServiceClient::new(channel.clone());
    articles.create_article(article.clone()).await.unwrap();
    // The second is refused, because it is identical to the first.
    articles.create_article(article).await.unwrap_err();

    let mut sources = SourceServiceClient::new(channel);
    let mut request = Request::new(person("hush-name"));
    request
        .metadata_mut()
        .insert("x-request-id", "desk-17".parse().unwrap());
    let answer = sources.create_source(request).await.unwrap();
    assert_eq!(answer.metadata().get("x-request-id").unwrap(), "desk-17");
    let refused = CreateSourceRequest {
        source: Some(Source {
            url: "hush://url".to_owned(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    };
    sources.create_source(refused).await.unwrap_err();
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());

    let log = serving.log();
    assert!(!log.iter().any(|line| line.contains("hush")), "{log:#?}");
    let answered: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).expect("every line is JSON"))
        .filter(|line| line["message"] == "answered")
        .collect();
    let codes: Vec<&str> = answered
        .iter()
        .map(|it| it["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["Ok", "AlreadyExists", "Ok", "InvalidArgument"]);
    for line in &answered {
        assert!(line["span"]["request"].is_string(), "{line}");
        assert!(line["took_us"].is_u64(), "{line}");
    }
    assert_eq!(answered[2]["span"]["request"], "desk-17");
}

/// The lines about calls that read, of a server with this setting: their codes and request ids.
async fn read_lines(min_ms: &str) -> Vec<(String, String)> {
    let database = database().await;
    let mut command = claimstore();
    command
        .args(["serve", "--log-reads-min-ms", min_ms, "--database-url"])
        .arg(database.url());
    let mut serving = Serving::start(&mut command);
    let channel = ready(&serving).await;
    let mut sources = SourceServiceClient::new(channel);
    let created = sources.create_source(person("A")).await.unwrap();
    let missing = "sources/0198c0de-0000-7000-8000-000000000001".to_owned();
    for (name, id) in [(created.into_inner().name, "found"), (missing, "missing")] {
        let mut request = Request::new(GetSourceRequest {
            name,
            ..GetSourceRequest::default()
        });
        request
            .metadata_mut()
            .insert("x-request-id", id.parse().unwrap());
        let is_found = sources.get_source(request).await.is_ok();
        assert_eq!(is_found, id == "found");
    }
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    let lines = serving.log();
    let lines = lines
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["message"] == "answered")
        .filter(|line| line["span"]["method"] == "/claimstore.v1.SourceService/GetSource");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    lines
        .map(|line| (text(&line["code"]), text(&line["span"]["request"])))
        .collect()
}

#[tokio::test]
async fn a_successful_read_is_a_line_only_if_it_is_slow_and_a_failed_one_always() {
    let line = |code: &str, id: &str| (code.to_owned(), id.to_owned());
    let missing = line("NotFound", "missing");
    assert_eq!(read_lines("0").await, [line("Ok", "found"), missing]);
    assert_eq!(read_lines("600000").await, [line("NotFound", "missing")]);
}

#[tokio::test]
async fn a_database_without_a_schema_is_reported_once_and_plainly() {
    let database = database().await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql("drop schema public cascade; create schema public")
        .execute(&mut connection)
        .await
        .unwrap();
    let mut command = claimstore();
    command
        .arg("serve")
        .arg("--database-url")
        .arg(database.url());
    let mut serving = Serving::start(&mut command);
    let is_reported = |log: &[String]| log.iter().any(|line| line.contains("not ready"));
    while !is_reported(&serving.log()) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Every call and every background task finds the same.
    let channel = Endpoint::from_shared(serving.url()).unwrap().connect_lazy();
    let mut sources = SourceServiceClient::new(channel);
    sources.create_source(person("A")).await.unwrap_err();
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    let log = serving.log();
    let text = log.join("\n");
    let reports = log.iter().filter(|line| line.contains("not ready"));
    assert_eq!(reports.count(), 1, "{text}");
    assert!(
        text.contains("the database has no schema yet; run claimstore migrate"),
        "{text}"
    );
    for driver_text in ["relation", "error returned", "does not exist", "epochs"] {
        assert!(!text.contains(driver_text), "{driver_text}: {text}");
    }
}

#[tokio::test]
async fn a_line_about_a_failed_call_has_its_request_id_at_any_level() {
    let database = database().await;
    let mut command = claimstore();
    command
        // The address is found in a line of the command.
        .args([
            "serve",
            "--log",
            "warn,claimstore::cli=info",
            "--database-url",
        ])
        .arg(database.url());
    let mut serving = Serving::start(&mut command);
    let channel = ready(&serving).await;
    let mut sources = SourceServiceClient::new(channel);
    sources.create_source(person("A")).await.unwrap();
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql("drop schema public cascade")
        .execute(&mut connection)
        .await
        .unwrap();
    sources.create_source(person("B")).await.unwrap_err();
    let get = GetSourceRequest {
        name: "sources/0198c0de-0000-7000-8000-000000000001".to_owned(),
        ..GetSourceRequest::default()
    };
    sources.get_source(get).await.unwrap_err();
    // An answer can come before its line in the log does.
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    let log = serving.log();
    let lines = log
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let lines: Vec<Value> = lines
        .filter(|line| line["message"] == "the database is unavailable")
        .collect();
    assert!(lines.len() >= 2, "{log:#?}");
    for line in &lines {
        assert!(line["span"]["request"].is_string(), "{line}");
    }
}

#[tokio::test]
async fn a_clock_that_is_set_back_is_logged_once_and_so_is_its_catching_up() {
    let database = database().await;
    let clock = Clock::of(&database).await;
    let mut command = claimstore();
    command.args(["serve", "--database-url", &database.url()]);
    let mut serving = Serving::start(&mut command);
    let channel = ready(&serving).await;
    let mut sources = SourceServiceClient::new(channel);
    sources.create_source(person("A")).await.unwrap();
    clock.set_ahead(-60).await;
    let logged = |text: &str| serving.log().iter().filter(|it| it.contains(text)).count();
    let waited = async |text: &str| {
        while logged(text) == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    waited("is behind").await;
    // Two more looks at the clock.
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    clock.set_ahead(0).await;
    waited("has caught up").await;
    assert_eq!((logged("is behind"), logged("has caught up")), (1, 1));
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
}

#[tokio::test]
async fn a_full_disk_is_logged_once() {
    let database = database().await;
    let mut command = claimstore();
    command.args(["serve", "--database-url", &database.url()]);
    let mut serving = Serving::start(&mut command);
    let channel = ready(&serving).await;
    let mut connection = PgConnection::connect_with(&database.options())
        .await
        .unwrap();
    sqlx::raw_sql(FILL).execute(&mut connection).await.unwrap();
    let mut sources = SourceServiceClient::new(channel.clone());
    sources.create_source(person("A")).await.unwrap_err();
    wait_for_health(&channel, "", ServingStatus::NotServing).await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    let log = serving.log();
    let problems: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str::<Value>(line).expect("every line is JSON"))
        .filter(|line| line["message"] == "not ready")
        .collect();
    assert_eq!(problems.len(), 1, "{log:#?}");
    let problem = problems[0]["problem"].as_str().unwrap();
    assert_eq!(problem, "the disk of the database is full (SQLSTATE 53100)");
}

/// Begins an import, sends no message of it, and closes the connection.
async fn disconnect_within_an_import(url: &str) {
    let address = url.trim_start_matches("http://");
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut send, mut connection) = h2::client::handshake(stream).await.unwrap();
    let mut pings = connection.ping_pong().unwrap();
    let connection = tokio::spawn(connection);
    let import = http::Request::post(format!("{url}/claimstore.v1.BundleService/ImportBundles"))
        .header("content-type", "application/grpc");
    let _call: (_, h2::SendStream<Bytes>) =
        send.send_request(import.body(()).unwrap(), false).unwrap();
    // The server has the call when it answers this.
    pings.ping(h2::Ping::opaque()).await.unwrap();
    connection.abort();
}

#[tokio::test]
async fn a_client_that_disconnects_within_an_import_leaves_no_error_in_the_log() {
    let database = database().await;
    let mut command = claimstore();
    command
        .args(["serve", "--database-url"])
        .arg(database.url());
    let mut serving = Serving::start(&mut command);
    let url = serving.url();
    let channel = Endpoint::from_shared(url.clone()).unwrap().connect_lazy();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    for _ in 0..10 {
        disconnect_within_an_import(&url).await;
    }
    let is_answered = |line: &String| line.contains("ImportBundles") && line.contains("answered");
    while !serving.log().iter().any(is_answered) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    let log = serving.log();
    assert!(!log.iter().any(|line| line.contains("ERROR")), "{log:#?}");
}
