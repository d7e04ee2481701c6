//! Exports that are refused leave nothing, and those that stopped go on as they were begun.

use std::{fs, path::Path};

use claimstore::wire::pb::{DocumentFormat, ExportDocumentsRequest, Verdict};
use serde_json::{Value, json};

use super::{Output, claimstore};
use crate::support::{
    samples::{claim, review},
    server::TestServer,
};

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<String> = entries
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn export(server: &str, args: &[&str], directory: &Path) -> Output {
    let args = [&["export"], args].concat();
    claimstore(server, &args, directory).await
}

/// A server with a claim and reviews of it.
async fn reviewed(count: usize) -> TestServer {
    let server = TestServer::start().await;
    let said = server.create_claim(claim("It is so")).await.unwrap();
    for number in 0..count {
        let given = review(&format!("Desk {number}"), Verdict::False, 1);
        server.create_review(&said, given).await.unwrap();
    }
    server
}

#[tokio::test]
async fn an_export_that_is_refused_leaves_nothing() {
    let server = reviewed(1).await;
    let outside = tempfile::tempdir().unwrap();
    let token = outside.path().join("token");
    fs::write(&token, " ").unwrap();
    let token = token.to_str().unwrap();
    let future = "2999-01-01T00:00:00Z";
    let missing = "claims/0198c0de-0000-7000-8000-000000000001";
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    for (args, code) in [
        (&["--read-time", future, "a"][..], 3),
        (&["--read-time", future, "--resume", "a"], 3),
        (&["--filter", r#"{"claims":{"tag":"A B"}}"#, "a"], 3),
        (&["--format", "claim-review", "--base-url", "here", "a"], 3),
        (&["--format", "data-feed", "--about", missing, "a"], 3),
        (&["--format", "csv", "--read-time", future, "a"], 3),
        (&["--format", "parquet", "--read-time", future, "a"], 3),
        (&["--token-file", token, "a"], 5),
        (&["--format", "ninjs", "--token-file", token, "a"], 5),
        (&["--format", "csv", "--token-file", token, "a"], 5),
    ] {
        let refused = export(&server.address, args, directory).await;
        assert_eq!(refused.code, Some(code), "{args:?}: {}", refused.error);
        assert!(
            refused.error.ends_with("; nothing was exported\n"),
            "{args:?}: {}",
            refused.error
        );
        assert!(names(directory).is_empty(), "{args:?}");
    }
    let address = server.address.clone();
    server.stop().await.unwrap();
    for format in ["bundle", "data-feed", "csv"] {
        let args = ["--format", format, "a"];
        let refused = export(&address, &args, directory).await;
        assert_eq!(refused.code, Some(4), "{}", refused.error);
        assert!(names(directory).is_empty(), "{format}");
    }
}

/// Leaves what a feed is that was stopped: its lines so far, and how far it is.
fn stopped(directory: &Path, lines: &str, state: &Value) {
    fs::write(directory.join("feed.part"), lines).unwrap();
    let mut state = state.clone();
    state["begun"] = json!({"--format": "data-feed"});
    state["bytes"] = lines.len().into();
    fs::write(directory.join("feed.part.json"), state.to_string()).unwrap();
}

#[tokio::test]
async fn a_feed_goes_on_as_it_was_begun_and_ends_once() {
    let server = reviewed(3).await;
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let whole = export(
        &server.address,
        &["--format", "data-feed", "feed"],
        directory,
    )
    .await;
    assert_eq!(whole.out, "3 documents\n", "{}", whole.error);
    let expected = fs::read_to_string(directory.join("feed")).unwrap();
    serde_json::from_str::<Value>(&expected).unwrap();
    fs::remove_file(directory.join("feed")).unwrap();

    let request = ExportDocumentsRequest {
        format: DocumentFormat::ClaimReview.into(),
        ..ExportDocumentsRequest::default()
    };
    let stream = server.exchange().export_documents(request).await.unwrap();
    let first = stream.into_inner().message().await.unwrap().unwrap();
    let count = first.documents.len();
    let lines: Vec<&str> = expected.split_inclusive('\n').collect();
    // Its first line is the start of the feed.
    let begun = lines[..=count].concat();
    let mut state = json!({"bundles": 1, "resources": count, "is_whole": false});
    state["resume_token"] = first.resume_token.into();
    stopped(directory, &begun, &state);
    for (args, told) in [
        (
            &["--format", "claim-review"][..],
            "feed.part was begun with other options: with --format data-feed;",
        ),
        (&[], "with --format data-feed;"),
        (
            &["--format", "data-feed", "--base-url", "https://a.example/"],
            "without --base-url;",
        ),
        (
            &["--format", "data-feed", "--filter", r#"{"reviews":{}}"#],
            "without --filter;",
        ),
        (
            &[
                "--format",
                "data-feed",
                "--read-time",
                "2026-01-01T00:00:00Z",
            ],
            "without --read-time;",
        ),
    ] {
        let args = [args, &["--resume", "feed"]].concat();
        let refused = export(&server.address, &args, directory).await;
        assert_eq!(refused.code, Some(1), "{}", refused.error);
        assert!(refused.error.contains(told), "{}", refused.error);
        assert_eq!(names(directory), ["feed.part", "feed.part.json"]);
        let kept = fs::read_to_string(directory.join("feed.part")).unwrap();
        assert_eq!(kept, begun);
    }
    let resume = ["--format", "data-feed", "--resume", "feed"];
    // What another command cannot go on with now stays for later.
    let gone = export("http://127.0.0.1:1", &resume, directory).await;
    assert_eq!(gone.code, Some(4), "{}", gone.error);
    assert_eq!(names(directory), ["feed.part", "feed.part.json"]);
    let resumed = export(&server.address, &resume, directory).await;
    assert_eq!(resumed.out, "3 documents\n", "{}", resumed.error);
    assert_eq!(names(directory), ["feed"]);
    assert_eq!(
        fs::read_to_string(directory.join("feed")).unwrap(),
        expected
    );

    // Killed when all was written, but before the file had its name.
    fs::remove_file(directory.join("feed")).unwrap();
    state["resources"] = 3.into();
    state["is_whole"] = true.into();
    stopped(directory, &expected, &state);
    let resumed = export(&server.address, &resume, directory).await;
    assert_eq!(resumed.out, "3 documents\n", "{}", resumed.error);
    assert_eq!(
        fs::read_to_string(directory.join("feed")).unwrap(),
        expected
    );
}

#[tokio::test]
async fn what_was_exported_is_counted_in_the_singular_if_it_is_one() {
    let server = reviewed(1).await;
    let directory = tempfile::tempdir().unwrap();
    for (args, counts) in [
        (&["--format", "claim-review", "a"][..], "1 document\n"),
        (
            &["--filter", r#"{"claims":{}}"#, "b"],
            "1 resource in 1 bundle, as of ",
        ),
        (
            &["--format", "csv", "--filter", r#"{"claims":{}}"#, "c"],
            "1 row\n",
        ),
    ] {
        let exported = export(&server.address, args, directory.path()).await;
        assert!(exported.out.starts_with(counts), "{}", exported.out);
    }
}
