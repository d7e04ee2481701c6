//! What a desk files: `claimstore review`, `relate`, `retract`, `correct`, `merge`, `unmerge`.

use claimstore::wire::pb::{Claim, Relation, RelationState, RelationType, Source, Verdict};

use super::{json_error, json_lines, run, written};
use crate::support::{
    samples::{article, claim, outlet, page, relation},
    server::TestServer,
};

/// A beginning of a name that means it alone.
fn beginning(name: &str) -> &str {
    &name[..name.len() - 1]
}

async fn two_claims(server: &TestServer) -> [Claim; 2] {
    let first = server
        .create_claim(claim("Twelve boats are missing."))
        .await;
    let second = server.create_claim(claim("No boat is missing.")).await;
    [first.unwrap(), second.unwrap()]
}

#[tokio::test]
async fn a_fact_check_is_filed_with_everything_and_changed_later() {
    let server = TestServer::start().await;
    let [said, other] = two_claims(&server).await;
    let list = "https://harbour.example/list";
    let office = server.create_source(page(list)).await.unwrap();
    let mut args = vec!["review", beginning(&said.name), "--author", "The desk"];
    args.extend(["--verdict", "mostly-false", "--date", "2026-11-27"]);
    args.extend([
        "--url",
        "https://desk.example/1",
        "--explanation",
        "Ten boats.",
    ]);
    args.extend(["--evidence", list, "--evidence", &other.name]);
    args.extend([
        "--rating",
        "2",
        "--best",
        "5",
        "--worst",
        "1",
        "--rating-label",
        "Half a truth",
    ]);
    let dry = [&args[..], &["--dry-run"]].concat();
    let dry = written(&server, &dry).await;
    assert!(
        dry.starts_with("a dry run: nothing is stored\nfiled  claims/"),
        "{dry}"
    );
    assert_eq!(
        json_lines(&server, &["list", "reviews"]).await[0],
        serde_json::json!({})
    );

    args.extend(["--actor", "ada"]);
    let filed = json_lines(&server, &args).await.remove(0);
    let name = filed["name"].as_str().unwrap();
    let review = server.get_review(name).await.unwrap();
    assert_eq!(
        (review.author.as_str(), review.verdict()),
        ("The desk", Verdict::MostlyFalse)
    );
    assert_eq!(review.url, "https://desk.example/1");
    assert_eq!(review.explanation, "Ten boats.");
    assert_eq!(review.evidence, [office.name.clone(), other.name.clone()]);
    assert_eq!(review.review_time.unwrap().seconds, 1_795_737_600);
    let rating = review.rating.unwrap();
    let digits = [rating.value, rating.best, rating.worst].map(|it| it.unwrap().value);
    assert_eq!(digits.map(|it| it.parse::<i32>().unwrap()), [2, 5, 1]);
    assert_eq!(rating.label, "Half a truth");
    let history = written(&server, &["history", name]).await;
    assert!(history.contains(" by unverified:ada\n"), "{history}");

    // The same again is not filed twice, and says which one there is.
    let again = [&args[..], &["--json"]].concat();
    let again = run(&server, &again).await;
    let error = json_error(&again);
    assert_eq!(
        (again.code, &error["code"]),
        (Some(3), &serde_json::json!("ALREADY_EXISTS"))
    );
    assert!(error["message"].as_str().unwrap().contains(name), "{error}");

    let etag = filed["etag"].as_str().unwrap();
    let change = ["review", name, "--verdict", "false", "--etag", etag];
    let changed = written(&server, &change).await;
    assert_eq!(changed, format!("changed  {name}\n  The desk: false\n"));
    let review = server.get_review(name).await.unwrap();
    assert_eq!(
        (review.verdict(), review.explanation.as_str()),
        (Verdict::False, "Ten boats.")
    );
    let stale = run(&server, &change).await;
    assert_eq!(stale.code, Some(6), "{}", stale.error);
}

