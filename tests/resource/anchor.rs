//! Anchors are checked against the text on every write. Positions count code points.

use claimstore::wire::{
    json::read_bundle,
    pb::{
        Anchor, Appearance, Article, ArticlePart, Claim, ImportBundleRequest, ImportOutcome,
        NearestWords,
    },
};
use serde_json::json;
use tonic::Status;

use crate::support::{
    errors::{description, fields, nearest_words, reason},
    samples::{anchor, appearance, article, claim},
    server::TestServer,
};

/// An article, and a claim that can appear in it.
struct Text {
    server: TestServer,
    article: Article,
    claim: Claim,
}

async fn text(headline: &str, body: &str) -> Text {
    let server = TestServer::start().await;
    let article = server.create_article(article(headline, body)).await;
    let claim = server.create_claim(claim("It is so")).await;
    Text {
        server,
        article: article.unwrap(),
        claim: claim.unwrap(),
    }
}

impl Text {
    /// Stores an appearance with this anchor, and returns the anchor as stored.
    async fn anchor(&self, anchor: Anchor) -> Result<Anchor, Status> {
        let given = Appearance {
            anchors: vec![anchor],
            ..appearance(&self.article, "")
        };
        let created = self.server.create_appearance(&self.claim, given).await?;
        Ok(created.anchors[0].clone())
    }

    async fn refused(&self, anchor: Anchor) -> (Vec<String>, String) {
        let status = self.anchor(anchor).await.unwrap_err();
        let fields = fields(&status);
        let said = description(&status, &fields[0]);
        let below = |field: String| field.replace("appearance.anchors[0].", "");
        (fields.into_iter().map(below).collect(), said)
    }
}

fn at(exact: &str, start: i32, end: i32) -> Anchor {
    Anchor {
        start: Some(start),
        end: Some(end),
        ..anchor(exact)
    }
}

#[tokio::test]
async fn words_that_occur_once_get_positions_in_code_points() {
    let body = "👩‍🚀 e\u{301}toile étoile.\r\nשלום “no”\u{202e}fin\u{2028}𝔘";
    let text = text("Étoile 👩‍🚀", body).await;
    for (words, start, end) in [
        ("👩‍🚀", 0, 3),
        ("🚀", 2, 3),
        ("e\u{301}toile", 4, 11),
        ("étoile", 12, 18),
        (".\r\nש", 18, 22),
        ("שלום", 21, 25),
        ("“no”", 26, 30),
        ("\u{202e}fin", 30, 34),
        ("𝔘", 35, 36),
        ("\u{301}", 5, 6),
    ] {
        let found = text.anchor(anchor(words)).await.unwrap();
        assert_eq!(found, at(words, start, end), "{words:?}");
    }
    let headline = Anchor {
        part: ArticlePart::Headline.into(),
        ..anchor("👩‍🚀")
    };
    let found = text.anchor(headline.clone()).await.unwrap();
    let expected = Anchor {
        start: Some(7),
        end: Some(10),
        ..headline
    };
    assert_eq!(found, expected);
}

#[tokio::test]
async fn another_spelling_of_the_words_is_not_found() {
    let text = text("H", "étoile “no” a\r\nb").await;
    for (words, place) in [
        (
            "e\u{301}toile",
            "in another spelling it is at 0..6: “étoile”",
        ),
        ("\"no\"", "in another spelling it is at 7..11: ““no””"),
        ("a\nb", "in another spelling it is at 12..16"),
        ("ÉTOILE", "the nearest words are at 0..6: “étoile”"),
        ("no  ", "nowhere"),
    ] {
        let (fields, said) = text.refused(anchor(words)).await;
        assert_eq!(fields, ["exact"], "{words:?}");
        assert!(said.contains(place), "{said}");
    }
}

#[tokio::test]
async fn the_nearest_words_are_among_the_details_of_the_error_and_are_accepted() {
    let text = text("H", "She said: “It’s 10\u{202f}000”, no more.").await;
    let given = anchor("\"It's 10 000\"");
    let status = text.anchor(given).await.unwrap_err();
    let nearest = nearest_words(&status);
    let expected = NearestWords {
        field: "appearance.anchors[0].exact".to_owned(),
        exact: "“It’s 10\u{202f}000”".to_owned(),
        start: 10,
        end: 23,
    };
    assert_eq!(nearest, std::slice::from_ref(&expected));
    let found = text.anchor(anchor(&expected.exact)).await.unwrap();
    assert_eq!((found.start, found.end), (Some(10), Some(23)));
    // Words that are nowhere have no nearest ones.
    let status = text.anchor(anchor("It is 10 000")).await.unwrap_err();
    assert_eq!(nearest_words(&status), []);
}

