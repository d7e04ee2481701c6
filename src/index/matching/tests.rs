//! What matching promises, on claims that are made up.

mod another_claim;
mod denials;
mod fewer;
mod languages;
mod likenesses;
mod meanings;
mod odd;

use uuid::Uuid;

use super::{Match, Question, Reason, matches, matches_in};
use crate::index::claims::{self, IndexedClaim, Snapshot};

const ELSE: &[&str] = &[
    "The city of Tornau sold its old railway station to a brewery.",
    "A school in Velmere teaches chess in every class.",
    "Bees disappeared from the orchards around Lund.",
    "The ferry between Quillen and Ostrava runs on hydrogen.",
    "A museum in Brandis lost a painting of a harbour.",
    "Three of four firefighters in Velmere are volunteers.",
];

/// The snapshot of an index of these statements in a language, and of others.
fn store(language: &str, statements: &[&str]) -> std::sync::Arc<Snapshot> {
    let claims = statements.iter().map(|statement| IndexedClaim {
        statement: (*statement).to_owned(),
        language: language.to_owned(),
        ..IndexedClaim::default()
    });
    store_of(claims.collect())
}

fn store_of(mut claims: Vec<IndexedClaim>) -> std::sync::Arc<Snapshot> {
    claims.extend(ELSE.iter().map(|statement| IndexedClaim {
        statement: (*statement).to_owned(),
        language: "en".to_owned(),
        ..IndexedClaim::default()
    }));
    let mut writer = claims::in_memory().unwrap();
    for (number, claim) in claims.into_iter().enumerate() {
        let id = Uuid::from_u128(number as u128);
        writer.put(IndexedClaim { id, ..claim }).unwrap();
    }
    writer.commit("").unwrap();
    writer.reader().snapshot()
}

fn ask(store: &Snapshot, language: &str, text: &str) -> Vec<Match> {
    let question = Question {
        text,
        language,
        ..Question::default()
    };
    matches(store, &question, 5).unwrap()
}

fn best(store: &Snapshot, language: &str, text: &str) -> Match {
    ask(store, language, text).remove(0)
}

fn is_other_figure(reason: &Reason) -> bool {
    matches!(reason, Reason::OtherFigure { .. })
}

fn is_other_time(reason: &Reason) -> bool {
    matches!(reason, Reason::OtherTimes { .. })
}

#[test]
fn a_post_finds_the_claim_that_it_repeats() {
    let store = store(
        "en",
        &["The mayor of Ostrava banned bicycles from the old bridge."],
    );
    let post = "WOW no more bikes?? #Ostrava mayor just banned all bicycles on the #OldBridge \
                https://t.co/abc123 — Ana Moser (@ana_moser) May 6, 2021";
    let found = best(&store, "en", post);
    assert_eq!(found.claim.id.as_u128(), 0);
    let Reason::SharedWords(words) = &found.reasons[0] else {
        panic!("{:?}", found.reasons);
    };
    let words: Vec<&str> = words.iter().map(|it| it.word.as_str()).collect();
    for word in ["bicycles", "banned", "mayor", "Bridge", "Ostrava"] {
        assert!(words.contains(&word), "{words:?}");
    }
}

#[test]
fn the_author_of_a_post_is_searched_for() {
    let store = store(
        "en",
        &[
            "Ana Moser said that the bridge would fall.",
            "A bridge would fall.",
        ],
    );
    let found = best(
        &store,
        "en",
        "It would fall — Ana Moser (@ana_moser) May 6, 2021",
    );
    assert_eq!(found.claim.id.as_u128(), 0);
}

#[test]
fn the_same_sentence_is_certain_and_another_one_is_not() {
    let store = store(
        "en",
        &["The mayor of Ostrava banned bicycles from the old bridge."],
    );
    let same = best(
        &store,
        "en",
        "The mayor of Ostrava has banned bicycles from the old bridge",
    );
    assert!(
        same.reasons.contains(&Reason::NearlyIdentical),
        "{:?}",
        same.reasons
    );
    let other = best(
        &store,
        "en",
        "My neighbour painted an old bicycle green and left for Spain",
    );
    assert!(same.confidence > 0.8, "{}", same.confidence);
    assert!(other.confidence < 0.3, "{}", other.confidence);
}

