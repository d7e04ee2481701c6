//! What has another figure or another time is another claim, or may be one.

use super::{ask, best, is_other_figure, is_other_time, store, store_of};
use crate::index::{
    claims::{IndexedClaim, Years},
    matching::{Question, Reason, matches},
};

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
fn other_words_with_another_figure_or_year_may_be_another_claim() {
    let store = store(
        "en",
        &["In 2019 the council of Ostrava spent 70 million euros on 12 bridges."],
    );
    for (text, may_be_another) in [
        ("Ostrava paid 90 million euros for its bridges", true),
        (
            "Ostrava bought old bridges with 70 million euros in 2014",
            true,
        ),
        ("Ostrava paid 90 million euros for 12 bridges", false),
        ("Ostrava paid 70 million euros for old bridges", false),
    ] {
        let found = best(&store, "en", text);
        assert!(!found.evidence.is_another_claim);
        assert_eq!(
            found.evidence.may_be_another_claim, may_be_another,
            "{text}"
        );
        let left = found.confidence / found.likelihood;
        assert_eq!(left < 0.601, may_be_another, "{text}: {left}");
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
fn a_year_is_read_also_before_a_name_an_article_or_a_colon() {
    for (language, claim, other) in [
        (
            "it",
            "Nel 2022 l'Italia ha importato gas da Tornau.",
            "Nel 2021 l'Italia ha importato gas da Tornau.",
        ),
        (
            "en",
            "In 2019 Velmere sold its old ferry.",
            "In 2015 Velmere sold its old ferry.",
        ),
        (
            "en",
            "Velmere flood 2018: the old ferry sank",
            "Velmere flood 2016: the old ferry sank",
        ),
        (
            "de",
            "Unglück in Velmere 1999: die alte Fähre sank",
            "Unglück in Velmere 1998: die alte Fähre sank",
        ),
    ] {
        let store = store(language, &[claim]);
        let found = best(&store, language, other);
        assert!(
            found.reasons.iter().any(is_other_time),
            "{other}: {:?}",
            found.reasons
        );
        assert!(found.confidence < 0.31);
    }
    // Nouns look like names in German, and can be counted.
    let store = store("de", &["In Tornau protestierten 2019 Menschen."]);
    let found = best(&store, "de", "In Tornau protestierten 2015 Menschen.");
    assert!(
        !found.reasons.iter().any(is_other_time),
        "{:?}",
        found.reasons
    );
}

#[test]
fn figures_without_an_end_are_the_same_only_if_they_begin_alike() {
    let store = store("en", &["More than 3,000 migrants drowned near Lund."]);
    let is_same = |it: &Reason| matches!(it, Reason::SameFigures(_));
    for (text, expected) in [
        ("More than 3,000 migrants drowned near Lund.", true),
        ("More than 30 migrants drowned near Lund.", false),
        ("At least 100,000 migrants drowned near Lund.", false),
        ("5,000 migrants drowned near Lund.", false),
    ] {
        let reasons = best(&store, "en", text).reasons;
        assert_eq!(reasons.iter().any(is_same), expected, "{text}: {reasons:?}");
    }
}

/// What a text says that differs from a claim by a figure.
#[track_caller]
fn assert_other_figure(language: &str, claim: &str, text: &str, expected: Option<[&str; 2]>) {
    let found = best(&store(language, &[claim]), language, text);
    let figures = found.reasons.iter().find_map(|reason| match reason {
        Reason::OtherFigure { text, claim } => Some([text.as_str(), claim.as_str()]),
        _ => None,
    });
    assert_eq!(figures, expected, "{text}: {:?}", found.reasons);
    assert_eq!(
        found.confidence < 0.31,
        expected.is_some(),
        "{text}: {found:?}"
    );
}

#[test]
fn another_order_of_magnitude_is_another_figure_whatever_is_counted() {
    let army = "The Ruritanian army has 12 thousand soldiers.";
    for (language, claim, text, expected) in [
        (
            "en",
            army,
            "The Ruritanian army has 12 million soldiers.",
            Some(["12 million", "12 thousand"]),
        ),
        (
            "en",
            army,
            "The Ruritanian army has 12 soldiers.",
            Some(["12", "12 thousand"]),
        ),
        ("en", army, "The Ruritanian army has 12,000 soldiers.", None),
        (
            "en",
            "The Ruritanian police has 500 horses.",
            "The Ruritanian police has 500 thousand horses.",
            Some(["500 thousand", "500"]),
        ),
        (
            "de",
            "Die Stadt München hat 1,5 Millionen Einwohner.",
            "Die Stadt München hat 1,5 Milliarden Einwohner.",
            Some(["1,5 Milliarden", "1,5 Millionen"]),
        ),
    ] {
        assert_other_figure(language, claim, text, expected);
    }
    let found = best(
        &store("en", &[army]),
        "en",
        "The Ruritanian army has 12,000 soldiers.",
    );
    let same = Reason::SameFigures(vec!["12,000".to_owned()]);
    assert!(found.reasons.contains(&same), "{:?}", found.reasons);
}

#[test]
fn the_same_number_of_another_unit_is_another_figure() {
    for (claim, text, expected) in [
        (
            "Ruritania exported 1,200 tonnes of plums.",
            "Ruritania exported 1,200 kilograms of plums.",
            Some(["1,200 kilograms", "1,200 tonnes"]),
        ),
        (
            "Ruritania spent 3 million euros on lighthouses.",
            "Ruritania spent 3 million yen on lighthouses.",
            Some(["3 million yen", "3 million euros"]),
        ),
        // What is the same in another unit is not known.
        (
            "The wall of Ruritania is 35 kilometres long.",
            "The wall of Ruritania is 35,000 metres long.",
            None,
        ),
    ] {
        assert_other_figure("en", claim, text, expected);
    }
}

#[test]
fn what_nearly_reaches_a_number_is_no_other_figure() {
    let claim = "Ruritania spent 3 million euros on lighthouses.";
    let nearly = "Ruritania spent nearly 3 million euros on lighthouses.";
    assert_other_figure("en", claim, nearly, None);
    assert_other_figure("en", nearly, claim, None);
    let text = "Ruritania spent nearly 3 billion euros on lighthouses.";
    let figures = ["nearly 3 billion euros", "3 million euros"];
    assert_other_figure("en", claim, text, Some(figures));
    let less = "Ruritania spent less than 3 million euros on lighthouses.";
    assert_other_figure(
        "en",
        claim,
        less,
        Some(["less than 3 million euros", "3 million euros"]),
    );
}

#[test]
fn the_same_sentence_about_another_day_or_another_end_of_a_span_is_another_claim() {
    for (claim, text) in [
        (
            "The opera house of Tornau burned down on 3 March 1872.",
            "The opera house of Tornau burned down on 4 March 1872.",
        ),
        (
            "The opera house of Tornau burned down on March 3, 1872.",
            "The opera house of Tornau burned down on March 4, 1872.",
        ),
        (
            "Crime in the old harbour of Tornau fell between 2001 and 2011.",
            "Crime in the old harbour of Tornau fell between 2001 and 2012.",
        ),
    ] {
        let store = store("en", &[claim]);
        let found = best(&store, "en", text);
        assert!(
            found.reasons.iter().any(is_other_time),
            "{text}: {:?}",
            found.reasons
        );
        assert!(found.confidence < 0.31, "{text}: {}", found.confidence);
        let same = best(&store, "en", claim);
        assert!(
            !same.reasons.iter().any(is_other_time),
            "{:?}",
            same.reasons
        );
    }
    let claim = "The opera house of Tornau burned down in March 1872.";
    let text = "The opera house of Tornau burned down on 4 March 1872.";
    let found = best(&store("en", &[claim]), "en", text);
    assert!(
        !found.reasons.iter().any(is_other_time),
        "{:?}",
        found.reasons
    );
}
