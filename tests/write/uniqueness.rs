//! Unique keys: refused on create and on update while another resource has them, and free
//! afterwards.

use claimstore::wire::pb::{Article, Byline, Claim, Date, ExternalId, Source};

use crate::support::{
    errors::holder,
    samples::{article, claim, outlet, page},
    server::TestServer,
};

fn with_same_as(urls: &[&str]) -> Source {
    Source {
        same_as: urls.iter().map(|&url| url.to_owned()).collect(),
        ..outlet("x")
    }
}

fn with_ids(headline: &str, ids: &[(&str, &str)]) -> Article {
    let external = |&(system, id): &(&str, &str)| ExternalId {
        system: system.to_owned(),
        id: id.to_owned(),
    };
    Article {
        external_ids: ids.iter().map(external).collect(),
        ..article(headline, "")
    }
}

fn with_uri(headline: &str, uri: &str) -> Article {
    Article {
        uri: uri.to_owned(),
        ..article(headline, "")
    }
}

#[tokio::test]
async fn the_url_and_the_same_as_of_a_source_are_unique() {
    let server = TestServer::start().await;
    let url = server.create_source(page("https://a.example/?b=1&a=2"));
    let url = url.await.unwrap();
    let same = ["https://w.example/Q1", "https://w.example/Q2"];
    let same = server.create_source(with_same_as(&same)).await.unwrap();
    let other = server.create_source(outlet("other")).await.unwrap();
    for (given, field, held_by) in [
        (page("https://A.example/?a=2&b=1#x"), "url", &url),
        (with_same_as(&["https://w.example/Q2#x"]), "same_as", &same),
        (
            with_same_as(&["https://w.example/Q3", "https://W.example/Q1"]),
            "same_as",
            &same,
        ),
    ] {
        let expected = (field.to_owned(), held_by.name.clone());
        let status = server.create_source(given.clone()).await.unwrap_err();
        assert_eq!(holder(&status), expected);
        let update = Source {
            name: other.name.clone(),
            ..given
        };
        let status = server.update_source(update, &[field]).await.unwrap_err();
        assert_eq!(holder(&status), expected);
    }
    // The same url in both fields is not a collision: they mean different things.
    let both = with_same_as(&["https://a.example/?a=2&b=1"]);
    server.create_source(both).await.unwrap();
    assert_eq!(server.get_source(&other.name).await.unwrap(), other);
}

#[tokio::test]
async fn the_uri_and_the_external_ids_of_an_article_are_unique() {
    let server = TestServer::start().await;
    let uri = server.create_article(with_uri("A", "urn:x:1"));
    let uri = uri.await.unwrap();
    let ids = [("cms", "1"), ("wire", "1")];
    let ids = server.create_article(with_ids("A", &ids)).await.unwrap();
    let other = server.create_article(article("B", "")).await.unwrap();
    for (given, field, held_by) in [
        (with_uri("C", "urn:x:1"), "uri", &uri),
        (with_ids("C", &[("wire", "1")]), "external_ids", &ids),
        (
            with_ids("C", &[("cms", "2"), ("wire", "1")]),
            "external_ids",
            &ids,
        ),
    ] {
        let expected = (field.to_owned(), held_by.name.clone());
        let status = server.create_article(given.clone()).await.unwrap_err();
        assert_eq!(holder(&status), expected);
        let update = Article {
            name: other.name.clone(),
            ..given
        };
        let status = server.update_article(update, &[field]).await.unwrap_err();
        assert_eq!(holder(&status), expected);
    }
    // An id is unique within its system only, and a uri is compared as it is spelled.
    for given in [
        with_ids("C", &[("cms", "wire")]),
        with_ids("C", &[("other", "1")]),
        with_uri("C", "urn:x:1#"),
    ] {
        server.create_article(given).await.unwrap();
    }
}

