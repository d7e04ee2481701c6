//! What matching promises, on claims that are made up.

mod likenesses;
mod meanings;
mod odd;

use uuid::Uuid;

use super::{Match, Question, Reason, matches, matches_in};
use crate::index::claims::{self, IndexedClaim, Snapshot, Years};

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
fn the_same_sentence_about_another_year_is_another_claim() {
    let store = store(
        "en",
        &[
            "Unemployment in Tornau fell to a record low in 2019.",
            "Unemployment in Tornau fell to a record low in 2021.",
        ],
    );
    let found = ask(
        &store,
        "en",
        "Unemployment in Tornau fell to a record low in 2021",
    );
    assert_eq!(found[0].claim.id.as_u128(), 1);
    assert!(found[0].reasons.contains(&Reason::SameYears(vec![2021])));
    assert!(
        found[1].reasons.iter().any(is_other_time),
        "{:?}",
        found[1].reasons
    );
    assert!(found[1].confidence < 0.31, "{}", found[1].confidence);
    let neither = best(
        &store,
        "en",
        "Unemployment in Tornau fell to a record low in 2015",
    );
    assert!(
        neither.reasons.iter().any(is_other_time),
        "{:?}",
        neither.reasons
    );
    assert!(neither.confidence < 0.31);
}

#[test]
fn the_years_that_are_given_with_a_claim_or_a_text_count_as_well() {
    let claim = |year| IndexedClaim {
        statement: "Unemployment in Tornau fell to a record low.".to_owned(),
        language: "en".to_owned(),
        years: Some(Years {
            from: Some(year),
            through: Some(year),
        }),
        ..IndexedClaim::default()
    };
    let store = store_of(vec![claim(2019), claim(2021)]);
    let question = Question {
        text: "Unemployment in Tornau fell to a record low",
        language: "en",
        years: Some(Years {
            from: Some(2021),
            through: None,
        }),
        ..Question::default()
    };
    let found = matches(&store, &question, 5).unwrap();
    assert_eq!(found[0].claim.id.as_u128(), 1);
    assert!(found[1].reasons.iter().any(is_other_time));
}

#[test]
fn the_same_sentence_with_another_figure_is_another_claim() {
    for (language, low, high) in [
        (
            "en",
            "The council of Ostrava spent 70 million euros on the old bridge.",
            "90 million",
        ),
        (
            "de",
            "Die Stadt Ostrava gab 70 Millionen Euro für die alte Brücke aus.",
            "90 Millionen",
        ),
        (
            "fr",
            "La ville d'Ostrava a payé 70 millions d'euros pour le vieux pont.",
            "90 millions",
        ),
        (
            "it",
            "Il comune di Ostrava ha speso 70 milioni di euro per il vecchio ponte.",
            "90 milioni",
        ),
        (
            "es",
            "La ciudad de Ostrava gastó 70 millones de euros en el viejo puente.",
            "90 millones",
        ),
    ] {
        let words: Vec<&str> = high.split(' ').collect();
        let other = low.replace("70", words[0]);
        let store = store(language, &[low, &other]);
        let found = ask(&store, language, &other);
        assert_eq!(found[0].claim.id.as_u128(), 1, "{language}");
        let same = |it: &Reason| matches!(it, Reason::SameFigures(_));
        assert!(found[0].reasons.iter().any(same), "{:?}", found[0].reasons);
        assert!(
            found[1].reasons.iter().any(is_other_figure),
            "{:?}",
            found[1].reasons
        );
        assert!(found[1].confidence < 0.31);
    }
}

#[test]
fn figures_that_are_written_otherwise_are_the_same() {
    let store = store("en", &["Turnout in Tornau was 70 per cent."]);
    let found = best(&store, "en", "Turnout in Tornau was 70%");
    assert!(
        !found.reasons.iter().any(is_other_figure),
        "{:?}",
        found.reasons
    );
    let store = self::store("en", &["The bridge of Ostrava cost $1.5 million."]);
    let found = best(&store, "en", "The bridge of Ostrava cost $1,500,000");
    assert!(
        !found.reasons.iter().any(is_other_figure),
        "{:?}",
        found.reasons
    );
}

#[test]
fn figures_of_other_things_are_not_compared() {
    let store = store("en", &["The bridge of Ostrava is 70 metres long."]);
    let found = best(
        &store,
        "en",
        "The bridge of Ostrava was closed by 12 inspectors",
    );
    assert!(
        !found.reasons.iter().any(is_other_figure),
        "{:?}",
        found.reasons
    );
}

#[test]
fn an_added_figure_is_not_another_one() {
    let store = store(
        "en",
        &["The old bridge of Ostrava was closed by inspectors from Tornau."],
    );
    let found = best(
        &store,
        "en",
        "The old bridge of Ostrava was closed by 12 inspectors from Tornau",
    );
    assert!(
        !found.reasons.iter().any(is_other_figure),
        "{:?}",
        found.reasons
    );
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
