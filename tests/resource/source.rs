//! Sources: written, read, listed and changed.

use claimstore::wire::pb::{
    BatchGetSourcesRequest, CreateSourceRequest, ListSourcesRequest, Source, SourceFilter,
    SourceKind,
};
use tonic::{Code, Status};
use uuid::Uuid;

use crate::support::{
    errors::{description, fields, holder, missing, reason, resource, sorted_fields},
    samples::{appearance, article, claim, full_source, hop, outlet, page},
    server::TestServer,
};

fn id(n: u128) -> String {
    Uuid::from_u128(n).to_string()
}

#[tokio::test]
async fn a_source_is_read_back_as_it_was_written() {
    let server = TestServer::start().await;
    let created = server
        .create_source(page("https://News.example/a?utm_source=x&b=1#top"))
        .await
        .unwrap();
    assert_eq!(created.url, "https://News.example/a?utm_source=x&b=1#top");
    assert_eq!(created.canonical_url, "https://news.example/a?b=1");
    assert_eq!(created.revision, 1);
    assert_eq!(created.create_time, created.update_time);
    assert_eq!(server.get_source(&created.name).await.unwrap(), created);
}

#[tokio::test]
async fn every_field_is_kept_and_output_only_ones_are_ignored() {
    let server = TestServer::start().await;
    let publisher = server.create_source(outlet("Paper")).await.unwrap();
    let given = full_source(&publisher);
    let created = server
        .create_source(Source {
            name: "no name".to_owned(),
            canonical_url: "https://other.example/".to_owned(),
            revision: 7,
            etag: "old".to_owned(),
            create_time: given.retrieve_time,
            update_time: given.retrieve_time,
            ..given.clone()
        })
        .await
        .unwrap();
    let expected = Source {
        name: created.name.clone(),
        canonical_url: given.url.clone(),
        revision: 1,
        etag: created.etag.clone(),
        create_time: created.create_time,
        update_time: created.create_time,
        ..given
    };
    assert_eq!(created, expected);
    assert_ne!(created.etag, "old");
    assert_ne!(created.create_time, expected.retrieve_time);
    assert_eq!(server.get_source(&created.name).await.unwrap(), expected);
}

#[tokio::test]
async fn the_url_of_another_source_is_refused_and_the_error_names_that_source() {
    let server = TestServer::start().await;
    let first = server
        .create_source(page("https://news.example/a"))
        .await
        .unwrap();
    let status = server
        .create_source(page("https://NEWS.example/a#x"))
        .await
        .unwrap_err();
    assert_eq!(
        reason(&status),
        (Code::AlreadyExists, "RESOURCE_EXISTS".to_owned())
    );
    assert_eq!(resource(&status), first.name);
}

async fn create_with_id(server: &TestServer, id: &str) -> Result<Source, Status> {
    let request = CreateSourceRequest {
        source: Some(outlet("Paper")),
        source_id: id.to_owned(),
        ..CreateSourceRequest::default()
    };
    Ok(server.sources().create_source(request).await?.into_inner())
}

#[tokio::test]
async fn a_caller_can_choose_an_id_once() {
    let server = TestServer::start().await;
    let created = create_with_id(&server, &id(7)).await.unwrap();
    assert_eq!(created.name, format!("sources/{}", id(7)));
    let status = create_with_id(&server, &id(7)).await.unwrap_err();
    assert_eq!(holder(&status), ("name".to_owned(), created.name));

    let made = server.create_source(outlet("Paper")).await.unwrap();
    let made = Uuid::try_parse(made.name.strip_prefix("sources/").unwrap()).unwrap();
    assert_eq!(made.get_version_num(), 7);
}

#[tokio::test]
async fn an_id_is_a_uuid_in_lower_case() {
    let server = TestServer::start().await;
    let upper = "0198C0DE-0000-7000-8000-00000000000A";
    let bare = upper.to_lowercase().replace('-', "");
    for id in ["7", "desk", upper, &bare, &format!("{{{}}}", id(7))] {
        let status = create_with_id(&server, id).await.unwrap_err();
        assert_eq!(fields(&status), ["source_id"], "{id}");
    }
}

#[tokio::test]
async fn a_missing_name_is_not_found_and_a_name_of_another_kind_is_refused() {
    let server = TestServer::start().await;
    let name = format!("sources/{}", id(7));
    let status = server.get_source(&name).await.unwrap_err();
    assert_eq!(missing(&status), [name.as_str()]);
    for name in ["", "sources", "sources/", "articles/x", "sources/x"] {
        let status = server.get_source(name).await.unwrap_err();
        assert_eq!(fields(&status), ["name"], "{name}");
    }
    let status = server
        .get_source(&format!("claims/{}", id(7)))
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["name"]);
}

