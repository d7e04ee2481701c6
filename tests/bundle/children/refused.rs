//! Bundles that are refused because of their relations or reviews, and leave nothing behind.

use std::sync::Arc;

use claimstore::wire::pb::{Bundle, BundleResult};
use serde_json::{Value, json};
use tonic::Status;

use super::{claim, dated_review, link, with};
use crate::{
    bundle::import::{bundle, import, import_bundle, name_of, try_import},
    support::{
        children::claims,
        errors::{description, fields, missing, sorted_fields, why},
        samples::{relation, review},
        server::TestServer,
    },
};
use claimstore::wire::pb::{RelationType, Verdict};

const ID: &str = "0198c0de-0000-7000-8000-000000000001";

/// Imports a bundle that must be refused, and asserts that nothing is stored.
async fn refused(json: Value) -> Status {
    let server = TestServer::start().await;
    let status = try_import(&server, json).await.unwrap_err();
    assert_eq!(server.log_length().await, 0);
    status
}

fn of(claims: &[Value]) -> Value {
    json!({
        "sources": [{"key": "page", "source": {"kind": "SOURCE_KIND_WEB_PAGE", "url": "https://news.example/page"}}],
        "claims": claims,
    })
}

#[tokio::test]
async fn an_unknown_key_and_a_key_of_another_kind_are_reported_by_path() {
    let evidence = json!({"evidence": ["#page", "#nobody", "#a"]});
    let rests = with(dated_review("Desk", "TRUE", 1), evidence);
    let relations = [link("SUPPORTS", "#nobody"), link("SUPPORTS", "#page")];
    let printed = with(link("CAUSES", "#a"), json!({"appearance": "#a"}));
    let json = of(&[
        claim("a", &[], &[]),
        claim("b", &relations, &[dated_review("Desk", "TRUE", 2), rests]),
        claim("c", &[printed], &[]),
    ]);
    let status = refused(json).await;
    assert_eq!(
        sorted_fields(&status),
        [
            "bundle.claims[1].relations[0].target",
            "bundle.claims[1].relations[1].target",
            "bundle.claims[1].reviews[1].evidence[1]",
            "bundle.claims[2].relations[0].appearance",
        ]
    );
}

#[tokio::test]
async fn all_violations_of_relations_and_reviews_are_reported_at_once() {
    let wrong = json!({
        "name": format!("claims/{ID}"), "type": 99, "target": "", "author": " ",
        "method": "No slug", "confidence": "NaN", "state": "RELATION_STATE_UNSPECIFIED",
    });
    let relations = [link("SUPPORTS", "#a"), wrong];
    let word = json!({
        "name": format!("claims/{ID}/relations/{ID}"), "url": "x", "explanation": "a\u{0}",
        "rating": {},
        "evidence": ["#a", format!("articles/{ID}")],
    });
    let json = of(&[claim("a", &[], &[]), claim("b", &relations, &[word])]);
    let status = refused(json).await;
    assert_eq!(
        sorted_fields(&status),
        [
            "bundle.claims[1].relations[1].author",
            "bundle.claims[1].relations[1].confidence",
            "bundle.claims[1].relations[1].method",
            "bundle.claims[1].relations[1].name",
            "bundle.claims[1].relations[1].state",
            "bundle.claims[1].relations[1].target",
            "bundle.claims[1].relations[1].type",
            "bundle.claims[1].reviews[0].author",
            "bundle.claims[1].reviews[0].evidence[1]",
            "bundle.claims[1].reviews[0].explanation",
            "bundle.claims[1].reviews[0].name",
            "bundle.claims[1].reviews[0].rating",
            "bundle.claims[1].reviews[0].url",
            "bundle.claims[1].reviews[0].verdict",
        ]
    );
}

