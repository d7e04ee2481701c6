//! Appearances: written, read and listed. Their anchors are in [`super::anchor`].

use claimstore::wire::pb::{
    Anchor, AnchoringOutcome, Appearance, AppearanceForm, Article, ArticlePart, AttributionChain,
    Claim, CreateAppearanceRequest, HopReference, QuotationKind, QuotedSpan, Source,
};
use prost_types::Timestamp;
use tonic::Status;

use crate::support::{
    errors::{fields, holder, missing, sorted_fields},
    samples::{appearance, article, claim, full_appearance, full_article, hop, outlet},
    server::TestServer,
};

/// A server, and the resources that appearances refer to.
pub struct Scene {
    pub server: TestServer,
    pub source: Source,
    pub article: Article,
    pub claim: Claim,
}

pub async fn scene() -> Scene {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Kyiv")).await.unwrap();
    let article = server.create_article(full_article(&source)).await.unwrap();
    let claim = server.create_claim(claim("It is so")).await.unwrap();
    Scene {
        server,
        source,
        article,
        claim,
    }
}

pub fn absent(collection: &str, n: u8) -> String {
    format!("{collection}/00000000-0000-0000-0000-00000000000{n}")
}

#[tokio::test]
async fn every_field_is_kept_and_output_only_ones_are_ignored() {
    let Scene {
        server,
        source,
        article,
        claim,
    } = scene().await;
    let given = full_appearance(&article, &source);
    let created = server
        .create_appearance(
            &claim,
            Appearance {
                name: "no name".to_owned(),
                revision: 7,
                etag: "old".to_owned(),
                create_time: Some(Timestamp::default()),
                update_time: Some(Timestamp::default()),
                ..given.clone()
            },
        )
        .await
        .unwrap();
    assert!(
        created
            .name
            .starts_with(&format!("{}/appearances/", claim.name))
    );
    let mut expected = Appearance {
        name: created.name.clone(),
        revision: 1,
        etag: created.etag.clone(),
        create_time: created.create_time,
        update_time: created.create_time,
        ..given
    };
    // The server fills in the positions that were not given.
    let at = |anchor: &mut Anchor, start, end| {
        (anchor.start, anchor.end) = (Some(start), Some(end));
    };
    at(&mut expected.printed_figures[0], 25, 28);
    at(&mut expected.printed_dates[0], 66, 70);
    assert_eq!(created, expected);
    assert_ne!(created.create_time, Some(Timestamp::default()));
    let read = server.get_appearance(&created.name).await.unwrap();
    assert_eq!(read, expected);
}

