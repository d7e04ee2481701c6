//! Children that are deleted and undeleted together with their parent.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Citation, Claim, Operation, Source,
};
use tonic::Code;

use crate::support::{
    any_kind::DeleteOptions,
    errors::{deleted_references, reason, resource},
    lifetime::{name_of, stamp},
    samples::{appearance, article, claim, hop, outlet},
    server::TestServer,
};

/// Two claims, each of which appears in two articles.
struct Grid {
    server: TestServer,
    claims: [Claim; 2],
    articles: [Article; 2],
    /// The names of the appearances, by claim and then by article.
    printed: [[String; 2]; 2],
}

async fn grid() -> Grid {
    let server = TestServer::start().await;
    let claim = async |statement| server.create_claim(claim(statement)).await.unwrap();
    let article = async |headline| {
        let given = article(headline, "It is so.");
        server.create_article(given).await.unwrap()
    };
    let claims = [claim("A").await, claim("B").await];
    let articles = [article("One").await, article("Two").await];
    let mut printed = [const { [const { String::new() }; 2] }; 2];
    for (said, names) in claims.iter().zip(&mut printed) {
        for (text, name) in articles.iter().zip(names) {
            let it = server.create_appearance(said, appearance(text, "so"));
            *name = it.await.unwrap().name;
        }
    }
    Grid {
        server,
        claims,
        articles,
        printed,
    }
}

/// Which of the four appearances are live, in the order of the grid.
async fn live(server: &TestServer, printed: &[[String; 2]; 2]) -> [bool; 4] {
    let mut all = [false; 4];
    for (name, is_live) in printed.as_flattened().iter().zip(&mut all) {
        *is_live = server.is_live(name).await;
    }
    all
}

#[tokio::test]
async fn a_claim_is_deleted_and_undeleted_with_its_appearances() {
    let Grid {
        server,
        claims,
        printed,
        ..
    } = grid().await;
    let length = server.log_length().await;
    let deleted = stamp(&server.delete(&claims[0].name).await.unwrap());
    assert_eq!(
        live(&server, &printed).await,
        [false, false, true, true],
        "those of the other claim stay"
    );
    // The claim, its two appearances, and its standing.
    assert_eq!(server.log_length().await, length + 4);
    for name in &printed[0] {
        let child = stamp(&server.find(name, true).await.unwrap());
        assert_eq!(child.revision, 2);
        assert_eq!(child.delete_time, deleted.delete_time, "it was one commit");
    }

    let back = stamp(&server.undelete(&claims[0].name).await.unwrap());
    assert_eq!(live(&server, &printed).await, [true; 4]);
    assert_eq!(server.log_length().await, length + 8);
    for name in &printed[0] {
        let child = stamp(&server.find(name, false).await.unwrap());
        assert_eq!((child.revision, child.update_time), (3, back.update_time));
        assert_eq!(
            server.operations(name).await,
            [Operation::Created, Operation::Deleted, Operation::Undeleted]
        );
    }
}

#[tokio::test]
async fn an_article_is_deleted_by_force_and_undeleted_with_exactly_its_appearances() {
    let Grid {
        server,
        articles,
        printed,
        claims,
    } = grid().await;
    let length = server.log_length().await;
    let deleted = server.delete_by_force(&articles[1].name).await.unwrap();
    assert_eq!(
        live(&server, &printed).await,
        [true, false, true, false],
        "those in the other article stay"
    );
    for claim in &claims {
        let claim = server.find(&claim.name, false).await.unwrap();
        assert_eq!(stamp(&claim).revision, 1, "the claims stay as they are");
    }
    // The article, its two appearances, and the standings of two claims.
    assert_eq!(server.log_length().await, length + 5);
    for [_, name] in &printed {
        let child = stamp(&server.find(name, true).await.unwrap());
        assert_eq!(child.delete_time, stamp(&deleted).delete_time);
    }
    server.undelete(&articles[1].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [true; 4]);
    assert_eq!(server.log_length().await, length + 10);
}

#[tokio::test]
async fn an_article_without_appearances_can_be_deleted_by_force() {
    let server = TestServer::start().await;
    let bare = server.create_article(article("A", "")).await.unwrap();
    let deleted = server.delete_by_force(&bare.name).await.unwrap();
    assert_eq!(name_of(&deleted), bare.name);
    server.undelete(&bare.name).await.unwrap();
    assert!(server.is_live(&bare.name).await);
}