#[tokio::test]
async fn a_lenient_anchor_takes_the_words_of_the_text() {
    let text = text("H", "“No”, she said. He said: “It’s 10\u{202f}000.”").await;
    let given = Anchor {
        prefix: "said: \"".to_owned(),
        suffix: ".\"".to_owned(),
        lenient: true,
        ..anchor("It's 10 000")
    };
    let found = text.anchor(given.clone()).await.unwrap();
    let expected = Anchor {
        prefix: "said: “".to_owned(),
        suffix: ".”".to_owned(),
        ..at("It’s 10\u{202f}000", 26, 37)
    };
    assert_eq!(found, expected);
    // It is the same appearance as with the text's own words.
    let status = text.anchor(anchor("It’s 10\u{202f}000")).await.unwrap_err();
    assert_eq!(reason(&status).1, "RESOURCE_EXISTS");
    for refused in [
        Anchor {
            exact: "it's 10 000".to_owned(),
            ..given.clone()
        },
        Anchor {
            suffix: "!".to_owned(),
            ..given.clone()
        },
        Anchor {
            lenient: true,
            ..at("It's 10 000", 25, 36)
        },
    ] {
        assert_eq!(text.refused(refused).await.0, ["exact"]);
    }
}

#[tokio::test]
async fn a_lenient_anchor_that_fits_twice_is_refused() {
    let text = text("H", "“No” and «No» again").await;
    let given = Anchor {
        lenient: true,
        ..anchor("\"No\"")
    };
    let (fields, said) = text.refused(given.clone()).await;
    assert_eq!(fields, ["exact"]);
    assert!(
        said.contains("in another spelling it is at 0..4, 9..13"),
        "{said}"
    );
    let second = Anchor {
        start: Some(9),
        end: Some(13),
        ..given
    };
    assert_eq!(text.anchor(second).await.unwrap().exact, "«No»");
}

#[tokio::test]
async fn a_lenient_anchor_can_be_imported_again_and_updated() {
    let server = TestServer::start().await;
    let bundle = json!({
        "article": {"uri": "urn:x:1", "headline": "H", "body": "She said: “It’s over”."},
        "claims": [{
            "claim": {
                "statement": "It is over", "language": "en",
                "type": "CLAIM_TYPE_EVENT_OR_PROPERTY"
            },
            "appearances": [{
                "anchors": [{"part": "ARTICLE_PART_BODY", "exact": "\"It's over\"", "lenient": true}],
                "form": "APPEARANCE_FORM_STATED", "modality": "MODALITY_CERTAIN",
                "articleStance": "STANCE_ASSERTS"
            }]
        }]
    });
    let request = ImportBundleRequest {
        bundle: Some(read_bundle(&bundle.to_string()).unwrap()),
        ..ImportBundleRequest::default()
    };
    let mut outcomes = Vec::new();
    let mut name = String::new();
    for _ in 0..2 {
        let answer = server.bundles().import_bundle(request.clone()).await;
        let results = answer.unwrap().into_inner().results;
        let result = results.iter().find(|it| it.path.contains("appearances"));
        outcomes.push(result.unwrap().outcome());
        name.clone_from(&result.unwrap().name);
    }
    assert_eq!(outcomes, [ImportOutcome::Created, ImportOutcome::Unchanged]);
    let stored = server.get_appearance(&name).await.unwrap();
    assert_eq!(stored.anchors[0], at("“It’s over”", 10, 21));

    // The same words typed otherwise change nothing.
    let given = Appearance {
        anchors: vec![Anchor {
            lenient: true,
            ..anchor("«It's over»")
        }],
        ..stored.clone()
    };
    let updated = server.update_appearance(given, &["anchors"]).await.unwrap();
    assert_eq!(updated, stored);
}

#[tokio::test]
async fn words_that_occur_twice_need_a_distinguishing_context() {
    let text = text("H", "He said no. She said no.").await;
    let (fields, said) = text.refused(anchor("said no")).await;
    assert_eq!(fields, ["exact"]);
    assert!(said.contains("more than once"), "{said}");

    let with = |prefix: &str, suffix: &str| Anchor {
        prefix: prefix.to_owned(),
        suffix: suffix.to_owned(),
        ..anchor("said no")
    };
    let second = text.anchor(with("She ", "")).await.unwrap();
    assert_eq!((second.start, second.end), (Some(16), Some(23)));
    let first = text.anchor(with("", ". She")).await.unwrap();
    assert_eq!((first.start, first.end), (Some(3), Some(10)));
    let (fields, said) = text.refused(with("She ", ". She")).await;
    assert_eq!(fields, ["exact"]);
    assert!(said.contains("3..10, 16..23"), "{said}");
    let (fields, _) = text.refused(with("", ".")).await;
    assert_eq!(fields, ["exact"], "both are followed by a stop");
}

