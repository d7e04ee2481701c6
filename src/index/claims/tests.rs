//! What the index of claims promises, on claims that are made up.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    Candidate, ClaimWriter, Error, IndexedClaim, Snapshot, WeightedTerm, in_directory, in_memory,
};
use crate::index::analysis::{Language, terms};

const PLACES: &[&str] = &["Tornau", "Velmere", "Ostrava", "Quillen", "Brandis", "Lund"];
const THINGS: &[&str] = &[
    "bridge",
    "harbour",
    "school",
    "clinic",
    "railway",
    "reservoir",
];
const EVENTS: &[&str] = &[
    "closed",
    "burned down",
    "was sold",
    "reopened",
    "was flooded",
];

/// A claim that is made up from its number.
fn claim(number: usize) -> IndexedClaim {
    let pick = |from: &[&'static str], step: usize| from[number / step % from.len()];
    let (place, thing) = (pick(PLACES, 1), pick(THINGS, PLACES.len()));
    let event = pick(EVENTS, 7);
    IndexedClaim {
        id: Uuid::from_u128(number as u128),
        statement: format!("The {thing} of {place} {event} in {}.", 1990 + number % 30),
        wordings: vec![format!("Has {place}'s {thing} number {number} {event}?")],
        language: "en".to_owned(),
        entities: vec![place.to_owned()],
        ..IndexedClaim::default()
    }
}

fn search(snapshot: &Snapshot, text: &str) -> Vec<Candidate> {
    let terms = terms(text, Language::of("en", text)).into_iter();
    let terms = terms.map(|term| WeightedTerm {
        text: term.text,
        weight: 1.0,
    });
    snapshot.candidates(&terms.collect::<Vec<_>>(), 20).unwrap()
}

fn ids(found: &[Candidate]) -> Vec<u128> {
    found.iter().map(|it| it.claim.id.as_u128()).collect()
}

fn filled(claims: impl Iterator<Item = usize>) -> ClaimWriter {
    let mut writer = in_memory().unwrap();
    for number in claims {
        writer.put(claim(number)).unwrap();
    }
    writer.commit("filled").unwrap();
    writer
}

/// Asserts that two indexes answer alike.
#[track_caller]
fn assert_alike(one: &Snapshot, other: &Snapshot) {
    assert!(one.counts == other.counts);
    for number in 0..40 {
        let asked = claim(number * 7).statement;
        let (one, other) = (search(one, &asked), search(other, &asked));
        let scores = |found: &[Candidate]| -> Vec<String> {
            let scores = found
                .iter()
                .map(|it| format!("{} {:.2}", it.claim.id, it.score));
            scores.collect()
        };
        assert_eq!(scores(&one), scores(&other), "{asked}");
        assert!(one.iter().zip(&other).all(|(a, b)| a.claim == b.claim));
    }
}

#[test]
fn changes_are_seen_once_they_are_committed() {
    let mut writer = in_memory().unwrap();
    let reader = writer.reader();
    writer.put(claim(1)).unwrap();
    assert_eq!(reader.snapshot().claims(), 0);
    assert_eq!(reader.snapshot().position(), None);
    writer.commit("41").unwrap();
    let snapshot = reader.snapshot();
    assert_eq!(snapshot.position(), Some("41"));
    assert_eq!(ids(&search(&snapshot, "the harbours of Velmere")), [1]);
    assert_eq!(snapshot.claim(Uuid::from_u128(1)).unwrap(), Some(claim(1)));
    writer.delete(Uuid::from_u128(1)).unwrap();
    writer.commit("42").unwrap();
    assert_eq!(ids(&search(&reader.snapshot(), "Velmere")), []);
    // What was handed out before stays as it was.
    assert_eq!(ids(&search(&snapshot, "Velmere")), [1]);
}

#[test]
fn a_claim_that_is_put_again_is_replaced() {
    let mut writer = filled(0..3);
    let changed = IndexedClaim {
        statement: "A ferry sank off Quillen.".to_owned(),
        wordings: Vec::new(),
        ..claim(1)
    };
    writer.put(claim(1)).unwrap();
    writer.put(changed.clone()).unwrap();
    writer.commit("changed").unwrap();
    let snapshot = writer.reader().snapshot();
    assert_eq!(snapshot.claims(), 3);
    assert_eq!(ids(&search(&snapshot, "Velmere")), []);
    assert_eq!(search(&snapshot, "ferries")[0].claim, changed);
}

#[test]
fn a_deleted_claim_leaves_no_trace_in_the_counts() {
    let mut writer = filled(0..50);
    for number in 1..50 {
        writer.delete(Uuid::from_u128(number)).unwrap();
    }
    writer.delete(Uuid::from_u128(999)).unwrap();
    writer.commit("one left").unwrap();
    assert_alike(
        &writer.reader().snapshot(),
        &filled(0..1).reader().snapshot(),
    );
}

#[test]
fn an_index_that_was_updated_step_by_step_equals_one_that_was_built_anew() {
    let mut writer = in_memory().unwrap();
    for number in 0..400 {
        // Each claim first says something else, and every tenth is gone in the end.
        let first = IndexedClaim {
            id: Uuid::from_u128(number as u128),
            ..claim(number + 1_000)
        };
        writer.put(first).unwrap();
        if number % 3 == 0 {
            writer.commit(&number.to_string()).unwrap();
        }
        if number % 10 == 0 {
            writer.delete(Uuid::from_u128(number as u128)).unwrap();
        }
    }
    for number in (0..400).rev().filter(|it| it % 10 != 0) {
        writer.put(claim(number)).unwrap();
        if number % 50 == 0 {
            writer.commit(&number.to_string()).unwrap();
        }
    }
    writer.commit("end").unwrap();
    let anew = filled((0..400).filter(|it| it % 10 != 0));
    assert_alike(&writer.reader().snapshot(), &anew.reader().snapshot());
}

#[test]
fn an_index_in_a_directory_goes_on_where_it_was_committed() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = in_directory(directory.path()).unwrap();
    for number in 0..100 {
        writer.put(claim(number)).unwrap();
    }
    writer.commit("first").unwrap();
    for number in 0..30 {
        writer.delete(Uuid::from_u128(number)).unwrap();
    }
    writer.commit("second").unwrap();
    // This is not committed, so it is gone.
    writer.put(claim(500)).unwrap();
    assert!(matches!(in_directory(directory.path()), Err(Error::Busy)));
    drop(writer);
    let again = in_directory(directory.path()).unwrap();
    let snapshot = again.reader().snapshot();
    assert_eq!(snapshot.position(), Some("second"));
    assert_alike(&snapshot, &filled(30..100).reader().snapshot());
}

