//! `claimstore export`: into files and standard output, and gone on with after it was killed.

use std::{fs, path::Path, process::Stdio, time::Duration};

use claimstore::wire::pb::{BatchCreateClaimsRequest, CreateClaimRequest, ExportBundlesRequest};
use tokio::process::Command;

use super::{EXAMPLE, Output, claimstore};
use crate::{
    bundle::export::{bundles, export, plain, whole},
    support::{
        random::Random,
        samples::{article, claim},
        server::TestServer,
    },
};

/// A server with the example, which has something of every kind.
async fn filled(directory: &Path) -> TestServer {
    let server = TestServer::start().await;
    let output = claimstore(&server.address, &["import", EXAMPLE], directory).await;
    assert!(output.is_success, "{}", output.error);
    server
}

fn is_complete(output: &Output) -> bool {
    let mut lines = output.out.lines();
    let (counts, position) = (lines.next().unwrap(), lines.next().unwrap());
    counts.contains(" resources in ") && position.starts_with("position ")
}

#[tokio::test]
async fn what_is_exported_into_a_file_is_imported_into_an_equal_store() {
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let server = filled(directory).await;
    let expected = bundles(export(&server, whole()).await.unwrap());
    for file in ["all.ndjson", "all.ndjson.gz", "all.ndjson.zst"] {
        let output = claimstore(&server.address, &["export", file], directory).await;
        assert!(
            output.is_success && is_complete(&output),
            "{}",
            output.error
        );
        let empty = TestServer::start().await;
        let output = claimstore(&empty.address, &["import", file], directory).await;
        assert!(output.is_success, "{}", output.error);
        let restored = bundles(export(&empty, whole()).await.unwrap());
        assert_eq!(plain(&restored), plain(&expected), "{file}");
    }
    let names = fs::read_dir(directory).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    assert_eq!(names, ["all.ndjson", "all.ndjson.gz", "all.ndjson.zst"]);
}