async fn batch(server: &TestServer, names: &[String]) -> Result<Vec<Source>, Status> {
    let names = names.to_vec();
    let request = BatchGetSourcesRequest {
        names,
        ..BatchGetSourcesRequest::default()
    };
    let answer = server.sources().batch_get_sources(request).await?;
    Ok(answer.into_inner().sources)
}

#[tokio::test]
async fn a_batch_keeps_the_order_and_the_duplicates() {
    let server = TestServer::start().await;
    let mut sources = Vec::new();
    for name in ["a", "b", "c"] {
        sources.push(server.create_source(outlet(name)).await.unwrap());
    }
    let order = [2, 0, 2, 1, 0];
    let names: Vec<String> = order.iter().map(|&at| sources[at].name.clone()).collect();
    let expected: Vec<Source> = order.iter().map(|&at| sources[at].clone()).collect();
    assert_eq!(batch(&server, &names).await.unwrap(), expected);
}

#[tokio::test]
async fn a_batch_names_each_missing_source_once() {
    let server = TestServer::start().await;
    let held = server.create_source(outlet("a")).await.unwrap();
    let absent = |n| format!("sources/{}", id(n));
    let names = [absent(9), held.name, absent(3), absent(9)];
    let status = batch(&server, &names).await.unwrap_err();
    assert_eq!(missing(&status), [absent(3), absent(9)]);
}

#[tokio::test]
async fn a_batch_is_of_one_to_a_thousand_names_of_its_kind() {
    let server = TestServer::start().await;
    let held = server.create_source(outlet("a")).await.unwrap();
    let many = |count| vec![held.name.clone(); count];
    assert_eq!(batch(&server, &many(1_000)).await.unwrap().len(), 1_000);
    for (names, expected) in [
        (many(1_001), vec!["names"]),
        (many(0), vec!["names"]),
        (
            vec![
                "x".to_owned(),
                held.name.clone(),
                format!("claims/{}", id(1)),
                String::new(),
            ],
            vec!["names[0]", "names[2]", "names[3]"],
        ),
    ] {
        let status = batch(&server, &names).await.unwrap_err();
        assert_eq!(sorted_fields(&status), expected, "{}", names.len());
    }
}

