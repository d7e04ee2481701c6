//! Other words for those that nothing has.

use super::{
    super::{Query, did_you_mean},
    article, claim, committed, id, source, statements,
};
use crate::index::claims::{Kind, Snapshot, in_memory};

fn suggested(store: &Snapshot, query: &str) -> Option<String> {
    did_you_mean(store, &Query::parse(query), Kind::Claim).unwrap()
}

#[test]
fn an_unknown_word_becomes_the_nearest_one() {
    let store = statements(&["The mayor of Quillen opened bridges."]);
    for (query, other) in [
        ("mayor brigdes", "mayor bridges"),
        ("\"Quilen mayor\"", "\"Quillen mayor\""),
        (
            "opened OR clossed -brigdes brigde",
            "opened OR clossed -brigdes bridges",
        ),
        ("entity:quilllen", "entity:quillen"),
        ("maior bridges", "mayor bridges"),
    ] {
        assert_eq!(suggested(&store, query).as_deref(), Some(other));
    }
}

#[test]
fn known_words_and_words_that_nothing_is_near_to_stay() {
    let store = statements(&["The mayor of Quillen opened 12 bridges."]);
    for query in [
        "mayors", "bridge", "the", "harbour", "mxxxr", "maxxr", "13", "", "br",
    ] {
        assert_eq!(suggested(&store, query), None, "{query}");
    }
}

#[test]
fn nothing_is_suggested_for_what_was_not_understood() {
    let store = statements(&["The food and the braces of a bridge."]);
    for query in ["foo:bridge", "bra?es", "foodd* brdige|braces"] {
        assert_eq!(suggested(&store, query), None, "{query}");
    }
    let other = suggested(&store, "foo:bridge brigde");
    assert_eq!(other.as_deref(), Some("foo:bridge bridge"));
}

#[test]
fn short_words_may_have_one_wrong_letter_and_longer_ones_two() {
    let store = statements(&["The ferry and the harbour."]);
    assert_eq!(suggested(&store, "fery").as_deref(), Some("ferry"));
    assert_eq!(suggested(&store, "fory"), None);
    assert_eq!(suggested(&store, "hobuor"), None);
    assert_eq!(suggested(&store, "harbuur").as_deref(), Some("harbour"));
    assert_eq!(suggested(&store, "herbuur").as_deref(), Some("harbour"));
}

#[test]
fn the_most_frequent_word_is_suggested() {
    let store = statements(&["A ferry.", "A berry.", "A berry.", "A merry one."]);
    assert_eq!(suggested(&store, "zerry").as_deref(), Some("berry"));
}

#[test]
fn words_of_deleted_documents_are_not_suggested() {
    let mut writer = in_memory().unwrap();
    for number in 0..10 {
        writer.put(claim(number, "A berry.")).unwrap();
    }
    writer.put(claim(10, "A ferry.")).unwrap();
    writer.commit("").unwrap();
    for number in 0..10 {
        writer.delete(id(number)).unwrap();
    }
    let store = committed(writer);
    assert_eq!(suggested(&store, "zerry").as_deref(), Some("ferry"));
    assert_eq!(suggested(&store, "berry").as_deref(), Some("ferry"));
}

#[test]
fn words_are_suggested_as_they_are_written() {
    let store = statements(&["The café of Łódź."]);
    assert_eq!(suggested(&store, "caffé").as_deref(), Some("café"));
}

#[test]
fn each_kind_has_its_own_words() {
    let mut writer = in_memory().unwrap();
    writer.put(claim(0, "The harbour.")).unwrap();
    writer
        .put_article(&article(0, "The bridge", "A quarrel."))
        .unwrap();
    writer.put_source(&source(0, &["Tornau Courier"])).unwrap();
    let store = committed(writer);
    let ask = |kind, query| did_you_mean(&store, &Query::parse(query), kind).unwrap();
    assert_eq!(ask(Kind::Claim, "harbur").as_deref(), Some("harbour"));
    assert_eq!(ask(Kind::Article, "quarel").as_deref(), Some("quarrel"));
    assert_eq!(ask(Kind::Source, "Curier").as_deref(), Some("Courier"));
    assert_eq!(ask(Kind::Source, "harbur"), None);
}