#[tokio::test]
async fn the_same_relation_or_review_twice_is_refused_with_both_paths() {
    let same = with(link("SUPPORTS", "#b"), json!({"author": "DESK."}));
    let at = |day, url: &str| with(dated_review("Desk", "TRUE", day), json!({"url": url}));
    for (json, first, second) in [
        (
            of(&[
                claim("a", &[link("SUPPORTS", "#b"), same], &[]),
                claim("b", &[], &[]),
            ]),
            "claims[0].relations[0]",
            "claims[0].relations[1]",
        ),
        (
            of(&[
                claim("a", &[link("SAME_AS", "#b")], &[]),
                claim("b", &[link("CAUSES", "#a"), link("SAME_AS", "#a")], &[]),
            ]),
            "claims[0].relations[0]",
            "claims[1].relations[1]",
        ),
        (
            of(&[claim(
                "a",
                &[],
                &[
                    dated_review("Desk", "TRUE", 1),
                    dated_review("desk.", "FALSE", 1),
                ],
            )]),
            "claims[0].reviews[0]",
            "claims[0].reviews[1]",
        ),
        (
            of(&[claim(
                "a",
                &[],
                &[at(1, "https://d.example/#1"), at(2, "https://D.example/")],
            )]),
            "claims[0].reviews[0]",
            "claims[0].reviews[1]",
        ),
    ] {
        let server = TestServer::start().await;
        let path = format!("bundle.{second}");
        let status = try_import(&server, json.clone()).await.unwrap_err();
        assert_eq!(fields(&status), [path.as_str()]);
        assert!(description(&status, &path).contains(first), "{status:?}");
        assert_eq!(server.log_length().await, 0);

        // The same holds if one of them is already stored.
        let mut one = json.clone();
        let (claims, list) = second.split_once('.').unwrap();
        let index: usize = claims["claims[".len()..claims.len() - 1].parse().unwrap();
        let list = list.split_once('[').unwrap().0;
        one["claims"][index][list].as_array_mut().unwrap().pop();
        import(&server, one).await;
        let length = server.log_length().await;
        let status = try_import(&server, json).await.unwrap_err();
        assert_eq!(fields(&status), [path.as_str()]);
        assert!(description(&status, &path).contains(first), "{status:?}");
        assert_eq!(server.log_length().await, length);
    }
}

#[tokio::test]
async fn a_relation_to_its_own_claim_and_repeated_evidence_are_refused() {
    let server = TestServer::start().await;
    let stored = of(&[claim("a", &[], &[])]);
    let stored = import(&server, stored).await;
    let (page, name) = (
        name_of(&stored, "sources[0]"),
        name_of(&stored, "claims[0]"),
    );
    let evidence = json!({"evidence": ["#page", page]});
    for (json, path) in [
        (
            of(&[claim("a", &[link("SUPPORTS", "#a")], &[])]),
            "relations[0].target",
        ),
        (
            of(&[claim("a", &[link("SUPPORTS", &name)], &[])]),
            "relations[0].target",
        ),
        (
            of(&[claim(
                "a",
                &[],
                &[with(dated_review("Desk", "TRUE", 1), evidence)],
            )]),
            "reviews[0].evidence[1]",
        ),
    ] {
        let status = try_import(&server, json).await.unwrap_err();
        assert_eq!(fields(&status), [format!("bundle.claims[0].{path}")]);
    }
}

#[tokio::test]
async fn a_cycle_is_refused_within_a_bundle_and_through_stored_relations() {
    for kind in ["SUPERSEDES", "DERIVED_FROM"] {
        let circle = of(&[
            claim("a", &[link("SUPPORTS", "#c"), link(kind, "#b")], &[]),
            claim("b", &[link(kind, "#c")], &[]),
            claim("c", &[link(kind, "#a")], &[]),
        ]);
        let status = refused(circle.clone()).await;
        assert_eq!(
            sorted_fields(&status),
            [
                "bundle.claims[0].relations[1].target",
                "bundle.claims[1].relations[0].target",
                "bundle.claims[2].relations[0].target",
            ]
        );
        // Only confirmed relations count for a cycle.
        let server = TestServer::start().await;
        let mut open = circle;
        open["claims"][2]["relations"][0]["state"] = json!("RELATION_STATE_SUGGESTED");
        import(&server, open).await;
        let length = server.log_length().await;
        let through = of(&[
            claim("c", &[link(kind, "#d")], &[]),
            claim("d", &[link(kind, "#a")], &[]),
            claim("a", &[], &[]),
        ]);
        let status = try_import(&server, through).await.unwrap_err();
        assert!(!fields(&status).is_empty());
        for path in fields(&status) {
            assert!(path.ends_with(".relations[0].target"), "{path}");
        }
        assert_eq!(server.log_length().await, length);
    }
}

#[tokio::test]
async fn a_name_must_be_of_a_live_relation_or_review_of_its_own_claim() {
    let server = TestServer::start().await;
    let [a, b] = claims(&server).await;
    let there = server.create_relation(&a, relation(RelationType::Supports, &b));
    let there = there.await.unwrap().name;
    let word = server.create_review(&a, review("Desk", Verdict::True, 0));
    let word = word.await.unwrap().name;
    let import_into = async |parent: &str, list: &str, name: &str| {
        let target = if parent == a.name { &b.name } else { &a.name };
        let item = match list {
            "relations" => link("CAUSES", target),
            _ => dated_review("Other", "TRUE", 1),
        };
        let number = usize::from(parent != a.name);
        let json = json!({"claims": [{
            "claim": {"name": parent, "statement": format!("Claim {number}"), "language": "en", "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"},
            list: [with(item, json!({"name": name}))],
        }]});
        let status = try_import(&server, json).await.unwrap_err();
        let [path] = &fields(&status)[..] else {
            panic!("{status:?}")
        };
        (path.clone(), description(&status, path))
    };
    let length = server.log_length().await;
    for (list, name) in [("relations", &there), ("reviews", &word)] {
        let path = format!("bundle.claims[0].{list}[0]");
        let (said_at, _) = import_into(&b.name, list, name).await;
        assert_eq!(said_at, format!("{path}.name"));
        // Its id is taken, whichever claim the name is below.
        let elsewhere = name.replace(&a.name, &b.name);
        let (said_at, said) = import_into(&b.name, list, &elsewhere).await;
        assert_eq!(said_at, path);
        assert!(said.contains(name.as_str()), "{said}");
    }
    server.delete_relation(&there).await.unwrap();
    server.delete_review(&word).await.unwrap();
    for (list, name) in [("relations", &there), ("reviews", &word)] {
        let (said_at, said) = import_into(&a.name, list, name).await;
        assert_eq!(said_at, format!("bundle.claims[0].{list}[0]"));
        assert!(
            said.contains(name.as_str()) && said.contains("deleted"),
            "{said}"
        );
    }
    // The two deletions, and the change of the claim's standing.
    assert_eq!(server.log_length().await, length + 3);
}