#[tokio::test]
async fn what_a_new_review_lacks_or_has_too_much_is_said_before_it_is_sent() {
    let server = TestServer::start().await;
    let [said, _] = two_claims(&server).await;
    let desk = Source {
        url: "https://desk.example".to_owned(),
        ..outlet("The Tide's desk")
    };
    server.create_source(desk).await.unwrap();
    let name = beginning(&said.name);
    for (args, told) in [
        (&["--author", "Desk"][..], "--verdict"),
        (&["--verdict", "true"], "--author"),
        (
            &["--verdict", "true", "--author", "Desk", "--etag", "x"],
            "--etag",
        ),
        (
            &["--verdict", "true", "--author", "Desk", "--desk", "x"],
            "--desk",
        ),
        (&["--verdict", "sort-of", "--author", "Desk"], "mostly-true"),
        (
            &["--verdict", "true", "--author", "Desk", "--date", "today"],
            "2026-11-27",
        ),
    ] {
        let args = [&["review", name], args].concat();
        let output = run(&server, &args).await;
        assert_eq!(output.code, Some(2), "{args:?}: {}", output.error);
        assert!(output.error.contains(told), "{args:?}: {}", output.error);
    }
    let args = [
        "review",
        name,
        "--verdict",
        "true",
        "--desk",
        "https://desk.example",
    ];
    let filed = written(&server, &args).await;
    assert!(
        filed.contains("\n  The Tide's desk: true\n  odd: review time absent\n"),
        "{filed}"
    );
    let wrong = [
        "review",
        name,
        "--author",
        "D",
        "--verdict",
        "true",
        "--rating",
        "x",
        "--json",
    ];
    let wrong = run(&server, &wrong).await;
    assert_eq!(wrong.code, Some(3), "{}", wrong.error);
    let field = &json_error(&wrong)["violations"][0]["field"];
    assert_eq!(field, "review.rating.value.value", "{}", wrong.error);
}

#[tokio::test]
async fn claims_are_related_and_suggestions_confirmed_or_rejected() {
    let server = TestServer::start().await;
    let [said, other] = two_claims(&server).await;
    let args = [
        "relate",
        beginning(&said.name),
        "contradicts",
        &other.name,
        "--author",
        "finder",
        "--state",
        "suggested",
        "--method",
        "embedding",
        "--confidence",
        "0.5",
    ];
    let stored = json_lines(&server, &args).await.remove(0);
    let name = stored["name"].as_str().unwrap();
    let found = server.get_relation(name).await.unwrap();
    let expected = Relation {
        author: "finder".to_owned(),
        method: "embedding".to_owned(),
        confidence: Some(0.5),
        state: RelationState::Suggested.into(),
        ..relation(RelationType::Contradicts, &other)
    };
    assert_eq!(found.confidence, expected.confidence);
    assert_eq!(
        (&found.author, &found.method),
        (&expected.author, &expected.method)
    );
    assert_eq!(
        (found.state, found.target),
        (expected.state, expected.target)
    );

    let id = name.rsplit('/').next().unwrap();
    let confirmed = written(&server, &["relate", "--confirm", &id[..id.len() - 1]]).await;
    assert_eq!(
        confirmed,
        format!("confirmed  {name}\n  contradicts {}\n", other.name)
    );
    let standing = json_lines(&server, &["show", &said.name]).await.remove(0);
    let reasons = &standing["standing"]["disputeReasons"];
    assert_eq!(reasons[0], "DISPUTE_REASON_CONFIRMED_CONTRADICTION");
    let stale = [
        "relate",
        "--reject",
        name,
        "--etag",
        stored["etag"].as_str().unwrap(),
    ];
    assert_eq!(run(&server, &stale).await.code, Some(6));
    written(&server, &stale[..3]).await;
    assert_eq!(
        server.get_relation(name).await.unwrap().state(),
        RelationState::Rejected
    );

    for args in [
        &["relate"][..],
        &["relate", &said.name],
        &["relate", &said.name, "contradicts"],
        &["relate", &said.name, "contradicts", &other.name],
        &["relate", "--confirm", name, "--reject", name],
        &["relate", "--confirm", name, "--state", "suggested"],
        &["relate", "--confirm", name, "--author", "Desk"],
        &[
            "relate",
            &said.name,
            "contradicts",
            &other.name,
            "--author",
            "D",
            "--etag",
            "x",
        ],
        &["relate", "--confirm", &said.name],
    ] {
        let output = run(&server, args).await;
        assert_eq!(
            output.code,
            Some(2),
            "{args:?}: {}{}",
            output.out,
            output.error
        );
    }
}

