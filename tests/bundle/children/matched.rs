//! How an import treats relations and reviews that are already stored: it fills their empty
//! fields, and does not overwrite the others.

use claimstore::wire::pb::{ImportOutcome, Relation, RelationState, Verdict};
use serde_json::{Value, json};

use super::{assert_all, claim, dated_review, link, with};
use crate::{
    bundle::import::{import, name_of, outcomes, try_import},
    support::{errors::why, server::TestServer},
};

use ImportOutcome::{Matched, Unchanged, Updated};

#[tokio::test]
async fn a_matched_relation_keeps_its_fields_and_gets_missing_ones() {
    let server = TestServer::start().await;
    let json =
        |relation: Value| json!({"claims": [claim("a", &[relation], &[]), claim("b", &[], &[])]});
    let suggested = json!({"state": "RELATION_STATE_SUGGESTED"});
    let suggested = with(link("SUPPORTS", "#b"), suggested);
    let first = import(&server, json(suggested.clone())).await;
    let name = name_of(&first, "claims[0].relations[0]");
    let decided = Relation {
        name: name.clone(),
        state: RelationState::Rejected.into(),
        ..Relation::default()
    };
    let decided = server.update_relation(decided, &["state"]).await.unwrap();

    let again = import(&server, json(suggested.clone())).await;
    let result = &again[1];
    assert_eq!((&result.name, result.outcome()), (&name, Matched));
    assert_eq!(result.differences, ["state"]);
    assert_eq!(server.get_relation(&name).await.unwrap(), decided);

    let more = json!({"method": "embedding", "confidence": 0.5, "author": "DESK."});
    let filled = import(&server, json(with(suggested.clone(), more))).await;
    assert_eq!((&filled[1].name, filled[1].outcome()), (&name, Updated));
    assert_eq!(filled[1].differences, ["author", "state"]);
    let stored = server.get_relation(&name).await.unwrap();
    assert_eq!(stored.state(), RelationState::Rejected);
    assert_eq!((stored.author.as_str(), stored.revision), ("Desk", 3));
    assert_eq!(
        (stored.method.as_str(), stored.confidence),
        ("embedding", Some(0.5))
    );

    let other = json!({"method": "by-hand", "confidence": 0.0, "state": "RELATION_STATE_REJECTED"});
    let differs = import(&server, json(with(suggested, other))).await;
    assert_eq!(differs[1].outcome(), Matched);
    assert_eq!(differs[1].differences, ["method", "confidence"]);
    assert_eq!(server.get_relation(&name).await.unwrap(), stored);
}

#[tokio::test]
async fn a_symmetric_relation_is_matched_from_the_other_end() {
    let server = TestServer::start().await;
    for kind in ["CONTRADICTS", "SAME_AS"] {
        let there = [claim("a", &[link(kind, "#b")], &[]), claim("b", &[], &[])];
        let back = |more: Value| {
            let back = with(link(kind, "#a"), more);
            json!({"claims": [claim("a", &[], &[]), claim("b", &[back], &[])]})
        };
        let there = import(&server, json!({"claims": there})).await;
        let name = name_of(&there, "claims[0].relations[0]");
        let length = server.log_length().await;
        let same = import(&server, back(json!({}))).await;
        assert_all(&same, Unchanged);
        assert_eq!(name_of(&same, "claims[1].relations[0]"), name);
        assert_eq!(server.log_length().await, length);

        let filled = import(&server, back(json!({"method": "by-hand"}))).await;
        let path = "claims[1].relations[0]";
        assert!(outcomes(&filled).contains(&(path, Updated)), "{filled:?}");
        let stored = server.get_relation(&name).await.unwrap();
        assert_eq!(stored.method, "by-hand");
        assert_eq!(stored.target, name_of(&there, "claims[1]"));
        let differs = import(&server, back(json!({"method": "other"}))).await;
        let result = differs.iter().find(|it| it.path == path).unwrap();
        assert_eq!((&result.name, result.outcome()), (&name, Matched));
        assert_eq!(result.differences, ["method"]);
    }
}

#[tokio::test]
async fn a_matched_review_keeps_its_fields_and_gets_missing_ones() {
    let server = TestServer::start().await;
    let json = |review: Value| {
        json!({
            "sources": [{"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page"}}],
            "claims": [claim("a", &[], &[review])],
        })
    };
    let at = |verdict: &str, day, more: Value| {
        let url = json!({"url": "https://desk.example/1?b=1&a=2"});
        with(with(dated_review("Desk", verdict, day), url), more)
    };
    let path = "claims[0].reviews[0]";
    let first = import(&server, json(at("FALSE", 1, json!({})))).await;
    let name = name_of(&first, path);
    let import_one = async |review: Value| {
        let results = import(&server, json(review)).await;
        let found = results.into_iter().find(|it| it.path == path).unwrap();
        assert_eq!(found.name, name);
        (found.outcome(), found.differences)
    };
    let differences = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<Vec<_>>();

    let other = import_one(at("TRUE", 1, json!({}))).await;
    assert_eq!(other, (Matched, differences(&["verdict"])));
    let later = json!({"author": "DESK", "url": "https://desk.example/1?a=2&b=1#x"});
    let later = import_one(at("FALSE", 2, later)).await;
    assert_eq!(
        later,
        (Matched, differences(&["author", "url", "review_time"]))
    );
    assert_eq!(server.get_review(&name).await.unwrap().revision, 1);

    let more = json!({"explanation": "Why", "rating": {"label": "Mostly"}, "evidence": ["#page"]});
    let filled = import_one(at("TRUE", 1, more.clone())).await;
    assert_eq!(filled, (Updated, differences(&["verdict"])));
    let stored = server.get_review(&name).await.unwrap();
    assert_eq!((stored.verdict(), stored.revision), (Verdict::False, 2));
    assert_eq!(
        (stored.explanation.as_str(), stored.evidence.len()),
        ("Why", 1)
    );
    assert_eq!(import_one(at("FALSE", 1, more)).await, (Unchanged, vec![]));

    let less = json!({"explanation": "Because", "rating": {"label": "No"}, "evidence": ["#a"]});
    let differs = import_one(at("FALSE", 1, less)).await;
    let expected = differences(&["rating", "explanation", "evidence"]);
    assert_eq!(differs, (Matched, expected));
    assert_eq!(server.get_review(&name).await.unwrap(), stored);
}

#[tokio::test]
async fn an_etag_must_be_that_of_the_stored_relation_or_review() {
    let server = TestServer::start().await;
    let json = |relation: Value, review: Value| {
        let link = with(link("SUPPORTS", "#b"), relation);
        let word = with(dated_review("Desk", "TRUE", 1), review);
        json!({"claims": [claim("a", &[link], &[word]), claim("b", &[], &[])]})
    };
    let first = import(&server, json(json!({}), json!({}))).await;
    let relation = server.get_relation(&first[1].name).await.unwrap();
    let review = server.get_review(&first[2].name).await.unwrap();
    let current = json(
        json!({"etag": relation.etag, "method": "by-hand"}),
        json!({"etag": review.etag, "explanation": "Why"}),
    );
    let updated = import(&server, current.clone()).await;
    assert_eq!(updated[1].outcome(), Updated);
    assert_eq!(updated[2].outcome(), Updated);
    for stale in [
        json(json!({"etag": relation.etag}), json!({})),
        json(json!({}), json!({"etag": review.etag})),
    ] {
        let status = try_import(&server, stale).await.unwrap_err();
        assert_eq!(why(&status), "ETAG_MISMATCH");
    }
}