#[test]
fn damaged_files_are_an_error() {
    let directory = tempfile::tempdir().unwrap();
    drop(in_directory(directory.path()).unwrap());
    std::fs::write(directory.path().join("meta.json"), "{}").unwrap();
    assert!(in_directory(directory.path()).is_err());
}

#[test]
fn a_byte_that_flips_in_a_file_of_any_kind_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = in_directory(directory.path()).unwrap();
    for number in 0..100 {
        writer.put(claim(number)).unwrap();
    }
    writer.commit("added").unwrap();
    writer.delete(Uuid::from_u128(1)).unwrap();
    writer.commit("deleted").unwrap();
    drop(writer);
    let mut kinds = BTreeSet::new();
    let files = std::fs::read_dir(directory.path()).unwrap();
    for file in files.map(|it| it.unwrap().path()) {
        let Some(kind) = file.extension().and_then(|it| it.to_str()) else {
            continue;
        };
        let whole = std::fs::read(&file).unwrap();
        if whole.is_empty() || ["json", "lock"].contains(&kind) {
            continue;
        }
        kinds.insert(kind.to_owned());
        let mut damaged = whole.clone();
        damaged[whole.len() / 3] ^= 1;
        std::fs::write(&file, damaged).unwrap();
        let opened = in_directory(directory.path());
        assert!(matches!(opened, Err(Error::Unusable(_))), "{kind}");
        std::fs::write(&file, whole).unwrap();
    }
    let expected = ["del", "fast", "fieldnorm", "idx", "pos", "store", "term"];
    assert_eq!(kinds.iter().collect::<Vec<_>>(), expected);
    in_directory(directory.path()).unwrap();
}

#[test]
fn equal_scores_are_in_the_order_of_ids() {
    let mut writer = in_memory().unwrap();
    for number in [5, 3, 9, 1] {
        let same = IndexedClaim {
            id: Uuid::from_u128(number),
            ..claim(0)
        };
        writer.put(same).unwrap();
        writer.commit("one more").unwrap();
    }
    assert_eq!(
        ids(&search(&writer.reader().snapshot(), "bridges")),
        [1, 3, 5, 9]
    );
}
