//! Bad input: all violations in a message are reported at once, each with its exact path.

use claimstore::wire::pb::{
    Anchor, Appearance, Article, AttributionChain, BatchGetStandingsRequest, Byline, Citation,
    Claim, ClaimFilter, ComparePositionsRequest, CreateAppearanceRequest, CreateSourceRequest,
    Credit, Date, Entity, ExternalId, Hop, HopReference, ListClaimsRequest, Origin, Period, Place,
    Quantity, QuotedSpan, Source,
};
use prost_types::Timestamp;
use tonic::Request;

use crate::support::{
    errors::{description, fields, sorted_fields, why},
    samples::{bound, claim, quantity},
    server::TestServer,
};

const ID: &str = "00000000-0000-0000-0000-000000000001";

/// The violations are exactly those of `paths` in the resource, and of `request_fields` beside it.
fn expect(status: &tonic::Status, resource: &str, request_fields: &[&str], paths: &[&str]) {
    let inside = paths.iter().map(|path| match *path {
        "" => resource.to_owned(),
        path => format!("{resource}.{path}"),
    });
    let mut expected: Vec<String> = inside.collect();
    expected.extend(request_fields.iter().map(|&path| path.to_owned()));
    expected.sort();
    assert_eq!(sorted_fields(status), expected);
}

#[tokio::test]
async fn every_violation_of_a_source_is_reported() {
    let server = TestServer::start().await;
    let mut request = Request::new(CreateSourceRequest {
        source: Some(Source {
            kind: 99,
            display_name: "a\0b".to_owned(),
            publisher: format!("claims/{ID}"),
            url: "paper.example".to_owned(),
            archived_url: "ftp://paper.example/".to_owned(),
            retrieve_time: Some(Timestamp {
                seconds: 0,
                nanos: -1,
            }),
            access_status: -1,
            same_as: ["https://w.example/", "https://w.example/", "w"]
                .map(str::to_owned)
                .to_vec(),
            anonymity_reason: "x".repeat(1_001),
            ..Source::default()
        }),
        source_id: "1".to_owned(),
        request_id: "1".to_owned(),
        ..CreateSourceRequest::default()
    });
    let actor = "a b".parse().unwrap();
    request.metadata_mut().insert("x-claimstore-actor", actor);
    let status = server.sources().create_source(request).await.unwrap_err();
    #[rustfmt::skip]
    expect(&status, "source", &["source_id", "request_id", "x-claimstore-actor"], &[
        "kind", "display_name", "publisher", "url", "archived_url", "retrieve_time",
        "access_status", "same_as[1]", "same_as[2]", "anonymity_reason",
    ]);
    let nothing = CreateSourceRequest::default();
    let status = server.sources().create_source(nothing).await.unwrap_err();
    assert_eq!(fields(&status), ["source"]);
    let status = server.create_source(Source::default()).await.unwrap_err();
    assert_eq!(fields(&status), ["source.kind"]);
}

#[tokio::test]
async fn every_violation_of_an_article_is_reported() {
    let server = TestServer::start().await;
    let long = |length: usize| "x".repeat(length);
    let external = |system: &str, id: &str| ExternalId {
        system: system.to_owned(),
        id: id.to_owned(),
    };
    let source = format!("sources/{ID}");
    let invalid = Article {
        uri: "no uri".to_owned(),
        external_ids: vec![
            external("C M", "\n"),
            external("a", "1"),
            external("a", "2"),
        ],
        publisher: "x".to_owned(),
        headline: " \u{3000}".to_owned(),
        alternative_headline: long(1_001),
        bylines: vec![
            Byline::default(),
            Byline {
                name: "Ada".to_owned(),
                role: long(201),
                source: format!("articles/{ID}"),
                ..Byline::default()
            },
        ],
        genre: 11,
        section: long(201),
        language: "english language".to_owned(),
        number_locale: "it_IT".to_owned(),
        date_published: Some(Date {
            year: 2025,
            month: 2,
            day: 30,
            ..Date::default()
        }),
        body: "a\0".to_owned(),
        // A list reports the violations of each entry, also after an invalid one.
        citations: vec![
            Citation::default(),
            Citation {
                source: source.clone(),
                printed: long(2_049),
            },
        ],
        credits: vec![
            Credit::default(),
            Credit {
                kind: 1,
                source,
                printed: long(501),
            },
        ],
        publication_status: 4,
        ..Article::default()
    };
    let status = server.create_article(invalid).await.unwrap_err();
    #[rustfmt::skip]
    expect(&status, "article", &[], &[
        "uri", "external_ids[0].system", "external_ids[0].id", "external_ids[2].system",
        "publisher", "headline", "alternative_headline", "bylines[0]", "bylines[1].role",
        "bylines[1].source", "genre", "section", "language", "number_locale",
        "date_published.day", "body", "citations[0].source", "citations[1].printed",
        "credits[0].kind", "credits[0].source", "credits[1].printed", "publication_status",
    ]);
}

