//! Addresses and identifiers: all spellings of one find the same source or article, aliases
//! join what only the caller can know, and different pages stay apart.

use claimstore::wire::pb::{
    Article, ArticleFilter, Claim, ListArticlesRequest, ListSourcesRequest, Source, SourceFilter,
};

use crate::support::{
    errors::{fields, holder},
    samples::{article, claim, outlet, page},
    server::TestServer,
};

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

async fn sources(server: &TestServer, filter: SourceFilter) -> Vec<String> {
    let request = ListSourcesRequest {
        filter: Some(filter),
        ..ListSourcesRequest::default()
    };
    let answer = server.sources().list_sources(request).await.unwrap();
    let sources = answer.into_inner().sources;
    sources.into_iter().map(|it| it.name).collect()
}

async fn sources_at(server: &TestServer, url: &str) -> Vec<String> {
    let filter = SourceFilter {
        url: url.to_owned(),
        ..SourceFilter::default()
    };
    sources(server, filter).await
}

async fn articles_at(server: &TestServer, uri: &str) -> Vec<String> {
    let request = ListArticlesRequest {
        filter: Some(ArticleFilter {
            uri: uri.to_owned(),
            ..ArticleFilter::default()
        }),
        ..ListArticlesRequest::default()
    };
    let answer = server.articles().list_articles(request).await.unwrap();
    let articles = answer.into_inner().articles;
    articles.into_iter().map(|it| it.name).collect()
}

const ADDRESS: &str = "https://www.bbc.com/news/articles/x";
const SPELLINGS: &[&str] = &[
    "https://www.bbc.com/news/articles/x?at_medium=RSS&at_campaign=rss",
    "http://bbc.com/news/articles/x/?CMP=share",
    "https://m.bbc.com/news/articles/x?smid=tw#top",
    "https://web.archive.org/web/20250427101500/https://www.bbc.com/news/articles/x",
];
const OTHERS: &[&str] = &[
    "https://www.bbc.com/news/articles/X",
    "https://www.bbc.com/news/articles/x?page=2",
    "https://news.bbc.com/news/articles/x",
];

#[tokio::test]
async fn a_source_is_found_with_any_spelling_of_its_address_and_no_other_takes_one() {
    let server = TestServer::start().await;
    let source = server.create_source(page(ADDRESS)).await.unwrap();
    assert_eq!(source.url, ADDRESS);
    for spelling in SPELLINGS {
        assert_eq!(
            sources_at(&server, spelling).await,
            [source.name.as_str()],
            "{spelling}"
        );
        let status = server.create_source(page(spelling)).await.unwrap_err();
        assert_eq!(holder(&status), ("url".to_owned(), source.name.clone()));
    }
    for other in OTHERS {
        assert_eq!(sources_at(&server, other).await, [""; 0], "{other}");
        server.create_source(page(other)).await.unwrap();
    }
}

#[tokio::test]
async fn an_article_is_found_with_any_spelling_of_its_address_and_no_other_takes_one() {
    let server = TestServer::start().await;
    let at = |uri: &str| Article {
        uri: uri.to_owned(),
        ..article("A", "")
    };
    let first = server.create_article(at(ADDRESS)).await.unwrap();
    assert_eq!(first.uri, ADDRESS);
    for spelling in SPELLINGS {
        assert_eq!(
            articles_at(&server, spelling).await,
            [first.name.as_str()],
            "{spelling}"
        );
        let status = server.create_article(at(spelling)).await.unwrap_err();
        assert_eq!(holder(&status), ("uri".to_owned(), first.name.clone()));
    }
    for other in OTHERS.iter().chain(&["urn:x:1", "urn:x:1/"]) {
        assert_eq!(articles_at(&server, other).await, [""; 0], "{other}");
        server.create_article(at(other)).await.unwrap();
    }
}

#[tokio::test]
async fn an_alias_joins_two_addresses_until_it_is_taken_back() {
    let server = TestServer::start().await;
    let alias = "https://bbc.in/3x";
    let given = Source {
        aliases: owned(&[alias, "https://www.bbc.co.uk/news/articles/x"]),
        ..page(ADDRESS)
    };
    let source = server.create_source(given.clone()).await.unwrap();
    assert_eq!(source.aliases, given.aliases);
    for spelling in [
        "http://bbc.in/3x/",
        "https://m.bbc.co.uk/news/articles/x",
        ADDRESS,
    ] {
        assert_eq!(
            sources_at(&server, spelling).await,
            [source.name.as_str()],
            "{spelling}"
        );
        let status = server.create_source(page(spelling)).await.unwrap_err();
        assert_eq!(holder(&status).1, source.name, "{spelling}");
    }
    // Another source can neither have it as an alias, nor get it by an update.
    let other = server
        .create_source(page("https://other.example/"))
        .await
        .unwrap();
    let update = Source {
        name: other.name.clone(),
        aliases: owned(&["http://www.bbc.in/3x"]),
        ..Source::default()
    };
    let status = server
        .update_source(update.clone(), &["aliases"])
        .await
        .unwrap_err();
    assert_eq!(holder(&status).1, source.name);

    let without = Source {
        name: source.name.clone(),
        ..Source::default()
    };
    let source = server.update_source(without, &["aliases"]).await.unwrap();
    assert_eq!(source.aliases, [""; 0]);
    assert_eq!(sources_at(&server, alias).await, [""; 0]);
    let other = server.update_source(update, &["aliases"]).await.unwrap();
    assert_eq!(sources_at(&server, alias).await, [other.name.as_str()]);
    assert_eq!(sources_at(&server, ADDRESS).await, [source.name.as_str()]);
}

