//! Words that are too frequent to be searched.

use super::{
    super::{Note, Query, too_frequent},
    claim, set, statements, store,
};
use crate::index::claims::{IndexedClaim, Kind, Snapshot};

fn silent(store: &Snapshot, query: &str, language: &str) -> Vec<String> {
    let query = Query::parse(query);
    match too_frequent(store, Kind::Claim, &query, language).unwrap() {
        Some(Note::TooFrequent(words)) => words,
        other => {
            assert_eq!(other, None);
            Vec::new()
        }
    }
}

#[test]
fn a_query_of_stop_words_says_so() {
    let store = statements(&["The Who and AT&T of the town."]);
    for (query, words) in [
        ("the", vec!["the"]),
        ("The Who", vec!["The", "Who"]),
        ("\"The Who\"", vec!["The Who"]),
        ("AT&T", vec!["AT&T"]),
        ("the -of", vec!["the"]),
        ("-the", vec!["the"]),
        ("the the", vec!["the"]),
    ] {
        for language in ["en", ""] {
            assert_eq!(silent(&store, query, language), words, "{query}");
            assert_eq!(set(&store, query), []);
        }
    }
    assert_eq!(silent(&store, "wombat", "en"), Vec::<String>::new());
    assert_eq!(silent(&store, "", "en"), Vec::<String>::new());
}

#[test]
fn a_name_of_stop_words_beside_others_is_said() {
    let store = statements(&["A wombat of the town."]);
    for (query, words) in [
        ("AT&T wombat", vec!["AT&T"]),
        ("\"The Who\" wombat", vec!["The Who"]),
        ("WHO wombat", vec!["WHO"]),
        ("the wombat of it's town", vec![]),
        ("THE WOMBAT", vec![]),
        ("wombat -\"The Who\"", vec![]),
    ] {
        assert_eq!(silent(&store, query, "en"), words, "{query}");
        assert_eq!(set(&store, query), [0], "{query}");
    }
}

#[test]
fn a_word_that_some_language_has_is_searched() {
    let german = IndexedClaim {
        language: "de".to_owned(),
        ..claim(1, "Das war die Brücke.")
    };
    let store = store([claim(0, "The war."), german]);
    assert_eq!(silent(&store, "war", ""), Vec::<String>::new());
    assert_eq!(silent(&store, "war", "de"), ["war"]);
}
