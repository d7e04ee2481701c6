//! The order of what is found.

use std::collections::BTreeSet;

use super::{
    super::{Hit, Query, Scope, search},
    all, article, articles, claim, claims, committed, id, source, statements, store,
};
use crate::index::claims::{ClaimWriter, IndexedClaim, Kind, Snapshot, in_memory};

const PLACES: &[&str] = &["Tornau", "Velmere", "Ostrava", "Quillen", "Brandis"];
const EVENTS: &[&str] = &[
    "closed",
    "burned down",
    "was sold",
    "reopened",
    "flooded",
    "won",
];
const LANGUAGES: &[&str] = &["en", "de", "", "fr"];

fn statement(number: usize) -> String {
    let place = PLACES[number % PLACES.len()];
    let event = EVENTS[number / 2 % EVENTS.len()];
    let more = "and again ".repeat(number % 4);
    format!(
        "The bridge of {place} {event} {more}in {}.",
        1990 + number % 30
    )
}

/// Puts a document of each kind that is made up from a number.
fn put(writer: &mut ClaimWriter, number: usize, text: usize) {
    let language = LANGUAGES[text % LANGUAGES.len()].to_owned();
    let mut claim = claim(number, &statement(text));
    claim.language.clone_from(&language);
    claim.entities = vec![PLACES[text % PLACES.len()].to_owned()];
    let mut article = article(
        number,
        &statement(text),
        &statement(text + 3).repeat(text % 5),
    );
    article.language.clone_from(&language);
    let mut source = source(number, &[&statement(text), PLACES[text % 3]]);
    source.language = language;
    writer.put(claim).unwrap();
    writer.put_article(&article).unwrap();
    writer.put_source(&source).unwrap();
}

fn delete(writer: &mut ClaimWriter, number: usize) {
    writer.delete(id(number)).unwrap();
    writer.delete_article(id(number)).unwrap();
    writer.delete_source(id(number)).unwrap();
}

fn hits(store: &Snapshot, kind: Kind, query: &str) -> Vec<Hit> {
    let query = Query::parse(query);
    search(
        store,
        kind,
        &query,
        &Scope {
            most: 1_000,
            ..all("")
        },
    )
    .unwrap()
    .hits
}

#[test]
fn an_index_that_was_updated_step_by_step_answers_as_one_that_was_built_anew() {
    let mut updated = in_memory().unwrap();
    for number in 0..300 {
        put(&mut updated, number, number + 1_001);
        if number % 7 == 0 {
            updated.commit("").unwrap();
        }
        if number % 10 == 0 {
            delete(&mut updated, number);
        }
    }
    for number in (0..300).rev().filter(|it| it % 10 != 0) {
        put(&mut updated, number, number);
        if number % 40 == 0 {
            updated.commit("").unwrap();
        }
    }
    let mut anew = in_memory().unwrap();
    for number in (0..300).filter(|it| it % 10 != 0) {
        put(&mut anew, number, number);
    }
    let (updated, anew) = (committed(updated), committed(anew));
    for kind in [Kind::Claim, Kind::Article, Kind::Source] {
        assert_eq!(updated.totals(kind), anew.totals(kind));
        for query in [
            "bridge",
            "bridge Brandis 1994",
            "\"bridge of Velmere\"",
            "closed OR sold OR flooded bridge -Tornau",
            "entity:Ostrava OR headline:Ostrava bridge",
            "burned down again",
        ] {
            let (one, other) = (hits(&updated, kind, query), hits(&anew, kind, query));
            assert!(!one.is_empty(), "{kind:?} {query}");
            assert_eq!(one, other, "{kind:?} {query}");
        }
    }
}

#[test]
fn paging_answers_each_hit_once_and_in_the_same_order() {
    let mut writer = in_memory().unwrap();
    for number in 0..200 {
        put(&mut writer, number, number % 40);
        if number % 60 == 0 {
            writer.commit("").unwrap();
        }
    }
    let store = committed(writer);
    let query = Query::parse("bridge");
    let whole = hits(&store, Kind::Claim, "bridge");
    assert_eq!(whole.len(), 200);
    let scores: BTreeSet<u32> = whole.iter().map(|it| it.score.to_bits()).collect();
    assert!(scores.len() > 3 && scores.len() < 100, "{}", scores.len());
    let mut paged: Vec<Hit> = Vec::new();
    loop {
        let scope = Scope {
            most: 7,
            after: paged.last().map(|it| (it.score, it.id)),
            ..all("")
        };
        let page = search(&store, Kind::Claim, &query, &scope).unwrap();
        assert_eq!(page.count, 200);
        if page.hits.is_empty() {
            break;
        }
        paged.extend(page.hits);
    }
    assert_eq!(paged, whole);
}

#[test]
fn equal_scores_are_in_the_order_of_ids() {
    let mut writer = in_memory().unwrap();
    for number in [5, 3, 9, 1] {
        writer.put(claim(number, "The bridge.")).unwrap();
        writer.commit("").unwrap();
    }
    assert_eq!(claims(&committed(writer), "bridge"), [1, 3, 5, 9]);
}

#[test]
fn a_rare_word_counts_more_than_a_frequent_one() {
    let mut texts = vec!["The bridge in rain.", "The ferry in rain."];
    texts.extend(["The bridge."; 20]);
    let store = statements(&texts);
    assert_eq!(claims(&store, "ferry OR bridge")[0], 1);
}

#[test]
fn words_of_the_statement_count_more_than_other_words() {
    let strings = |it: &str| vec![it.to_owned()];
    let other = "A mill stands there.";
    let store = store([
        IndexedClaim {
            wordings: strings("The bridge."),
            ..claim(0, other)
        },
        IndexedClaim {
            entities: strings("Bridge"),
            ..claim(1, other)
        },
        IndexedClaim {
            tags: strings("bridge"),
            ..claim(2, other)
        },
        claim(3, "A bridge stands there."),
    ]);
    assert_eq!(claims(&store, "bridge"), [3, 0, 1, 2]);
}

#[test]
fn words_of_the_headline_count_more_than_those_of_the_body() {
    let mut writer = in_memory().unwrap();
    for it in [
        article(0, "Mill", "The bridge stands."),
        article(1, "Bridge", "The mill stands."),
    ] {
        writer.put_article(&it).unwrap();
    }
    assert_eq!(articles(&committed(writer), "bridge"), [1, 0]);
}

#[test]
fn no_more_than_asked_for_is_answered_and_all_is_counted() {
    let store = statements(&["The bridge."; 30]);
    for most in [0, 1, 29] {
        let scope = Scope { most, ..all("en") };
        let found = search(&store, Kind::Claim, &Query::parse("bridge"), &scope).unwrap();
        assert_eq!((found.hits.len(), found.count), (most, 30));
    }
}