#[tokio::test]
async fn an_alias_of_an_article_joins_two_addresses_until_it_is_taken_back() {
    let server = TestServer::start().await;
    let given = Article {
        uri: ADDRESS.to_owned(),
        aliases: owned(&["urn:newsml:bbc.com:x"]),
        ..article("A", "")
    };
    let first = server.create_article(given.clone()).await.unwrap();
    assert_eq!(first.aliases, given.aliases);
    assert_eq!(
        articles_at(&server, "urn:newsml:bbc.com:x").await,
        [first.name.as_str()]
    );
    let taken = Article {
        uri: "urn:newsml:bbc.com:x".to_owned(),
        ..article("B", "")
    };
    let status = server.create_article(taken.clone()).await.unwrap_err();
    assert_eq!(holder(&status), ("uri".to_owned(), first.name.clone()));
    let without = Article {
        name: first.name.clone(),
        ..Article::default()
    };
    server.update_article(without, &["aliases"]).await.unwrap();
    server.create_article(taken).await.unwrap();
}

#[tokio::test]
async fn all_that_is_wrong_with_aliases_is_reported() {
    let server = TestServer::start().await;
    let given = Source {
        aliases: owned(&["x", "https://a.example/", "ftp://a.example/"]),
        ..outlet("x")
    };
    let status = server.create_source(given).await.unwrap_err();
    let paths = ["source.aliases", "source.aliases[0]", "source.aliases[2]"];
    assert_eq!(fields(&status), paths);
    let given = Source {
        aliases: (0..17).map(|n| format!("https://a.example/{n}")).collect(),
        ..page("https://a.example/")
    };
    let status = server.create_source(given).await.unwrap_err();
    assert_eq!(fields(&status), ["source.aliases"]);
    let given = Article {
        aliases: owned(&["x"]),
        ..article("A", "")
    };
    let status = server.create_article(given).await.unwrap_err();
    assert_eq!(fields(&status), ["article.aliases", "article.aliases[0]"]);
}

#[tokio::test]
async fn all_spellings_of_an_identifier_are_one() {
    let server = TestServer::start().await;
    let with = |identifiers: &[&str]| Source {
        same_as: owned(identifiers),
        ..outlet("x")
    };
    for (given, spellings, other) in [
        (
            "http://www.wikidata.org/entity/Q1",
            ["Q1", "https://www.wikidata.org/wiki/Q1"],
            "Q2",
        ),
        (
            "https://orcid.org/0000-0002-1825-0097",
            ["0000-0002-1825-0097", "orcid:0000-0002-1825-0097"],
            "orcid:0000-0002-1694-233X",
        ),
        (
            "viaf:113230702",
            ["http://viaf.org/viaf/113230702/", "VIAF:113230702"],
            "viaf:1",
        ),
        (
            "doi:10.1000/A",
            ["https://dx.doi.org/10.1000/a", "10.1000/a"],
            "doi:10.1000/b",
        ),
        (
            "https://en.wikipedia.org/wiki/Rome",
            [
                "http://en.m.wikipedia.org/wiki/Rome",
                "https://en.wikipedia.org/wiki/rome#a",
            ],
            "https://it.wikipedia.org/wiki/Rome",
        ),
    ] {
        let source = server.create_source(with(&[given])).await.unwrap();
        assert_eq!(source.same_as, [given]);
        for spelling in spellings {
            let filter = SourceFilter {
                same_as: spelling.to_owned(),
                ..SourceFilter::default()
            };
            assert_eq!(
                sources(&server, filter).await,
                [source.name.as_str()],
                "{spelling}"
            );
            let status = server.create_source(with(&[spelling])).await.unwrap_err();
            assert_eq!(holder(&status), ("same_as".to_owned(), source.name.clone()));
        }
        server.create_source(with(&[other])).await.unwrap();
    }
    // Two spellings in one list count once, and are kept as given.
    let both = ["Q42", "http://www.wikidata.org/entity/Q42"];
    assert_eq!(
        server.create_source(with(&both)).await.unwrap().same_as,
        both
    );
}