#[tokio::test]
async fn an_article_without_uri_and_ids_is_identified_by_headline_date_byline_and_publisher() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    let described = |headline: &str, year: i32, byline: &str, publisher: &str| Article {
        publisher: publisher.to_owned(),
        date_published: Some(Date {
            year,
            ..Date::default()
        }),
        bylines: vec![Byline {
            printed: byline.to_owned(),
            ..Byline::default()
        }],
        ..article(headline, "")
    };
    let fields = "headline, date_published, bylines, publisher";
    let first = described("Soldiers", 2025, "DI ADA", &paper.name);
    let first = server.create_article(first).await.unwrap();
    let again = described("“SOLDIERS”", 2025, "di Ada", &paper.name);
    server.create_article(again).await.unwrap();
    let again = described("soldiers.", 2025, "di  Ada", &paper.name);
    let status = server.create_article(again).await.unwrap_err();
    assert_eq!(holder(&status), (fields.to_owned(), first.name.clone()));

    let mut others = Vec::new();
    for other in [
        described("Men", 2025, "DI ADA", &paper.name),
        described("Soldiers", 2024, "DI ADA", &paper.name),
        described("Soldiers", 2025, "DI EVA", &paper.name),
        described("Soldiers", 2025, "DI ADA", ""),
        Article {
            uri: "urn:x:1".to_owned(),
            ..described("Soldiers", 2025, "DI ADA", &paper.name)
        },
    ] {
        others.push(server.create_article(other).await.unwrap());
    }
    // An update cannot make it the same either, and clearing the uri is such an update.
    let same = Article {
        name: others[3].name.clone(),
        publisher: paper.name.clone(),
        ..Article::default()
    };
    let status = server.update_article(same, &["publisher"]).await;
    let expected = (fields.to_owned(), first.name.clone());
    assert_eq!(holder(&status.unwrap_err()), expected);
    let same = Article {
        name: others[4].name.clone(),
        ..Article::default()
    };
    let status = server.update_article(same, &["uri"]).await;
    assert_eq!(holder(&status.unwrap_err()), expected);
    let unnamed = described("Soldiers", 2025, "DI ADA", "");
    let status = server.create_article(unnamed).await.unwrap_err();
    assert_eq!(holder(&status).1, others[3].name);
}

#[tokio::test]
async fn an_update_cannot_make_a_claim_the_same_as_another() {
    let server = TestServer::start().await;
    let first = server.create_claim(claim("It is so")).await.unwrap();
    let other = server
        .create_claim(Claim {
            language: "de".to_owned(),
            ..claim("IT IS SO.")
        })
        .await
        .unwrap();
    let same = Claim {
        name: other.name.clone(),
        language: "en-US".to_owned(),
        ..Claim::default()
    };
    let status = server.update_claim(same, &["language"]).await.unwrap_err();
    assert_eq!(
        holder(&status),
        (
            "statement, language, period, quantities".to_owned(),
            first.name.clone()
        )
    );
    // Its own identity does not block an update.
    let spelt = Claim {
        name: first.name,
        ..claim("It is so!.")
    };
    server.update_claim(spelt.clone(), &[]).await.unwrap();
    let spelt = Claim {
        statement: "IT IS SO!".to_owned(),
        ..spelt
    };
    assert_eq!(
        server.update_claim(spelt, &[]).await.unwrap().statement,
        "IT IS SO!"
    );
}

#[tokio::test]
async fn a_key_that_an_update_gives_up_can_be_taken_by_another() {
    let server = TestServer::start().await;
    let given = Source {
        url: "https://a.example/".to_owned(),
        ..with_same_as(&["https://w.example/Q1"])
    };
    let first = server.create_source(given.clone()).await.unwrap();
    server.create_source(given.clone()).await.unwrap_err();
    let cleared = Source {
        name: first.name.clone(),
        ..Source::default()
    };
    let paths = ["url", "same_as"];
    server.update_source(cleared, &paths).await.unwrap();
    let second = server.create_source(given.clone()).await.unwrap();
    let back = Source {
        name: first.name.clone(),
        ..given
    };
    let status = server.update_source(back, &["url"]).await.unwrap_err();
    assert_eq!(holder(&status).1, second.name);

    let given = Article {
        uri: "urn:x:1".to_owned(),
        ..with_ids("A", &[("cms", "1")])
    };
    let first = server.create_article(given.clone()).await.unwrap();
    let moved = Article {
        name: first.name.clone(),
        uri: "urn:x:2".to_owned(),
        ..with_ids("A", &[("cms", "2")])
    };
    server.update_article(moved, &[]).await.unwrap();
    server.create_article(given).await.unwrap();
    server.create_article(article("A", "")).await.unwrap();

    let first = server.create_claim(claim("It is so")).await.unwrap();
    let moved = Claim {
        name: first.name,
        ..claim("It is not so")
    };
    server.update_claim(moved, &[]).await.unwrap();
    server.create_claim(claim("It is so")).await.unwrap();
}

#[tokio::test]
async fn exactly_one_of_concurrent_creations_with_one_key_succeeds_and_the_others_name_it() {
    let server = TestServer::start().await;
    for round in 0..5 {
        let racing: Vec<_> = (0..8)
            .map(|_| {
                let request = claimstore::wire::pb::CreateSourceRequest {
                    source: Some(page(&format!("https://a.example/{round}"))),
                    ..Default::default()
                };
                let mut client = server.sources();
                tokio::spawn(async move { client.create_source(request).await })
            })
            .collect();
        let (mut won, mut named) = (Vec::new(), Vec::new());
        for call in racing {
            match call.await.unwrap() {
                Ok(answer) => won.push(answer.into_inner().name),
                Err(status) => named.push(holder(&status).1),
            }
        }
        assert_eq!(won.len(), 1);
        assert_eq!(named, vec![won[0].clone(); 7]);
    }
}
