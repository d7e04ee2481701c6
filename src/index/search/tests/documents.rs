//! What is found, and what is not found any more.

use uuid::Uuid;

use super::{
    article, articles, claim, claims, committed, id, set, source, sources, statements, store,
};
use crate::index::claims::{Error, IndexedArticle, IndexedClaim, Kind, in_directory, in_memory};

#[test]
fn each_kind_is_searched_by_itself() {
    let mut writer = in_memory().unwrap();
    writer.put(claim(1, "The bridge fell.")).unwrap();
    writer
        .put_article(&article(2, "Bridge", "It fell."))
        .unwrap();
    writer.put_source(&source(3, &["Bridge Journal"])).unwrap();
    // The same id in another kind is another document.
    writer.put_source(&source(1, &["Ferry Journal"])).unwrap();
    let store = committed(writer);
    assert_eq!(claims(&store, "bridge"), [1]);
    assert_eq!(articles(&store, "bridge fell"), [2]);
    assert_eq!(sources(&store, "bridge"), [3]);
    assert_eq!(sources(&store, "journal ferry"), [1]);
    let counts = [Kind::Claim, Kind::Article, Kind::Source].map(|it| store.documents(it));
    assert_eq!(counts, [1, 1, 2]);
}

#[test]
fn what_was_deleted_or_replaced_is_not_found() {
    let mut writer = in_memory().unwrap();
    for number in 0..4 {
        writer.put(claim(number, "The bridge fell.")).unwrap();
        writer
            .put_article(&article(number, "Bridge", "It fell."))
            .unwrap();
        writer
            .put_source(&source(number, &["Bridge Journal"]))
            .unwrap();
    }
    writer.commit("").unwrap();
    writer.delete(id(0)).unwrap();
    writer.delete_article(id(0)).unwrap();
    writer.delete_source(id(0)).unwrap();
    writer.put(claim(1, "The ferry sank.")).unwrap();
    writer
        .put_article(&article(1, "Ferry", "It sank."))
        .unwrap();
    writer.put_source(&source(1, &["Ferry Journal"])).unwrap();
    // Put and deleted between two commits.
    writer.put_article(&article(9, "Bridge", "New.")).unwrap();
    writer.delete_article(id(9)).unwrap();
    writer.delete_source(id(77)).unwrap();
    let store = committed(writer);
    assert_eq!(claims(&store, "bridge"), [2, 3]);
    assert_eq!(articles(&store, "bridge"), [2, 3]);
    assert_eq!(sources(&store, "bridge"), [2, 3]);
    assert_eq!(claims(&store, "ferry"), [1]);
    assert_eq!(articles(&store, "ferry"), [1]);
    assert_eq!(sources(&store, "ferry"), [1]);
}

#[test]
fn all_texts_of_a_claim_are_searched() {
    let strings = |it: &str| vec![it.to_owned()];
    let store = store([IndexedClaim {
        wordings: strings("One"),
        entities: strings("Two"),
        parts: strings("Three"),
        tags: strings("Four"),
        ..claim(0, "Zero")
    }]);
    assert_eq!(set(&store, "zero one two three four"), [0]);
}

#[test]
fn no_phrase_spans_two_texts() {
    let store = store([IndexedClaim {
        wordings: vec!["The bridge".to_owned(), "fell".to_owned()],
        entities: vec!["Ana".to_owned(), "Moser".to_owned()],
        ..claim(0, "It is old")
    }]);
    for query in [
        "\"old bridge\"",
        "\"bridge fell\"",
        "\"fell Ana\"",
        "entity:\"Ana Moser\"",
        // The statement is indexed several times. No phrase spans two of these.
        "\"old old\"",
    ] {
        assert_eq!(set(&store, query), [], "{query}");
    }
    let mut writer = in_memory().unwrap();
    writer
        .put_article(&article(0, "Old", "bridge fell"))
        .unwrap();
    let store = committed(writer);
    assert_eq!(articles(&store, "\"old bridge\""), []);
    assert_eq!(articles(&store, "\"bridge fell\""), [0]);
}

#[test]
fn long_bodies_are_found_by_their_last_words() {
    let body = "Nothing happened. ".repeat(50_000) + "A ferry sank off Quillen.";
    let mut writer = in_memory().unwrap();
    writer.put_article(&article(0, "News", &body)).unwrap();
    let store = committed(writer);
    assert!(body.len() > 900_000);
    assert_eq!(articles(&store, "quillen"), [0]);
    assert_eq!(articles(&store, "\"ferry sank off Quillen\""), [0]);
}

#[test]
fn articles_and_sources_are_in_the_files() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = in_directory(directory.path()).unwrap();
    writer.put(claim(0, "The bridge fell.")).unwrap();
    writer
        .put_article(&IndexedArticle {
            bylines: vec!["Ana Moser".to_owned()],
            ..article(1, "Bridge", "It fell.")
        })
        .unwrap();
    writer.put_source(&source(2, &["Bridge Journal"])).unwrap();
    writer.commit("7").unwrap();
    drop(writer);
    let again = in_directory(directory.path()).unwrap();
    let store = again.reader().snapshot();
    assert_eq!(store.position(), Some("7"));
    assert_eq!(store.claims(), 1);
    assert_eq!(claims(&store, "bridge"), [0]);
    assert_eq!(articles(&store, "moser"), [1]);
    assert_eq!(sources(&store, "bridge"), [2]);
}

#[test]
fn an_index_of_another_layout_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = in_directory(directory.path()).unwrap();
    writer.commit("7").unwrap();
    drop(writer);
    let meta = directory.path().join("meta.json");
    let text = std::fs::read_to_string(&meta).unwrap();
    let other = text.replace("{\\\"layout\\\":", "{\\\"layout\\\":9");
    assert_ne!(text, other);
    std::fs::write(&meta, other).unwrap();
    assert!(matches!(
        in_directory(directory.path()),
        Err(Error::OtherLayout)
    ));
}

#[test]
fn an_empty_index_finds_nothing() {
    let store = statements(&[]);
    assert_eq!(claims(&store, "bridge"), []);
    assert_eq!(articles(&store, "\"old bridge\" -ferry"), []);
}

#[test]
fn only_what_is_among_the_given_is_found() {
    let store = statements(&["The bridge.", "The bridge.", "The bridge.", "The ferry."]);
    let search = |among: &[Uuid]| {
        let scope = super::Scope {
            among: Some(among),
            ..super::all("en")
        };
        let query = super::Query::parse("bridge");
        super::numbers(&super::search_claims(&store, &query, &scope).unwrap())
    };
    assert_eq!(search(&[id(0), id(2), id(3), id(99)]), [0, 2]);
    assert_eq!(search(&[]), []);
}
