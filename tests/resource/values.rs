//! Which quantities, dates, periods, languages and urls are valid.

use claimstore::wire::pb::{
    Article, Bound, Claim, Date, DatePart, Decimal, Period, PeriodEnd, Quantity, Source,
};
use prost_types::Timestamp;

use crate::support::{
    errors::fields,
    samples::{article, bound, claim, full_quantity, outlet, page, quantity},
    server::TestServer,
};

#[tokio::test]
async fn an_invalid_quantity_is_refused_at_its_field() {
    let server = TestServer::start().await;
    let between = |lower: &str, upper: &str| Quantity {
        lower: Some(bound(lower)),
        upper: Some(bound(upper)),
        ..quantity("age", "0")
    };
    let words = |text: &str| text.to_owned();
    let open = |value: &str| Bound {
        open: true,
        ..bound(value)
    };
    #[rustfmt::skip]
    let faults = [
        (between("30", "18"), "lower"),
        (between("18", "30"), "range"),
        (Quantity { lower: Some(open("30")), ..between("30", "30.0") }, "lower"),
        (Quantity { lower: None, ..between("1", "1") }, "range"),
        (Quantity { lower: None, upper: None, ..between("1", "1") }, ""),
        (Quantity { range: 5, ..between("1", "1") }, "range"),
        (Quantity { range_reason: words("x"), ..between("1", "1") }, "range_reason"),
        (Quantity { currency: words("EUR"), ..full_quantity() }, "unit"),
        (Quantity { currency: words("eur"), ..between("1", "1") }, "currency"),
        (Quantity { currency: words("XYZ"), ..between("1", "1") }, "currency"),
        (Quantity { unit: words("k m"), ..between("1", "1") }, "unit"),
        (Quantity { unit: words("µm"), ..between("1", "1") }, "unit"),
        (Quantity { per: 7, ..between("1", "1") }, "per"),
        (Quantity { role: 5, ..between("1", "1") }, "role"),
        (Quantity { number_locale: words("it"), ..between("1", "1") }, "number_locale"),
        (between("", "-1"), "lower.value.value"),
        (between("1", "1,5"), "upper.value.value"),
        (between("-0", "1"), "lower.value.value"),
        (between("1", "12345678901234567890123456789"), "upper.value.value"),
        (Quantity { lower: Some(Bound::default()), ..between("", "-1") }, "lower.value"),
        (
            Quantity {
                lower: Some(Bound { value: Some(Decimal::default()), open: true }),
                upper: None,
                ..between("1", "1")
            },
            "lower.value.value",
        ),
    ];
    for (quantity, path) in faults {
        let what = format!("{quantity:?}");
        let given = Claim {
            quantities: vec![quantity],
            ..claim("It is so")
        };
        let status = server.create_claim(given).await.expect_err(&what);
        let path = ["claim.quantities[0]", path].join(".");
        assert_eq!(fields(&status), [path.trim_end_matches('.')], "{what}");
    }
}

#[tokio::test]
async fn a_date_must_exist_in_the_calendar() {
    let server = TestServer::start().await;
    let at = |year, month, day| Date {
        year,
        month,
        day,
        ..Date::default()
    };
    let instant = |seconds, nanos| Date {
        instant: Some(Timestamp { seconds, nanos }),
        ..Date::default()
    };
    #[rustfmt::skip]
    let dates = [
        (at(2025, 2, 30), Some("day")), (at(2025, 2, 29), Some("day")), (at(2024, 2, 29), None),
        (at(1900, 2, 29), Some("day")), (at(2025, 4, 31), Some("day")), (at(2025, 4, -1), Some("day")),
        (at(2025, 13, 0), Some("month")), (at(2025, -1, 0), Some("month")), (at(2025, 0, 3), Some("day")),
        (at(10_000, 0, 0), Some("year")), (at(-1, 0, 0), Some("year")), (at(9_999, 12, 31), None),
        (at(1, 1, 1), None), (at(0, 0, 0), Some("")),
        (Date { part: DatePart::Mid.into(), ..at(2025, 4, 1) }, Some("part")),
        (Date { part: 4, ..at(2025, 4, 0) }, Some("part")),
        (Date { year: 2025, ..instant(0, 0) }, Some("instant")),
        (instant(253_402_300_799, 999_999_000), None), (instant(-62_135_596_800, 0), None),
    ];
    for (number, (date, fault)) in dates.into_iter().enumerate() {
        let what = format!("{date:?}");
        let given = Article {
            date_published: Some(date.clone()),
            ..article(&format!("A {number}"), "")
        };
        match (server.create_article(given).await, fault) {
            (Ok(created), None) => assert_eq!(created.date_published, Some(date)),
            (Err(status), Some(path)) => {
                let path = ["article.date_published", path].join(".");
                assert_eq!(fields(&status), [path.trim_end_matches('.')], "{what}");
            }
            (answer, _) => panic!("{what}: {answer:?}"),
        }
    }
}

#[tokio::test]
async fn an_end_that_contradicts_its_period_is_refused() {
    let server = TestServer::start().await;
    let year = |year| {
        Some(Date {
            year,
            ..Date::default()
        })
    };
    for (from, through, end, fault) in [
        (2024, 2023, PeriodEnd::Closed, "through"),
        (2024, 0, PeriodEnd::Closed, "through"),
        (2024, 2025, PeriodEnd::Ongoing, "through"),
        (2024, 2025, PeriodEnd::Unknown, "through"),
        (2024, 2025, PeriodEnd::Unspecified, "end"),
        (2024, 0, PeriodEnd::Unspecified, "end"),
    ] {
        let given = Claim {
            period: Some(Period {
                from: year(from),
                through: year(through).filter(|date| date.year != 0),
                end: end.into(),
                ..Period::default()
            }),
            ..claim("It is so")
        };
        let status = server.create_claim(given).await.unwrap_err();
        let path = format!("claim.period.{fault}");
        assert_eq!(fields(&status), [path], "{from} {through} {end:?}");
    }
}

#[tokio::test]
async fn language_tags_and_urls_must_be_well_formed() {
    let server = TestServer::start().await;
    for tag in ["", "e", "en_GB", "en--GB", "english", "1", "en-GB-", "-en"] {
        let given = Claim {
            language: tag.to_owned(),
            ..claim(tag)
        };
        let status = server.create_claim(given).await.unwrap_err();
        assert!(
            fields(&status).contains(&"claim.language".to_owned()),
            "{tag}"
        );
    }
    for tag in [
        "en",
        "it-IT",
        "zh-Hant-TW",
        "sr-Latn",
        "de-CH-1996",
        "es-419",
        "EN-gb",
    ] {
        let given = Claim {
            language: tag.to_owned(),
            ..claim(&format!("In {tag}"))
        };
        assert_eq!(server.create_claim(given).await.unwrap().language, tag);
    }
    for url in [
        "paper.example",
        "//paper.example/",
        "/a",
        "ftp://a.example/",
        "mailto:a@a.example",
        "https://",
        "https://a b.example/",
        "https://a.example/ b",
        " https://a.example/",
        "https://me@a.example/",
        "https://me:x@a.example/",
        "https://a.example:99999/",
        "https://a.example/\n",
        "javascript:alert(1)",
        "http://[::1/",
    ] {
        let status = server.create_source(page(url)).await.unwrap_err();
        assert_eq!(fields(&status), ["source.url"], "{url}");
    }
    let status = server
        .create_source(Source {
            publisher: "#paper".to_owned(),
            ..outlet("x")
        })
        .await
        .unwrap_err();
    assert_eq!(fields(&status), ["source.publisher"], "keys are of bundles");
}
