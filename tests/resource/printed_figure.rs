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
    let status = create(&server, "en", printed("10.000 soldiers", "it")).await;
    let said = description(&status.unwrap_err(), field);
    assert!(said.contains("soldiers"), "{said}");
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