#[tokio::test]
async fn what_is_retracted_is_found_by_its_address_and_can_be_taken_back() {
    let server = TestServer::start().await;
    let [said, _] = two_claims(&server).await;
    let list = "https://harbour.example/list";
    let office = server.create_source(page(list)).await.unwrap();
    let mut printed = article("Boats", "Twelve boats.");
    printed.uri = "https://tide.example/1".to_owned();
    let printed = server.create_article(printed).await.unwrap();
    for (typed, name) in [
        (list, &office.name),
        (printed.uri.as_str(), &printed.name),
        (beginning(&said.name), &said.name),
    ] {
        let mut args = vec![
            "retract",
            typed,
            "--reason",
            "made up",
            "--date",
            "2026-11-27",
        ];
        args.extend(["--url", "https://tide.example/notice"]);
        let retracted = json_lines(&server, &args).await.remove(0);
        let expected = serde_json::json!({
            "reason": "made up",
            "time": "2026-11-27T00:00:00Z",
            "url": "https://tide.example/notice",
        });
        assert_eq!(retracted["retraction"], expected);
        assert_eq!(retracted["name"].as_str(), Some(name.as_str()));
        let dry = written(&server, &["retract", "--revoke", typed, "--dry-run"]).await;
        let told = format!("a dry run: nothing is stored\nnot retracted any more  {name}\n");
        assert_eq!(dry, told);
        let etag = retracted["etag"].as_str().unwrap();
        let back = ["retract", "--revoke", typed, "--etag", etag];
        let back = json_lines(&server, &back).await.remove(0);
        assert!(back.get("retraction").is_none(), "{back}");
    }
    for args in [
        &["retract", list][..],
        &["retract", list, "--revoke", "--reason", "x"],
        &["retract", "reviews/x", "--reason", "x"],
    ] {
        assert_eq!(run(&server, args).await.code, Some(2), "{args:?}");
    }
}

#[tokio::test]
async fn an_address_of_an_article_and_a_source_is_not_retracted_by_chance() {
    let server = TestServer::start().await;
    let url = "https://tide.example/1";
    server.create_source(page(url)).await.unwrap();
    let mut printed = article("Boats", "Twelve boats.");
    printed.uri = url.to_owned();
    server.create_article(printed).await.unwrap();
    let output = run(&server, &["retract", url, "--reason", "made up"]).await;
    assert_eq!(output.code, Some(3));
    assert!(
        output.error.contains("can be any of these"),
        "{}",
        output.error
    );
    for part in ["\n  articles/", "\n  sources/"] {
        assert!(output.error.contains(part), "{}", output.error);
    }
    let untouched = written(&server, &["list", "sources", "--retracted"]).await;
    assert_eq!(untouched, "No sources are found.\n");
}

