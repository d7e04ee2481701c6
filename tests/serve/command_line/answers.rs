//! `--json` of every command, and the codes with which commands end.

use std::{fs, path::Path, process::Stdio};

use claimstore::wire::pb::{Article, Claim};
use serde_json::Value;
use tokio::process::Command;

use super::{EXAMPLE, claimstore, desk::name_of, json_error, json_lines, run};
use crate::support::{
    cluster::database,
    samples::{appearance, article, claim},
    server::TestServer,
};

#[tokio::test]
async fn what_is_imported_added_exported_and_found_is_json() {
    let server = TestServer::start_with_search().await;
    let lines = json_lines(&server, &["import", "-v", EXAMPLE]).await;
    let (summary, results) = lines.split_last().unwrap();
    let created = summary["created"].as_u64().unwrap();
    assert_eq!(results.len() as u64, created);
    assert_eq!(results[0]["outcome"], "IMPORT_OUTCOME_CREATED");
    assert_eq!(summary["article"], results[0]["name"]);
    assert_eq!(
        (&summary["bundles"], &summary["updated"]),
        (&1.into(), &0.into())
    );
    assert!(summary["candidates"].is_array());

    let mut args = vec!["claim", "add", "--article", "cms:51907"];
    args.extend([
        "--quote",
        "fatigue is growing in both countries",
        "--source",
        "ukraine",
    ]);
    let added = json_lines(&server, &args).await.remove(0);
    let outcomes = added["results"].as_array().unwrap();
    assert!(
        outcomes
            .iter()
            .any(|it| it["outcome"] == "IMPORT_OUTCOME_CREATED"),
        "{added}"
    );

    let directory = tempfile::tempdir().unwrap();
    let args = ["export", "--json", "all.ndjson"];
    let exported = claimstore(&server.address, &args, directory.path()).await;
    let exported: Value = serde_json::from_str(&exported.out).unwrap();
    assert!(
        exported["resources"].as_u64().unwrap() > created,
        "{exported}"
    );
    let begins = |member: &str, with: &str| exported[member].as_str().unwrap().starts_with(with);
    assert!(
        begins("readTime", "20") && !begins("position", " "),
        "{exported}"
    );

    for (kind, member) in [
        ("claims", "claim"),
        ("articles", "article"),
        ("sources", "source"),
    ] {
        let args = ["search", "--in", kind, "ukraine"];
        // Until the index has what was imported.
        let found = loop {
            let found = json_lines(&server, &args).await.remove(0);
            if found["hits"].is_array() {
                break found;
            }
        };
        assert!(found["hits"][0][member]["name"].is_string(), "{found}");
    }
    let matched = json_lines(&server, &["match", "fatigue is growing in both countries"]).await;
    let claim = &matched[0]["texts"][0]["passages"][0]["matches"][0]["claim"];
    assert!(claim["name"].is_string(), "{matched:?}");
}

#[tokio::test]
async fn what_is_shown_and_its_history_are_json() {
    let server = TestServer::start().await;
    let imported = run(&server, &["import", "-v", EXAMPLE]).await;
    let said = name_of(&imported, "captured-two");
    let shown = json_lines(&server, &["show", &said]).await.remove(0);
    assert_eq!(shown["claim"]["name"], said.as_str());
    assert!(shown["appearances"][0]["anchors"].is_array(), "{shown}");
    assert_eq!(shown["standing"]["name"], format!("{said}/standing"));
    for list in ["reviews", "relations", "conflicts", "merged"] {
        assert!(shown[list].is_array(), "{list}");
    }
    let shown = json_lines(&server, &["show", "cms:51907"]).await.remove(0);
    assert!(shown["article"]["body"].is_string() && shown["claims"][0]["statement"].is_string());
    let source = name_of(&imported, "cnn");
    let shown = json_lines(&server, &["show", &source]).await.remove(0);
    assert!(
        shown["source"]["kind"].is_string() && shown["articles"].is_array(),
        "{shown}"
    );

    let history = json_lines(&server, &["history", &said]).await;
    assert_eq!(history[0]["change"]["resourceName"], said.as_str());
    assert!(history[0]["diff"]["differences"][0]["path"].is_string());
    let both = run(&server, &["history", "--full", "--json", &said]).await;
    assert_eq!(both.code, Some(2));
}

