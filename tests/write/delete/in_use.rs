//! A resource to which live resources refer cannot be deleted, and the error names them.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Byline, Citation, Claim, Credit, CreditKind, Source,
};
use tonic::Code;

use crate::support::{
    any_kind::DeleteOptions,
    errors::{referrers, resource},
    samples::{appearance, article, claim, full_appearance, full_article, hop, outlet},
    server::TestServer,
};

/// Creates all kinds of references to a source, each in a resource of its own.
async fn refer_in_every_way(server: &TestServer, source: &Source) -> Vec<String> {
    let other = server.create_source(outlet("Other")).await.unwrap();
    let text = article("Text", "It is so.");
    let text = server.create_article(text).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let name = || source.name.clone();

    let published = Source {
        publisher: name(),
        ..outlet("Published")
    };
    let published = server.create_source(published).await.unwrap();
    let mut all = vec![published.name];
    for article in [
        Article {
            publisher: name(),
            ..article("Publisher", "")
        },
        Article {
            bylines: vec![Byline {
                printed: "DI ADA".to_owned(),
                source: name(),
                ..Byline::default()
            }],
            ..article("Byline", "")
        },
        Article {
            citations: vec![Citation {
                source: name(),
                ..Citation::default()
            }],
            ..article("Citation", "")
        },
        Article {
            credits: vec![Credit {
                kind: CreditKind::Other.into(),
                source: name(),
                ..Credit::default()
            }],
            ..article("Credit", "")
        },
    ] {
        all.push(server.create_article(article).await.unwrap().name);
    }
    let mut documented = hop(&other);
    documented.document = name();
    for (last, words) in [(hop(source), "is"), (documented, "so")] {
        let printed = Appearance {
            chains: vec![AttributionChain {
                hops: vec![hop(&other), last],
            }],
            ..appearance(&text, words)
        };
        let printed = server.create_appearance(&claim, printed).await.unwrap();
        all.push(printed.name);
    }
    all
}

/// Removes the reference to a source from a resource.
async fn let_go(server: &TestServer, name: &str) {
    let name = name.to_owned();
    if name.starts_with("sources/") {
        let patch = Source {
            name,
            ..Source::default()
        };
        server.update_source(patch, &["publisher"]).await.unwrap();
    } else if name.starts_with("articles/") {
        let patch = Article {
            name,
            ..Article::default()
        };
        let paths = ["publisher", "bylines", "citations", "credits"];
        server.update_article(patch, &paths).await.unwrap();
    } else {
        let patch = Appearance {
            name,
            ..Appearance::default()
        };
        server.update_appearance(patch, &["chains"]).await.unwrap();
    }
}

#[tokio::test]
async fn a_source_cannot_be_deleted_while_anything_refers_to_it() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Kyiv")).await.unwrap();
    let mut left = refer_in_every_way(&server, &source).await;
    left.sort_by_key(|name| (rank(name), id(name)));
    while let Some(first) = left.first() {
        let length = server.log_length().await;
        let status = server.delete(&source.name).await.unwrap_err();
        assert_eq!(referrers(&status), left);
        assert!(status.message().contains(&source.name), "{status:?}");
        assert_eq!(server.log_length().await, length);
        let_go(&server, first).await;
        left.remove(0);
    }
    server.delete(&source.name).await.unwrap();
}

#[tokio::test]
async fn a_deleted_resource_does_not_block_a_deletion() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Kyiv")).await.unwrap();
    let mut left = refer_in_every_way(&server, &source).await;
    left.sort_by_key(|name| (rank(name), id(name)));
    while let Some(first) = left.first() {
        let status = server.delete(&source.name).await.unwrap_err();
        assert_eq!(referrers(&status), left);
        server.delete(first).await.unwrap();
        left.remove(0);
    }
    server.delete(&source.name).await.unwrap();
}