#[tokio::test]
async fn a_name_and_content_of_two_different_resources_are_refused_and_both_are_named() {
    let server = TestServer::start().await;
    let relations = [link("SUPPORTS", "#b"), link("CAUSES", "#b")];
    let words = [
        dated_review("Desk", "TRUE", 1),
        dated_review("Desk", "TRUE", 2),
    ];
    let both = |relations: &[Value], words: &[Value]| json!({"claims": [claim("a", relations, words), claim("b", &[], &[])]});
    let first = import(&server, both(&relations, &words)).await;
    for list in ["relations", "reviews"] {
        let names = [0, 1].map(|n| name_of(&first, &format!("claims[0].{list}[{n}]")));
        let other = json!({"name": names[1]});
        let json = match list {
            "relations" => both(&[with(relations[0].clone(), other)], &[]),
            _ => both(&[], &[with(words[0].clone(), other)]),
        };
        let status = try_import(&server, json).await.unwrap_err();
        let path = format!("bundle.claims[0].{list}[0]");
        assert_eq!(fields(&status), [path.as_str()]);
        let said = description(&status, &path);
        assert!(names.iter().all(|name| said.contains(name)), "{said}");
    }
}

#[tokio::test]
async fn a_missing_target_appearance_or_evidence_is_not_found() {
    let server = TestServer::start().await;
    let [gone] = claims(&server).await;
    server.delete_claim(&gone.name).await.unwrap();
    let length = server.log_length().await;
    let never = format!("claims/{ID}");
    for name in [&gone.name, &never] {
        let evidence = with(
            dated_review("Desk", "TRUE", 1),
            json!({"evidence": ["#page", name]}),
        );
        let printed = format!("{name}/appearances/{ID}");
        let appearance = with(link("SUPPORTS", "#a"), json!({"appearance": printed}));
        for (json, named) in [
            (of(&[claim("x", &[link("SUPPORTS", name)], &[])]), name),
            (of(&[claim("x", &[], &[evidence])]), name),
            (
                of(&[claim("x", &[appearance], &[]), claim("a", &[], &[])]),
                &printed,
            ),
        ] {
            let status = try_import(&server, json).await.unwrap_err();
            assert_eq!(missing(&status), [named.as_str()]);
        }
    }
    assert_eq!(server.log_length().await, length);
}

#[tokio::test(flavor = "multi_thread")]
async fn exactly_one_of_two_concurrent_imports_that_would_close_a_cycle_succeeds() {
    let server = Arc::new(TestServer::start().await);
    for round in 0..20 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        let to = |key: &str| link("SUPERSEDES", &format!("#{key}"));
        let there = of(&[claim(&a, &[to(&b)], &[]), claim(&b, &[], &[])]);
        let back = of(&[claim(&a, &[], &[]), claim(&b, &[to(&a)], &[])]);
        // The claims are new in one half of the rounds, and stored in the other half.
        if round % 2 == 0 {
            import(&server, of(&[claim(&a, &[], &[]), claim(&b, &[], &[])])).await;
        }
        let run = |json: Value| -> tokio::task::JoinHandle<Result<Vec<BundleResult>, Status>> {
            let server = Arc::clone(&server);
            let given: Bundle = bundle(json);
            tokio::spawn(async move { import_bundle(&server, given).await })
        };
        let (one, other) = (run(there), run(back));
        let results = [one.await.unwrap(), other.await.unwrap()];
        let lost: Vec<&Status> = results.iter().filter_map(|it| it.as_ref().err()).collect();
        assert_eq!(lost.len(), 1, "{results:?}");
        assert_eq!(why(lost[0]), "INVALID_FIELDS");
        assert!(lost[0].message().contains("leads back"), "{lost:?}");
    }
}
