//! Quantities that give only the printed figure.

use claimstore::wire::pb::{
    Bound, Claim, CreateClaimRequest, Decimal, PerPeriod, Quantity, QuantityRole, RangeKind,
};
use tonic::Status;

use crate::support::{
    errors::{description, fields},
    samples::{bound, claim},
    server::TestServer,
};

fn printed(text: &str, number_locale: &str) -> Quantity {
    Quantity {
        measure: "pay".to_owned(),
        role: QuantityRole::Value.into(),
        printed: text.to_owned(),
        number_locale: number_locale.to_owned(),
        ..Quantity::default()
    }
}

async fn create(server: &TestServer, language: &str, quantity: Quantity) -> Result<Claim, Status> {
    let given = Claim {
        language: language.to_owned(),
        quantities: vec![quantity.clone()],
        ..claim(&format!(
            "It is {} {}",
            quantity.printed, quantity.number_locale
        ))
    };
    let request = CreateClaimRequest {
        claim: Some(given),
        ..CreateClaimRequest::default()
    };
    Ok(server.claims().create_claim(request).await?.into_inner())
}

#[tokio::test]
async fn bounds_are_read_from_a_printed_figure_and_the_figure_is_kept() {
    let server = TestServer::start().await;
    let given = printed("7000€-24.000€", "it");
    let expected = Quantity {
        currency: "EUR".to_owned(),
        lower: Some(bound("7000")),
        upper: Some(bound("24000")),
        range: RangeKind::Uncertainty.into(),
        ..given.clone()
    };
    let created = create(&server, "en", given).await.unwrap();
    assert_eq!(created.quantities, [expected]);
    assert_eq!(server.get_claim(&created.name).await.unwrap(), created);

    let given = Quantity {
        range: RangeKind::Variation.into(),
        ..printed("from 2,000 to 3,000 dollars a month", "en-US")
    };
    let expected = Quantity {
        currency: "USD".to_owned(),
        per: PerPeriod::Month.into(),
        lower: Some(bound("2000")),
        upper: Some(bound("3000")),
        ..given.clone()
    };
    let created = create(&server, "en", given).await.unwrap();
    assert_eq!(created.quantities, [expected]);
}

#[tokio::test]
async fn words_of_a_printed_figure_are_in_the_language_of_the_claim_or_of_its_number_locale() {
    let server = TestServer::start().await;
    for (text, locale, language, lower, open) in [
        ("more than 10.000", "it", "en", "10000", true),
        ("oltre 10.000", "it", "en", "10000", true),
        ("almeno 1,5 milioni", "it", "it", "1500000", false),
        ("at least 155", "", "en-GB", "155", false),
    ] {
        let created = create(&server, language, printed(text, locale)).await;
        let quantity = created.unwrap().quantities.remove(0);
        let expected = Bound {
            value: Some(Decimal {
                value: lower.to_owned(),
            }),
            open,
        };
        assert_eq!(quantity.range(), RangeKind::Uncertainty);
        assert_eq!(
            (quantity.lower, quantity.upper),
            (Some(expected), None),
            "{text}"
        );
    }
}

#[tokio::test]
async fn an_ambiguous_or_unreadable_printed_figure_is_refused_with_the_reason() {
    let server = TestServer::start().await;
    let status = create(&server, "en", printed("10.000", ""))
        .await
        .unwrap_err();
    let field = "claim.quantities[0].printed";
    assert_eq!(fields(&status), [field]);
    let said = description(&status, field);
    assert!(
        said.contains("10000") && said.contains("number_locale"),
        "{said}"
    );
    // English and German disagree about what a billion is.
    let status = create(&server, "en", printed("1 Billion Euro", "de")).await;
    let said = description(&status.unwrap_err(), field);
    assert!(
        said.contains("1000000000 ") && said.contains("1000000000000"),
        "{said}"
    );
    let status = create(&server, "en", printed("C4", "")).await;
    let said = description(&status.unwrap_err(), field);
    assert!(said.contains("C4"), "{said}");
}

#[tokio::test]
async fn the_noun_that_it_counts_is_not_part_of_the_reading() {
    let server = TestServer::start().await;
    for (text, locale, language, counted, lower) in [
        ("10.000 soldiers", "it", "en", "", "10000"),
        (
            "155 Chinese nationals",
            "",
            "en",
            "Chinese nationals",
            "155",
        ),
        ("155 osób", "pl", "pl", "osób", "155"),
        ("2.5 lakh farmers", "en-IN", "en", "farmers", "250000"),
        (
            "rund 1,2 Millionen Menschen",
            "de",
            "en",
            "people",
            "1200000",
        ),
    ] {
        let given = Quantity {
            counted: counted.to_owned(),
            ..printed(text, locale)
        };
        let created = create(&server, language, given).await.unwrap();
        let quantity = &created.quantities[0];
        assert_eq!(quantity.lower, Some(bound(lower)), "{text}");
        assert_eq!(quantity.upper, Some(bound(lower)), "{text}");
        assert_eq!(quantity.counted, counted, "{text}");
    }
}

#[tokio::test]
async fn fields_beside_a_printed_figure_must_agree_with_it() {
    let server = TestServer::start().await;
    let given = Quantity {
        currency: "USD".to_owned(),
        per: PerPeriod::Year.into(),
        ..printed("2000€ monthly", "it")
    };
    let status = create(&server, "en", given).await.unwrap_err();
    let expected = ["claim.quantities[0].currency", "claim.quantities[0].per"];
    assert_eq!(fields(&status), expected);
    // Bounds that are given are accepted, whatever is printed.
    let given = Quantity {
        lower: Some(bound("1")),
        upper: Some(bound("1")),
        ..printed("a handful", "")
    };
    let created = create(&server, "en", given.clone()).await.unwrap();
    assert_eq!(created.quantities, [given]);
}

#[tokio::test]
async fn figures_are_read_as_newspapers_print_them() {
    let server = TestServer::start().await;
    for (text, locale, lower, upper, unit) in [
        ("18- to 30-year-olds", "en", Some("18"), Some("30"), "a"),
        ("un 35enne", "it", Some("35"), Some("35"), "a"),
        ("mayores de 65 años", "es", Some("65"), None, "a"),
        ("six feet", "en", Some("6"), Some("6"), "[ft_i]"),
        ("6ft 2in", "en", Some("74"), Some("74"), "[in_i]"),
        ("dello 0,3%", "it", Some("0.3"), Some("0.3"), "%"),
        ("jeder Fünfte", "de", Some("20"), Some("20"), "%"),
        ("une heure et demie", "fr", Some("1.5"), Some("1.5"), "h"),
        ("dozens of homes", "en", Some("24"), None, ""),
    ] {
        let created = create(&server, locale, printed(text, locale))
            .await
            .unwrap();
        let quantity = &created.quantities[0];
        let value = |text: Option<&str>| text.and_then(|text| bound(text).value);
        let lower_given = quantity.lower.clone().and_then(|it| it.value);
        let upper_given = quantity.upper.clone().and_then(|it| it.value);
        assert_eq!(lower_given, value(lower), "{text}");
        assert_eq!(upper_given, value(upper), "{text}");
        assert_eq!(quantity.unit, unit, "{text}");
        assert_eq!(quantity.approximate, text.starts_with("dozens"), "{text}");
        let is_extent = quantity.range() == RangeKind::Extent;
        assert_eq!(
            is_extent,
            text.contains("30") || text.contains("65"),
            "{text}"
        );
    }
}
