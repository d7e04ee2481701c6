//! The index as of one commit, and how candidates are found among its claims.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use tantivy::{
    DocAddress, Searcher, TantivyDocument, Term,
    collector::TopDocs,
    query::TermQuery,
    schema::{IndexRecordOption, Value},
};
use uuid::Uuid;

use super::{
    counts::{Counts, gram_hash, term_hash},
    document::{IndexedClaim, Kind},
    error::Error,
    schema::Fields,
    scores::{Ids, ScoredTerm, Scores},
    totals::{self, Segments, Totals},
};

/// A term is common if one of so many claims has it, and at least so many have it in all.
const COMMON_SHARE: u64 = 10;
const COMMON_MIN: u32 = 1_000;

/// Of how many terms it is remembered how many documents have them.
const COUNTS_KEPT: usize = 10_000;

/// The index as of one commit. It does not change.
pub struct Snapshot {
    searcher: Searcher,
    fields: Fields,
    ids: Vec<Ids>,
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
            ids: Ids::open(&searcher)?,
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

    /// The languages of claims, by their primary subtags, the one that most claims have first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.counts.languages()
    }

    /// The claim with an id.
    pub fn claim(&self, id: Uuid) -> Result<Option<IndexedClaim>, Error> {
        let at = self.address(id)?;
        at.map(|at| self.stored(at)).transpose()
    }

    /// Where the claim with an id is stored.
    fn address(&self, id: Uuid) -> Result<Option<DocAddress>, Error> {
        let term = self.fields.id_term(Kind::Claim, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let first = TopDocs::with_limit(1).order_by_score();
        let found = self.searcher.search(&query, &first)?;
        Ok(found.first().map(|(_, at)| *at))
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

    /// The claims with the highest scores for terms, at most so many, the best first. Equal ones are
    /// in the order of their ids.
    pub fn candidates(&self, terms: &[WeightedTerm], most: usize) -> Result<Vec<Candidate>, Error> {
        self.in_order(self.scores(terms).best(most)?)
    }

    /// Claims, with their scores for terms: 0 for those that have none of them.
    pub fn scored(&self, terms: &[WeightedTerm], claims: &[Uuid]) -> Result<Vec<Candidate>, Error> {
        let mut found = Vec::with_capacity(claims.len());
        for id in claims {
            found.extend(self.address(*id)?);
        }
        self.in_order(self.scores(terms).of(&found)?)
    }

    /// The scores for those of the terms that claims have and that tell them apart.
    fn scores(&self, terms: &[WeightedTerm]) -> Scores<'_> {
        let terms = terms.iter().filter_map(|term| {
            let count = self.term_count(&term.text);
            let counts = count > 0 && !self.is_common(count);
            counts.then(|| ScoredTerm {
                term: Term::from_field_text(self.fields.text, &term.text),
                weight: term.weight * self.information(count),
            })
        });
        let average = self.counts.term_total as f32 / self.counts.claims.max(1) as f32;
        let (searcher, fields) = (&self.searcher, &self.fields);
        Scores::new(searcher, fields, &self.ids, terms.collect(), average)
    }

    /// What was found, with the claims, the best first. Equal ones are in the order of their ids.
    fn in_order(&self, found: Vec<(f32, DocAddress)>) -> Result<Vec<Candidate>, Error> {
        let candidates = found.into_iter().map(|(score, at)| {
            let claim = self.stored(at)?;
            Ok(Candidate { claim, score })
        });
        let mut candidates = candidates.collect::<Result<Vec<_>, Error>>()?;
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

    pub(super) fn stored(&self, at: DocAddress) -> Result<IndexedClaim, Error> {
        let document: TantivyDocument = self.searcher.doc(at)?;
        let stored = document.get_first(self.fields.claim);
        let bytes = stored.as_ref().and_then(|it| it.as_bytes());
        Ok(serde_json::from_slice(bytes.unwrap_or_default())?)
    }
}