#[tokio::test]
async fn overlapping_occurrences_are_counted() {
    let text = text("H", "aaa").await;
    let (_, said) = text.refused(anchor("aa")).await;
    assert!(said.contains("more than once"), "{said}");
    text.anchor(at("aa", 0, 2)).await.unwrap();
    text.anchor(at("aa", 1, 3)).await.unwrap();
}

#[tokio::test]
async fn given_positions_are_checked_and_never_shifted() {
    let text = text("H", "👩‍🚀 said no.").await;
    for (anchor, expected) in [
        (at("said", 4, 8), ""),
        (at("said", 3, 7), "exact"),
        (at("said", 12, 16), "end"),
        (at("no.", 9, 12), ""),
        (at("no.", 9, 13), "end"),
        (at("no.", 9, 11), "exact"),
        (at("said", 8, 4), "end"),
        (at("said", 4, 4), "end"),
        (at("said", -4, 4), "start"),
        (at("said", i32::MIN, i32::MAX), "start"),
        (at("said", 4, i32::MAX), "end"),
        (at("👩", 0, 1), ""),
        (at("nowhere", 0, 7), "exact"),
        (
            Anchor {
                end: None,
                ..at("said", 4, 8)
            },
            "end",
        ),
        (
            Anchor {
                start: None,
                ..at("said", 4, 8)
            },
            "start",
        ),
    ] {
        if expected.is_empty() {
            let stored = text.anchor(anchor.clone()).await.unwrap();
            assert_eq!(stored, anchor);
        } else {
            let (fields, _) = text.refused(anchor.clone()).await;
            assert_eq!(fields, [expected], "{anchor:?}");
        }
    }
}

#[tokio::test]
async fn a_context_that_does_not_match_is_refused() {
    let text = text("H", "He said no. She said no.").await;
    let with = |prefix: &str, suffix: &str| Anchor {
        prefix: prefix.to_owned(),
        suffix: suffix.to_owned(),
        ..at("said no", 3, 10)
    };
    for (prefix, suffix, expected) in [
        ("She ", ".", vec!["prefix"]),
        ("He ", "!", vec!["suffix"]),
        ("xHe ", "", vec!["prefix"]),
        ("", &format!(". She said no.{}", "!"), vec!["suffix"]),
        ("She ", "!", vec!["prefix", "suffix"]),
    ] {
        let (fields, _) = text.refused(with(prefix, suffix)).await;
        assert_eq!(fields, expected, "{prefix:?} {suffix:?}");
    }
    text.anchor(with("He ", ". She said no.")).await.unwrap();
}

#[tokio::test]
async fn every_anchor_is_checked_and_each_violation_has_its_path() {
    let text = text("H", "He said no.").await;
    let given = Appearance {
        anchors: vec![anchor("said"), anchor("yes")],
        printed_figures: vec![anchor("5"), anchor("no")],
        printed_dates: vec![anchor("no"), at("said", 0, 99)],
        ..appearance(&text.article, "")
    };
    let status = text.server.create_appearance(&text.claim, given).await;
    assert_eq!(
        fields(&status.unwrap_err()),
        [
            "appearance.anchors[1].exact",
            "appearance.printed_figures[0].exact",
            "appearance.printed_dates[1].end"
        ]
    );
}

#[tokio::test]
async fn words_are_not_found_in_an_empty_text() {
    let text = text("H", "").await;
    assert_eq!(text.refused(anchor("a")).await.0, ["exact"]);
    assert_eq!(text.refused(at("a", 0, 1)).await.0, ["end"]);
}

#[tokio::test]
async fn words_in_a_repetitive_text_are_found_within_the_deadline() {
    let body = "a".repeat(1 << 20);
    let text = text("H", &body).await;
    let end = i32::try_from(body.len()).unwrap();
    let words = "a".repeat(10_000);
    let last = text.anchor(at(&words, end - 10_000, end)).await.unwrap();
    assert_eq!(last.start, Some(end - 10_000));
    let near = format!("{}b", &words[1..]);
    assert_eq!(text.refused(anchor(&near)).await.0, ["exact"]);
}