#[tokio::test]
async fn a_list_holds_what_matches_all_conditions_in_the_order_of_names() {
    let server = TestServer::start().await;
    let create = async |source| server.create_source(source).await.unwrap();
    let paper = create(outlet("Paper")).await;
    let of_paper = |url: &str| Source {
        publisher: paper.name.clone(),
        ..page(url)
    };
    let same = ["https://www.wikidata.org/entity/Q1".to_owned()];
    let one = create(Source {
        same_as: same.to_vec(),
        ..of_paper("https://paper.example/1")
    })
    .await;
    let two = create(of_paper("https://paper.example/2")).await;
    let speaker = create(outlet("Kyiv")).await;
    let cited = article("Soldiers", "Kyiv says so.");
    let cited = server
        .create_article(claimstore::wire::pb::Article {
            publisher: paper.name.clone(),
            ..cited
        })
        .await
        .unwrap();
    let said = server.create_claim(claim("It is so")).await.unwrap();
    let mut printed = appearance(&cited, "says so");
    printed.chains = vec![claimstore::wire::pb::AttributionChain {
        hops: vec![hop(&speaker)],
    }];
    server.create_appearance(&said, printed).await.unwrap();

    let list = async |filter: SourceFilter| {
        let request = ListSourcesRequest {
            filter: Some(filter),
            ..ListSourcesRequest::default()
        };
        let answer = server.sources().list_sources(request).await.unwrap();
        let sources = answer.into_inner().sources;
        let names: Vec<String> = sources.into_iter().map(|it| it.name).collect();
        names
    };
    let none = SourceFilter::default;
    let of_kind = |kind: SourceKind| SourceFilter {
        kind: kind.into(),
        ..none()
    };
    let url = |url: &str| SourceFilter {
        url: url.to_owned(),
        ..none()
    };
    let names = |sources: &[&Source]| -> Vec<String> {
        let mut names: Vec<String> = sources.iter().map(|it| it.name.clone()).collect();
        names.sort();
        names
    };
    let published = SourceFilter {
        publisher: paper.name.clone(),
        ..none()
    };
    let in_article = SourceFilter {
        article: cited.name.clone(),
        ..none()
    };
    for (filter, expected) in [
        (none(), names(&[&paper, &one, &two, &speaker])),
        (of_kind(SourceKind::WebPage), names(&[&one, &two])),
        (of_kind(SourceKind::Image), names(&[])),
        (
            url("HTTPS://Paper.example/2?utm_medium=x#y"),
            names(&[&two]),
        ),
        (
            SourceFilter {
                same_as: "https://WWW.wikidata.org/entity/Q1#x".to_owned(),
                ..none()
            },
            names(&[&one]),
        ),
        (published.clone(), names(&[&one, &two])),
        // The publisher is not a source of the article's claims.
        (in_article.clone(), names(&[&speaker])),
        (
            SourceFilter {
                kind: SourceKind::WebPage.into(),
                url: "https://paper.example/1".to_owned(),
                same_as: same[0].clone(),
                ..published.clone()
            },
            names(&[&one]),
        ),
        (
            SourceFilter {
                kind: SourceKind::Person.into(),
                ..published
            },
            names(&[]),
        ),
        (
            SourceFilter {
                kind: SourceKind::Organization.into(),
                ..in_article
            },
            names(&[&speaker]),
        ),
    ] {
        assert_eq!(list(filter.clone()).await, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn all_invalid_conditions_are_reported() {
    let server = TestServer::start().await;
    let request = ListSourcesRequest {
        page_size: -1,
        filter: Some(SourceFilter {
            kind: 99,
            url: "paper".to_owned(),
            same_as: "ftp://x.example/".to_owned(),
            publisher: format!("claims/{}", id(1)),
            article: "x".to_owned(),
            ..SourceFilter::default()
        }),
        ..ListSourcesRequest::default()
    };
    let status = server.sources().list_sources(request).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "filter.article",
            "filter.kind",
            "filter.publisher",
            "filter.same_as",
            "filter.url",
            "page_size"
        ]
    );
}

#[tokio::test]
async fn a_cycle_of_publishers_is_refused() {
    let server = TestServer::start().await;
    let create = async |publisher: &str| {
        let source = Source {
            publisher: publisher.to_owned(),
            ..outlet("x")
        };
        server.create_source(source).await.unwrap()
    };
    let a = create("").await;
    let b = create(&a.name).await;
    let c = create(&b.name).await;
    let link = async |from: &Source, to: &Source| {
        let source = Source {
            name: from.name.clone(),
            publisher: to.name.clone(),
            ..Source::default()
        };
        server.update_source(source, &["publisher"]).await
    };
    for (from, to) in [(&a, &a), (&a, &b), (&a, &c)] {
        let status = link(from, to).await.unwrap_err();
        assert_eq!(fields(&status), ["source.publisher"]);
    }
    assert_eq!(link(&c, &a).await.unwrap().publisher, a.name);
}

#[tokio::test]
async fn a_chain_that_is_too_long_is_not_called_a_cycle() {
    let server = TestServer::start().await;
    let mut last = server.create_source(outlet("first")).await.unwrap();
    for _ in 0..65 {
        let next = Source {
            publisher: last.name,
            ..outlet("next")
        };
        last = server.create_source(next).await.unwrap();
    }
    let lone = server.create_source(outlet("lone")).await.unwrap();
    let linked = Source {
        publisher: last.name,
        ..lone
    };
    let status = server.update_source(linked, &["publisher"]).await;
    let said = description(&status.unwrap_err(), "source.publisher");
    assert!(said.contains("more than 64"), "{said}");
}

#[tokio::test]
async fn one_of_two_concurrent_updates_that_would_close_a_cycle_is_refused() {
    let server = TestServer::start().await;
    for round in 0..10 {
        let a = server.create_source(outlet("a")).await.unwrap();
        let b = server.create_source(outlet("b")).await.unwrap();
        let link = |from: &Source, to: &Source| {
            server.update_source(
                Source {
                    name: from.name.clone(),
                    publisher: to.name.clone(),
                    ..Source::default()
                },
                &["publisher"],
            )
        };
        let both = tokio::join!(link(&a, &b), link(&b, &a));
        let refused = match both {
            (Ok(_), Err(status)) | (Err(status), Ok(_)) => status,
            both => panic!("round {round}: {both:?}"),
        };
        assert_eq!(fields(&refused), ["source.publisher"]);
    }
}
