//! Articles are found by date, section, language and the start of their headline, and sources by
//! the start of their name.

use claimstore::wire::pb::{
    Article, ArticleFilter, Date, ListArticlesRequest, ListSourcesRequest, SourceFilter,
};
use prost_types::Timestamp;
use tonic::Status;

use crate::support::{
    errors::sorted_fields,
    samples::{article, outlet},
    server::TestServer,
};

async fn found(server: &TestServer, filter: ArticleFilter) -> Result<Vec<String>, Status> {
    let request = ListArticlesRequest {
        filter: Some(filter),
        ..ListArticlesRequest::default()
    };
    let page = server.articles().list_articles(request).await?.into_inner();
    let mut headlines: Vec<String> = page.articles.into_iter().map(|it| it.headline).collect();
    headlines.sort();
    Ok(headlines)
}

async fn create(server: &TestServer, headline: &str, change: impl Fn(&mut Article)) -> Article {
    let mut given = article(headline, "");
    change(&mut given);
    server.create_article(given).await.unwrap()
}

fn second(seconds: i64) -> Option<Timestamp> {
    Some(Timestamp { seconds, nanos: 0 })
}

const YEAR_2025: i64 = 1_735_689_600;
const DAY: i64 = 86_400;

fn published(from: Option<i64>, before: Option<i64>) -> ArticleFilter {
    ArticleFilter {
        published_start_time: from.and_then(second),
        published_end_time: before.and_then(second),
        ..ArticleFilter::default()
    }
}

