//! Which embeddings are made, and which are left.

use super::{id, in_memory, make_all, nearest};
use crate::index::embeddings::{Embeddings, Progress};

const BRIDGE: &str = "The bridge was closed.";
const SHIP: &str = "A ship sank.";
const VIADUCT: &str = "They shut the viaduct";
const VESSEL: &str = "one vessel foundered";

fn noted(embeddings: &Embeddings) {
    embeddings.note(id(1), BRIDGE);
    embeddings.note(id(2), SHIP);
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
    embeddings.note(id(1), SHIP);
    assert_eq!(nearest(&embeddings, VIADUCT), [id(2)]);
    assert_eq!(make_all(&embeddings), 1);
    assert_eq!(nearest(&embeddings, VESSEL), [id(1), id(2)]);
}

#[test]
fn a_claim_that_is_gone_has_no_embedding() {
    let embeddings = in_memory();
    noted(&embeddings);
    embeddings.forget(id(2));
    assert_eq!(make_all(&embeddings), 1);
    assert_eq!(nearest(&embeddings, VESSEL), [id(1)]);
    embeddings.forget(id(1));
    assert!(nearest(&embeddings, VESSEL).is_empty());
    // Its slot is used again.
    noted(&embeddings);
    make_all(&embeddings);
    assert_eq!(nearest(&embeddings, VESSEL), [id(2), id(1)]);
}

#[test]
fn what_is_encoded_while_the_claim_changes_or_goes_is_not_kept() {
    let embeddings = in_memory();
    noted(&embeddings);
    let encoded = |text| embeddings.encoder().encode(text);
    let (gone, of_gone) = embeddings.take().unwrap();
    let (changed, of_changed) = embeddings.take().unwrap();
    assert_eq!((gone, changed), (id(2), id(1)));
    assert!(embeddings.take().is_none(), "both are being encoded");
    embeddings.forget(gone);
    embeddings.note(changed, "The bridge was open.");
    embeddings.keep(gone, &of_gone, encoded(SHIP)).unwrap();
    embeddings
        .keep(changed, &of_changed, encoded(BRIDGE))
        .unwrap();
    assert!(nearest(&embeddings, VESSEL).is_empty());
    assert_eq!(make_all(&embeddings), 1, "with its new statement");
}

#[test]
fn of_an_index_that_is_built_anew_only_what_it_has_is_left() {
    let embeddings = in_memory();
    noted(&embeddings);
    make_all(&embeddings);
    embeddings.begin();
    embeddings.note(id(1), BRIDGE);
    embeddings.sweep();
    assert_eq!(make_all(&embeddings), 0, "it was made before");
    assert_eq!(nearest(&embeddings, VESSEL), [id(1)]);
}

#[test]
fn a_statement_that_cannot_be_encoded_is_similar_to_nothing() {
    let embeddings = in_memory();
    embeddings.note(id(1), "");
    embeddings.note(id(2), SHIP);
    let encoder = embeddings.encoder().with_threads(1);
    assert!(embeddings.make_one(&encoder).unwrap());
    embeddings.make_one(&encoder).unwrap_err();
    assert!(!embeddings.make_one(&encoder).unwrap(), "it is tried once");
    assert_eq!(nearest(&embeddings, VESSEL), [id(2)]);
    let meaning = embeddings.meaning(VESSEL).unwrap();
    assert_eq!(meaning.similarity(id(1), ""), Some(0.0));
}

#[test]
fn the_nearest_of_several_blocks_are_found() {
    let embeddings = in_memory();
    for number in 0..5_000 {
        let statement = if number == 4_500 { BRIDGE } else { SHIP };
        embeddings.note(id(number), statement);
    }
    make_all(&embeddings);
    assert_eq!(nearest(&embeddings, VIADUCT), [id(4_500), id(0)]);
}
