//! What a desk types in its first hour.

use std::fs;

use claimstore::wire::pb::{
    ChangeFilter, DeleteArticleRequest, ListChangesRequest, MergeSourcesRequest,
    RetractSourceRequest, Retraction,
};

use super::{EXAMPLE, Output, claimstore, run, stored};
use crate::support::server::TestServer;

/// The names that an import printed, by their keys.
pub fn name_of(output: &Output, key: &str) -> String {
    let mut lines = output.out.lines();
    let line = lines.find(|it| it.ends_with(&format!("#{key}"))).unwrap();
    line.split_whitespace().nth(1).unwrap().to_owned()
}

#[tokio::test]
async fn a_plain_text_of_the_example_is_the_same_article_whatever_comes_first() {
    let server = TestServer::start().await;
    let first = run(&server, &["import", EXAMPLE]).await;
    let before = stored(&server, &first).await;
    let directory = tempfile::tempdir().unwrap();
    let mut text = format!(
        "{}\n\n{}\n27/04/2025\n\n{}\n\n \nSources\n",
        before.headline.to_uppercase(),
        before.bylines[0].printed,
        before.body
    );
    for citation in &before.citations {
        text.push_str(&format!("{}\n", citation.printed));
    }
    fs::write(directory.path().join("a.txt"), text).unwrap();
    let plain = [
        "import",
        "--language",
        "en",
        "--number-locale",
        "it",
        "a.txt",
    ];
    for _ in 0..2 {
        let again = claimstore(&server.address, &plain, directory.path()).await;
        assert!(
            again.out.starts_with("created 0, matched 0, updated 0,"),
            "{}{}",
            again.out,
            again.error
        );
        assert_eq!(stored(&server, &again).await, before);
        let rich = run(&server, &["import", EXAMPLE]).await;
        assert_eq!(stored(&server, &rich).await, before);
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn resources_are_found_by_what_a_person_knows_of_them() {
    let server = TestServer::start().await;
    let imported = run(&server, &["import", "-v", EXAMPLE]).await;
    let article = stored(&server, &imported).await;
    let id = article.name.trim_start_matches("articles/").to_owned();
    let claim = name_of(&imported, "captured-two");
    let beginning = &claim[..claim.len() - 3];
    for (typed, expected) in [
        (id.as_str(), &article.name),
        (&article.name[..article.name.len() - 2], &article.name),
        (article.uri.as_str(), &article.name),
        ("cms:51907", &article.name),
        (beginning, &claim),
    ] {
        let page = run(&server, &["show", typed]).await;
        assert!(
            page.out.contains(expected.as_str()),
            "{typed}: {}",
            page.error
        );
    }
    let standing = run(&server, &["history", &format!("{beginning}/standing")]).await;
    assert!(standing.out.contains("created"), "{}", standing.error);

    // All ids of one import begin with the same time.
    let several = run(&server, &["show", &id[..8]]).await;
    assert!(!several.is_success);
    assert!(
        several.error.contains("can be any of these"),
        "{}",
        several.error
    );
    assert!(several.error.ends_with("and more\n"), "{}", several.error);
    for (typed, expected) in [
        ("ffffffff", "ffffffff is not stored"),
        ("cms:0", "cms:0 is not stored"),
        (
            "ferry",
            "does not name a resource; write its name, at least 8 characters",
        ),
    ] {
        let output = run(&server, &["show", typed]).await;
        assert!(output.error.contains(expected), "{}", output.error);
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_claim_is_added_with_its_words_and_its_source() {
    let server = TestServer::start().await;
    run(&server, &["import", EXAMPLE]).await;
    let quote = "fatigue is growing in both countries";
    let mut args = vec!["claim", "add", "--article", "cms:51907", "--quote", quote];
    args.extend([
        "--source",
        "ukraine",
        "--source",
        "A visitor",
        "--modality",
        "probable",
    ]);
    args.extend(["--actor", "ada"]);
    let added = run(&server, &args).await;
    assert!(added.is_success, "{}", added.error);
    let claim = added.out.lines().find_map(|line| {
        let name = line.split_whitespace().nth(1)?;
        (name.starts_with("claims/") && !name.contains("/appearances/")).then_some(name)
    });
    let page = run(&server, &["show", claim.unwrap()]).await.out;
    assert!(page.starts_with(quote), "{page}");
    assert!(
        page.contains("reports ← Ukraine (reports) ← A visitor (asserts)"),
        "{page}"
    );
    let history = run(&server, &["history", claim.unwrap()]).await.out;
    assert!(history.contains("by unverified:ada\n"), "{history}");
    assert!(history.contains("+ type: event or property\n"), "{history}");

    let again = run(&server, &args).await;
    assert!(!again.out.contains("created"), "{}", again.out);
    // What is added to the same words later takes nothing away.
    let mut later = args[..6].to_vec();
    later.extend(["--source", "ukraine"]);
    let later = run(&server, &later).await;
    assert!(later.is_success, "{}", later.error);
    assert!(!later.out.contains("updated"), "{}", later.out);
    let mut other = args[..6].to_vec();
    other.extend(["--modality", "possible", "--article-stance", "doubts"]);
    let other = run(&server, &other).await;
    let kept = "kept as stored: modality, article_stance";
    assert!(other.out.contains(kept), "{}", other.out);
    let page = run(&server, &["show", claim.unwrap()]).await.out;
    assert!(
        page.contains("reports ← Ukraine (reports) ← A visitor (asserts)"),
        "{page}"
    );
    assert!(page.contains("probable"), "{page}");

    for (words, said) in [
        ("no such words", "quote it verbatim"),
        ("the", "--prefix or --suffix"),
        ("fatigue is  growing in both countries", "--lenient"),
    ] {
        args[5] = words;
        let refused = run(&server, &args).await;
        assert!(refused.error.contains(said), "{}", refused.error);
    }
    args.push("--lenient");
    let lenient = run(&server, &args).await;
    assert!(lenient.is_success, "{}", lenient.error);
    assert!(!lenient.out.contains("created"), "{}", lenient.out);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_page_shows_what_became_of_a_resource() {
    let server = TestServer::start().await;
    let imported = run(&server, &["import", "-v", EXAMPLE]).await;
    let article = stored(&server, &imported).await;
    let intelligence = name_of(&imported, "ukrainian-intelligence");
    let officials = name_of(&imported, "chinese-officials");
    let retraction = RetractSourceRequest {
        name: intelligence,
        retraction: Some(Retraction {
            reason: "withdrawn".to_owned(),
            ..Retraction::default()
        }),
        ..RetractSourceRequest::default()
    };
    server.sources().retract_source(retraction).await.unwrap();
    let page = run(&server, &["show", &article.name]).await.out;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        page.contains("Ukrainian intelligence (asserts, retracted)"),
        "{page}"
    );
    let disputed = page.split("conflict, contradiction: ").count();
    assert!(disputed > 1, "{page}");

    let merge = MergeSourcesRequest {
        name: officials.clone(),
        into: name_of(&imported, "china"),
        ..MergeSourcesRequest::default()
    };
    server.sources().merge_sources(merge).await.unwrap();
    let page = run(&server, &["show", &officials]).await.out;
    assert!(
        page.contains(&format!("Merged from   {officials}")),
        "{page}"
    );
    assert!(page.contains("Merged into it (1)"), "{page}");

    let delete = DeleteArticleRequest {
        name: article.name.clone(),
        ..DeleteArticleRequest::default()
    };
    let status = server.articles().delete_article(delete.clone()).await;
    let message = status.unwrap_err().message().to_owned();
    assert!(
        message.contains("change or delete those first"),
        "{message}"
    );
    let delete = DeleteArticleRequest {
        force: true,
        ..delete
    };
    server.articles().delete_article(delete).await.unwrap();
    let gone = run(&server, &["show", &article.name]).await;
    assert!(gone.error.contains("was deleted on "), "{}", gone.error);
    let shown = run(&server, &["show", "--show-deleted", &article.name]).await;
    assert!(
        shown.out.contains("\nDeleted       20"),
        "{}{}",
        shown.out,
        shown.error
    );
    assert!(shown.out.contains("Claims ("), "{}", shown.out);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn an_import_says_who_made_it() {
    let server = TestServer::start().await;
    let output = run(&server, &["import", "--actor", "desk", EXAMPLE]).await;
    assert!(output.is_success, "{}", output.error);
    server.log_settled().await;
    let request = ListChangesRequest {
        filter: Some(ChangeFilter {
            actor: "unverified:desk".to_owned(),
            ..ChangeFilter::default()
        }),
        ..ListChangesRequest::default()
    };
    let changes = server.changes().list_changes(request).await.unwrap();
    assert!(!changes.into_inner().changes.is_empty());
    let refused = run(&server, &["import", "--actor", "two words", EXAMPLE]).await;
    assert!(refused.error.contains("visible ASCII"), "{}", refused.error);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_deleted_resource_is_shown_by_its_address_if_asked_for() {
    let server = TestServer::start().await;
    let uri = "https://tide.example/gone";
    let article = crate::support::samples::article("Gone", "Text");
    let article = claimstore::wire::pb::Article {
        uri: uri.to_owned(),
        ..article
    };
    let article = server.create_article(article).await.unwrap();
    let url = "https://tide.example/page";
    let source = crate::support::samples::page(url);
    let source = server.create_source(source).await.unwrap();
    server.delete(&article.name).await.unwrap();
    server.delete_source(&source.name).await.unwrap();
    for (address, shown) in [(uri, "Gone"), (url, "Kind")] {
        let refused = run(&server, &["show", address]).await;
        let said = "was deleted";
        assert!(refused.error.contains(said), "{}", refused.error);
        let page = run(&server, &["show", "--show-deleted", address]).await;
        assert!(page.out.contains(shown), "{} {}", page.out, page.error);
    }
    // A live one with the address comes first.
    let again = claimstore::wire::pb::Article {
        uri: uri.to_owned(),
        ..crate::support::samples::article("Again", "Text")
    };
    server.create_article(again).await.unwrap();
    let page = run(&server, &["show", "--show-deleted", uri]).await.out;
    assert!(page.contains("Again"), "{page}");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn an_import_prints_sources_that_are_called_like_a_new_one() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let text = |headline: &str| {
        format!(
            "{headline}\n\nBy Ada Rossi\n\nApril 27, 2025\n\nFares rise.\n\nSources\n\nTown council\n"
        )
    };
    for (file, headline) in [("one.txt", "One"), ("two.txt", "Two")] {
        std::fs::write(directory.path().join(file), text(headline)).unwrap();
    }
    let import = async |file: &str| {
        let args = ["import", "--language", "en", file];
        claimstore(&server.address, &args, directory.path()).await
    };
    let first = import("one.txt").await;
    assert!(first.is_success, "{}", first.error);
    assert!(!first.out.contains("called the same"), "{}", first.out);
    let second = import("two.txt").await;
    for said in [
        "(Town council) is new; these are called the same:\n  sources/",
        "Town council, not specified, no url",
        "--source",
    ] {
        assert!(second.out.contains(said), "{said}: {}", second.out);
    }
    let again = import("two.txt").await;
    assert!(!again.out.contains("called the same"), "{}", again.out);
    server.stop().await.unwrap();
}
