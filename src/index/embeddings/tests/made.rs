//! Which embeddings are made, and which are left.

use super::{id, in_memory, make_all, nearest};
use crate::index::embeddings::{Embeddings, Progress};

const BRIDGE: &str = "The bridge was closed.";
const SHIP: &str = "A ship sank.";
const VIADUCT: &str = "They shut the viaduct";
const VESSEL: &str = "one vessel foundered";

fn noted(embeddings: &Embeddings) {
    embeddings.note(id(1), BRIDGE).unwrap();
    embeddings.note(id(2), SHIP).unwrap();
}

#[test]
fn what_means_the_same_is_nearest() {
    let embeddings = in_memory();
    noted(&embeddings);
    assert_eq!(make_all(&embeddings), 2);
    assert_eq!(nearest(&embeddings, VIADUCT), [id(1), id(2)]);
    assert_eq!(nearest(&embeddings, VESSEL), [id(2), id(1)]);
    let meaning = embeddings.meaning(VIADUCT).unwrap();
    let near = meaning.similarity(id(1), BRIDGE).unwrap();
    let far = meaning.similarity(id(2), SHIP).unwrap();
    assert!(near > 0.95 && far < 0.1, "{near} {far}");
}

#[test]
fn a_claim_has_no_similarity_until_its_statement_is_encoded() {
    let embeddings = in_memory();
    noted(&embeddings);
    let meaning = embeddings.meaning(VIADUCT).unwrap();
    assert_eq!(meaning.similarity(id(1), BRIDGE), None);
    make_all(&embeddings);
    // The claim has this statement since: what it meant before does not count.
    assert_eq!(meaning.similarity(id(1), "The bridge was open."), None);
    assert_eq!(meaning.similarity(id(3), BRIDGE), None);
}

#[test]
fn the_newest_claim_is_encoded_first_and_each_once() {
    let embeddings = in_memory();
    noted(&embeddings);
    let encoder = embeddings.encoder().with_threads(1);
    assert!(embeddings.make_one(&encoder).unwrap());
    let meaning = embeddings.meaning(VIADUCT).unwrap();
    assert_eq!(meaning.similarity(id(1), BRIDGE), None);
    assert!(meaning.similarity(id(2), SHIP).is_some());
    noted(&embeddings);
    let progress = Progress {
        made: 1,
        waiting: 1,
    };
    assert_eq!(embeddings.progress(), progress);
    assert_eq!(make_all(&embeddings), 1);
    noted(&embeddings);
    assert_eq!(make_all(&embeddings), 0);
}

#[test]
fn another_statement_takes_the_place_of_the_one_before() {
    let embeddings = in_memory();
    noted(&embeddings);
    make_all(&embeddings);
    embeddings.note(id(1), SHIP).unwrap();
    assert_eq!(nearest(&embeddings, VIADUCT), [id(2)]);
    assert_eq!(make_all(&embeddings), 1);
    assert_eq!(nearest(&embeddings, VESSEL), [id(1), id(2)]);
}

#[test]
fn a_claim_that_is_gone_has_no_embedding_even_if_it_is_encoded_meanwhile() {
    let embeddings = in_memory();
    noted(&embeddings);
    embeddings.forget(id(2)).unwrap();
    assert_eq!(make_all(&embeddings), 1);
    assert_eq!(nearest(&embeddings, VESSEL), [id(1)]);
    embeddings.forget(id(1)).unwrap();
    assert!(nearest(&embeddings, VESSEL).is_empty());
    // Its slot is used again.
    noted(&embeddings);
    make_all(&embeddings);
    assert_eq!(nearest(&embeddings, VESSEL), [id(2), id(1)]);
}

#[test]
fn of_an_index_that_is_built_anew_only_what_it_has_is_left() {
    let embeddings = in_memory();
    noted(&embeddings);
    make_all(&embeddings);
    embeddings.begin();
    embeddings.note(id(1), BRIDGE).unwrap();
    embeddings.sweep().unwrap();
    assert_eq!(make_all(&embeddings), 0, "it was made before");
    assert_eq!(nearest(&embeddings, VESSEL), [id(1)]);
}

#[test]
fn a_statement_without_any_known_word_has_no_similarity_to_others() {
    let embeddings = in_memory();
    embeddings.note(id(1), "").unwrap();
    embeddings.note(id(2), SHIP).unwrap();
    let encoder = embeddings.encoder().with_threads(1);
    assert!(embeddings.make_one(&encoder).unwrap());
    embeddings.make_one(&encoder).unwrap_err();
    assert!(!embeddings.make_one(&encoder).unwrap(), "it is tried once");
    assert_eq!(nearest(&embeddings, VESSEL), [id(2)]);
}
