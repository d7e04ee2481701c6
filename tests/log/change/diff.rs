//! DiffRevisions: which fields of two revisions differ, and how.

use claimstore::wire::pb::{
    Article, Claim, DiffRevisionsRequest, DiffRevisionsResponse, FieldDifference, Origin,
    OriginKind, Verdict,
};
use tonic::{Code, Status};

use crate::support::{
    errors::{fields, reason},
    samples::{article, claim, full_claim, quantity, review},
    server::TestServer,
};

async fn diff(
    server: &TestServer,
    name: &str,
    from: i64,
    to: i64,
) -> Result<DiffRevisionsResponse, Status> {
    let request = DiffRevisionsRequest {
        name: name.to_owned(),
        from_revision: from,
        to_revision: to,
    };
    let answer = server.changes().diff_revisions(request).await?;
    Ok(answer.into_inner())
}

fn difference(path: &str, before: &str, after: &str) -> FieldDifference {
    FieldDifference {
        path: path.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

#[tokio::test]
async fn differing_fields_are_listed_with_both_values() {
    let server = TestServer::start().await;
    let original = server.create_claim(claim("Original")).await.unwrap();
    let first = server.create_claim(full_claim(&original)).await.unwrap();
    let mut second = first.clone();
    second.tags = vec!["foreign-fighters".to_owned(), "checked".to_owned()];
    second.subject = String::new();
    second.set_type(claimstore::wire::pb::ClaimType::Numerical);
    second.quantities = vec![quantity("foreign-fighters", "156")];
    second.origin = Some(Origin {
        kind: OriginKind::Person.into(),
        name: "extractor".to_owned(),
        version: "1.2".to_owned(),
        confidence: Some(1.0),
    });
    second.places = Vec::new();
    server.update_claim(second, &["*"]).await.unwrap();
    let found = diff(&server, &first.name, 0, 0).await.unwrap();
    assert_eq!((found.from_revision, found.to_revision), (1, 2));
    assert!(!found.exceeded);
    let paths: Vec<&str> = found
        .differences
        .iter()
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "type",
            "subject",
            "quantities[0].unit",
            "quantities[0].per",
            "quantities[0].counted",
            "quantities[0].lower.value.value",
            "quantities[0].upper.value.value",
            "quantities[0].approximate",
            "quantities[0].range",
            "quantities[0].range_reason",
            "quantities[0].printed",
            "quantities[0].number_locale",
            "places",
            "tags[1]",
            "origin.kind",
            "origin.confidence",
        ]
    );
    for expected in [
        difference(
            "type",
            "\"CLAIM_TYPE_EVENT_OR_PROPERTY\"",
            "\"CLAIM_TYPE_NUMERICAL\"",
        ),
        difference("subject", "\"nationals\"", ""),
        difference("quantities[0].upper.value.value", "\"155.50\"", "\"156\""),
        difference("quantities[0].approximate", "true", ""),
        difference("tags[1]", "", "\"checked\""),
        difference("origin.confidence", "0.75", "1.0"),
    ] {
        assert!(found.differences.contains(&expected), "{expected:?}");
    }
}

#[tokio::test]
async fn the_first_revision_is_compared_with_nothing() {
    let server = TestServer::start().await;
    let created = server.create_claim(claim("It is so")).await.unwrap();
    let found = diff(&server, &created.name, 0, 1).await.unwrap();
    assert_eq!((found.from_revision, found.to_revision), (0, 1));
    let paths: Vec<&str> = found
        .differences
        .iter()
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(
        paths,
        ["name", "statement", "language", "type", "create_time"]
    );
}

#[tokio::test]
async fn bodies_deletions_and_standings_are_compared_too() {
    let server = TestServer::start().await;
    let piece = server.create_article(article("A", "old")).await.unwrap();
    let changed = Article {
        name: piece.name.clone(),
        body: "n".repeat(3_000),
        ..Article::default()
    };
    server.update_article(changed, &[]).await.unwrap();
    server.delete(&piece.name).await.unwrap();
    let found = diff(&server, &piece.name, 1, 2).await.unwrap();
    let body = &found.differences[0];
    assert_eq!(
        (body.path.as_str(), body.before.as_str()),
        ("body", "\"old\"")
    );
    assert_eq!(body.after.chars().count(), 2_001);
    assert!(body.after.ends_with('…'));
    let found = diff(&server, &piece.name, 2, 3).await.unwrap();
    let paths: Vec<&str> = found
        .differences
        .iter()
        .map(|it| it.path.as_str())
        .collect();
    assert_eq!(paths, ["delete_time"]);
    // The order of the revisions can be reversed.
    let found = diff(&server, &piece.name, 3, 1).await.unwrap();
    assert_eq!((found.from_revision, found.to_revision), (3, 1));

    let reviewed = server.create_claim(claim("It is so")).await.unwrap();
    for (desk, verdict) in [("A", Verdict::True), ("B", Verdict::False)] {
        let given = review(desk, verdict, 1);
        server.create_review(&reviewed, given).await.unwrap();
    }
    let standing = format!("{}/standing", reviewed.name);
    let found = diff(&server, &standing, 0, 0).await.unwrap();
    let expected = difference("disputed", "", "true");
    assert!(found.differences.contains(&expected), "{found:?}");
}

#[tokio::test]
async fn a_missing_resource_or_revision_is_not_found() {
    let server = TestServer::start().await;
    let created: Claim = server.create_claim(claim("It is so")).await.unwrap();
    let absent = "claims/00000000-0000-0000-0000-000000000001";
    for (name, from, to) in [
        (absent, 0, 0),
        (created.name.as_str(), 0, 2),
        (created.name.as_str(), 3, 1),
    ] {
        let status = diff(&server, name, from, to).await.unwrap_err();
        let expected = (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned());
        assert_eq!(reason(&status), expected, "{name} {from} {to}");
    }
    let status = diff(&server, "x", -1, -1).await.unwrap_err();
    assert_eq!(fields(&status), ["from_revision", "to_revision", "name"]);
}

#[tokio::test]
async fn a_review_below_another_claim_is_not_found() {
    let server = TestServer::start().await;
    let first = server.create_claim(claim("First")).await.unwrap();
    let second = server.create_claim(claim("Second")).await.unwrap();
    let given = review("Desk", Verdict::True, 1);
    let word = server.create_review(&first, given).await.unwrap();
    assert!(diff(&server, &word.name, 0, 0).await.is_ok());
    let elsewhere = word.name.replace(&first.name, &second.name);
    let status = diff(&server, &elsewhere, 0, 0).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}