#[tokio::test]
async fn a_resource_with_several_references_is_named_once() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Kyiv")).await.unwrap();
    let full = full_article(&source);
    let article = server.create_article(full).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    let full = full_appearance(&article, &source);
    let printed = server.create_appearance(&claim, full).await.unwrap();
    let status = server.delete(&source.name).await.unwrap_err();
    assert_eq!(referrers(&status), [article.name, printed.name]);
}

/// The rank of a referrer's kind. Referrers are named by kind, and then by id.
fn rank(name: &str) -> usize {
    let ranks = ["sources/", "articles/", "claims/"];
    let rank = ranks.iter().position(|kind| name.starts_with(kind));
    rank.unwrap() + usize::from(name.contains("/appearances/"))
}

fn id(name: &str) -> String {
    name.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn sixteen_referrers_are_named_and_that_there_are_more() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let mut pages = Vec::new();
    for number in 0..17 {
        let page = Source {
            publisher: paper.name.clone(),
            ..outlet(&format!("{number}"))
        };
        pages.push(server.create_source(page).await.unwrap().name);
    }
    pages.sort();
    let status = server.delete(&paper.name).await.unwrap_err();
    let named = format!("{}, and more", pages[..16].join(", "));
    assert_eq!(resource(&status), named);
    assert!(status.message().contains(&named), "{status:?}");

    server.delete(&pages[7]).await.unwrap();
    pages.remove(7);
    let status = server.delete(&paper.name).await.unwrap_err();
    assert_eq!(referrers(&status), pages);
    for page in pages {
        server.delete(&page).await.unwrap();
    }
    server.delete(&paper.name).await.unwrap();
}

#[tokio::test]
async fn a_claim_cannot_be_deleted_before_its_translation() {
    let server = TestServer::start().await;
    let original = server.create_claim(claim("So ist es")).await.unwrap();
    let translation = Claim {
        translation_of: original.name.clone(),
        ..claim("It is so")
    };
    let translation = server.create_claim(translation).await.unwrap();
    let status = server.delete(&original.name).await.unwrap_err();
    assert_eq!(referrers(&status), [translation.name.as_str()]);
    server.delete(&translation.name).await.unwrap();
    server.delete(&original.name).await.unwrap();
}

#[tokio::test]
async fn an_article_with_live_appearances_is_deleted_only_by_force() {
    let server = TestServer::start().await;
    let text = article("Text", "It is so.");
    let text = server.create_article(text).await.unwrap();
    let a = server.create_claim(claim("A")).await.unwrap();
    let b = server.create_claim(claim("B")).await.unwrap();
    let mut printed = Vec::new();
    for (said, words) in [(&a, "It"), (&a, "is"), (&b, "so")] {
        let it = server.create_appearance(said, appearance(&text, words));
        printed.push(it.await.unwrap().name);
    }
    printed.sort_by_key(|name| id(name));
    let length = server.log_length().await;
    let status = server.delete(&text.name).await.unwrap_err();
    assert_eq!(referrers(&status), printed);
    assert_eq!(server.log_length().await, length);

    // Without live appearances, force is not needed.
    for name in &printed {
        server.delete(name).await.unwrap();
    }
    server.delete(&text.name).await.unwrap();
    server.undelete(&text.name).await.unwrap();
    server.undelete(&printed[0]).await.unwrap();
    let status = server.delete(&text.name).await.unwrap_err();
    assert_eq!(referrers(&status), printed[..1]);
    server.delete_by_force(&text.name).await.unwrap();
}

#[tokio::test]
async fn a_stale_etag_is_reported_before_referrers() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let page = Source {
        publisher: paper.name.clone(),
        ..outlet("Page")
    };
    server.create_source(page).await.unwrap();
    let stale = DeleteOptions {
        etag: "stale".to_owned(),
        ..DeleteOptions::default()
    };
    let status = server.delete_as(&paper.name, stale).await.unwrap_err();
    assert_eq!(status.code(), Code::Aborted);
    let fresh = DeleteOptions {
        etag: paper.etag,
        ..DeleteOptions::default()
    };
    let status = server.delete_as(&paper.name, fresh).await.unwrap_err();
    assert_eq!(status.code(), Code::FailedPrecondition);
}
