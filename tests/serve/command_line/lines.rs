//! `claimstore import` of files with a bundle on each line: compressed, with rejects, and gone
//! on with.

use std::{fs, io::Write as _, path::Path, process::Stdio, time::Duration};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;
use tokio::{io::AsyncWriteExt as _, process::Command, time::timeout};

use super::{Output, claimstore};
use crate::support::server::TestServer;

fn line(number: usize) -> String {
    let url = format!("https://news.example/{number}");
    json!({"sources": [{"source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": url}}]}).to_string()
}

const NOT_JSON: &str = "{\"sources\": [";
const NOT_VALID: &str = r#"{"sources":[{"source":{"url":"x"}}]}"#;

fn write(directory: &TempDir, name: &str, lines: &[String]) {
    fs::write(directory.path().join(name), lines.join("\n")).unwrap();
}

fn rejects(directory: &TempDir) -> Vec<Value> {
    let text = fs::read_to_string(directory.path().join("rejects.ndjson")).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

async fn code(server: &str, args: &[&str], directory: &Path) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimstore"));
    command.args(args).current_dir(directory);
    let output = command.env("CLAIMSTORE_SERVER", server).output().await;
    output.unwrap().status.code()
}

async fn with_input(server: &str, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_claimstore"))
        .args(args)
        .env("CLAIMSTORE_SERVER", server)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    Output {
        is_success: output.status.success(),
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        error: String::from_utf8(output.stderr).unwrap(),
    }
}

#[tokio::test]
async fn lines_that_are_not_imported_are_rejects_and_the_others_pass() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let mut lines: Vec<String> = (0..30).map(line).collect();
    lines[0] = NOT_JSON.to_owned();
    lines[7] = String::new();
    lines[8] = NOT_VALID.to_owned();
    lines[20] = "no JSON at all".to_owned();
    write(&directory, "a.ndjson", &lines);
    let args = ["import", "--rejects", "rejects.ndjson", "a.ndjson"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert_eq!(
        output.out, "created 26, matched 0, updated 0, unchanged 0\n",
        "{}",
        output.error
    );
    assert!(
        output
            .error
            .contains("3 not imported, 26 imported\n  a.ndjson:1: "),
        "{}",
        output.error
    );
    let rejects = rejects(&directory);
    let places: Vec<_> = rejects
        .iter()
        .map(|it| it["line"].as_u64().unwrap())
        .collect();
    assert_eq!(places, [1, 9, 21]);
    assert_eq!(rejects[0]["text"], NOT_JSON);
    assert_eq!(
        rejects[1]["bundle"],
        serde_json::from_str::<Value>(NOT_VALID).unwrap()
    );
    let reasons = rejects[1]["reasons"].as_array().unwrap();
    assert_eq!(reasons.len(), 2, "{reasons:?}");

    // The same rejects are not mixed with those of another import.
    assert_eq!(
        code(&server.address, &args, directory.path()).await,
        Some(1)
    );
    let again = ["import", "a.ndjson"];
    assert_eq!(
        code(&server.address, &again, directory.path()).await,
        Some(3)
    );
    let resumed = [
        "import",
        "--resume",
        "--rejects",
        "rejects.ndjson",
        "a.ndjson",
    ];
    let output = claimstore(&server.address, &resumed, directory.path()).await;
    assert!(
        output.out.contains("26 bundles were imported earlier"),
        "{}",
        output.out
    );
    assert_eq!(
        self::rejects(&directory).len(),
        3,
        "rejects are not doubled"
    );
}

#[tokio::test]
async fn what_is_compressed_and_what_comes_from_standard_input_is_imported() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let text = (0..5).map(line).collect::<Vec<_>>().join("\n");
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    let zstd = ruzstd::encoding::compress_to_vec(text.as_bytes(), level);
    fs::write(directory.path().join("a.ndjson.gz"), &gzip).unwrap();
    fs::write(directory.path().join("a.ndjson.zst"), &zstd).unwrap();
    let args = ["import", "a.ndjson.gz"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert!(output.out.starts_with("created 5,"), "{}", output.error);
    let args = ["import", "a.ndjson.zst"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert!(output.out.ends_with("unchanged 5\n"), "{}", output.out);
    for input in [text.as_bytes(), &gzip, &zstd] {
        let output = with_input(&server.address, &["import", "-"], input).await;
        assert!(output.is_success, "{}", output.error);
        assert!(output.out.ends_with("unchanged 5\n"), "{}", output.out);
    }
    // A file that is cut off is not taken for a short one.
    let output = with_input(&server.address, &["import", "-"], &gzip[..gzip.len() - 9]).await;
    assert!(output.error.contains("cannot be read"), "{}", output.error);
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_where_it_was() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let lines: Vec<String> = (0..2_000).map(line).collect();
    write(&directory, "a.ndjson", &lines);
    let mut child = Command::new(env!("CARGO_BIN_EXE_claimstore"))
        .args(["import", "a.ndjson"])
        .current_dir(directory.path())
        .env("CLAIMSTORE_SERVER", &server.address)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let options = server.database.options();
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    loop {
        let done: Option<i64> = sqlx::query_scalar("select max(next_index) from imports")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        if done.is_some_and(|done| done > 0) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    child.kill().await.unwrap();
    let args = ["import", "--resume", "a.ndjson"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert!(output.is_success, "{}", output.error);
    assert!(output.out.contains("earlier"), "{}", output.out);
    let (sources, changes): (i64, i64) =
        sqlx::query_as("select (select count(*) from sources), (select count(*) from changes)")
            .fetch_one(&mut connection)
            .await
            .unwrap();
    assert_eq!((sources, changes), (2_000, 2_000));
}

/// Whether a write waits for another one.
async fn is_waiting(connection: &mut PgConnection) -> bool {
    let waiting = "select exists (select from pg_stat_activity \
                   where datname = current_database() and wait_event_type = 'Lock')";
    sqlx::query_scalar(waiting)
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn an_import_passes_over_what_the_stream_of_a_killed_one_still_stores() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let mut lines: Vec<String> = (0..2_000).map(line).collect();
    lines[1_400] = NOT_VALID.to_owned();
    write(&directory, "a.ndjson", &lines);
    let imported = code(&server.address, &["import", "a.ndjson"], directory.path()).await;
    assert_eq!(imported, Some(3));
    let options = server.database.options();
    let mut other = PgConnection::connect_with(&options).await.unwrap();
    let mut observer = PgConnection::connect_with(&options).await.unwrap();
    // As if it had been killed at the tenth line, and its stream stored more than the next one
    // can send without an answer.
    for sql in [
        "create temporary table later as select * from import_rejections;
         delete from import_rejections; update imports set next_index = 10",
        "begin; update imports set next_index = 1500;
         insert into import_rejections select * from later",
    ] {
        sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
    }
    let args = ["import", "--resume", "a.ndjson"];
    let import = claimstore(&server.address, &args, directory.path());
    let mut import = std::pin::pin!(import);
    while !is_waiting(&mut observer).await {
        let ended = timeout(Duration::from_millis(5), &mut import).await;
        assert!(ended.is_err(), "it did not wait: {ended:?}");
    }
    sqlx::raw_sql("commit").execute(&mut other).await.unwrap();
    let output = import.await;
    assert!(
        output.error.contains("a.ndjson:1401: ") && output.error.contains("1 not imported"),
        "{}",
        output.error
    );
    let expected =
        "created 0, matched 0, updated 0, unchanged 500; 1499 bundles were imported earlier";
    assert!(output.out.contains(expected), "{}", output.out);
}
