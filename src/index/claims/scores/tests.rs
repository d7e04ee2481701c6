//! Scores beside those of tantivy's own BM25, and beside what equal scores and deletions leave.

use std::collections::HashMap;

use tantivy::{
    Term,
    collector::TopDocs,
    query::{Bm25StatisticsProvider, BooleanQuery, BoostQuery, Occur, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};
use uuid::Uuid;

use crate::index::claims::{
    Candidate, ClaimWriter, IndexedClaim, Snapshot, WeightedTerm, counts::term_hash, in_memory,
};

const SEED: u64 = 14;

/// Numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % most
    }

    /// A word of a language in which few words are frequent and many are rare.
    fn word(&mut self) -> String {
        let rank = self.below(400);
        format!("zq{}", self.below(rank + 1))
    }

    fn claim(&mut self, id: u128) -> IndexedClaim {
        let words = 1 + self.below(30);
        let words: Vec<String> = (0..words).map(|_| self.word()).collect();
        IndexedClaim {
            id: Uuid::from_u128(id),
            statement: words.join(" "),
            ..IndexedClaim::default()
        }
    }
}

/// The counts as tantivy asks for them.
struct Statistics<'a>(&'a Snapshot);

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, _field: Field) -> tantivy::Result<u64> {
        Ok(self.0.counts.term_total)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.0.counts.claims)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let term = term_hash(term.serialized_value_bytes());
        Ok(u64::from(self.0.counts.terms.count(term)))
    }
}

/// What tantivy finds for the terms: the scores of all claims that have one.
fn tantivy_scores(snapshot: &Snapshot, terms: &[WeightedTerm]) -> HashMap<Uuid, f32> {
    let clauses = terms
        .iter()
        .filter(|term| snapshot.term_count(&term.text) > 0);
    let clauses = clauses.map(|term| {
        let word = Term::from_field_text(snapshot.fields().text, &term.text);
        let query = TermQuery::new(word, IndexRecordOption::WithFreqs);
        let query = BoostQuery::new(Box::new(query), term.weight);
        (Occur::Should, Box::new(query) as Box<dyn Query>)
    });
    let query = BooleanQuery::new(clauses.collect());
    let all = TopDocs::with_limit(100_000).order_by_score();
    let searcher = snapshot.searcher();
    let found = searcher.search_with_statistics_provider(&query, &all, &Statistics(snapshot));
    let found = found.unwrap().into_iter();
    let found = found.map(|(score, at)| (snapshot.stored(at).unwrap().id, score));
    found.collect()
}

/// Claims in several segments, some of them deleted.
fn filled(numbers: &mut Numbers) -> ClaimWriter {
    let mut writer = in_memory().unwrap();
    for id in 0..900 {
        writer.put(numbers.claim(id)).unwrap();
        if numbers.below(150) == 0 {
            writer.commit("some").unwrap();
        }
    }
    for _ in 0..60 {
        let id = Uuid::from_u128(numbers.below(900) as u128);
        writer.delete(id).unwrap();
    }
    writer.commit("all").unwrap();
    writer
}

fn asked(numbers: &mut Numbers) -> Vec<WeightedTerm> {
    let count = 1 + numbers.below(12);
    let mut words: Vec<String> = (0..count).map(|_| numbers.word()).collect();
    words.sort();
    words.dedup();
    let weighted = words.into_iter().map(|text| WeightedTerm {
        text,
        weight: [1.0, 0.7, 0.4][numbers.below(3)],
    });
    weighted.collect()
}

fn is_near(one: f32, other: f32) -> bool {
    (one - other).abs() <= 1e-4 * one.abs().max(1.0)
}

#[test]
fn the_best_claims_and_their_scores_are_those_that_tantivy_finds() {
    println!("seed {SEED}");
    let mut numbers = Numbers(SEED);
    let snapshot = filled(&mut numbers).reader().snapshot();
    for _ in 0..200 {
        let terms = asked(&mut numbers);
        let expected = tantivy_scores(&snapshot, &terms);
        let most = 1 + numbers.below(40);
        let best = snapshot.candidates(&terms, most).unwrap();
        assert_eq!(best.len(), most.min(expected.len()), "{terms:?}");
        for Candidate { claim, score } in &best {
            assert!(is_near(*score, expected[&claim.id]), "{terms:?}: {score}");
        }
        let lowest = best.last().map_or(f32::MAX, |it| it.score);
        let is_found = |id| best.iter().any(|it| it.claim.id == id);
        let missed = expected.iter().filter(|(id, _)| !is_found(**id));
        for (_, score) in missed {
            assert!(*score <= lowest + 1e-4 * lowest, "{terms:?}: {score}");
        }
    }
}

#[test]
fn given_claims_have_the_scores_that_they_have_among_the_best() {
    println!("seed {SEED}");
    let mut numbers = Numbers(SEED);
    let snapshot = filled(&mut numbers).reader().snapshot();
    for _ in 0..50 {
        let terms = asked(&mut numbers);
        let best = snapshot.candidates(&terms, 2_000).unwrap();
        let ids: Vec<Uuid> = (0..900).map(Uuid::from_u128).collect();
        let given = snapshot.scored(&terms, &ids).unwrap();
        assert_eq!(given.len() as u64, snapshot.claims());
        let with_terms: Vec<&Candidate> = given.iter().filter(|it| it.score > 0.0).collect();
        assert!(with_terms.into_iter().eq(&best), "{terms:?}");
    }
}

#[test]
fn of_many_equal_claims_those_with_the_lowest_ids_are_the_best_wherever_they_are_stored() {
    let same = |id| IndexedClaim {
        id: Uuid::from_u128(id),
        statement: "zq1 zq2".to_owned(),
        ..IndexedClaim::default()
    };
    let best = |ids: &mut dyn Iterator<Item = u128>| {
        let mut writer = in_memory().unwrap();
        for (number, id) in (0..).zip(ids) {
            writer.put(same(id)).unwrap();
            if number % 70 == 69 {
                writer.commit("some").unwrap();
            }
        }
        writer.commit("all").unwrap();
        let terms = [WeightedTerm {
            text: "zq2".to_owned(),
            weight: 1.0,
        }];
        let found = writer.reader().snapshot().candidates(&terms, 5).unwrap();
        let ids = found.iter().map(|it| it.claim.id.as_u128());
        ids.collect::<Vec<u128>>()
    };
    // The first half of an id decides, then the second.
    let high = |id: u128| (id % 3) << 100 | id;
    assert_eq!(best(&mut (0..400)), [0, 1, 2, 3, 4]);
    assert_eq!(best(&mut (0..400).rev()), [0, 1, 2, 3, 4]);
    assert_eq!(best(&mut (0..400).rev().map(high)), [0, 3, 6, 9, 12]);
}
