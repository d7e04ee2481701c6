//! What a desk types wrongly, all of it at once, and what it would replace without knowing.

use claimstore::wire::pb::{Claim, ListChangesRequest, MergeSourcesRequest, RelationType, Verdict};

use super::{json_error, json_lines, run, written};
use crate::support::{
    samples::{article, claim, outlet, relation, review},
    server::TestServer,
};

async fn claimed(server: &TestServer, statement: &str) -> Claim {
    server.create_claim(claim(statement)).await.unwrap()
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_command_is_said_at_once() {
    let server = TestServer::start().await;
    let said = claimed(&server, "It is so").await.name;
    let printed = server.create_article(article("Boats", "Ten.")).await;
    let printed = printed.unwrap().name;
    let unknown = ["ffffffff", "eeeeeeee"];
    for (args, code, told) in [
        (
            &["review", &said, "--etag", "x"][..],
            2,
            &["--verdict", "--author, or --desk", "no etag yet"][..],
        ),
        (
            &[
                "review",
                &said,
                "--author",
                "D",
                "--verdict",
                "true",
                "--evidence",
                "ffffffff",
                "--evidence",
                "eeeeeeee",
            ],
            3,
            &unknown,
        ),
        (
            &[
                "review",
                &said,
                "--desk",
                "ffffffff",
                "--verdict",
                "true",
                "--evidence",
                "eeeeeeee",
            ],
            3,
            &unknown,
        ),
        (
            &[
                "relate", "ffffffff", "supports", "eeeeeeee", "--author", "D",
            ],
            3,
            &unknown,
        ),
        (&["merge", "ffffffff", "eeeeeeee"], 3, &unknown),
        (
            &["merge", "ferry", "eeeeeeee"],
            2,
            &["\"ferry\"", "eeeeeeee"],
        ),
        (
            &[
                "correct", &printed, "--type", "update", "--notice", "n", "--claim", "ffffffff",
                "--claim", "eeeeeeee",
            ],
            3,
            &unknown,
        ),
        (
            &[
                "correct", "ffffffff", "--type", "update", "--notice", "n", "--claim", "eeeeeeee",
            ],
            3,
            &unknown,
        ),
    ] {
        let output = run(&server, args).await;
        assert_eq!(output.code, Some(code), "{args:?}: {}", output.error);
        for part in told {
            assert!(output.error.contains(part), "{args:?}: {}", output.error);
        }
        let args = [args, &["--json"]].concat();
        let output = run(&server, &args).await;
        assert_eq!(json_error(&output)["exitCode"], code, "{args:?}");
    }
}

#[tokio::test]
async fn a_retraction_is_replaced_only_if_that_is_asked_for() {
    let server = TestServer::start().await;
    let said = claimed(&server, "It is so").await.name;
    let source = server.create_source(outlet("The Tide")).await.unwrap().name;
    let printed = server.create_article(article("Boats", "Ten.")).await;
    for name in [said, source, printed.unwrap().name] {
        let first = [
            "retract",
            &name,
            "--reason",
            "made up",
            "--date",
            "2026-11-27",
        ];
        let retracted = json_lines(&server, &first).await.remove(0);
        let again = json_lines(&server, &first).await.remove(0);
        assert_eq!(again, retracted, "the same again changes nothing");
        let other = ["retract", &name, "--reason", "withdrawn"];
        let dry = [&other[..], &["--dry-run"]].concat();
        for args in [&other[..], &dry] {
            let refused = run(&server, args).await;
            assert_eq!(refused.code, Some(3), "{}", refused.error);
            let told = format!(
                "{name} is retracted already since 2026-11-27 00:00:00 UTC: \"made up\"; --replace"
            );
            assert!(refused.error.contains(&told), "{}", refused.error);
        }
        let replace = [&other[..], &["--replace"]].concat();
        let replaced = json_lines(&server, &replace).await.remove(0);
        let expected = serde_json::json!({"reason": "withdrawn"});
        assert_eq!(replaced["retraction"], expected);
        let undated = run(&server, &first).await;
        let told = "is retracted already: \"withdrawn\";";
        assert!(undated.error.contains(told), "{}", undated.error);
        written(&server, &["retract", "--revoke", &name]).await;
        written(&server, &other).await;
        let both = run(&server, &["retract", "--revoke", "--replace", &name]).await;
        assert_eq!(both.code, Some(2), "{}", both.error);
    }
}

#[tokio::test]
async fn a_retraction_with_a_request_id_can_be_sent_again() {
    let server = TestServer::start().await;
    let said = claimed(&server, "It is so").await.name;
    let id = "0198c0de-0000-7000-8000-0000000000aa";
    let args = ["retract", &said, "--reason", "made up", "--request-id", id];
    let first = json_lines(&server, &args).await;
    assert_eq!(json_lines(&server, &args).await, first);
}

async fn change_count(server: &TestServer) -> usize {
    let request = ListChangesRequest {
        page_size: 500,
        ..ListChangesRequest::default()
    };
    let listed = server.changes().list_changes(request).await.unwrap();
    listed.into_inner().changes.len()
}

#[tokio::test]
async fn no_command_changes_what_has_changed_or_anything_in_a_dry_run() {
    let server = TestServer::start().await;
    let one = claimed(&server, "It is so").await;
    let two = claimed(&server, "It is not so").await;
    let mut sources = Vec::new();
    for name in ["One", "Two", "Three"] {
        sources.push(server.create_source(outlet(name)).await.unwrap().name);
    }
    let merge = MergeSourcesRequest {
        name: sources[2].clone(),
        into: sources[1].clone(),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let printed = server.create_article(article("Boats", "Ten.")).await;
    let printed = printed.unwrap().name;
    let related = server
        .create_relation(&one, relation(RelationType::Refines, &two))
        .await;
    let related = related.unwrap().name;
    let judged = server
        .create_review(&one, review("D", Verdict::True, 1))
        .await;
    let judged = judged.unwrap().name;
    let (one, two) = (one.name, two.name);
    let before = change_count(&server).await;
    let retract = ["--reason", "made up"];
    for args in [
        [&["retract", &one], &retract[..]].concat(),
        [&["retract", &sources[0]], &retract[..]].concat(),
        [&["retract", &printed], &retract[..]].concat(),
        vec!["correct", &printed, "--type", "update", "--notice", "n"],
        vec!["merge", &one, &two],
        vec!["merge", &sources[0], &sources[1]],
        vec!["unmerge", &sources[2]],
        vec!["relate", "--reject", &related],
        vec!["review", &judged, "--verdict", "false"],
    ] {
        let stale = [&args[..], &["--etag", "stale", "--json"]].concat();
        let stale = run(&server, &stale).await;
        assert_eq!(stale.code, Some(6), "{args:?}: {}", stale.error);
        assert_eq!(json_error(&stale)["code"], "ABORTED", "{args:?}");
        let dry = [&args[..], &["--dry-run"]].concat();
        let dry = written(&server, &dry).await;
        assert!(dry.starts_with("a dry run: nothing is stored\n"), "{dry}");
        assert_eq!(change_count(&server).await, before, "{args:?}");
    }
    for args in [
        &["relate", &one, "supports", &two, "--author", "D"][..],
        &["review", &one, "--author", "E", "--verdict", "true"],
    ] {
        written(&server, &[args, &["--dry-run"]].concat()).await;
        assert_eq!(change_count(&server).await, before, "{args:?}");
    }
}
