//! A unique key is free when its holder is deleted. The holder is not undeleted while another
//! resource has the key.

use claimstore::wire::pb::{
    Appearance, Article, Byline, Claim, Date, ExternalId, Source, change::Resource,
};
use tonic::Status;

use crate::support::{
    errors::holder,
    lifetime::{name_of, stamp},
    samples::{appearance, article, claim, outlet, page, quantity},
    server::TestServer,
};

/// Two resources that cannot be live at the same time, and the field of their common key.
struct Rivals {
    field: &'static str,
    one: Given,
    other: Given,
}

enum Given {
    Source(Source),
    Article(Article),
    Claim(Claim),
}

impl Given {
    async fn create(&self, server: &TestServer) -> Result<Resource, Status> {
        Ok(match self {
            Self::Source(it) => Resource::Source(server.create_source(it.clone()).await?),
            Self::Article(it) => Resource::Article(server.create_article(it.clone()).await?),
            Self::Claim(it) => Resource::Claim(server.create_claim(it.clone()).await?),
        })
    }

    /// Updates a resource to this content.
    async fn replace(&self, server: &TestServer, name: &str) -> Result<(), Status> {
        let name = name.to_owned();
        let paths = &["*"];
        match self {
            Self::Source(it) => {
                let given = Source { name, ..it.clone() };
                server.update_source(given, paths).await.map(drop)
            }
            Self::Article(it) => {
                let given = Article { name, ..it.clone() };
                server.update_article(given, paths).await.map(drop)
            }
            Self::Claim(it) => {
                let given = Claim { name, ..it.clone() };
                server.update_claim(given, paths).await.map(drop)
            }
        }
    }

    /// A resource of the same kind that collides with nothing.
    fn unlike(&self) -> Self {
        match self {
            Self::Source(_) => Self::Source(outlet("unlike")),
            Self::Article(_) => Self::Article(article("unlike", "")),
            Self::Claim(_) => Self::Claim(claim("unlike")),
        }
    }
}

fn sources(field: &'static str, one: Source, other: Source) -> Rivals {
    Rivals {
        field,
        one: Given::Source(one),
        other: Given::Source(other),
    }
}