#[tokio::test]
async fn an_appearance_that_was_deleted_alone_stays_deleted() {
    let Grid {
        server,
        claims,
        articles,
        printed,
    } = grid().await;
    server.delete(&printed[0][0]).await.unwrap();
    server.delete(&claims[0].name).await.unwrap();
    server.undelete(&claims[0].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [false, true, true, true]);
    let child = stamp(&server.find(&printed[0][0], true).await.unwrap());
    assert_eq!(child.revision, 2, "nothing was written to it");

    server.delete(&printed[1][0]).await.unwrap();
    server.delete_by_force(&articles[0].name).await.unwrap();
    server.undelete(&articles[0].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [false, true, false, true]);

    // They can be undeleted alone, when their claim and their article are live.
    server.undelete(&printed[0][0]).await.unwrap();
    server.undelete(&printed[1][0]).await.unwrap();
    assert_eq!(live(&server, &printed).await, [true; 4]);
}

#[tokio::test]
async fn an_appearance_that_was_undeleted_alone_follows_its_parents_again() {
    let Grid {
        server,
        claims,
        articles,
        printed,
    } = grid().await;
    server.delete(&printed[0][0]).await.unwrap();
    server.undelete(&printed[0][0]).await.unwrap();
    for _ in 0..2 {
        server.delete(&claims[0].name).await.unwrap();
        assert_eq!(live(&server, &printed).await, [false, false, true, true]);
        server.undelete(&claims[0].name).await.unwrap();
        assert_eq!(live(&server, &printed).await, [true; 4]);
        server.delete_by_force(&articles[0].name).await.unwrap();
        assert_eq!(live(&server, &printed).await, [false, true, false, true]);
        server.undelete(&articles[0].name).await.unwrap();
        assert_eq!(live(&server, &printed).await, [true; 4]);
    }
    // Only the last deletion counts.
    server.delete(&printed[0][1]).await.unwrap();
    server.delete(&claims[0].name).await.unwrap();
    server.undelete(&claims[0].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [true, false, true, true]);
}

#[tokio::test]
async fn an_appearance_is_undeleted_with_the_parent_that_deleted_it() {
    let Grid {
        server,
        claims,
        articles,
        printed,
    } = grid().await;
    server.delete_by_force(&articles[0].name).await.unwrap();
    server.delete(&claims[0].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [false, false, false, true]);

    // The article would undelete its appearances, and one of them is of the deleted claim.
    let length = server.log_length().await;
    let status = server.undelete(&articles[0].name).await.unwrap_err();
    assert_eq!(deleted_references(&status), [claims[0].name.as_str()]);
    assert_eq!(server.log_length().await, length);

    // The claim undeletes what it deleted, not what the article deleted.
    server.undelete(&claims[0].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [false, true, false, true]);
    server.undelete(&articles[0].name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [true; 4]);
}

#[tokio::test]
async fn an_appearance_is_not_undeleted_without_its_claim_and_its_article() {
    let Grid {
        server,
        claims,
        articles,
        printed,
    } = grid().await;
    server.delete(&printed[0][0]).await.unwrap();
    server.delete(&claims[0].name).await.unwrap();
    server.delete_by_force(&articles[0].name).await.unwrap();
    let name = &printed[0][0];
    let length = server.log_length().await;
    let status = server.undelete(name).await.unwrap_err();
    let mut both = deleted_references(&status);
    both.sort();
    assert_eq!(both, [articles[0].name.as_str(), &claims[0].name]);
    server.undelete(&articles[0].name).await.unwrap();
    let status = server.undelete(name).await.unwrap_err();
    assert_eq!(deleted_references(&status), [claims[0].name.as_str()]);
    // The article, an appearance, and the standing of the other claim.
    assert_eq!(server.log_length().await, length + 3);
    server.undelete(&claims[0].name).await.unwrap();
    server.undelete(name).await.unwrap();
    assert_eq!(live(&server, &printed).await, [true; 4]);
}

