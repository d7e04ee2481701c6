//! How an import treats relations and reviews that are already stored: it fills their empty
//! fields, and does not overwrite the others.

use claimstore::wire::pb::{
    ImportBundleRequest, ImportBundlesSettings, ImportOutcome, Relation, RelationState, Verdict,
};
use serde_json::{Value, json};

use super::{assert_all, claim, dated_review, link, with};
use crate::{
    bundle::{
        import::{bundle, import, name_of, outcomes, try_import},
        stream::{import_all, settings},
    },
    support::{
        errors::{fields, why},
        server::TestServer,
    },
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

/// A bundle with a review that is identified by its url, and a page that it can cite.
fn reviewed(review: Value) -> Value {
    let url = json!({"url": "https://desk.example/1?b=1&a=2"});
    let page = json!({"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page"});
    json!({
        "sources": [{"key": "page", "source": page}],
        "claims": [claim("a", &[], &[with(url, review)])],
    })
}

const REVIEW: &str = "claims[0].reviews[0]";

/// Imports a review, and returns what was done with it.
async fn import_review(
    server: &TestServer,
    review: Value,
    replaces: bool,
) -> (ImportOutcome, Vec<String>) {
    let request = ImportBundleRequest {
        bundle: Some(bundle(reviewed(review))),
        replace_reviews: replaces,
        ..ImportBundleRequest::default()
    };
    let response = server.bundles().import_bundle(request).await.unwrap();
    let mut results = response.into_inner().results.into_iter();
    let found = results.find(|it| it.path == REVIEW).unwrap();
    (found.outcome(), found.differences)
}

fn differences(names: &[&str]) -> Vec<String> {
    names.iter().map(|&it| it.to_owned()).collect()
}

#[tokio::test]
async fn a_matched_review_gets_missing_fields_and_is_not_mixed_with_another_judgement() {
    let server = TestServer::start().await;
    let at = |verdict: &str, day, more: Value| with(dated_review("Desk", verdict, day), more);
    let import_one = async |review| import_review(&server, review, false).await;
    let first = import(&server, reviewed(at("FALSE", 2, json!({})))).await;
    let name = name_of(&first, REVIEW);

    let more = json!({"explanation": "Why", "rating": {"label": "Mostly"}, "evidence": ["#page"]});
    let another = import_one(at("TRUE", 2, more.clone())).await;
    assert_eq!(another, (Matched, differences(&["verdict"])));
    let earlier = import_one(at("FALSE", 1, more.clone())).await;
    assert_eq!(earlier, (Matched, differences(&["review_time"])));
    assert_eq!(server.get_review(&name).await.unwrap().revision, 1);

    let mut undated = at("FALSE", 1, more.clone());
    undated.as_object_mut().unwrap().remove("reviewTime");
    let spelled = json!({"author": "DESK", "url": "https://desk.example/1?a=2&b=1#x"});
    let filled = import_one(with(undated, spelled)).await;
    assert_eq!(filled, (Updated, differences(&["author", "url"])));
    let stored = server.get_review(&name).await.unwrap();
    assert_eq!((stored.author.as_str(), stored.revision), ("Desk", 2));
    assert_eq!(
        (stored.explanation.as_str(), stored.evidence.len()),
        ("Why", 1)
    );
    assert_eq!(import_one(at("FALSE", 2, more)).await, (Unchanged, vec![]));

    let less = json!({"explanation": "Because", "rating": {"label": "No"}, "evidence": ["#a"]});
    let differs = import_one(at("FALSE", 2, less)).await;
    let expected = differences(&["rating", "explanation", "evidence"]);
    assert_eq!(differs, (Matched, expected));
    assert_eq!(server.get_review(&name).await.unwrap(), stored);
}

#[tokio::test]
async fn reasons_of_one_judgement_are_not_dated_by_another() {
    let server = TestServer::start().await;
    let because = |reason: &str| json!({"explanation": reason});
    let undated = json!({"author": "Desk", "verdict": "VERDICT_FALSE"});
    let first = import(&server, reviewed(with(undated, because("Because of A.")))).await;
    let name = name_of(&first, REVIEW);
    let dated = dated_review("Desk", "FALSE", 1);
    let other = with(dated.clone(), because("Because of B."));
    let other = with(other, json!({"evidence": ["#page"]}));
    let kept = import_review(&server, other, false).await;
    assert_eq!(kept, (Matched, differences(&["explanation"])));
    let stored = server.get_review(&name).await.unwrap();
    assert_eq!((stored.review_time, stored.evidence.len()), (None, 0));
    let same = with(dated, because("Because of A."));
    assert_eq!(import_review(&server, same, false).await, (Updated, vec![]));
    assert!(
        server
            .get_review(&name)
            .await
            .unwrap()
            .review_time
            .is_some()
    );
}

#[tokio::test]
async fn a_label_that_is_not_understood_is_not_put_beside_the_reasons_of_another_one() {
    let server = TestServer::start().await;
    let unknown = |more: Value| with(dated_review("Desk", "OTHER", 1), more);
    let first = unknown(json!({"explanation": "Because of A."}));
    let name = name_of(&import(&server, reviewed(first)).await, REVIEW);
    let labelled = unknown(json!({"rating": {"label": "Missing context"}}));
    let kept = import_review(&server, labelled, false).await;
    assert_eq!(kept, (Matched, differences(&["rating"])));
    assert_eq!(server.get_review(&name).await.unwrap().rating, None);
    let more = unknown(json!({"evidence": ["#page"]}));
    assert_eq!(import_review(&server, more, false).await, (Updated, vec![]));
}

#[tokio::test]
async fn a_later_judgement_replaces_the_stored_one() {
    let server = TestServer::start().await;
    let because =
        json!({"explanation": "Because", "rating": {"label": "No"}, "evidence": ["#page"]});
    let early = with(dated_review("Desk", "FALSE", 1), because);
    let first = import(&server, reviewed(early.clone())).await;
    let name = name_of(&first, REVIEW);

    let later = json!({"explanation": "We were wrong", "author": "DESK"});
    let later = with(dated_review("Desk", "TRUE", 2), later);
    let replaced = import_review(&server, later.clone(), false).await;
    assert_eq!(replaced, (Updated, differences(&["author"])));
    let stored = server.get_review(&name).await.unwrap();
    assert_eq!(
        (
            stored.verdict(),
            stored.explanation.as_str(),
            &stored.rating
        ),
        (Verdict::True, "We were wrong", &None)
    );
    assert_eq!((stored.author.as_str(), stored.evidence.len()), ("Desk", 0));
    let time = stored.review_time.unwrap().seconds;
    assert_eq!(time % (24 * 60 * 60), 12 * 60 * 60);

    for replaces in [false, true] {
        let kept = import_review(&server, early.clone(), replaces).await;
        let expected = ["review_time", "verdict", "explanation"];
        assert_eq!(kept, (Matched, differences(&expected)));
        assert_eq!(server.get_review(&name).await.unwrap(), stored);
    }
    let again = import_review(&server, later, false).await;
    assert_eq!(again, (Matched, differences(&["author"])));
}

#[tokio::test]
async fn a_review_of_which_nobody_knows_whether_it_is_newer_replaces_the_stored_one_if_asked_to() {
    let server = TestServer::start().await;
    let first = dated_review("Desk", "FALSE", 1);
    let first = with(first, json!({"rating": {"label": "No"}}));
    let name = name_of(&import(&server, reviewed(first)).await, REVIEW);
    let same_day = dated_review("Desk", "TRUE", 1);
    let undated = json!({"author": "Desk", "verdict": "VERDICT_MIXED"});
    for (review, verdict, is_dated) in [
        (same_day, Verdict::True, true),
        (undated, Verdict::Mixed, false),
    ] {
        let (kept, differences) = import_review(&server, review.clone(), false).await;
        assert_eq!(
            (kept, differences.as_slice()),
            (Matched, &["verdict".to_owned()][..])
        );
        let replaced = import_review(&server, review, true).await;
        assert_eq!(replaced, (Updated, vec![]));
        let stored = server.get_review(&name).await.unwrap();
        assert_eq!((stored.verdict(), stored.rating), (verdict, None));
        assert_eq!(stored.review_time.is_some(), is_dated);
    }

    let stored = server.get_review(&name).await.unwrap();
    let settings = ImportBundlesSettings {
        replace_reviews: true,
        ..settings(1)
    };
    let again = json!({"author": "Desk", "verdict": "VERDICT_SATIRE"});
    import_all(&server, settings, vec![bundle(reviewed(again))]).await;
    let replaced = server.get_review(&name).await.unwrap();
    assert_eq!(replaced.verdict(), Verdict::Satire);
    assert_eq!(replaced.revision, stored.revision + 1);

    let restored = ImportBundleRequest {
        bundle: Some(bundle(json!({"restore": true}))),
        replace_reviews: true,
        ..ImportBundleRequest::default()
    };
    let refused = server.bundles().import_bundle(restored).await.unwrap_err();
    assert!(
        fields(&refused).contains(&"bundle.restore".to_owned()),
        "{refused:?}"
    );
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