fn articles(field: &'static str, one: Article, other: Article) -> Rivals {
    Rivals {
        field,
        one: Given::Article(one),
        other: Given::Article(other),
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

fn described(headline: &str, byline: &str, publisher: &str) -> Article {
    Article {
        publisher: publisher.to_owned(),
        date_published: Some(Date {
            year: 2025,
            ..Date::default()
        }),
        bylines: vec![Byline {
            printed: byline.to_owned(),
            ..Byline::default()
        }],
        ..article(headline, "")
    }
}

fn rivals(paper: &Source) -> Vec<Rivals> {
    let same_as = |urls: &[&str]| Source {
        same_as: urls.iter().map(|&url| url.to_owned()).collect(),
        ..outlet("x")
    };
    let uri = |headline, body| Article {
        uri: "urn:x:1".to_owned(),
        ..article(headline, body)
    };
    let measured = |statement: &str, value: &str| Claim {
        quantities: vec![quantity("rate", value)],
        ..claim(statement)
    };
    vec![
        sources(
            "url",
            page("https://a.example/?b=1&a=2"),
            page("https://A.example/?a=2&b=1#x"),
        ),
        sources(
            "same_as",
            same_as(&["https://w.example/Q1", "https://w.example/Q2"]),
            same_as(&["https://w.example/Q3", "https://W.example/Q2"]),
        ),
        articles("uri", uri("A", "one"), uri("B", "two")),
        articles(
            "external_ids",
            with_ids("A", &[("cms", "1"), ("wire", "1")]),
            with_ids("B", &[("cms", "2"), ("wire", "1")]),
        ),
        articles(
            "headline, date_published, bylines, publisher",
            described("Soldiers", "DI ADA", ""),
            described("soldiers.", "di  Ada", ""),
        ),
        articles(
            "headline, date_published, bylines, publisher",
            described("Soldiers", "DI ADA", &paper.name),
            described("SOLDIERS", "di Ada", &paper.name),
        ),
        Rivals {
            field: "statement, language, period, quantities",
            one: Given::Claim(measured("The rate rose", "5")),
            other: Given::Claim(measured("THE RATE ROSE.", "5.0")),
        },
    ]
}

#[tokio::test]
async fn a_deleted_resource_holds_no_key_and_is_not_undeleted_while_another_has_it() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    for Rivals { field, one, other } in rivals(&paper) {
        let first = name_of(&one.create(&server).await.unwrap());
        let status = other.create(&server).await.unwrap_err();
        assert_eq!(holder(&status), (field.to_owned(), first.clone()));
        server.delete(&first).await.unwrap();
        let second = name_of(&other.create(&server).await.unwrap());
        assert_ne!(first, second);

        let length = server.log_length().await;
        let status = server.undelete(&first).await.unwrap_err();
        assert_eq!(holder(&status), (field.to_owned(), second.clone()));
        assert_eq!(server.log_length().await, length);

        // Any one of several deleted resources can be undeleted.
        server.delete(&second).await.unwrap();
        server.undelete(&first).await.unwrap();
        let status = server.undelete(&second).await.unwrap_err();
        assert_eq!(holder(&status), (field.to_owned(), first.clone()));
        server.delete(&first).await.unwrap();
        server.undelete(&second).await.unwrap();
        server.delete(&second).await.unwrap();
    }
}

#[tokio::test]
async fn an_update_can_take_the_key_of_a_deleted_resource() {
    let server = TestServer::start().await;
    let paper = server.create_source(outlet("Paper")).await.unwrap();
    for Rivals { field, one, other } in rivals(&paper) {
        let first = name_of(&one.create(&server).await.unwrap());
        let second = name_of(&other.unlike().create(&server).await.unwrap());
        let status = other.replace(&server, &second).await.unwrap_err();
        assert_eq!(holder(&status), (field.to_owned(), first.clone()));
        server.delete(&first).await.unwrap();
        other.replace(&server, &second).await.unwrap();
        let status = server.undelete(&first).await.unwrap_err();
        assert_eq!(holder(&status), (field.to_owned(), second.clone()));

        // When the key is free again, the first resource can be undeleted.
        other.unlike().replace(&server, &second).await.unwrap();
        let back = server.undelete(&first).await.unwrap();
        assert_eq!(stamp(&back).revision, 3);
        server.delete(&first).await.unwrap();
        server.delete(&second).await.unwrap();
    }
}

#[tokio::test]
async fn a_claim_can_appear_again_in_the_words_of_a_deleted_appearance() {
    let server = TestServer::start().await;
    let text = server.create_article(article("A", "It is so.")).await;
    let text = text.unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let print = async |words| server.create_appearance(&said, appearance(&text, words));
    let first = print("so").await.await.unwrap().name;
    server.delete(&first).await.unwrap();
    let second = print("so").await.await.unwrap().name;
    let status = server.undelete(&first).await.unwrap_err();
    assert_eq!(holder(&status), ("anchors".to_owned(), second.clone()));

    // It is not undeleted either if another appearance was moved to its words.
    server.delete(&second).await.unwrap();
    let third = print("is").await.await.unwrap();
    let moved = Appearance {
        name: third.name.clone(),
        ..appearance(&text, "so")
    };
    server.update_appearance(moved, &["anchors"]).await.unwrap();
    for name in [&first, &second] {
        let status = server.undelete(name).await.unwrap_err();
        assert_eq!(holder(&status), ("anchors".to_owned(), third.name.clone()));
    }
    server.delete(&third.name).await.unwrap();
    server.undelete(&first).await.unwrap();
    let length = server.log_length().await;
    for name in [&second, &third.name] {
        let status = server.undelete(name).await.unwrap_err();
        assert_eq!(holder(&status), ("anchors".to_owned(), first.clone()));
    }
    assert_eq!(server.log_length().await, length);
}

#[tokio::test]
async fn a_claim_that_is_stored_again_has_none_of_the_old_appearances() {
    let server = TestServer::start().await;
    let text = server.create_article(article("A", "It is so.")).await;
    let text = text.unwrap();
    let old = server.create_claim(claim("It is so")).await.unwrap();
    let printed = server.create_appearance(&old, appearance(&text, "so"));
    let printed = printed.await.unwrap().name;
    server.delete(&old.name).await.unwrap();
    let new = server.create_claim(claim("IT IS SO.")).await.unwrap();
    let again = server.create_appearance(&new, appearance(&text, "so"));
    let again = again.await.unwrap().name;
    assert!(!server.is_live(&printed).await);
    let status = server.undelete(&old.name).await.unwrap_err();
    let field = "statement, language, period, quantities";
    assert_eq!(holder(&status), (field.to_owned(), new.name.clone()));

    server.delete(&new.name).await.unwrap();
    server.undelete(&old.name).await.unwrap();
    assert!(server.is_live(&printed).await);
    assert!(!server.is_live(&again).await);
}