#[tokio::test]
async fn a_resource_is_not_undeleted_while_what_it_refers_to_is_deleted() {
    let server = TestServer::start().await;
    let source = async |name| server.create_source(outlet(name)).await.unwrap();
    let (paper, kyiv, moscow) = (
        source("Paper").await,
        source("Kyiv").await,
        source("Moscow").await,
    );
    let page = Source {
        publisher: paper.name.clone(),
        ..outlet("Page")
    };
    let page = server.create_source(page).await.unwrap();
    let cites = |source: &Source| Citation {
        source: source.name.clone(),
        ..Citation::default()
    };
    let text = Article {
        publisher: paper.name.clone(),
        citations: vec![cites(&kyiv), cites(&moscow), cites(&kyiv)],
        ..article("Text", "It is so.")
    };
    let text = server.create_article(text).await.unwrap();
    let original = server.create_claim(claim("So ist es")).await.unwrap();
    let translation = Claim {
        translation_of: original.name.clone(),
        ..claim("It is so")
    };
    let translation = server.create_claim(translation).await.unwrap();
    let other = server.create_article(article("Other", "So it is.")).await;
    let printed = Appearance {
        chains: vec![AttributionChain {
            hops: vec![hop(&moscow), hop(&kyiv)],
        }],
        ..appearance(&other.unwrap(), "it")
    };
    let printed = server.create_appearance(&translation, printed).await;
    let printed = printed.unwrap().name;

    for name in [&page.name, &text.name, &translation.name] {
        server.delete(name).await.unwrap();
    }
    for gone in [&paper.name, &kyiv.name, &moscow.name, &original.name] {
        server.delete(gone).await.unwrap();
    }
    let refused = async |name: &str, expected: &[&str]| {
        let length = server.log_length().await;
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        // Only the etag is checked before the references.
        let status = server.undelete(name).await.unwrap_err();
        let mut named = deleted_references(&status);
        named.sort();
        assert_eq!(named, expected);
        assert_eq!(server.log_length().await, length);
        let stale = DeleteOptions {
            etag: "stale".to_owned(),
            ..DeleteOptions::default()
        };
        let status = server.undelete_as(name, stale).await.unwrap_err();
        assert_eq!(status.code(), Code::Aborted);
    };
    refused(&page.name, &[&paper.name]).await;
    refused(&text.name, &[&paper.name, &kyiv.name, &moscow.name]).await;
    let all = [original.name.as_str(), &kyiv.name, &moscow.name];
    // The references of the children count, too.
    refused(&translation.name, &all).await;

    server.undelete(&kyiv.name).await.unwrap();
    refused(&text.name, &[&paper.name, &moscow.name]).await;
    refused(&translation.name, &[&original.name, &moscow.name]).await;
    for name in [&paper.name, &moscow.name, &original.name] {
        server.undelete(name).await.unwrap();
    }
    for name in [&page.name, &text.name, &translation.name] {
        server.undelete(name).await.unwrap();
    }
    assert!(server.is_live(&printed).await);
}

#[tokio::test]
async fn a_refused_undeletion_names_sixteen_references_and_that_there_are_more() {
    let server = TestServer::start().await;
    let mut cited = Vec::new();
    for number in 0..21 {
        let it = server.create_source(outlet(&format!("{number}"))).await;
        cited.push(it.unwrap().name);
    }
    cited.sort();
    let citations = cited.iter().map(|source| Citation {
        source: source.clone(),
        ..Citation::default()
    });
    let text = Article {
        citations: citations.collect(),
        ..article("Text", "")
    };
    let text = server.create_article(text).await.unwrap().name;
    server.delete(&text).await.unwrap();
    for source in &cited {
        server.delete(source).await.unwrap();
    }
    let status = server.undelete(&text).await.unwrap_err();
    let named = resource(&status);
    let sixteen = cited[..16].join(", ");
    let rest = named.strip_prefix(&sixteen).expect("sixteen are named");
    assert!(
        rest.contains("more") && !rest.contains("sources/"),
        "{rest}"
    );
    for source in &cited {
        let status = server.undelete(&text).await.unwrap_err();
        assert_eq!(reason(&status).1, "RESOURCE_DELETED");
        server.undelete(source).await.unwrap();
    }
    server.undelete(&text).await.unwrap();
}