#[tokio::test]
async fn a_filter_and_standard_output_are_for_other_programs() {
    let directory = tempfile::tempdir().unwrap();
    let server = filled(directory.path()).await;
    let filter = r#"{"claims": {}}"#;
    let args = ["export", "--filter", filter, "-"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert!(
        output.error.contains(" resources in 1 bundle, as of "),
        "{}",
        output.error
    );
    let lines: Vec<&str> = output.out.lines().collect();
    assert_eq!(lines.len(), 1);
    let line: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    assert_eq!(line["restore"], true);
    assert!(line.get("sources").is_none() && line["claims"][0]["claim"]["statement"].is_string());

    for (args, expected) in [
        (vec!["export", "--filter", r#"{"claim": {}}"#, "-"], "claim"),
        (
            vec!["export", "--filter", r#"{"showDeleted": true}"#, "-"],
            "not a filter",
        ),
        (
            vec!["export", "--read-time", "yesterday", "-"],
            "not a time",
        ),
        (vec!["export", "--resume", "-"], "name a file"),
        (
            vec!["export", "--read-time", "2999-01-01T00:00:00Z", "-"],
            "read_time",
        ),
    ] {
        let output = claimstore(&server.address, &args, directory.path()).await;
        assert!(
            !output.is_success && output.error.contains(expected),
            "{}",
            output.error
        );
        assert_eq!(output.out, "");
    }
}

#[tokio::test]
async fn a_file_that_exists_or_is_not_finished_is_not_overwritten() {
    let directory = tempfile::tempdir().unwrap();
    let server = filled(directory.path()).await;
    for (file, advice) in [("a.ndjson", "exists"), ("b.ndjson.part", "--resume")] {
        fs::write(directory.path().join(file), "precious").unwrap();
        let wanted = file.trim_end_matches(".part");
        let output = claimstore(&server.address, &["export", wanted], directory.path()).await;
        assert!(
            !output.is_success && output.error.contains(advice),
            "{}",
            output.error
        );
        let text = fs::read_to_string(directory.path().join(file)).unwrap();
        assert_eq!(text, "precious");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_killed_at_random_and_gone_on_with_ends_in_the_same_file() {
    const SEED: u64 = 0x0e4b_0071;
    println!("seed {SEED:#x}");
    let mut random = Random::new(SEED);
    let directory = tempfile::tempdir().unwrap();
    let directory = directory.path();
    let server = filled(directory).await;
    for number in 0..24 {
        let body = "Prices rose again. ".repeat(40_000);
        let headline = format!("Article {number}");
        server
            .create_article(article(&headline, &body))
            .await
            .unwrap();
    }
    let moment = export(&server, ExportBundlesRequest::default())
        .await
        .unwrap();
    let moment = moment[0].read_time.unwrap();
    let moment =
        chrono::DateTime::from_timestamp(moment.seconds, u32::try_from(moment.nanos).unwrap());
    let moment = moment.unwrap().to_rfc3339();
    let args = ["export", "--read-time", moment.as_str(), "--resume"];
    let output = [&args[..], &["whole.ndjson"]].concat();
    let output = claimstore(&server.address, &output, directory).await;
    assert!(output.is_success, "{}", output.error);
    let expected = fs::read(directory.join("whole.ndjson")).unwrap();
    let mut went_on = 0;
    for trial in 0..4 {
        let file = format!("broken-{trial}.ndjson");
        let mut kills = 0;
        while !directory.join(&file).exists() {
            let mut child = Command::new(env!("CARGO_BIN_EXE_claimstore"))
                .args(args)
                .arg(&file)
                .current_dir(directory)
                .env("CLAIMSTORE_SERVER", &server.address)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            // Later kills come later, so that it ends.
            let patience = 200 + 300 * kills + u64::try_from(random.below(800)).unwrap();
            let ended = tokio::time::timeout(Duration::from_millis(patience), child.wait());
            if ended.await.is_err() {
                child.kill().await.unwrap();
                kills += 1;
                let state = directory.join(format!("{file}.part.json"));
                went_on += usize::from(state.exists());
            }
        }
        let found = fs::read(directory.join(&file)).unwrap();
        assert!(found == expected, "trial {trial} differs");
    }
    assert!(went_on > 0, "no export was killed between two pieces");
}

/// What a command writes to a terminal, with this behind a pipe from its standard output.
async fn on_a_terminal(server: &TestServer, args: &str, reader: &str) -> String {
    let command = format!("'{}' {args} | {reader}", env!("CARGO_BIN_EXE_claimstore"));
    let output = Command::new("script")
        .args(["--quiet", "--command", &command, "/dev/null"])
        .env("CLAIMSTORE_SERVER", &server.address)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_left_is_shown_where_the_number_of_resources_is_known() {
    let server = TestServer::start().await;
    for batch in 0..4 {
        let statements = (0..500).map(|it| format!("The harbour had {it} ships in year {batch}"));
        let requests = statements.map(|statement| CreateClaimRequest {
            claim: Some(claim(&statement)),
            ..CreateClaimRequest::default()
        });
        let batch = BatchCreateClaimsRequest {
            requests: requests.collect(),
            ..BatchCreateClaimsRequest::default()
        };
        server.claims().batch_create_claims(batch).await.unwrap();
    }
    server.execute("analyze").await;
    let slowly = "(sleep 3; cat > /dev/null)";
    let shown = on_a_terminal(&server, "export -", slowly).await;
    assert!(shown.contains(" of about 2000 resources, "), "{shown}");
    assert!(shown.contains(" left"), "{shown}");
    assert!(shown.contains("2000 resources in "), "{shown}");
    for unknown in ["--filter '{\"claims\": {\"language\": \"en\"}}'", "--quiet"] {
        let shown = on_a_terminal(&server, &format!("export {unknown} -"), slowly).await;
        assert!(!shown.contains("about"), "{shown}");
        assert!(!shown.contains(" left"), "{shown}");
    }
}
