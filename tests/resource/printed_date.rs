//! Dates of which only the printed text is given.

use claimstore::wire::pb::{
    Appearance, Article, AttributionChain, Claim, CreateAppearanceRequest, CreateArticleRequest,
    CreateClaimRequest, Date, DatePart, Hop, Modality, Period, PeriodEnd, UpdateAppearanceRequest,
    UpdateArticleRequest, UpdateClaimRequest,
};
use tonic::Status;

use crate::support::{
    errors::{description, fields},
    samples::{appearance, article, claim, hop, outlet},
    server::TestServer,
};

fn printed(text: &str) -> Date {
    Date {
        printed: text.to_owned(),
        ..Date::default()
    }
}

fn day(text: &str, year: i32, month: i32, day: i32) -> Date {
    Date {
        year,
        month,
        day,
        ..printed(text)
    }
}

async fn create(server: &TestServer, language: &str, from: Date) -> Result<Claim, Status> {
    let given = Claim {
        language: language.to_owned(),
        period: Some(Period {
            from: Some(from.clone()),
            through: None,
            end: PeriodEnd::Unknown.into(),
            ..Period::default()
        }),
        ..claim(&format!("It began {}, in {language}", from.printed))
    };
    let request = CreateClaimRequest {
        claim: Some(given),
        ..CreateClaimRequest::default()
    };
    Ok(server.claims().create_claim(request).await?.into_inner())
}

fn from(claim: &Claim) -> Date {
    claim.period.clone().unwrap().from.unwrap()
}

#[tokio::test]
async fn the_period_is_read_from_it_and_it_is_kept_as_printed() {
    let server = TestServer::start().await;
    let early = Date {
        part: DatePart::Early.into(),
        ..day("early May 2025", 2025, 5, 0)
    };
    let about = Date {
        approximate: true,
        ..day("around 2023", 2023, 0, 0)
    };
    for (language, expected) in [
        ("en", day("April 27, 2025", 2025, 4, 27)),
        ("en-GB", day("Sunday 27 April 2025", 2025, 4, 27)),
        ("en", day("27 aprile 2025", 2025, 4, 27)),
        ("de", day("April 2025", 2025, 4, 0)),
        ("en", day("2025", 2025, 0, 0)),
        ("en", early),
        ("en", about),
        ("en", day("27/04/2025", 2025, 4, 27)),
        // These stay as printed.
        ("en", printed("last week")),
        ("en", printed("early May")),
        ("en", printed("in December of last year")),
        ("en", printed("recently")),
    ] {
        let created = create(&server, language, printed(&expected.printed)).await;
        let created = created.unwrap();
        assert_eq!(from(&created), expected);
        assert_eq!(server.get_claim(&created.name).await.unwrap(), created);
    }
}

#[tokio::test]
async fn what_is_given_beside_it_is_kept() {
    let server = TestServer::start().await;
    let given = Date {
        year: 2024,
        ..printed("April 27, 2025")
    };
    let created = create(&server, "en", given.clone()).await.unwrap();
    assert_eq!(from(&created), given);
    let given = Date {
        approximate: true,
        part: DatePart::Late.into(),
        ..printed("April 2025")
    };
    let expected = Date {
        year: 2025,
        month: 4,
        ..given.clone()
    };
    let created = create(&server, "en", given).await.unwrap();
    assert_eq!(from(&created), expected);
    let given = Date {
        part: DatePart::Late.into(),
        ..printed("early April 2025")
    };
    let status = create(&server, "en", given).await.unwrap_err();
    assert_eq!(fields(&status), ["claim.period.from.part"]);
}

#[tokio::test]
async fn an_impossible_or_ambiguous_date_is_reported() {
    let server = TestServer::start().await;
    for (text, expected) in [
        (
            "31 April 2025",
            "is not a day of the calendar; correct it, or give year and month",
        ),
        (
            "27 April 2025 at 25:61",
            "has a time that does not exist: hours are 0 to 23, minutes and seconds 0 to 59, and a distance from UTC is at most 14 hours; correct it, or give year, month and day",
        ),
        (
            "9999-12-31T23:59:59-05:00",
            "is not between the years 1 and 9999 in UTC; correct it",
        ),
        (
            "Sunday 28 April 2025",
            "has a weekday that does not fit: 28 April 2025 is a Monday; correct it, or give year, month and day",
        ),
        (
            "05/04/2025",
            "can be 5 April 2025 or 4 May 2025; give year, month and day",
        ),
    ] {
        let status = create(&server, "en", printed(text)).await.unwrap_err();
        let field = "claim.period.from.printed";
        assert_eq!(fields(&status), [field], "{text}");
        assert_eq!(description(&status, field), expected);
    }
}

#[tokio::test]
async fn an_update_reads_it_too() {
    let server = TestServer::start().await;
    let created = create(&server, "en", printed("recently")).await.unwrap();
    let request = UpdateClaimRequest {
        claim: Some(Claim {
            name: created.name.clone(),
            period: Some(Period {
                from: Some(printed("Apr. 27, 2025")),
                through: None,
                end: PeriodEnd::Unknown.into(),
                ..Period::default()
            }),
            ..Claim::default()
        }),
        update_mask: Some(prost_types::FieldMask {
            paths: vec!["period".to_owned()],
        }),
        ..UpdateClaimRequest::default()
    };
    let updated = server.claims().update_claim(request).await.unwrap();
    assert_eq!(
        from(&updated.into_inner()),
        day("Apr. 27, 2025", 2025, 4, 27)
    );
}