#[tokio::test]
async fn consecutive_ranges_of_dates_hold_every_dated_article_once() {
    let server = TestServer::start().await;
    let dates = [
        ("year", 2025, 0, 0),
        ("month", 2025, 1, 0),
        ("first", 2025, 1, 1),
        ("second", 2025, 1, 2),
        ("february", 2025, 2, 0),
        ("year before", 2024, 0, 0),
        ("last of the year before", 2024, 12, 31),
        ("first year", 1, 0, 0),
    ];
    for (headline, year, month, day) in dates {
        create(&server, headline, |it| {
            it.date_published = Some(Date {
                year,
                month,
                day,
                ..Date::default()
            });
        })
        .await;
    }
    for (headline, seconds) in [("midnight", 0), ("noon", DAY / 2), ("last second", DAY - 1)] {
        create(&server, headline, |it| {
            it.date_published = Some(Date {
                instant: second(YEAR_2025 + seconds),
                ..Date::default()
            });
        })
        .await;
    }
    create(&server, "undated", |_| {}).await;
    create(&server, "words", |it| {
        it.date_published = Some(Date {
            printed: "last week".to_owned(),
            ..Date::default()
        });
    })
    .await;

    let day = published(Some(YEAR_2025), Some(YEAR_2025 + DAY));
    let expected = ["first", "last second", "midnight", "month", "noon", "year"];
    assert_eq!(found(&server, day).await.unwrap(), expected);
    let before = published(None, Some(YEAR_2025));
    let expected = ["first year", "last of the year before", "year before"];
    assert_eq!(found(&server, before).await.unwrap(), expected);
    let after = published(Some(YEAR_2025 + DAY), None);
    let expected = ["february", "second"];
    assert_eq!(found(&server, after).await.unwrap(), expected);
    // A month counts from its first day only.
    let later = published(Some(YEAR_2025 + 10), Some(YEAR_2025 + 20));
    assert_eq!(found(&server, later).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn a_range_follows_a_date_that_changes() {
    let server = TestServer::start().await;
    let dated = |year| {
        Some(Date {
            year,
            ..Date::default()
        })
    };
    let mut moved = create(&server, "moved", |it| it.date_published = dated(2024)).await;
    let year = published(Some(YEAR_2025), Some(YEAR_2025 + 365 * DAY));
    assert_eq!(found(&server, year.clone()).await.unwrap(), [""; 0]);
    moved.date_published = dated(2025);
    moved.etag = String::new();
    server
        .update_article(moved.clone(), &["date_published"])
        .await
        .unwrap();
    assert_eq!(found(&server, year.clone()).await.unwrap(), ["moved"]);
    moved.date_published = None;
    server
        .update_article(moved, &["date_published"])
        .await
        .unwrap();
    assert_eq!(found(&server, year).await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn sections_and_languages_are_compared_as_those_of_statements() {
    let server = TestServer::start().await;
    for (headline, section, language) in [
        ("a", "World", "en-GB"),
        ("b", "WORLD ", "EN"),
        ("c", "World news", "it"),
        ("d", "", ""),
        ("e", "Élections", "fr-CA"),
    ] {
        create(&server, headline, |it| {
            it.section = section.to_owned();
            it.language = language.to_owned();
        })
        .await;
    }
    let section = |section: &str| ArticleFilter {
        section: section.to_owned(),
        ..ArticleFilter::default()
    };
    assert_eq!(found(&server, section("world")).await.unwrap(), ["a", "b"]);
    assert_eq!(
        found(&server, section("E\u{301}LECTIONS")).await.unwrap(),
        ["e"]
    );
    assert_eq!(found(&server, section("Worl")).await.unwrap(), [""; 0]);
    let language = |language: &str| ArticleFilter {
        language: language.to_owned(),
        ..ArticleFilter::default()
    };
    assert_eq!(found(&server, language("en")).await.unwrap(), ["a", "b"]);
    assert_eq!(found(&server, language("fr")).await.unwrap(), ["e"]);
    let both = ArticleFilter {
        section: "world".to_owned(),
        ..language("it")
    };
    assert_eq!(found(&server, both).await.unwrap(), [""; 0]);
}

const HEADLINES: [&str; 10] = [
    "155 men",
    "100% sure",
    "1000 men",
    "The plan",
    "THE PLANET",
    "\u{201c}The plan\u{201d} failed",
    "a_b",
    "ab",
    "Straße closed",
    "\u{10ffff}\u{10ffff} end",
];

/// The texts, of those above, that start like each of these.
const STARTS: [(&str, &[&str]); 9] = [
    ("1", &["100% sure", "1000 men", "155 men"]),
    ("100%", &["100% sure"]),
    ("the plan", &["THE PLANET", "The plan"]),
    ("The plan ", &[]),
    ("\"the PLAN", &["\u{201c}The plan\u{201d} failed"]),
    ("a_", &["a_b"]),
    ("STRASSE", &["Straße closed"]),
    ("\u{10ffff}", &["\u{10ffff}\u{10ffff} end"]),
    ("\\", &[]),
];

#[tokio::test]
async fn headlines_are_found_by_their_start() {
    let server = TestServer::start().await;
    for headline in HEADLINES {
        create(&server, headline, |_| {}).await;
    }
    for (start, expected) in STARTS {
        let filter = ArticleFilter {
            headline_prefix: start.to_owned(),
            ..ArticleFilter::default()
        };
        assert_eq!(found(&server, filter).await.unwrap(), expected, "{start}");
    }
}

#[tokio::test]
async fn long_headlines_are_told_apart_behind_what_is_indexed() {
    let server = TestServer::start().await;
    // Each of these characters is folded to 18.
    let long = "\u{fdfa}".repeat(30);
    for end in ["one", "other"] {
        create(&server, &format!("{long} {end}"), |it| {
            it.section = "s".repeat(200);
        })
        .await;
        create(&server, &format!("\u{fdfa}{}", "x".repeat(990)), |it| {
            it.uri = format!("https://a.example/{end}");
        })
        .await;
    }
    let filter = ArticleFilter {
        headline_prefix: format!("{long} on"),
        section: "S".repeat(200),
        ..ArticleFilter::default()
    };
    assert_eq!(
        found(&server, filter).await.unwrap(),
        [format!("{long} one")]
    );
}

#[tokio::test]
async fn sources_are_found_by_the_start_of_their_name() {
    let server = TestServer::start().await;
    for name in HEADLINES {
        server.create_source(outlet(name)).await.unwrap();
    }
    for (start, expected) in STARTS {
        let request = ListSourcesRequest {
            filter: Some(SourceFilter {
                display_name_prefix: start.to_owned(),
                ..SourceFilter::default()
            }),
            ..ListSourcesRequest::default()
        };
        let page = server.sources().list_sources(request).await.unwrap();
        let sources = page.into_inner().sources.into_iter();
        let mut names: Vec<String> = sources.map(|it| it.display_name).collect();
        names.sort();
        assert_eq!(names, expected, "{start}");
    }
}

#[tokio::test]
async fn everything_wrong_with_a_filter_is_said_at_once() {
    let server = TestServer::start().await;
    let filter = ArticleFilter {
        published_start_time: second(10),
        published_end_time: second(10),
        section: "s".repeat(201),
        language: "en-GB".to_owned(),
        headline_prefix: "h".repeat(201),
        ..ArticleFilter::default()
    };
    let refused = found(&server, filter).await.unwrap_err();
    let expected = [
        "headline_prefix",
        "language",
        "published_end_time",
        "section",
    ];
    assert_eq!(
        sorted_fields(&refused),
        expected.map(|it| format!("filter.{it}"))
    );
    let filter = ArticleFilter {
        section: " ...".to_owned(),
        headline_prefix: " \n".to_owned(),
        ..ArticleFilter::default()
    };
    let refused = found(&server, filter).await.unwrap_err();
    let expected = ["headline_prefix", "section"];
    assert_eq!(
        sorted_fields(&refused),
        expected.map(|it| format!("filter.{it}"))
    );
}
