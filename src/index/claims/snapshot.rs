//! The index as of one commit, and how candidates are found among its claims.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use tantivy::{
    DocAddress, Searcher, TantivyDocument, Term,
    collector::TopDocs,
    query::{
        Bm25StatisticsProvider, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery,
    },
    schema::{Field, IndexRecordOption, Value},
};
use uuid::Uuid;

use super::{
    counts::{Counts, gram_hash, term_hash},
    document::{IndexedClaim, Kind},
    error::Error,
    schema::Fields,
    totals::{self, Segments, Totals},
};

/// How many claims are found beyond those that are asked for. Those with equal scores are told
/// apart by their ids, and not by where they happen to be stored.
const TIED: usize = 20;

/// A term is common if one of so many claims has it, and at least so many have it in all.
const COMMON_SHARE: u64 = 10;
const COMMON_MIN: u32 = 1_000;

/// Of how many terms it is remembered how many documents have them.
const COUNTS_KEPT: usize = 10_000;

/// Scores are rounded to one part in so many. The parts of a score are added in an order that
/// depends on where a claim is stored, and the sum on that order in its last digits.
const SCORE_STEPS: f32 = 1024.0;

/// The index as of one commit. It does not change.
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    pub(super) counts: Counts,
    totals: [Totals; 3],
    /// How many documents have a term, as far as it was asked for.
    asked: Mutex<HashMap<Term, u64>>,
    position: Option<String>,
}

/// Hands out the newest snapshot. Copies of it share that.
#[derive(Clone)]
pub struct ClaimReader {
    pub(super) newest: Arc<RwLock<Arc<Snapshot>>>,
}

impl ClaimReader {
    /// The index as of the newest commit.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        let newest = self.newest.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&newest)
    }
}

/// A term that candidates are found by, and how much it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedTerm {
    /// The term.
    pub text: String,
    /// How much it counts: 1 for words of a sentence.
    pub weight: f32,
}

/// A claim that has some of the terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The claim.
    pub claim: IndexedClaim,
    /// The BM25 score of its text.
    pub score: f32,
}

impl Snapshot {
    pub(super) fn new(
        searcher: Searcher,
        fields: Fields,
        counts: Counts,
        position: Option<String>,
        segments: &mut Segments,
    ) -> Result<Self, Error> {
        let totals = segments.totals(&searcher, &fields)?;
        Ok(Self {
            searcher,
            fields,
            counts,
            totals,
            asked: Mutex::default(),
            position,
        })
    }

    pub(in crate::index) fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    pub(in crate::index) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(in crate::index) fn totals(&self, kind: Kind) -> &Totals {
        &self.totals[kind as usize]
    }

    /// How many documents have a term.
    pub(in crate::index) fn document_count(&self, term: &Term) -> Result<u64, Error> {
        let asked = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = asked().get(term) {
            return Ok(*count);
        }
        let count = totals::document_count(&self.searcher, term)?;
        let mut asked = asked();
        if asked.len() < COUNTS_KEPT {
            asked.insert(term.clone(), count);
        }
        Ok(count)
    }

    /// How many documents of a kind there are.
    pub fn documents(&self, kind: Kind) -> u64 {
        self.totals(kind).documents
    }

    /// The position in the log that was stored with the commit.
    pub fn position(&self) -> Option<&str> {
        self.position.as_deref()
    }

    /// How many claims there are.
    pub fn claims(&self) -> u64 {
        self.counts.claims
    }

    /// The primary subtag of the language that most claims are in.
    pub fn usual_language(&self) -> Option<&str> {
        self.counts.usual_language()
    }

    /// The claim with an id.
    pub fn claim(&self, id: Uuid) -> Result<Option<IndexedClaim>, Error> {
        let query = TermQuery::new(
            self.fields.id_term(Kind::Claim, id),
            IndexRecordOption::Basic,
        );
        let found = self
            .searcher
            .search(&query, &TopDocs::with_limit(1).order_by_score())?;
        found.first().map(|(_, at)| self.stored(*at)).transpose()
    }

    /// How much it says that a claim has a term: the rarer the term, the more. It is the
    /// inverse document frequency of BM25.
    pub fn term_information(&self, term: &str) -> f32 {
        self.information(self.counts.terms.count(term_hash(term.as_bytes())))
    }

    /// How many claims have a term.
    pub fn term_count(&self, term: &str) -> u32 {
        self.counts.terms.count(term_hash(term.as_bytes()))
    }

