//! Claims: written, read and listed, and when two claims are the same.

mod children;
mod reported;

use claimstore::wire::pb::{
    AttributionChain, BatchGetClaimsRequest, Claim, ClaimFilter, ClaimType, Date,
    ListClaimsRequest, Origin, OriginKind, Period, PeriodEnd, Quantity,
};
use prost_types::Timestamp;

use crate::support::{
    errors::{fields, holder, missing, sorted_fields},
    samples::{appearance, article, claim, full_claim, full_quantity, hop, outlet, quantity},
    server::TestServer,
};

#[tokio::test]
async fn every_field_is_kept_and_output_only_ones_are_ignored() {
    let server = TestServer::start().await;
    let original = server.create_claim(claim("Original")).await.unwrap();
    let given = full_claim(&original);
    let created = server
        .create_claim(Claim {
            name: original.name.clone(),
            revision: 7,
            etag: "old".to_owned(),
            create_time: Some(Timestamp::default()),
            update_time: Some(Timestamp::default()),
            ..given.clone()
        })
        .await
        .unwrap();
    assert_ne!(created.name, original.name);
    let expected = Claim {
        name: created.name.clone(),
        revision: 1,
        etag: created.etag.clone(),
        create_time: created.create_time,
        update_time: created.create_time,
        ..given
    };
    assert_eq!(created, expected);
    assert_eq!(server.get_claim(&created.name).await.unwrap(), expected);
}

#[tokio::test]
async fn decimals_keep_every_digit() {
    let server = TestServer::start().await;
    for digits in [
        "0",
        "-0.5",
        "2.50",
        "10000",
        "0.0000000000000000000000000001",
        "9999999999999999999999999999",
        "-9999999999999999999999999999",
        "1.000000000000000000000000000",
    ] {
        let given = Claim {
            quantities: vec![quantity("m", digits)],
            ..claim("It is so")
        };
        let created = server.create_claim(given.clone()).await.unwrap();
        let read = server.get_claim(&created.name).await.unwrap();
        assert_eq!(read.quantities, given.quantities, "{digits}");
    }
}

fn in_period(year: i32, end: PeriodEnd) -> Claim {
    let at = |month| Date {
        year,
        month,
        ..Date::default()
    };
    Claim {
        period: Some(Period {
            from: Some(at(1)),
            through: (end == PeriodEnd::Closed).then(|| at(2)),
            end: end.into(),
            ..Period::default()
        }),
        ..claim("Unemployment rose")
    }
}

fn with_quantity(quantity: Quantity) -> Claim {
    Claim {
        quantities: vec![quantity],
        ..claim("Unemployment rose")
    }
}

#[tokio::test]
async fn the_same_claim_is_stored_once_however_it_is_typed() {
    let server = TestServer::start().await;
    let first = server
        .create_claim(claim("Unemployment rose"))
        .await
        .unwrap();
    for statement in [
        "unemployment ROSE.",
        "  Unemployment\u{a0}\u{2003}rose ...",
        "Ｕｎｅｍｐｌｏｙｍｅｎｔ rose",
    ] {
        let same = Claim {
            language: "en-GB".to_owned(),
            r#type: ClaimType::Numerical.into(),
            subject: "x".to_owned(),
            ..claim(statement)
        };
        let status = server.create_claim(same).await.unwrap_err();
        assert_eq!(
            holder(&status),
            (
                "statement, language, period, quantities".to_owned(),
                first.name.clone()
            )
        );
    }
}

