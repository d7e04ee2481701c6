//! What is searched for, and texts that are compared with known claims.

use std::sync::{Arc, LazyLock};

use claimstore::index::{
    claims::{self, IndexedArticle, IndexedClaim, Kind, Snapshot},
    matching::{Question, matches_in, parts},
    search::{Query, Scope, did_you_mean, highlight, search_articles, search_claims},
};
use uuid::Uuid;

use super::{chosen, text};

const LANGUAGES: &[&str] = &["", "en", "it", "de", "fr", "ja", "ar", "x"];

const STATEMENTS: &[(&str, &str)] = &[
    (
        "en",
        "The mayor of Ostrava banned bicycles from the old bridge in 2021.",
    ),
    (
        "en",
        "At least 155 Chinese nationals are fighting for Russia.",
    ),
    (
        "it",
        "Il ponte di Novi Sad è crollato nel 1999, non nel 2000.",
    ),
    (
        "de",
        "Drei von vier Feuerwehrleuten in Velmere sind Freiwillige.",
    ),
    ("ja", "市長は橋を閉鎖した。"),
    (
        "en",
        "Unemployment rose by 7.5 % to 1,200 people last year.",
    ),
];

static INDEX: LazyLock<Arc<Snapshot>> = LazyLock::new(|| {
    let mut writer = claims::in_memory().unwrap();
    for (number, (language, statement)) in STATEMENTS.iter().enumerate() {
        let claim = IndexedClaim {
            id: Uuid::from_u128(number as u128),
            statement: (*statement).to_owned(),
            language: (*language).to_owned(),
            tags: vec!["town".to_owned()],
            ..IndexedClaim::default()
        };
        writer.put(claim).unwrap();
    }
    let article = IndexedArticle {
        headline: "The old bridge".to_owned(),
        body: "Nobody crosses the bridge any more.".into(),
        language: "en".to_owned(),
        ..IndexedArticle::default()
    };
    writer.put_article(&article).unwrap();
    writer.commit("").unwrap();
    writer.reader().snapshot()
});

/// A query never fails, and what is marked stands in the text.
pub fn queries(bytes: &[u8]) {
    let Some((language, rest)) = chosen(LANGUAGES, bytes) else {
        return;
    };
    let Some(text) = text(rest) else { return };
    let query = Query::parse(text);
    assert!(query.notes().len() <= 64, "{query:?}");
    assert_eq!(Query::parse(text), query);
    let scope = Scope {
        language,
        most: 10,
        ..Scope::default()
    };
    let found = search_claims(&INDEX, &query, &scope).unwrap();
    assert_eq!(found.count, found.hits.len() as u64, "all fit");
    assert!(found.hits.len() <= STATEMENTS.len());
    search_articles(&INDEX, &query, &scope).unwrap();
    for hit in &found.hits {
        assert!(
            hit.score.is_finite() && hit.score > 0.0,
            "{text:?}: {hit:?}"
        );
    }
    if let Some(meant) = did_you_mean(&INDEX, &query, Kind::Claim).unwrap() {
        assert!(meant.len() <= 8 * text.len() + 1_000, "{text:?}: {meant}");
    }
    for (language, statement) in STATEMENTS {
        for fragment in highlight(statement, &query, language) {
            for span in fragment.spans {
                assert!(
                    fragment
                        .text
                        .get(span.clone())
                        .is_some_and(|it| !it.is_empty())
                );
            }
        }
    }
}

/// A confidence is a probability, and each part of a text stands in it.
pub fn matches(bytes: &[u8]) {
    let Some((language, rest)) = chosen(LANGUAGES, bytes) else {
        return;
    };
    let Some(text) = text(rest) else { return };
    let mut end = 0;
    for part in parts(text) {
        assert!(
            part.start >= end && text.get(part.clone()).is_some(),
            "{text:?}: {part:?}"
        );
        end = part.end;
    }
    let question = Question {
        text,
        language,
        ..Question::default()
    };
    let found = matches_in(&INDEX, &question, 3).unwrap();
    for passage in &found {
        assert!(passage.matches.len() <= 3);
        for found in &passage.matches {
            for probability in [found.confidence, found.likelihood] {
                assert!((0.0..=1.0).contains(&probability), "{text:?}: {found:?}");
            }
        }
    }
    assert_eq!(matches_in(&INDEX, &question, 3).unwrap().len(), found.len());
}
