//! What a desk types wrongly, all of it at once, and what it would replace without knowing.

use claimstore::wire::pb::Claim;

use super::{json_error, json_lines, run, written};
use crate::support::{
    samples::{article, claim, outlet},
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