#[tokio::test]
async fn another_language_period_quantity_or_polarity_makes_another_claim() {
    let server = TestServer::start().await;
    let of_instant = |seconds| Claim {
        period: Some(Period {
            from: Some(Date {
                instant: Some(Timestamp { seconds, nanos: 0 }),
                ..Date::default()
            }),
            through: None,
            end: PeriodEnd::Unknown.into(),
            ..Period::default()
        }),
        ..claim("Unemployment rose")
    };
    let mut names = std::collections::BTreeSet::new();
    let all = [
        claim("Unemployment rose"),
        claim("Unemployment has not risen"),
        Claim {
            language: "de".to_owned(),
            ..claim("Unemployment rose")
        },
        in_period(2023, PeriodEnd::Closed),
        in_period(2024, PeriodEnd::Closed),
        in_period(2024, PeriodEnd::Ongoing),
        in_period(2024, PeriodEnd::Unknown),
        // Two instants of the year 1500, and one of 9000. Nanoseconds in 64 bits do not reach
        // them.
        of_instant(-14_830_000_000),
        of_instant(-14_830_000_001),
        of_instant(221_845_000_000),
        with_quantity(quantity("rate", "5")),
        with_quantity(quantity("rate", "5.1")),
        with_quantity(quantity("level", "5")),
        with_quantity(Quantity {
            currency: "EUR".to_owned(),
            ..quantity("rate", "5")
        }),
        with_quantity(full_quantity()),
    ];
    let count = all.len();
    for claim in all {
        names.insert(server.create_claim(claim).await.unwrap().name);
    }
    assert_eq!(names.len(), count);
    let same = with_quantity(quantity("rate", "5.0"));
    let status = server.create_claim(same).await.unwrap_err();
    assert!(names.contains(&holder(&status).1));
}

#[tokio::test]
async fn a_batch_keeps_the_order_and_names_all_missing_claims() {
    let server = TestServer::start().await;
    let a = server.create_claim(claim("A")).await.unwrap();
    let b = server.create_claim(claim("B")).await.unwrap();
    let batch = async |names: &[&str]| {
        let request = BatchGetClaimsRequest {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            ..BatchGetClaimsRequest::default()
        };
        server.claims().batch_get_claims(request).await
    };
    let read = batch(&[&b.name, &a.name, &b.name]).await.unwrap();
    assert_eq!(read.into_inner().claims, [b.clone(), a.clone(), b]);
    let absent = |n| format!("claims/00000000-0000-0000-0000-00000000000{n}");
    let status = batch(&[&absent(2), &a.name, &absent(1)]).await.unwrap_err();
    assert_eq!(missing(&status), [absent(1), absent(2)]);
    let wrong = [absent(1).replace("claims", "sources"), absent(1) + "/x"];
    let status = batch(&[&wrong[0], &a.name, &wrong[1]]).await.unwrap_err();
    assert_eq!(sorted_fields(&status), ["names[0]", "names[2]"]);
    assert_eq!(fields(&batch(&[]).await.unwrap_err()), ["names"]);
    let many = vec![a.name.as_str(); 1_001];
    assert_eq!(fields(&batch(&many).await.unwrap_err()), ["names"]);
}