#[tokio::test]
async fn an_article_is_dated_in_the_order_of_its_locale() {
    let server = TestServer::start().await;
    let publish = async |language: &str, number_locale: &str, text: &str| {
        let request = CreateArticleRequest {
            article: Some(Article {
                headline: format!("{text} in {language} and {number_locale}"),
                language: language.to_owned(),
                number_locale: number_locale.to_owned(),
                date_published: Some(printed(text)),
                ..Article::default()
            }),
            ..CreateArticleRequest::default()
        };
        let article = server.articles().create_article(request).await?;
        Ok::<_, Status>(article.into_inner().date_published.unwrap())
    };
    for (language, number_locale, month, of_month) in [
        ("en", "it", 4, 5),
        ("en-GB", "", 4, 5),
        ("en", "en-US", 5, 4),
    ] {
        let date = publish(language, number_locale, "05/04/2025")
            .await
            .unwrap();
        assert_eq!(date, day("05/04/2025", 2025, month, of_month));
    }
    let status = publish("en", "", "05/04/2025").await.unwrap_err();
    assert_eq!(fields(&status), ["article.date_published.printed"]);
    let status = publish("en", "en-US", "27/04/2025").await.unwrap_err();
    assert_eq!(fields(&status), ["article.date_published.printed"]);
    let instant = publish("en", "", "2025-04-27T10:15:00Z").await.unwrap();
    assert_eq!(instant.instant.unwrap().seconds, 1_745_748_900);
}

/// An appearance in an article of Wednesday 30 April 2025, in which a source said something
/// at a printed date.
async fn print(server: &TestServer, published: Option<Date>, said: &str) -> Appearance {
    let request = CreateArticleRequest {
        article: Some(Article {
            date_published: published,
            language: "en".to_owned(),
            number_locale: "it".to_owned(),
            ..article(&format!("Said {said}"), "They say so.")
        }),
        ..CreateArticleRequest::default()
    };
    let printed_in = server.articles().create_article(request).await.unwrap();
    let claim = CreateClaimRequest {
        claim: Some(claim(&format!("They said so {said}"))),
        ..CreateClaimRequest::default()
    };
    let claim = server.claims().create_claim(claim).await.unwrap();
    let claim = claim.into_inner();
    let source = server.create_source(outlet("They")).await.unwrap();
    let mut given = appearance(&printed_in.into_inner(), "They say so");
    given.chains = vec![AttributionChain {
        hops: vec![Hop {
            said: Some(printed(said)),
            ..hop(&source)
        }],
    }];
    let request = CreateAppearanceRequest {
        parent: claim.name,
        appearance: Some(given),
        ..CreateAppearanceRequest::default()
    };
    let created = server.claims().create_appearance(request).await;
    created.unwrap().into_inner()
}

fn said(appearance: &Appearance) -> Date {
    appearance.chains[0].hops[0].said.clone().unwrap()
}

#[tokio::test]
async fn what_was_said_is_dated_by_the_article_of_the_appearance() {
    let server = TestServer::start().await;
    let wednesday = Some(day("", 2025, 4, 30));
    let sunday = print(&server, wednesday.clone(), "on Sunday").await;
    let expected = Date {
        inferred: vec![1, 2, 3],
        ..day("on Sunday", 2025, 4, 27)
    };
    assert_eq!(said(&sunday), expected);
    // The order of day and month is that of the article.
    let april = said(&print(&server, wednesday, "05/04/2025").await);
    assert_eq!(april, day("05/04/2025", 2025, 4, 5));
}

#[tokio::test]
async fn an_update_of_something_else_does_not_read_a_stored_date() {
    let server = TestServer::start().await;
    let created = print(&server, None, "yesterday").await;
    assert_eq!(said(&created), printed("yesterday"));
    let request = UpdateArticleRequest {
        article: Some(Article {
            name: created.article.clone(),
            date_published: Some(day("", 2025, 4, 30)),
            ..Article::default()
        }),
        ..UpdateArticleRequest::default()
    };
    server.articles().update_article(request).await.unwrap();
    let update = async |appearance: Appearance, path: &str| {
        let request = UpdateAppearanceRequest {
            appearance: Some(appearance),
            update_mask: Some(prost_types::FieldMask {
                paths: vec![path.to_owned()],
            }),
            ..UpdateAppearanceRequest::default()
        };
        let updated = server.claims().update_appearance(request).await;
        updated.unwrap().into_inner()
    };
    let mut changed = created.clone();
    changed.set_modality(Modality::Probable);
    let updated = update(changed, "modality").await;
    assert_eq!(said(&updated), printed("yesterday"));
    let mut changed = updated;
    changed.chains[0].hops[0].said = Some(printed("the day before yesterday"));
    let updated = update(changed, "chains").await;
    let expected = Date {
        inferred: vec![1, 2, 3],
        ..day("the day before yesterday", 2025, 4, 28)
    };
    assert_eq!(said(&updated), expected);
}

#[tokio::test]
async fn what_a_date_says_beside_its_numbers_is_checked() {
    let server = TestServer::start().await;
    let broken = Date {
        inferred: vec![1, 3, 9],
        time_zone: "Rome".to_owned(),
        ..day("", 2025, 4, 0)
    };
    let status = create(&server, "en", broken).await.unwrap_err();
    let date = "claim.period.from";
    let mut found = fields(&status);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            format!("{date}.inferred[1]"),
            format!("{date}.inferred[2]"),
            format!("{date}.time_zone"),
            format!("{date}.time_zone"),
        ]
    );
}
