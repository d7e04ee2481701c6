//! `claimstore orphans`.

use std::path::Path;

use claimstore::wire::pb::Article;

use super::claimstore;
use crate::support::{
    samples::{appearance, article, claim},
    server::TestServer,
};

#[tokio::test]
async fn orphans_lists_the_words_that_are_not_printed_any_more_page_by_page() {
    let server = TestServer::start().await;
    let here = Path::new(".");
    let none = claimstore(&server.address, &["orphans"], here).await;
    assert_eq!(none.out, "No words are orphaned.\n", "{}", none.error);

    let body = "One bolt was loose. Two boats have sunk. Three men were hurt.";
    let stored = server
        .create_article(article("Harbour", body))
        .await
        .unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    for words in [
        "One bolt was loose",
        "Two boats have sunk",
        "Three men were hurt",
    ] {
        let given = appearance(&stored, words);
        server.create_appearance(&said, given).await.unwrap();
    }
    let edited = Article {
        name: stored.name.clone(),
        body: "Three men were hurt.".to_owned(),
        ..Article::default()
    };
    server.update_article(edited, &["body"]).await.unwrap();

    let all = claimstore(&server.address, &["orphans"], here).await;
    assert!(all.is_success, "{}", all.error);
    for part in [
        "“One bolt was loose”",
        "“Two boats have sunk”",
        "in Harbour",
        "claim: It is so",
        ", version 2",
        &stored.name,
        &said.name,
    ] {
        assert!(all.out.contains(part), "{part}: {}", all.out);
    }
    assert!(!all.out.contains("Three men"), "{}", all.out);

    let first = claimstore(&server.address, &["orphans", "--limit", "1"], here).await;
    let token = first.out.split("--page-token ").nth(1).unwrap().trim();
    let args = ["orphans", "--limit", "1", "--page-token", token];
    let second = claimstore(&server.address, &args, here).await;
    assert_eq!(first.out.matches("* “").count(), 1, "{}", first.out);
    assert_eq!(second.out.matches("* “").count(), 1, "{}", second.out);
    assert_ne!(first.out.lines().next(), second.out.lines().next());

    for args in [
        ["orphans", "--since", "2200-01-01"],
        ["orphans", "--before", "2000-01-01T00:00:00Z"],
        [
            "orphans",
            "--article",
            "articles/0198c0de-0000-7000-8000-000000000001",
        ],
    ] {
        let found = claimstore(&server.address, &args, here).await;
        assert_eq!(found.out, "No words are orphaned.\n", "{}", found.error);
    }
    let wrong = claimstore(&server.address, &["orphans", "--since", "27/11/2026"], here).await;
    assert!(
        wrong.error.contains("is not a day (2026-11-27)"),
        "{}",
        wrong.error
    );
}
