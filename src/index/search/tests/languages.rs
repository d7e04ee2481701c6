//! Words in the forms of their languages.

use super::{claim, claims_in, set, statements, store};
use crate::index::claims::{IndexedClaim, Snapshot};

fn in_language(number: usize, language: &str, statement: &str) -> IndexedClaim {
    IndexedClaim {
        language: language.to_owned(),
        ..claim(number, statement)
    }
}

fn mixed() -> std::sync::Arc<Snapshot> {
    store([
        in_language(0, "en", "The bridges were closed."),
        in_language(1, "de", "Die Brücken wurden gesperrt."),
        in_language(2, "fr", "Les ponts étaient fermés."),
        in_language(3, "de", "Das war die Brücke von Tornau."),
        in_language(4, "en", "The war about the bridge of Tornau."),
        in_language(5, "", "Bridges Tornau"),
    ])
}

fn found(store: &Snapshot, query: &str, language: &str) -> Vec<u128> {
    let mut found = claims_in(store, query, language);
    found.sort_unstable();
    found
}

#[test]
fn words_are_found_in_all_their_forms() {
    let store = mixed();
    assert_eq!(found(&store, "Brücke", "de"), [1, 3]);
    assert_eq!(found(&store, "pont fermé", "fr"), [2]);
    assert_eq!(found(&store, "bridges", "en"), [0, 4, 5]);
}

#[test]
fn what_cannot_be_seen_and_dots_on_an_i_do_not_count() {
    let store = store([
        in_language(0, "tr", "Kentin ışıkları söndü."),
        in_language(1, "de", "Das Strom\u{ad}netz von Tornau."),
        in_language(2, "", "ıhlamur"),
    ]);
    for language in ["", "tr"] {
        for query in ["IŞIKLARI", "ışıkları", "IŞIK", "ı\u{200b}şık"] {
            assert_eq!(found(&store, query, language), [0], "{query}");
        }
    }
    for query in ["Stromnetz", "STROM\u{200b}NETZ", "Stromnetz\u{feff}"] {
        assert_eq!(found(&store, query, "de"), [1], "{query}");
        assert_eq!(found(&store, query, ""), [1], "{query}");
    }
    assert_eq!(found(&store, "IHLAMUR", ""), [2]);
}

#[test]
fn without_a_language_words_are_found_in_the_forms_of_all() {
    let store = mixed();
    assert_eq!(found(&store, "Brücke", ""), [1, 3]);
    assert_eq!(found(&store, "pont", ""), [2]);
    assert_eq!(found(&store, "bridges", ""), [0, 4, 5]);
    assert_eq!(found(&store, "\"ponts étaient fermés\"", ""), [2]);
}

#[test]
fn a_word_is_not_required_where_it_is_a_stop_word() {
    let store = mixed();
    // “war” is a stop word in German, and none in English.
    assert_eq!(found(&store, "war tornau", ""), [3, 4]);
    assert_eq!(found(&store, "war tornau", "de"), [3, 4, 5]);
    assert_eq!(found(&store, "war tornau", "en"), [4]);
    // What is a stop word everywhere else must be in the documents that are left.
    assert_eq!(found(&store, "war", ""), [4]);
}

#[test]
fn a_word_that_has_two_forms_counts_once() {
    let twice = store([
        in_language(0, "en", "The bridges fell."),
        in_language(1, "", "bridges fell"),
    ]);
    let both =
        super::search_claims(&twice, &super::Query::parse("bridges"), &super::all("")).unwrap();
    let (one, other) = (both.hits[0].score, both.hits[1].score);
    assert!((one - other).abs() < f32::EPSILON, "{one} {other}");
}

#[test]
fn case_and_accents_do_not_matter() {
    let store = statements(&["The café of Łódź."]);
    for query in ["cafe", "CAFÉ", "lodz", "cafe\u{301}"] {
        assert_eq!(set(&store, query), [0], "{query}");
    }
}

#[test]
fn texts_without_spaces_are_found_by_their_words() {
    let store = store([
        in_language(0, "zh", "世界卫生组织宣布疫情结束"),
        in_language(1, "zh", "北京关闭了旧火车站"),
        in_language(2, "th", "กรุงเทพมหานครเป็นเมืองหลวง"),
    ]);
    assert_eq!(found(&store, "卫生", "zh"), [0]);
    assert_eq!(found(&store, "疫情 世界", ""), [0]);
    assert_eq!(found(&store, "\"世界卫生组织\"", ""), [0]);
    assert_eq!(found(&store, "\"卫生世界\"", ""), []);
    assert_eq!(found(&store, "火车站", ""), [1]);
    // A dictionary takes “情结” for a word here.
    assert_eq!(found(&store, "疫情结束", "zh"), [0]);
    assert_eq!(found(&store, "情疫", "zh"), []);
    assert_eq!(found(&store, "世界 -疫情", "zh"), []);
    assert_eq!(found(&store, "เมืองหลวง", "th"), [2]);
}

#[test]
fn numbers_are_found_however_they_are_grouped() {
    let store = statements(&["It cost 1,000 euros in 2019."]);
    assert_eq!(set(&store, "1000 2019"), [0]);
}
