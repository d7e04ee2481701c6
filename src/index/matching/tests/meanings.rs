//! Matching with an encoder.

use uuid::Uuid;

use super::{Question, matches};
use crate::index::{
    claims::{self, ClaimWriter, IndexedClaim},
    embeddings::tests::{in_memory, make_all},
};

const BRIDGE: &str = "The old bridge was closed by the mayor on Monday.";
const VIADUCT: &str = "A burgomaster shut the viaduct.";

fn put(writer: &mut ClaimWriter, number: u128, statement: &str) {
    let claim = IndexedClaim {
        id: Uuid::from_u128(number),
        statement: statement.to_owned(),
        language: "en".to_owned(),
        ..IndexedClaim::default()
    };
    writer.put(claim).unwrap();
    writer.commit("").unwrap();
}

#[test]
fn meaning_counts_once_all_candidates_but_those_left_out_are_encoded() {
    let embeddings = in_memory();
    let writer = claims::in_memory().unwrap();
    let mut writer = writer.with_embeddings(embeddings.clone()).unwrap();
    put(&mut writer, 1, BRIDGE);
    put(&mut writer, 2, VIADUCT);
    put(&mut writer, 3, "A ship sank.");
    make_all(&embeddings);
    let found = |writer: &ClaimWriter, without: &[Uuid]| {
        let meaning = embeddings.meaning(BRIDGE).unwrap();
        let question = Question {
            text: BRIDGE,
            language: "en",
            without,
            meaning: Some(&meaning),
            ..Question::default()
        };
        let found = matches(&writer.reader().snapshot(), &question, 5).unwrap();
        let found = found.into_iter();
        let found = found.map(|it| (it.claim.id.as_u128(), it.evidence.similarity.is_some()));
        found.collect::<Vec<_>>()
    };
    let in_order = [(1, true), (2, true), (3, true)];
    assert_eq!(found(&writer, &[]), in_order);
    put(&mut writer, 4, "An old bridge was painted on Monday.");
    assert_eq!(found(&writer, &[]), [(1, false), (4, false)]);
    assert_eq!(found(&writer, &[Uuid::from_u128(4)]), in_order);
    make_all(&embeddings);
    assert_eq!(found(&writer, &[]).len(), 4);
}

#[test]
fn a_claim_that_shares_words_has_its_score_for_them_also_if_only_its_meaning_found_it() {
    let mut writer = claims::in_memory().unwrap();
    put(&mut writer, 1, BRIDGE);
    put(&mut writer, 2, "The bridge is old.");
    put(&mut writer, 3, "A ship sank.");
    let snapshot = writer.reader().snapshot();
    let terms = ["bridg", "mayor"].map(|text| claims::WeightedTerm {
        text: text.to_owned(),
        weight: 1.0,
    });
    let found = snapshot.candidates(&terms, 5).unwrap();
    assert_eq!(found.len(), 2);
    let ids = [1, 2, 3, 9].map(Uuid::from_u128);
    let scored = snapshot.scored(&terms, &ids).unwrap();
    assert_eq!(scored[..2], found[..]);
    assert_eq!((scored.len(), scored[2].score), (3, 0.0));
    assert!(snapshot.scored(&terms, &[]).unwrap().is_empty());
    assert_eq!(snapshot.scored(&[], &ids[..1]).unwrap()[0].score, 0.0);
}