    /// How much it says that a claim has a gram.
    pub fn gram_information(&self, gram: u32) -> f32 {
        self.information(self.counts.grams.count(gram_hash(gram)))
    }

    /// How many grams a claim has on average.
    pub fn gram_average(&self) -> f32 {
        self.counts.gram_total as f32 / self.counts.claims.max(1) as f32
    }

    fn information(&self, count: u32) -> f32 {
        let (claims, count) = (self.counts.claims as f32, count as f32);
        (1.0 + (claims - count + 0.5).max(0.0) / (count + 0.5)).ln()
    }

    /// The claims with the highest scores for terms, the best first. Equal ones are in the order
    /// of their ids. If many are equal, it can be fewer than asked for.
    pub fn candidates(&self, terms: &[WeightedTerm], most: usize) -> Result<Vec<Candidate>, Error> {
        let clauses = self.clauses(terms);
        if clauses.is_empty() || most == 0 {
            return Ok(Vec::new());
        }
        let found = self.searcher.search_with_statistics_provider(
            &BooleanQuery::new(clauses),
            &TopDocs::with_limit(most + TIED).order_by_score(),
            &Statistics(self),
        )?;
        let mut candidates = self.in_order(found)?;
        // Of the claims that share the last score, others may have been left out.
        if let [first, .., last] = candidates.as_slice()
            && candidates.len() == most + TIED
            && first.score > last.score
        {
            let last = last.score;
            candidates.retain(|candidate| candidate.score > last);
        }
        candidates.truncate(most);
        Ok(candidates)
    }

    /// Claims, with their scores for terms: 0 for those that have none of them.
    pub fn scored(&self, terms: &[WeightedTerm], claims: &[Uuid]) -> Result<Vec<Candidate>, Error> {
        if claims.is_empty() {
            return Ok(Vec::new());
        }
        let ids = claims.iter().map(|id| {
            let term = self.fields.id_term(Kind::Claim, *id);
            let query = TermQuery::new(term, IndexRecordOption::Basic);
            (Occur::Should, Box::new(query) as Box<dyn Query>)
        });
        let ids = ConstScoreQuery::new(Box::new(BooleanQuery::new(ids.collect())), 0.0);
        let mut clauses = self.clauses(terms);
        clauses.push((Occur::Must, Box::new(ids)));
        let found = self.searcher.search_with_statistics_provider(
            &BooleanQuery::new(clauses),
            &TopDocs::with_limit(claims.len()).order_by_score(),
            &Statistics(self),
        )?;
        self.in_order(found)
    }

    /// The queries for the terms that claims have and that tell them apart.
    fn clauses(&self, terms: &[WeightedTerm]) -> Vec<(Occur, Box<dyn Query>)> {
        let clauses = terms.iter().filter(|term| {
            let count = self.term_count(&term.text);
            count > 0 && !self.is_common(count)
        });
        clauses
            .map(|term| {
                let word = Term::from_field_text(self.fields.text, &term.text);
                let query = TermQuery::new(word, IndexRecordOption::WithFreqs);
                let query = BoostQuery::new(Box::new(query), term.weight);
                (Occur::Should, Box::new(query) as Box<dyn Query>)
            })
            .collect()
    }

    /// What was found, with the claims, the best first. Equal ones are in the order of their ids.
    fn in_order(&self, found: Vec<(f32, DocAddress)>) -> Result<Vec<Candidate>, Error> {
        let mut candidates = Vec::with_capacity(found.len());
        for (score, at) in found {
            let claim = self.stored(at)?;
            let score = (score * SCORE_STEPS).round() / SCORE_STEPS;
            candidates.push(Candidate { claim, score });
        }
        candidates.sort_by(|a, b| {
            let by_score = b.score.total_cmp(&a.score);
            by_score.then(a.claim.id.cmp(&b.claim.id))
        });
        Ok(candidates)
    }

    /// Whether so many claims have a term that it hardly tells them apart. To search by it costs
    /// time, and no claim was found less well without.
    fn is_common(&self, count: u32) -> bool {
        count > COMMON_MIN && u64::from(count) * COMMON_SHARE > self.counts.claims
    }

    fn stored(&self, at: DocAddress) -> Result<IndexedClaim, Error> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let stored = document.get_first(self.fields.claim);
        let bytes = stored.as_ref().and_then(|it| it.as_bytes());
        Ok(serde_json::from_slice(bytes.unwrap_or_default())?)
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
