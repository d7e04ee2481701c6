//! Anchors are checked against the text on every write. Positions count code points.

use claimstore::wire::pb::{Anchor, Appearance, Article, ArticlePart, Claim};
use tonic::Status;

use crate::support::{
    errors::{description, fields},
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
    for words in ["e\u{301}toile", "\"no\"", "a\nb", "ÉTOILE", "no  "] {
        let (fields, said) = text.refused(anchor(words)).await;
        assert_eq!(fields, ["exact"], "{words:?}");
        assert!(said.contains("nowhere"), "{said}");
    }
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