#[tokio::test]
async fn every_violation_of_a_claim_is_reported() {
    let server = TestServer::start().await;
    let long = |length: usize| "x".repeat(length);
    let invalid = Claim {
        statement: String::new(),
        language: "e".to_owned(),
        r#type: 7,
        subject: long(501),
        predicate: "\0".to_owned(),
        object: long(501),
        entities: vec![Entity {
            name: String::new(),
            role: long(201),
            same_as: vec!["w".to_owned()],
        }],
        quantities: vec![
            quantity("age", "18"),
            Quantity {
                lower: Some(bound("1e3")),
                ..quantity("", "-5")
            },
        ],
        period: Some(Period {
            from: Some(Date {
                month: 13,
                ..Date::default()
            }),
            through: None,
            end: 0,
            ..Period::default()
        }),
        places: vec![Place::default()],
        tags: ["a", "A", "a"].map(str::to_owned).to_vec(),
        translation_of: format!("sources/{ID}"),
        origin: Some(Origin {
            kind: 9,
            name: String::new(),
            version: long(201),
            confidence: Some(1.5),
        }),
        ..Claim::default()
    };
    let status = server.create_claim(invalid).await.unwrap_err();
    #[rustfmt::skip]
    expect(&status, "claim", &[], &[
        "statement", "language", "type", "subject", "predicate", "object", "entities[0].name",
        "entities[0].role", "entities[0].same_as[0]", "quantities[1].measure",
        "quantities[1].lower.value.value", "period.from", "period.from.month", "period.end",
        "places[0].name", "tags[1]", "tags[2]", "translation_of", "origin.kind", "origin.name",
        "origin.version", "origin.confidence",
    ]);
}

#[tokio::test]
async fn every_violation_of_an_appearance_is_reported() {
    let server = TestServer::start().await;
    let hop = |source: &str, stance| Hop {
        source: source.to_owned(),
        stance,
        basis: 1,
        ..Hop::default()
    };
    let source = format!("sources/{ID}");
    let invalid = Appearance {
        article: format!("sources/{ID}"),
        article_version: -1,
        anchors: vec![Anchor {
            part: 3,
            start: Some(1),
            ..Anchor::default()
        }],
        form: 4,
        modality: 7,
        hedge: "x".repeat(501),
        printed_figures: vec![Anchor {
            part: 1,
            exact: "x".to_owned(),
            start: Some(3),
            end: Some(2),
            ..Anchor::default()
        }],
        quoted_spans: vec![QuotedSpan {
            part: 1,
            start: 0,
            end: 1,
            kind: 0,
            // This hop exists, although the one before it has no source.
            hop: Some(HopReference { chain: 0, hop: 1 }),
            ..QuotedSpan::default()
        }],
        article_stance: 6,
        chains: vec![
            AttributionChain {
                hops: vec![
                    hop("", 1),
                    Hop {
                        cue: "\0".to_owned(),
                        ..hop(&source, 6)
                    },
                ],
            },
            AttributionChain {
                hops: vec![hop("x", 1)],
            },
            AttributionChain::default(),
        ],
        ..Appearance::default()
    };
    let status = server
        .claims()
        .create_appearance(CreateAppearanceRequest {
            parent: "claims/-".to_owned(),
            appearance: Some(invalid),
            appearance_id: "x".to_owned(),
            request_id: "x".to_owned(),
            ..CreateAppearanceRequest::default()
        })
        .await
        .unwrap_err();
    #[rustfmt::skip]
    expect(&status, "appearance", &["parent", "appearance_id", "request_id"], &[
        "article", "article_version", "anchors[0].part", "anchors[0].exact", "anchors[0].end",
        "form", "modality", "hedge", "printed_figures[0].end", "quoted_spans[0].kind",
        "article_stance", "chains[0].hops[0].source", "chains[0].hops[1].cue",
        "chains[0].hops[1].stance", "chains[1].hops[0].source", "chains[2].hops",
    ]);
}

#[tokio::test]
async fn an_error_names_the_field_and_says_what_to_write_in_it() {
    let server = TestServer::start().await;
    let stored = server.create_claim(claim("It is so")).await.unwrap();
    let request = BatchGetStandingsRequest {
        names: vec![stored.name.clone()],
        ..BatchGetStandingsRequest::default()
    };
    let status = server.claims().batch_get_standings(request).await;
    let said = description(&status.unwrap_err(), "names[0]");
    assert!(
        said.ends_with(&format!("{}/standing", stored.name)),
        "{said}"
    );

    for (tag, expected) in [
        ("en-GB", "write en"),
        ("zh-Hant", "write zh"),
        ("EN", "write en"),
    ] {
        let request = ListClaimsRequest {
            filter: Some(ClaimFilter {
                language: tag.to_owned(),
                ..ClaimFilter::default()
            }),
            ..ListClaimsRequest::default()
        };
        let status = server.claims().list_claims(request).await.unwrap_err();
        let said = description(&status, "filter.language");
        assert!(said.contains(expected), "{tag}: {said}");
    }

    let request = ComparePositionsRequest {
        first: "x".to_owned(),
        second: "y".to_owned(),
    };
    let status = server.changes().compare_positions(request).await;
    let status = status.unwrap_err();
    assert_eq!(why(&status), "POSITION_INVALID");
    assert!(
        status.message().starts_with("first is not"),
        "{}",
        status.message()
    );
}