#[tokio::test]
async fn an_appearance_is_not_found_below_another_claim() {
    let Scene {
        server,
        article,
        claim: first,
        ..
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let created = server
        .create_appearance(&first, appearance(&article, "155"))
        .await
        .unwrap();
    let elsewhere = created.name.replace(&first.name, &other.name);
    let status = server.get_appearance(&elsewhere).await.unwrap_err();
    assert_eq!(missing(&status), [elsewhere.as_str()]);
    let moved = Appearance {
        name: elsewhere.clone(),
        ..appearance(&article, "155")
    };
    let status = server.update_appearance(moved, &["form"]).await;
    assert_eq!(missing(&status.unwrap_err()), [elsewhere]);
}

#[tokio::test]
async fn an_id_is_taken_for_all_claims() {
    let Scene {
        server,
        article,
        claim: first,
        ..
    } = scene().await;
    let other = server.create_claim(claim("Another")).await.unwrap();
    let create = async |claim: &Claim, words: &str| {
        let request = CreateAppearanceRequest {
            parent: claim.name.clone(),
            appearance: Some(appearance(&article, words)),
            appearance_id: "00000000-0000-0000-0000-000000000007".to_owned(),
            ..CreateAppearanceRequest::default()
        };
        server.claims().create_appearance(request).await
    };
    let created = create(&first, "155").await.unwrap().into_inner();
    assert_eq!(
        created.name,
        format!("{}/{}", first.name, absent("appearances", 7))
    );
    let status = create(&other, "2023").await.unwrap_err();
    assert_eq!(holder(&status), ("name".to_owned(), created.name));
}

#[tokio::test]
async fn all_missing_references_are_named() {
    let Scene {
        server, article, ..
    } = scene().await;
    let claim = Claim {
        name: absent("claims", 1),
        ..Claim::default()
    };
    let source = |n| Source {
        name: absent("sources", n),
        ..Source::default()
    };
    let mut given = appearance(&article, "155");
    given.article = absent("articles", 1);
    let mut first = hop(&source(1));
    first.document = source(2).name;
    given.chains = vec![AttributionChain {
        hops: vec![first, hop(&source(1))],
    }];
    let status = server.create_appearance(&claim, given).await.unwrap_err();
    assert_eq!(
        missing(&status),
        [
            absent("sources", 1),
            absent("sources", 2),
            absent("articles", 1),
            absent("claims", 1)
        ]
    );
}

#[tokio::test]
async fn the_parent_must_be_one_claim() {
    let Scene {
        server, article, ..
    } = scene().await;
    for parent in ["", "claims/-", "claims", &absent("articles", 1)] {
        let parent = Claim {
            name: parent.to_owned(),
            ..Claim::default()
        };
        let given = appearance(&article, "155");
        let status = server.create_appearance(&parent, given).await.unwrap_err();
        assert_eq!(fields(&status), ["parent"], "{parent:?}");
    }
}

#[tokio::test]
async fn a_claim_appears_once_in_the_same_words() {
    let Scene {
        server,
        article,
        claim: first,
        ..
    } = scene().await;
    let words = |start, end| {
        let mut it = appearance(&article, "says");
        if start > 0 {
            it.anchors[0].exact = "s".to_owned();
            (it.anchors[0].start, it.anchors[0].end) = (Some(start), Some(end));
        }
        it
    };
    let one = server.create_appearance(&first, words(8, 9)).await.unwrap();
    // The first letter of "says" is another occurrence of the same words.
    server.create_appearance(&first, words(5, 6)).await.unwrap();
    let again = Appearance {
        form: AppearanceForm::Implied.into(),
        ..words(8, 9)
    };
    let status = server.create_appearance(&first, again).await.unwrap_err();
    assert_eq!(holder(&status), ("anchors".to_owned(), one.name.clone()));
    let other = server.create_claim(claim("Another")).await.unwrap();
    server.create_appearance(&other, words(8, 9)).await.unwrap();

    // An update cannot move an appearance to the words of another one either.
    let mut headline = appearance(&article, "155");
    headline.anchors[0].part = ArticlePart::Headline.into();
    let headline = server.create_appearance(&first, headline).await.unwrap();
    let moved = Appearance {
        anchors: words(8, 9).anchors,
        ..headline
    };
    let status = server.update_appearance(moved, &["anchors"]).await;
    assert_eq!(
        holder(&status.unwrap_err()),
        ("anchors".to_owned(), one.name)
    );
}

#[tokio::test]
async fn an_appearance_stays_with_the_last_version_that_holds_its_words() {
    let Scene {
        server,
        article: first,
        claim,
        ..
    } = scene().await;
    let old = server
        .create_appearance(&claim, appearance(&first, "155"))
        .await
        .unwrap();
    assert_eq!(old.article_version, 1);
    let second = Article {
        name: first.name.clone(),
        ..article("", "Now at least 200.")
    };
    let second = server.update_article(second, &["body"]).await.unwrap();
    assert_eq!(second.version, 2);
    let orphan = server.get_appearance(&old.name).await.unwrap();
    assert_eq!(orphan.article_version, 1);
    assert_eq!(orphan.anchors, old.anchors);
    assert_eq!(
        orphan.anchoring.unwrap().outcome(),
        AnchoringOutcome::Orphaned
    );

    let newest = server
        .create_appearance(&claim, appearance(&second, "200"))
        .await
        .unwrap();
    assert_eq!(newest.article_version, 2);
    let into_the_old = Appearance {
        article_version: 1,
        ..appearance(&second, "2023")
    };
    let into_the_old = server
        .create_appearance(&claim, into_the_old)
        .await
        .unwrap();
    assert_eq!(into_the_old.article_version, 1);

    // An update without anchors is still checked against the appearance's own version.
    let hedged = Appearance {
        name: old.name.clone(),
        hedge: "says".to_owned(),
        ..Appearance::default()
    };
    let hedged = server.update_appearance(hedged, &["hedge"]).await.unwrap();
    assert_eq!((hedged.article_version, hedged.revision), (1, 3));
    for version in [3, -1, i32::MAX] {
        let given = Appearance {
            article_version: version,
            ..appearance(&second, "least")
        };
        let status = server.create_appearance(&claim, given).await.unwrap_err();
        assert_eq!(fields(&status), ["appearance.article_version"], "{version}");
    }
}

#[tokio::test]
async fn quoted_spans_must_be_within_the_text_and_refer_to_existing_hops() {
    let Scene {
        server,
        source,
        article,
        claim,
    } = scene().await;
    let length = i32::try_from(crate::support::samples::BODY.chars().count()).unwrap();
    let span = |start, end, hop: Option<(i32, i32)>| QuotedSpan {
        part: ArticlePart::Body.into(),
        start,
        end,
        kind: QuotationKind::Scare.into(),
        hop: hop.map(|(chain, hop)| HopReference { chain, hop }),
        ..QuotedSpan::default()
    };
    let create = async |words: &str, spans: Vec<QuotedSpan>| -> Result<Appearance, Status> {
        let given = Appearance {
            quoted_spans: spans,
            chains: vec![AttributionChain {
                hops: vec![hop(&source)],
            }],
            ..appearance(&article, words)
        };
        server.create_appearance(&claim, given).await
    };
    let overlapping = vec![
        span(length - 1, length, None),
        span(0, length, Some((0, 0))),
        span(3, 5, None),
    ];
    let created = create("155", overlapping.clone()).await.unwrap();
    assert_eq!(created.quoted_spans, overlapping);

    let wrong = vec![
        span(-1, 4, None),
        span(4, 4, None),
        span(5, 4, None),
        span(0, 4, Some((0, 1))),
        span(0, 4, Some((1, 0))),
        span(0, 4, Some((-1, 0))),
        span(0, 4, Some((0, i32::MIN))),
    ];
    let status = create("2023", wrong).await.unwrap_err();
    assert_eq!(
        sorted_fields(&status),
        [
            "0].start", "1].end", "2].end", "3].hop", "4].hop", "5].hop", "6].hop"
        ]
        .map(|it| format!("appearance.quoted_spans[{it}"))
    );
    let beyond = vec![span(0, 1, None), span(0, length + 1, None)];
    let status = create("2023", beyond).await.unwrap_err();
    assert_eq!(fields(&status), ["appearance.quoted_spans[1].end"]);
}