#[test]
fn a_negated_sentence_says_the_opposite() {
    for (language, claim, text) in [
        (
            "en",
            "The mayor of Ostrava is selling the bridge.",
            "The mayor of Ostrava is not selling the bridge.",
        ),
        (
            "de",
            "Der Bürgermeister verkauft die Brücke.",
            "Der Bürgermeister verkauft die Brücke nicht.",
        ),
        (
            "fr",
            "Le maire vend le pont d'Ostrava.",
            "Le maire ne vend pas le pont d'Ostrava.",
        ),
        (
            "it",
            "Il sindaco vende il ponte di Ostrava.",
            "Il sindaco non vende il ponte di Ostrava.",
        ),
        (
            "es",
            "El alcalde vende el puente de Ostrava.",
            "El alcalde no vende el puente de Ostrava.",
        ),
    ] {
        let store = store(language, &[claim]);
        let same = best(&store, language, claim);
        let found = best(&store, language, text);
        assert!(!same.reasons.contains(&Reason::Opposite));
        assert!(
            found.reasons.contains(&Reason::Opposite),
            "{text}: {:?}",
            found.reasons
        );
        assert!(found.confidence < same.confidence && found.confidence <= 0.5);
    }
}

#[test]
fn entities_that_both_name_are_said() {
    let claim = IndexedClaim {
        statement: "The brewery bought the station.".to_owned(),
        language: "en".to_owned(),
        entities: vec!["Tornau Brewery".to_owned(), "Ana Moser".to_owned()],
        ..IndexedClaim::default()
    };
    let store = store_of(vec![claim]);
    let found = best(
        &store,
        "en",
        "Ana Moser says that a brewery bought a station",
    );
    assert!(
        found
            .reasons
            .contains(&Reason::SameEntities(vec!["Ana Moser".to_owned()]))
    );
}

#[test]
fn claims_that_are_left_out_are_not_answered() {
    let store = store(
        "en",
        &[
            "The bridge of Ostrava fell.",
            "The bridge of Ostrava was sold.",
        ],
    );
    let left_out = [Uuid::from_u128(0)];
    let question = Question {
        text: "The bridge of Ostrava fell",
        language: "en",
        without: &left_out,
        ..Question::default()
    };
    let found = matches(&store, &question, 5).unwrap();
    assert_eq!(found[0].claim.id.as_u128(), 1);
}

#[test]
fn a_text_in_chinese_finds_its_claim() {
    let store = store(
        "zh",
        &["世界卫生组织宣布新冠疫情结束", "北京关闭了旧火车站"],
    );
    assert_eq!(
        best(&store, "zh", "世卫：世界卫生组织称疫情已经结束。")
            .claim
            .id
            .as_u128(),
        0
    );
}

#[test]
fn each_sentence_of_a_long_text_is_matched() {
    let store = store(
        "en",
        &[
            "The mayor of Ostrava banned bicycles.",
            "The bridge of Lund is 70 metres long.",
        ],
    );
    let filler = "Nothing else happened on that quiet and warm afternoon. ".repeat(20);
    let text = format!(
        "The mayor of Ostrava banned bicycles. {filler}The bridge of Lund is 70 metres long."
    );
    let question = Question {
        text: &text,
        language: "en",
        ..Question::default()
    };
    let found = matches_in(&store, &question, 1).unwrap();
    assert_eq!(found.len(), 22);
    assert_eq!(
        &text[found[0].range.clone()],
        "The mayor of Ostrava banned bicycles."
    );
    assert_eq!(found[0].matches[0].claim.id.as_u128(), 0);
    assert_eq!(found[21].matches[0].claim.id.as_u128(), 1);
}

#[test]
fn claims_that_are_left_out_take_no_places() {
    let withdrawn = (0..40).map(|number| IndexedClaim {
        statement: format!("The mayor of Ostrava banned bicycles from bridge number {number}."),
        language: "en".to_owned(),
        labels: vec!["withdrawn".to_owned()],
        ..IndexedClaim::default()
    });
    let live = IndexedClaim {
        statement: "Bicycles are banned from a bridge.".to_owned(),
        language: "en".to_owned(),
        ..IndexedClaim::default()
    };
    let store = store_of(std::iter::once(live).chain(withdrawn).collect());
    let question = Question {
        text: "The mayor of Ostrava banned bicycles from the bridge.",
        language: "en",
        without_label: Some("withdrawn"),
        ..Question::default()
    };
    let found = matches(&store, &question, 20).unwrap();
    assert_eq!(found[0].claim.id.as_u128(), 0);
    assert!(found.iter().all(|it| it.claim.labels.is_empty()));
}
