//! `claimstore watch` and `claimstore history`.

use std::process::Stdio;

use claimstore::wire::pb::{Claim, EraseResourceRequest, Source, Verdict};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::claimstore;
use crate::support::{
    samples::{claim, outlet, review},
    server::TestServer,
};

/// Starts a `claimstore watch`; returns it and the lines that it writes.
fn watching(server: &TestServer, args: &[&str]) -> (Child, Lines<BufReader<ChildStdout>>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_claimstore"))
        .arg("watch")
        .args(args)
        .env("CLAIMSTORE_SERVER", &server.address)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines)
}

async fn first_position(server: &TestServer) -> String {
    server.log_settled().await;
    let request = claimstore::wire::pb::ListChangesRequest::default();
    let answer = server.changes().list_changes(request).await.unwrap();
    answer.into_inner().changes[0].position.clone()
}

#[tokio::test]
async fn watch_writes_a_line_for_each_change_after_a_position() {
    let server = TestServer::start().await;
    server.create_source(outlet("before")).await.unwrap();
    let since = first_position(&server).await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let (_child, mut lines) = watching(&server, &["--since", &since]);
    let line = lines.next_line().await.unwrap().unwrap();
    let expected = format!(
        " created {} revision 1 by unverified:anonymous",
        source.name
    );
    assert!(line.ends_with(&expected), "{line}");
    let later = server.create_source(outlet("B")).await.unwrap();
    let line = lines.next_line().await.unwrap().unwrap();
    assert!(line.contains(&later.name), "{line}");
}

#[tokio::test]
async fn watch_writes_only_the_requested_kinds_and_as_json() {
    let server = TestServer::start().await;
    server.create_source(outlet("before")).await.unwrap();
    let since = first_position(&server).await;
    let judged = server.create_claim(claim("It is so")).await.unwrap();
    let given = review("Desk", Verdict::True, 1);
    server.create_review(&judged, given).await.unwrap();
    let args = ["--since", &since, "--kind", "standing", "--json"];
    let (_child, mut lines) = watching(&server, &args);
    let line = lines.next_line().await.unwrap().unwrap();
    let change: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(change["resourceName"], format!("{}/standing", judged.name));
    assert_eq!(change["standing"]["verdict"], "VERDICT_TRUE");
}

#[tokio::test]
async fn watch_begins_with_a_snapshot_and_continues_with_matching_changes() {
    let server = TestServer::start().await;
    let tagged = |statement: &str, tag: &str| Claim {
        tags: vec![tag.to_owned()],
        ..claim(statement)
    };
    let first = server
        .create_claim(tagged("It is so", "war"))
        .await
        .unwrap();
    server
        .create_claim(tagged("It is not", "sport"))
        .await
        .unwrap();
    server.log_settled().await;
    let args = ["--snapshot", "--filter", r#"{"claims": {"tag": "war"}}"#];
    let (_child, mut lines) = watching(&server, &args);
    let line = lines.next_line().await.unwrap().unwrap();
    assert!(line.starts_with("+ "), "{line}");
    assert!(
        line.contains(&format!(" created {} revision 1 ", first.name)),
        "{line}"
    );
    let other = Claim {
        name: first.name.clone(),
        ..tagged("It is so", "peace")
    };
    server.update_claim(other, &["tags"]).await.unwrap();
    let line = lines.next_line().await.unwrap().unwrap();
    assert!(line.starts_with("- "), "{line}");
    assert!(line.ends_with(" by unverified:anonymous: tags"), "{line}");
}

#[tokio::test]
async fn history_says_where_differences_are_no_longer_kept() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("A")).await.unwrap();
    let erase = EraseResourceRequest {
        name: source.name.clone(),
        reason: "Case 7".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(erase).await.unwrap();
    server.log_settled().await;
    let directory = tempfile::tempdir().unwrap();
    let output = claimstore(
        &server.address,
        &["history", &source.name],
        directory.path(),
    )
    .await;
    assert!(output.is_success, "{}", output.error);
    assert_eq!(output.out.lines().count(), 4, "{}", output.out);
    assert!(output.out.contains(" erased sources/"), "{}", output.out);
    assert_eq!(output.out.matches("is no longer kept").count(), 2);
}

#[tokio::test]
async fn history_lists_each_revision_with_its_differences() {
    let server = TestServer::start().await;
    let first = server.create_source(outlet("A")).await.unwrap();
    let second = Source {
        name: first.name.clone(),
        display_name: "B".to_owned(),
        url: "https://a.example/".to_owned(),
        ..Source::default()
    };
    server.update_source(second, &[]).await.unwrap();
    server.delete(&first.name).await.unwrap();
    server.log_settled().await;
    let directory = tempfile::tempdir().unwrap();
    let output = claimstore(&server.address, &["history", &first.name], directory.path()).await;
    assert!(output.is_success, "{}", output.error);
    // The times differ between runs.
    let lines: Vec<&str> = output
        .out
        .lines()
        .map(|line| match line.split_once(" UTC ") {
            Some((_, rest)) => rest,
            None => line,
        })
        .collect();
    let name = &first.name;
    assert_eq!(
        lines[..8],
        [
            &*format!("created {name} revision 1 by unverified:anonymous"),
            "  + kind: organization",
            "  + display_name: \"A\"",
            &*format!("updated {name} revision 2 by unverified:anonymous"),
            "  ~ display_name: \"A\" -> \"B\"",
            "  + url: \"https://a.example/\"",
            "  + canonical_url: \"https://a.example/\"",
            &*format!("deleted {name} revision 3 by unverified:anonymous"),
        ]
    );
    assert!(lines[8].starts_with("  + delete_time: "), "{}", output.out);
}

#[tokio::test]
async fn history_of_a_missing_resource_is_an_error() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    for (name, expected) in [
        (
            "sources/00000000-0000-0000-0000-000000000001",
            "has no history",
        ),
        ("sources/x", "does not name a resource"),
    ] {
        let output = claimstore(&server.address, &["history", name], directory.path()).await;
        assert!(!output.is_success);
        assert!(output.error.contains(expected), "{}", output.error);
    }
}