#[tokio::test]
async fn a_list_holds_what_matches_all_conditions_in_the_order_of_names() {
    let server = TestServer::start().await;
    let kyiv = server.create_source(outlet("Kyiv")).await.unwrap();
    let plan = server.create_source(outlet("The plan")).await.unwrap();
    let printed = server
        .create_article(article("Soldiers", "Kyiv says so."))
        .await
        .unwrap();
    let full = Claim {
        translation_of: String::new(),
        language: "en-GB".to_owned(),
        ..full_claim(&Claim::default())
    };
    let full = server.create_claim(full).await.unwrap();
    let german = Claim {
        language: "de".to_owned(),
        r#type: ClaimType::Causal.into(),
        tags: vec!["foreign-fighters".to_owned(), "war".to_owned()],
        ..claim("So ist es")
    };
    let german = server.create_claim(german).await.unwrap();
    let plain = server.create_claim(claim("It is so")).await.unwrap();
    let mut said = appearance(&printed, "says so");
    let mut first = hop(&kyiv);
    first.document = plan.name.clone();
    said.chains = vec![AttributionChain { hops: vec![first] }];
    server.create_appearance(&german, said).await.unwrap();
    let said = appearance(&printed, "Kyiv");
    server.create_appearance(&plain, said).await.unwrap();

    let none = ClaimFilter::default;
    let source = |name: &str| ClaimFilter {
        source: name.to_owned(),
        ..none()
    };
    let of_type = |of: ClaimType| ClaimFilter {
        r#type: of.into(),
        ..none()
    };
    let language = |tag: &str| ClaimFilter {
        language: tag.to_owned(),
        ..none()
    };
    let tag = |tag: &str| ClaimFilter {
        tag: tag.to_owned(),
        ..none()
    };
    let measure = |measure: &str| ClaimFilter {
        measure: measure.to_owned(),
        ..none()
    };
    let in_article = ClaimFilter {
        article: printed.name.clone(),
        ..none()
    };
    for (filter, expected) in [
        (none(), vec![&full, &german, &plain]),
        (in_article.clone(), vec![&german, &plain]),
        (source(&kyiv.name), vec![&german]),
        (source(&plan.name), vec![&german]),
        (of_type(ClaimType::EventOrProperty), vec![&full, &plain]),
        (of_type(ClaimType::Prediction), vec![]),
        (language("en"), vec![&full, &plain]),
        (language("de"), vec![&german]),
        (tag("foreign-fighters"), vec![&full, &german]),
        (tag("peace"), vec![]),
        (measure("foreign-fighters"), vec![&full]),
        (
            ClaimFilter {
                source: kyiv.name.clone(),
                r#type: ClaimType::Causal.into(),
                language: "de".to_owned(),
                tag: "war".to_owned(),
                ..in_article.clone()
            },
            vec![&german],
        ),
        (
            ClaimFilter {
                measure: "foreign-fighters".to_owned(),
                ..in_article
            },
            vec![],
        ),
    ] {
        let request = ListClaimsRequest {
            filter: Some(filter.clone()),
            ..ListClaimsRequest::default()
        };
        let answer = server.claims().list_claims(request).await.unwrap();
        let mut expected: Vec<Claim> = expected.into_iter().cloned().collect();
        expected.sort_by(|a, b| a.name.cmp(&b.name));
        assert_eq!(answer.into_inner().claims, expected, "{filter:?}");
    }
}

#[tokio::test]
async fn all_invalid_conditions_are_reported() {
    let server = TestServer::start().await;
    let list = async |filter: ClaimFilter| {
        let request = ListClaimsRequest {
            filter: Some(filter),
            ..ListClaimsRequest::default()
        };
        server.claims().list_claims(request).await.unwrap_err()
    };
    let status = list(ClaimFilter {
        article: "x".to_owned(),
        source: "x".to_owned(),
        r#type: 7,
        language: "en-GB".to_owned(),
        tag: "A b".to_owned(),
        measure: "-".to_owned(),
        ..ClaimFilter::default()
    })
    .await;
    assert_eq!(
        sorted_fields(&status),
        [
            "filter.article",
            "filter.language",
            "filter.measure",
            "filter.source",
            "filter.tag",
            "filter.type"
        ]
    );
}

#[tokio::test]
async fn a_cycle_of_translations_is_refused() {
    let server = TestServer::start().await;
    let a = server.create_claim(claim("A")).await.unwrap();
    let b = server
        .create_claim(Claim {
            translation_of: a.name.clone(),
            ..claim("B")
        })
        .await
        .unwrap();
    for original in [&a, &b] {
        let patch = Claim {
            name: a.name.clone(),
            translation_of: original.name.clone(),
            ..Claim::default()
        };
        let status = server
            .update_claim(patch, &["translation_of"])
            .await
            .unwrap_err();
        assert_eq!(fields(&status), ["claim.translation_of"]);
    }
}

#[tokio::test]
async fn confidence_is_from_zero_to_one_and_zero_is_kept() {
    let server = TestServer::start().await;
    let with = |confidence| Claim {
        origin: Some(Origin {
            kind: OriginKind::Person.into(),
            name: "Ada".to_owned(),
            confidence,
            ..Origin::default()
        }),
        ..claim(&format!("{confidence:?}"))
    };
    for confidence in [None, Some(0.0), Some(1.0)] {
        let created = server.create_claim(with(confidence)).await.unwrap();
        assert_eq!(created.origin.unwrap().confidence, confidence);
    }
    for confidence in [-0.1, 1.000_001, f64::NAN, f64::INFINITY] {
        let status = server.create_claim(with(Some(confidence))).await;
        assert_eq!(
            fields(&status.unwrap_err()),
            ["claim.origin.confidence"],
            "{confidence}"
        );
    }
}