#[tokio::test]
async fn claims_that_look_the_same_are_one_and_keep_their_text() {
    let server = TestServer::start().await;
    let in_language = |statement: &str, language: &str| Claim {
        language: language.to_owned(),
        ..claim(statement)
    };
    let given = "The un\u{ad}em\u{ad}ployment rose\u{200b} in \u{200e}2024\u{feff}";
    let first = server.create_claim(claim(given)).await.unwrap();
    assert_eq!(first.statement, given);
    for same in [
        "The unemployment rose in 2024",
        "\u{202b}the unemployment rose in 2024.\u{202c}",
    ] {
        let status = server.create_claim(claim(same)).await.unwrap_err();
        assert_eq!(holder(&status).1, first.name, "{same:?}");
    }
    let other = claim("The un employment rose in 2024");
    server.create_claim(other).await.unwrap();

    let hebrew = in_language("\u{5db}\u{5df}", "iw").clone();
    let hebrew = server.create_claim(hebrew).await.unwrap();
    assert_eq!(hebrew.language, "iw");
    let same = in_language("\u{5db}\u{5df}", "he-IL");
    let status = server.create_claim(same).await.unwrap_err();
    assert_eq!(holder(&status).1, hebrew.name);
    let yiddish = in_language("\u{5db}\u{5df}", "yi");
    server.create_claim(yiddish).await.unwrap();
    for language in ["he", "iw"] {
        let request = claimstore::wire::pb::ListClaimsRequest {
            filter: Some(claimstore::wire::pb::ClaimFilter {
                language: language.to_owned(),
                ..Default::default()
            }),
            ..Default::default()
        };
        let answer = server.claims().list_claims(request).await.unwrap();
        let names: Vec<String> = answer
            .into_inner()
            .claims
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(names, [hebrew.name.as_str()], "{language}");
    }
}

#[tokio::test]
async fn an_identifier_in_a_short_form_finds_its_source() {
    let server = TestServer::start().await;
    let given = Source {
        same_as: owned(&["https://www.wikidata.org/wiki/Special:EntityPage/Q42"]),
        ..outlet("Douglas")
    };
    let stored = server.create_source(given).await.unwrap();
    for same_as in ["Q42", "wd:Q42", "https://www.wikidata.org/entity/Q42.json"] {
        let request = claimstore::wire::pb::GetSourceRequest {
            same_as: same_as.to_owned(),
            ..claimstore::wire::pb::GetSourceRequest::default()
        };
        let found = server.sources().get_source(request).await.unwrap();
        assert_eq!(found.into_inner().name, stored.name, "{same_as}");
    }
    let wrong = Source {
        same_as: owned(&[
            "viaf:abc",
            "https://orcid.org/0000-0002-1825-0098",
            "gnd:118540239",
        ]),
        ..outlet("Wrong")
    };
    let status = server.create_source(wrong).await.unwrap_err();
    assert_eq!(
        fields(&status),
        [
            "source.same_as[0]",
            "source.same_as[1]",
            "source.same_as[2]"
        ]
    );
}

#[tokio::test]
async fn an_archived_copy_of_a_stored_page_is_refused_with_the_reason() {
    let server = TestServer::start().await;
    let at = |uri: &str| Article {
        uri: uri.to_owned(),
        ..article("Page", "Text")
    };
    let stored = server
        .create_article(at("https://a.example/x"))
        .await
        .unwrap();
    let copy = "https://web.archive.org/web/20250427101500/https://a.example/x";
    let status = server.create_article(at(copy)).await.unwrap_err();
    assert_eq!(holder(&status), ("uri".to_owned(), stored.name));
    let said = "both are https://a.example/x in canonical form, where an archived copy of a page counts as the page";
    assert!(status.message().contains(said), "{}", status.message());
}

#[tokio::test]
async fn what_cannot_be_seen_is_not_a_required_text() {
    let server = TestServer::start().await;
    for text in ["\u{200b}", " \u{ad}\u{feff} ", "\u{2060}\u{3164}"] {
        let status = server.create_claim(claim(text)).await.unwrap_err();
        assert_eq!(fields(&status), ["claim.statement"]);
        let status = server
            .create_article(article(text, "Text"))
            .await
            .unwrap_err();
        assert_eq!(fields(&status), ["article.headline"]);
    }
    server.create_claim(claim("10⁵")).await.unwrap();
    server.create_claim(claim("105")).await.unwrap();
    for spelled in ["10⁵.", "１０⁵"] {
        server.create_claim(claim(spelled)).await.unwrap_err();
    }
}
