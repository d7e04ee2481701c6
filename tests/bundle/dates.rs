//! Printed dates in bundles, which are relative to the date of the bundle's article.

use claimstore::wire::pb::{
    Appearance, Claim, Date, DateComponent, DatePart, GetAppearanceRequest, ImportOutcome,
};
use serde_json::{Value, json};

use super::import::{BODY, import, name_of, outcomes, small, try_import};
use crate::support::{
    errors::{description, fields},
    server::TestServer,
};

const CLAIM: &str = "claims[0]";
const APPEARANCE: &str = "claims[0].appearances[0]";

/// A bundle whose claim begins at a printed date, and whose source said it at another.
fn dated(published: Value, from: &str, said: &str) -> Value {
    let mut bundle = small("https://news.example/1", BODY);
    bundle["article"]["language"] = json!("en-GB");
    bundle["article"]["datePublished"] = published;
    let claim = &mut bundle["claims"][0];
    claim["claim"]["period"] = json!({"from": {"printed": from}, "end": "PERIOD_END_UNKNOWN"});
    claim["appearances"][0]["chains"][0]["hops"][0]["said"] = json!({"printed": said});
    bundle
}

fn wednesday() -> Value {
    json!({"printed": "Wednesday 30 April 2025"})
}

async fn stored(server: &TestServer, bundle: Value) -> (Claim, Appearance) {
    let results = import(server, bundle).await;
    let claim = server.get_claim(&name_of(&results, CLAIM)).await.unwrap();
    let request = GetAppearanceRequest {
        name: name_of(&results, APPEARANCE),
        ..GetAppearanceRequest::default()
    };
    let appearance = server.claims().get_appearance(request).await.unwrap();
    (claim, appearance.into_inner())
}

fn from(claim: &Claim) -> Date {
    claim.period.clone().unwrap().from.unwrap()
}

fn said(appearance: &Appearance) -> Date {
    appearance.chains[0].hops[0].said.clone().unwrap()
}

fn date(printed: &str, year: i32, month: i32, day: i32, inferred: &[DateComponent]) -> Date {
    Date {
        year,
        month,
        day,
        printed: printed.to_owned(),
        inferred: inferred.iter().map(|it| i32::from(*it)).collect(),
        ..Date::default()
    }
}

const YEAR: &[DateComponent] = &[DateComponent::Year];
const ALL: &[DateComponent] = &[
    DateComponent::Year,
    DateComponent::Month,
    DateComponent::Day,
];

#[tokio::test]
async fn relative_dates_are_resolved_and_marked_and_the_words_are_kept() {
    let server = TestServer::start().await;
    let early = Date {
        part: DatePart::Early.into(),
        ..date("early May", 2025, 5, 0, YEAR)
    };
    for expected in [
        date("in December of last year", 2024, 12, 0, YEAR),
        date("yesterday", 2025, 4, 29, ALL),
        date("27 April", 2025, 4, 27, YEAR),
        date("03/04/2025", 2025, 4, 3, &[]),
        date("last week", 2025, 4, 0, &ALL[..2]),
        early,
        // Which Sunday is not certain in a period.
        date("on Sunday", 0, 0, 0, &[]),
    ] {
        let bundle = dated(wednesday(), &expected.printed, "on Sunday");
        let (claim, appearance) = stored(&server, bundle).await;
        assert_eq!(from(&claim), expected);
        assert_eq!(said(&appearance), date("on Sunday", 2025, 4, 27, ALL));
    }
}

#[tokio::test]
async fn importing_again_changes_nothing_whether_or_not_the_date_of_the_article_is_repeated() {
    let server = TestServer::start().await;
    let bundle = dated(wednesday(), "last week", "on Monday");
    import(&server, bundle.clone()).await;
    let again = import(&server, bundle).await;
    let changed = |(_, it): &(&str, ImportOutcome)| *it != ImportOutcome::Unchanged;
    assert!(!outcomes(&again).iter().any(changed), "{again:?}");
    let undated = dated(Value::Null, "last week", "on Monday");
    let again = import(&server, undated).await;
    assert!(!outcomes(&again).iter().any(changed), "{again:?}");
}

#[tokio::test]
async fn without_a_date_of_the_article_relative_dates_stay_as_printed() {
    let server = TestServer::start().await;
    let (claim, appearance) = stored(&server, dated(Value::Null, "last week", "yesterday")).await;
    assert_eq!(from(&claim), date("last week", 0, 0, 0, &[]));
    assert_eq!(said(&appearance), date("yesterday", 0, 0, 0, &[]));
}

#[tokio::test]
async fn the_day_of_publication_is_that_of_the_publishers_time_zone() {
    let server = TestServer::start().await;
    let published = json!({"instant": "2025-04-29T22:30:00Z", "timeZone": "Europe/Rome"});
    let (claim, _) = stored(&server, dated(published, "yesterday", "today")).await;
    assert_eq!(from(&claim), date("yesterday", 2025, 4, 29, ALL));
}

#[tokio::test]
async fn dates_that_are_wrong_are_refused_with_their_paths() {
    let server = TestServer::start().await;
    let bundle = dated(wednesday(), "31 April 2025", "Monday 27 April 2025");
    let status = try_import(&server, bundle).await.unwrap_err();
    let paths = [
        "bundle.claims[0].claim.period.from.printed",
        "bundle.claims[0].appearances[0].chains[0].hops[0].said.printed",
    ];
    assert_eq!(fields(&status)[0], paths[0]);
    let bundle = dated(wednesday(), "last week", "Monday 27 April 2025");
    let status = try_import(&server, bundle).await.unwrap_err();
    assert_eq!(fields(&status), [paths[1]]);
    assert!(description(&status, paths[1]).contains("27 April 2025 is a Sunday"));
}

#[tokio::test]
async fn a_period_that_a_printed_date_turns_round_is_refused() {
    let server = TestServer::start().await;
    let mut bundle = dated(wednesday(), "yesterday", "today");
    let period = &mut bundle["claims"][0]["claim"]["period"];
    period["through"] = json!({"printed": "last month"});
    period["end"] = json!("PERIOD_END_CLOSED");
    let status = try_import(&server, bundle).await.unwrap_err();
    assert_eq!(fields(&status), ["bundle.claims[0].claim.period.through"]);
}

#[tokio::test]
async fn a_period_can_be_words_that_name_neither_end() {
    let server = TestServer::start().await;
    let words = |period: Value| {
        let mut bundle = small("https://news.example/1", BODY);
        bundle["claims"][0]["claim"]["period"] = period;
        bundle
    };
    let period = json!({"printed": "over the years", "end": "PERIOD_END_UNKNOWN"});
    let (claim, _) = stored(&server, words(period)).await;
    let period = claim.period.unwrap();
    assert_eq!(
        (period.from, period.printed.as_str()),
        (None, "over the years")
    );
    // Before there was a field for them, such words were given as the beginning.
    let from = json!({"from": {"printed": "over the years"}, "end": "PERIOD_END_UNKNOWN"});
    let (same, _) = stored(&server, words(from)).await;
    assert_eq!(same.name, claim.name);
}
