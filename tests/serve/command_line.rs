//! The commands as a person types them: the built binary against a running server.

mod answers;
mod contract;
mod desk;
mod desk_refusals;
mod exports;
mod follow;
mod lines;
mod lists;
mod orphans;
mod screen;
mod stopped_exports;
mod writes;

use std::{fs, path::Path, process::Stdio};

use claimstore::wire::pb::{Article, CreditKind, GetArticleRequest};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::support::server::TestServer;

const EXAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/examples/foreign-fighters.json"
);

const BODY: &str = "The council met on Monday:  3.500 people had signed.\r\n\r\n“Enough”, it said.";

/// What a command wrote, and whether it succeeded.
#[derive(Debug)]
struct Output {
    is_success: bool,
    code: Option<i32>,
    out: String,
    error: String,
}

async fn claimstore(server: &str, args: &[&str], directory: &Path) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_claimstore"))
        .args(args)
        .current_dir(directory)
        .env("CLAIMSTORE_SERVER", server)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    Output {
        is_success: output.status.success(),
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The same in a directory that does not matter.
async fn run(server: &TestServer, args: &[&str]) -> Output {
    claimstore(&server.address, args, Path::new(".")).await
}

/// What a command that succeeded wrote.
async fn written(server: &TestServer, args: &[&str]) -> String {
    let output = run(server, args).await;
    assert_eq!(output.code, Some(0), "{args:?}: {}", output.error);
    output.out
}

/// The JSON that a command that succeeded wrote, line by line.
async fn json_lines(server: &TestServer, args: &[&str]) -> Vec<Value> {
    let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
    let out = written(server, &args).await;
    let lines = out.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

/// The error that a command with `--json` wrote.
fn json_error(output: &Output) -> Value {
    let line = output.error.lines().last().unwrap();
    serde_json::from_str::<Value>(line).unwrap()["error"].clone()
}

/// A directory with a plain-text article, dated on the day given.
fn article_dated(date: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let text = format!(
        "HARBOUR TOWN BANS NIGHT FERRIES\n\nDI ADA ROSSI\n{date}\n{BODY}\nSources\nPhoto via @HarbourWatch\nhttps://news.example/1\nhttps://other.example/2\n"
    );
    fs::write(directory.path().join("article.txt"), text).unwrap();
    directory
}

async fn stored(server: &TestServer, output: &Output) -> Article {
    let name = output
        .out
        .lines()
        .find_map(|it| it.strip_prefix("article "));
    let request = GetArticleRequest {
        name: name.unwrap().to_owned(),
        ..GetArticleRequest::default()
    };
    server
        .articles()
        .get_article(request)
        .await
        .unwrap()
        .into_inner()
}

#[tokio::test]
async fn a_plain_text_article_is_stored_and_then_found_unchanged() {
    let server = TestServer::start().await;
    let directory = article_dated("27/04/2025");
    let args = [
        "import",
        "--language",
        "en",
        "--number-locale",
        "it",
        "article.txt",
    ];
    let first = claimstore(&server.address, &args, directory.path()).await;
    assert!(first.is_success, "{}", first.error);
    assert!(
        first
            .out
            .starts_with("created 4, matched 0, updated 0, unchanged 0\n")
    );

    let article = stored(&server, &first).await;
    assert_eq!(article.headline, "HARBOUR TOWN BANS NIGHT FERRIES");
    assert_eq!(article.bylines[0].name, "ADA ROSSI");
    assert_eq!(article.body, BODY);
    assert_eq!(article.citations.len(), 3);
    assert_eq!(article.credits[0].kind(), CreditKind::Photo);
    assert_eq!(article.credits[0].source, article.citations[0].source);

    let again = claimstore(&server.address, &args, directory.path()).await;
    assert!(
        again
            .out
            .starts_with("created 0, matched 0, updated 0, unchanged 4\n")
    );
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_language_with_a_region_settles_which_of_two_days_it_is() {
    let server = TestServer::start().await;
    for (language, month, day) in [("en-GB", 4, 5), ("en-US", 5, 4)] {
        let directory = article_dated("05/04/2025");
        let args = ["import", "--language", language, "article.txt"];
        let imported = claimstore(&server.address, &args, directory.path()).await;
        assert!(imported.is_success, "{}", imported.error);
        let date = stored(&server, &imported).await.date_published.unwrap();
        assert_eq!((date.year, date.month, date.day), (2025, month, day));
        assert_eq!(date.printed, "05/04/2025");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn an_instant_has_its_day_in_the_time_zone_of_the_publisher() {
    let server = TestServer::start().await;
    let directory = article_dated("2025-04-27T22:30:00Z");
    let args = ["import", "--time-zone", "Europe/Rome", "article.txt"];
    let imported = claimstore(&server.address, &args, directory.path()).await;
    assert!(imported.is_success, "{}", imported.error);
    let article = stored(&server, &imported).await;
    assert_eq!(article.date_published.unwrap().time_zone, "Europe/Rome");
    let shown = claimstore(&server.address, &["show", &article.name], directory.path()).await;
    let day = "2025-04-28 00:30:00 Europe/Rome";
    assert!(shown.out.contains(day), "{}", shown.out);
    let args = ["import", "--time-zone", "Rome", "article.txt"];
    let refused = claimstore(&server.address, &args, directory.path()).await;
    assert!(
        refused.error.contains("not a time zone"),
        "{}",
        refused.error
    );
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_date_that_can_be_two_days_is_not_stored() {
    let server = TestServer::start().await;
    let directory = article_dated("05/04/2025");
    let output = claimstore(
        &server.address,
        &["import", "article.txt"],
        directory.path(),
    )
    .await;
    assert!(!output.is_success);
    let expected =
        "article.txt:4: 05/04/2025 can be 5 April 2025 or 4 May 2025; give --number-locale";
    assert!(output.error.contains(expected), "{}", output.error);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_example_is_imported_and_shown() {
    let server = TestServer::start().await;
    let here = Path::new(".");
    let output = claimstore(&server.address, &["import", "-v", EXAMPLE], here).await;
    assert!(output.is_success, "{}", output.error);
    let name_of = |key: &str| {
        let mut lines = output.out.lines();
        let line = lines.find(|it| it.ends_with(&format!("#{key}"))).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    let article = stored(&server, &output).await;
    let page = claimstore(&server.address, &["show", &article.name], here)
        .await
        .out;
    assert!(page.starts_with(&article.headline), "{page}");
    assert!(
        page.ends_with(&format!("Text\n----\n{}\n", article.body)),
        "{page}"
    );
    let chain = "reports ← Volodymyr Zelenskyy (reports, April 2025, on record) ← Ukrainian\n";
    assert!(page.contains(chain), "{page}");
    assert!(
        page.contains("about 7,000–24,000 EUR (depending on the offer"),
        "{page}"
    );

    let page = claimstore(&server.address, &["show", &name_of("captured-two")], here)
        .await
        .out;
    assert!(page.contains(&format!("* {}", article.headline)), "{page}");
    let page = claimstore(&server.address, &["show", &name_of("zelenskyy")], here)
        .await
        .out;
    assert!(page.contains("Claims attributed to it ("), "{page}");
    assert!(page.contains(&article.name), "{page}");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn an_import_continues_after_errors() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let lines = "{\"article\": {\"headline\": \"One\"}}\n{\"articel\": {}}\n\n{\"article\": {\"uri\": \"x\"}}\n{\"article\": {\"headline\": \"Two\"}}\n";
    fs::write(directory.path().join("many"), lines).unwrap();
    let output = claimstore(
        &server.address,
        &["import", "none", "many"],
        directory.path(),
    )
    .await;
    assert!(!output.is_success);
    assert_eq!(output.out, "created 2, matched 0, updated 0, unchanged 0\n");
    for expected in [
        "3 not imported, 2 imported\n",
        "\n  none: cannot be opened: ",
        "\n  many:2: is not a bundle in protobuf JSON: ",
        "\n  many:4: bundle.article.uri: is not an absolute URI",
        "\n  many:4: bundle.article.headline: is required\n",
    ] {
        assert!(
            output.error.contains(expected),
            "{expected}{}",
            output.error
        );
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_shown_is_an_error() {
    let server = TestServer::start().await;
    let unknown = "claims/0198c0de-0000-7000-8000-000000000001";
    for (name, expected) in [
        (unknown, "does not exist; import --verbose prints the names"),
        (
            "claims/1",
            "does not name a resource; write its name, at least 8 characters",
        ),
    ] {
        let output = claimstore(&server.address, &["show", name], Path::new(".")).await;
        assert!(
            !output.is_success && output.error.contains(expected),
            "{}",
            output.error
        );
    }
    let address = server.address.clone();
    server.stop().await.unwrap();
    let output = claimstore(&address, &["show", unknown], Path::new(".")).await;
    let expected = format!("no claimstore answers at {address}; start one with: claimstore serve");
    assert!(
        !output.is_success && output.error.contains(&expected),
        "{}",
        output.error
    );
}