#[tokio::test]
async fn orphans_are_json_page_by_page() {
    let server = TestServer::start().await;
    let printed = article("Harbour", "One bolt was loose. Two boats have sunk.");
    let printed = server.create_article(printed).await.unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    for words in ["One bolt was loose", "Two boats have sunk"] {
        let given = appearance(&printed, words);
        server.create_appearance(&said, given).await.unwrap();
    }
    let edited = Article {
        name: printed.name.clone(),
        body: "Nothing.".to_owned(),
        ..Article::default()
    };
    server.update_article(edited, &["body"]).await.unwrap();
    let pages = json_lines(&server, &["orphans"]).await;
    let found = pages[0]["appearances"].as_array().unwrap();
    assert_eq!(found.len(), 2, "{pages:?}");
    assert_eq!(
        found[0]["anchoring"]["outcome"],
        "ANCHORING_OUTCOME_ORPHANED"
    );
    let first = json_lines(&server, &["orphans", "--limit", "1"]).await;
    assert!(first[0]["nextPageToken"].is_string(), "{first:?}");
}

/// What a command on a database writes as JSON.
async fn on_database(args: &[&str], url: &str) -> Value {
    let args: Vec<&str> = args
        .iter()
        .copied()
        .chain(["--json", "--database-url", url])
        .collect();
    let output = claimstore("", &args, Path::new(".")).await;
    assert_eq!(output.code, Some(0), "{args:?}: {}", output.error);
    serde_json::from_str(&output.out).unwrap()
}

#[tokio::test]
async fn what_is_looked_at_in_a_database_is_json() {
    let database = database().await;
    let url = database.url();
    let migrated = on_database(&["migrate"], &url).await;
    assert_eq!(
        (&migrated["steps"], &migrated["doubles"]),
        (&0.into(), &Value::Array(vec![]))
    );
    let checked = on_database(&["check"], &url).await;
    assert_eq!(checked["differences"], Value::Array(vec![]));
    assert_eq!(checked["resources"], 0);
    let looked = on_database(&["doctor"], &url).await;
    let findings = looked["findings"].as_array().unwrap();
    assert!(findings.iter().any(|it| it["level"] == "WELL"), "{looked}");
    let directory = tempfile::tempdir().unwrap();
    let keys = directory.path().join("keys");
    fs::write(&keys, crate::support::server::KEYS).unwrap();
    let args = [
        "rewrap-keys",
        "--confidential-keys-file",
        keys.to_str().unwrap(),
    ];
    let wrapped = on_database(&args, &url).await;
    assert_eq!(
        wrapped,
        serde_json::json!({"sources": 0, "key": "test", "left": []})
    );
}

#[tokio::test]
async fn how_well_claims_are_matched_is_json() {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "claims",
            "id\tstatement\ttitle\nc1\tThe bridge fell in 1999.\tBridge\n",
        ),
        ("queries", "id\ttext\nq1\tThe bridge fell in 1999\n"),
        ("qrels", "q1\t0\tc1\t1\n"),
    ] {
        fs::write(directory.path().join(name), text).unwrap();
    }
    let mut args = vec!["eval-match", "--claims", "claims", "--queries", "queries"];
    args.extend(["--qrels", "qrels", "--fit", "--json"]);
    let output = claimstore("", &args, directory.path()).await;
    let measured: Value = serde_json::from_str(&output.out).unwrap();
    assert_eq!(measured["ranks"][0]["mapAt1"], 1.0, "{measured}");
    assert_eq!(measured["calibration"].as_array().unwrap().len(), 10);
    assert_eq!(measured["fit"].as_array().unwrap().len(), 3);
    args.pop();
    let text = claimstore("", &args, directory.path()).await.out;
    assert!(
        text.contains("MAP@1 1.0000") && text.contains("\nfitted to all: "),
        "{text}"
    );

    fs::write(
        directory.path().join("qrels"),
        "q1\t0\tc1\t1\nq2\t0\tc1\t1\n",
    )
    .unwrap();
    let refused = claimstore("", &args, directory.path()).await;
    assert_eq!(refused.code, Some(1));
    assert!(
        refused
            .error
            .contains("qrels:2: names q2, which is not in queries"),
        "{}",
        refused.error
    );
    args.extend(["--language", "klingon!!"]);
    let refused = claimstore("", &args, directory.path()).await;
    assert!(refused.error.contains("BCP-47"), "{}", refused.error);
    assert_eq!(refused.code, Some(2));
}

#[tokio::test]
async fn a_query_may_begin_with_a_minus_and_a_text_to_match_may_be_in_a_file() {
    let here = Path::new(".");
    for args in [
        &["search", "-ferry bridge"][..],
        &["search", "--ferry bridge", "--in", "articles"],
        &["search", "--in", "sources", "-ferry", "--json"],
    ] {
        // No server is there, but the command is understood.
        let output = claimstore("http://127.0.0.1:1", args, here).await;
        assert_eq!(output.code, Some(4), "{args:?}: {}", output.error);
    }
    let output = claimstore("http://127.0.0.1:1", &["match"], here).await;
    assert_eq!(output.code, Some(2));
    assert!(output.error.contains("--file"), "{}", output.error);
    let both = ["match", "a text", "--file", "-"];
    let output = claimstore("http://127.0.0.1:1", &both, here).await;
    assert_eq!(output.code, Some(2), "{}", output.error);
}