#[tokio::test]
async fn corrections_are_recorded_shown_and_taken_back_by_the_beginning_of_their_ids() {
    let server = TestServer::start().await;
    let [said, _] = two_claims(&server).await;
    let mut printed = article("Boats", "Twelve boats.");
    printed.uri = "https://tide.example/1".to_owned();
    let printed = server.create_article(printed).await.unwrap();
    let mut args = vec![
        "correct",
        &printed.uri,
        "--type",
        "correction",
        "--notice",
        "It is ten.",
    ];
    args.extend([
        "--date",
        "2026-11-27T08:00:00Z",
        "--claim",
        beginning(&said.name),
    ]);
    let corrected = json_lines(&server, &args).await.remove(0);
    let correction = &corrected["corrections"][0];
    let id = correction["id"].as_str().unwrap();
    assert_eq!(correction["notice"], "It is ten.");
    assert_eq!(correction["type"], "CORRECTION_TYPE_CORRECTION");
    assert_eq!(correction["time"], "2026-11-27T08:00:00Z");
    assert_eq!(correction["claims"][0].as_str(), Some(said.name.as_str()));
    let page = written(&server, &["show", &printed.name]).await;
    assert!(page.contains(id), "{page}");

    args[5] = "It is nine.";
    let second = written(&server, &args).await;
    assert!(
        second.starts_with(&format!("corrected  {}\n  correction ", printed.name)),
        "{second}"
    );
    let several = run(&server, &["correct", &printed.uri, "--revoke", &id[..2]]).await;
    assert_eq!(several.code, Some(3), "{}", several.error);
    assert!(several.error.contains("It is ten.") && several.error.contains("It is nine."));
    let none = run(
        &server,
        &["correct", &printed.uri, "--revoke", "zz", "--json"],
    )
    .await;
    assert_eq!(json_error(&none)["code"], "NOT_FOUND");
    let revoked = written(&server, &["correct", &printed.uri, "--revoke", id]).await;
    assert_eq!(revoked, format!("taken back  {id}\n"));
    let left = server.get_article(&printed.name).await.unwrap().corrections;
    assert_eq!(left.len(), 1);
    for args in [
        &["correct", "x", "--notice", "y"][..],
        &["correct", "x", "--revoke", "1", "--notice", "y"],
    ] {
        assert_eq!(run(&server, args).await.code, Some(2), "{args:?}");
    }
}

#[tokio::test]
async fn claims_and_sources_are_merged_and_the_merge_is_taken_back() {
    let server = TestServer::start().await;
    let [said, other] = two_claims(&server).await;
    let [one, two] = ["https://a.example/1", "https://b.example/2"];
    let first = server.create_source(page(one)).await.unwrap();
    let second = server.create_source(page(two)).await.unwrap();
    for (typed, name, into, survivor) in [
        (
            beginning(&said.name),
            &said.name,
            other.name.as_str(),
            &other.name,
        ),
        (one, &first.name, two, &second.name),
    ] {
        let dry = written(&server, &["merge", typed, into, "--dry-run"]).await;
        assert!(
            dry.starts_with("a dry run: nothing is stored\nmerged  "),
            "{dry}"
        );
        let merged = written(&server, &["merge", typed, into]).await;
        assert_eq!(merged, format!("merged  {name}\n  into {survivor}\n"));
        let page = written(&server, &["show", name]).await;
        assert!(page.contains(&format!("Merged from   {name}")), "{page}");
        let back = json_lines(&server, &["unmerge", name]).await.remove(0);
        assert!(back.get("mergedInto").is_none(), "{back}");
        let stale = ["unmerge", name, "--etag", "x"];
        assert_eq!(run(&server, &stale).await.code, Some(6));
    }
    let mixed = run(&server, &["merge", &said.name, &first.name]).await;
    assert_eq!(mixed.code, Some(2), "{}", mixed.error);
    let itself = run(&server, &["merge", &said.name, &said.name, "--json"]).await;
    assert_eq!(json_error(&itself)["code"], "INVALID_ARGUMENT");
}

#[tokio::test]
async fn a_change_with_the_same_request_id_is_made_once() {
    let server = TestServer::start().await;
    let [said, _] = two_claims(&server).await;
    let id = "0198c0de-0000-7000-8000-000000000001";
    let mut args = vec![
        "review",
        &said.name,
        "--author",
        "Desk",
        "--verdict",
        "true",
    ];
    args.extend(["--request-id", id]);
    let first = written(&server, &args).await;
    let length = server.log_length().await;
    assert_eq!(written(&server, &args).await, first);
    assert_eq!(server.log_length().await, length);
    args[5] = "false";
    args.push("--json");
    let other = run(&server, &args).await;
    assert_eq!(
        json_error(&other)["reason"],
        "REQUEST_ID_REUSED",
        "{}",
        other.error
    );
    args[7] = "not-an-id";
    assert_eq!(run(&server, &args).await.code, Some(2));
}