#[tokio::test]
async fn commands_end_with_the_code_of_what_can_be_done() {
    let server = TestServer::start().await;
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let here = Path::new(".");
    let missing = "claims/0198c0de-0000-7000-8000-000000000001";
    for (args, code, status) in [
        (&["show", &said.name][..], 0, ""),
        (&["show", missing], 3, "NOT_FOUND"),
        (&["history", missing], 3, "NOT_FOUND"),
        (&["show", "ferry"], 2, "INVALID_ARGUMENT"),
        (&["show", "--no-such-option"], 2, "INVALID_ARGUMENT"),
        (
            &["list", "claims", "--page-token", "x"],
            3,
            "INVALID_ARGUMENT",
        ),
        (&["unmerge", &said.name, "--etag", "x"], 6, "ABORTED"),
        (&["match", "--file", "no/such/file"], 1, "UNKNOWN"),
        (&["import", "no/such/file"], 3, "FAILED_PRECONDITION"),
        (&["export", "Cargo.toml"], 1, "UNKNOWN"),
    ] {
        let output = claimstore(&server.address, args, here).await;
        assert_eq!(output.code, Some(code), "{args:?}: {}", output.error);
        let args: Vec<&str> = args.iter().copied().chain(["--json"]).collect();
        let output = claimstore(&server.address, &args, here).await;
        assert_eq!(output.code, Some(code), "{args:?}: {}", output.error);
        if code > 0 {
            let error = json_error(&output);
            assert_eq!(
                (&error["code"], &error["exitCode"]),
                (&status.into(), &code.into())
            );
            assert!(
                output.out.is_empty() || args[0] == "import",
                "{}",
                output.out
            );
        }
    }
    let address = server.address.clone();
    server.stop().await.unwrap();
    for args in [
        &["show", &said.name, "--json"][..],
        &["import", EXAMPLE, "--json"],
    ] {
        let output = claimstore(&address, args, here).await;
        assert_eq!(output.code, Some(4), "{}", output.error);
        assert_eq!(json_error(&output)["code"], "UNAVAILABLE");
    }
    let wrong = claimstore("ftp://a.example", &["show", &said.name], here).await;
    assert_eq!(wrong.code, Some(2), "{}", wrong.error);
}

#[tokio::test]
async fn credentials_that_do_not_do_end_a_command_with_their_own_code() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("token"), " ").unwrap();
    let args = ["list", "claims", "--token-file", "token", "--json"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert_eq!(output.code, Some(5), "{}", output.error);
    assert_eq!(json_error(&output)["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn an_import_that_is_not_complete_says_what_is_missing_as_json() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let valid =
        r#"{"sources":[{"source":{"kind":"SOURCE_KIND_WEB_PAGE","url":"https://a.example"}}]}"#;
    fs::write(
        directory.path().join("a.ndjson"),
        format!("{valid}\nno JSON\n"),
    )
    .unwrap();
    let args = ["import", "--json", "a.ndjson"];
    let output = claimstore(&server.address, &args, directory.path()).await;
    assert_eq!(output.code, Some(3));
    let summary: Value = serde_json::from_str(&output.out).unwrap();
    assert_eq!(
        (&summary["bundles"], &summary["created"]),
        (&1.into(), &1.into())
    );
    let import = &json_error(&output)["import"];
    assert_eq!(
        (&import["notImported"], &import["imported"]),
        (&1.into(), &1.into())
    );
    let problem = import["problems"][0].as_str().unwrap();
    assert!(problem.starts_with("a.ndjson:2: "), "{problem}");
}

#[tokio::test]
async fn a_reader_that_has_enough_ends_a_command_quietly() {
    let server = TestServer::start().await;
    for index in 0..300 {
        let made = Claim {
            note: "word ".repeat(300),
            ..claim(&format!("It is {index}."))
        };
        server.create_claim(made).await.unwrap();
    }
    for args in [
        &["list", "claims", "--all", "--json"][..],
        &["list", "claims", "--all"],
        &["export", "-"],
        &["completions", "zsh"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_claimstore"))
            .args(args)
            .env("CLAIMSTORE_SERVER", &server.address)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().await.unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            (output.status.code(), said.as_str()),
            (Some(0), ""),
            "{args:?}"
        );
    }
}
