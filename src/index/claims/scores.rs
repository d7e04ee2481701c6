//! The BM25 scores of claims for terms: of the best claims, or of given ones.
//!
//! Texts have many words, and each of a hundred claims has only some of them, so to skip postings
//! costs more than to read them all. They are read in one window of documents after the other, so
//! that the scores of a window stay in the cache of the processor. Only claims with one of the rarer
//! terms are looked at afterwards: the frequent ones together are not enough to be among the best.
//! The parts of a score are always added in the order of the terms: it does not depend on where a
//! claim is stored.

use std::{cmp::Ordering, sync::Arc};

use tantivy::{
    DocAddress, DocId, Searcher, SegmentReader, Term, columnar::ColumnValues,
    fieldnorm::FieldNormReader, postings::BlockSegmentPostings, schema::IndexRecordOption,
};

use super::{
    error::Error,
    schema::{Fields, ID_HIGH, ID_LOW},
};

/// BM25's usual parameters.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How many documents are scored at once. Tests have few documents, and several windows.
const WINDOW: usize = if cfg!(test) { 64 } else { 1 << 14 };

/// A term, and how much it counts: its weight and its inverse document frequency.
pub(super) struct ScoredTerm {
    pub term: Term,
    pub weight: f32,
}

/// The terms that are searched for, and how long texts are on average.
pub(super) struct Scores<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
    /// The ids of each segment.
    ids: &'a [Ids],
    /// Those that count most are first.
    terms: Vec<ScoredTerm>,
    average_length: f32,
}

/// A document, its score, and the id of its claim.
#[derive(Clone, Copy)]
struct Scored {
    score: f32,
    id: (u64, u64),
    at: DocAddress,
}

impl Scored {
    /// The better one is first: the higher score, then the lower id.
    fn order(&self, other: &Self) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then(self.id.cmp(&other.id))
    }
}

impl<'a> Scores<'a> {
    pub fn new(
        searcher: &'a Searcher,
        fields: &'a Fields,
        ids: &'a [Ids],
        mut terms: Vec<ScoredTerm>,
        average_length: f32,
    ) -> Self {
        terms.sort_by(|a, b| {
            let by_weight = b.weight.total_cmp(&a.weight);
            by_weight.then_with(|| a.term.cmp(&b.term))
        });
        Self {
            searcher,
            fields,
            ids,
            terms,
            average_length,
        }
    }

    /// The documents with the highest scores, at most so many, in no order. Of equal ones, those with
    /// the lowest ids.
    pub fn best(&self, most: usize) -> Result<Vec<(f32, DocAddress)>, Error> {
        let mut best = Best::new(most);
        if most == 0 {
            return Ok(Vec::new());
        }
        let segments = self.searcher.segment_readers().iter().zip(self.ids);
        for (ordinal, (segment, ids)) in (0..).zip(segments) {
            let Some(mut scored) = ScoredSegment::open(self, segment)? else {
                continue;
            };
            while let Some(window) = scored.next_window(best.lowest) {
                for place in window.touched {
                    let (score, document) = (window.scores[*place], window.first + *place as DocId);
                    if score >= best.lowest && !segment.is_deleted(document) {
                        best.add(Scored {
                            score,
                            id: ids.of(document),
                            at: DocAddress::new(ordinal, document),
                        });
                    }
                }
            }
        }
        Ok(best.into_found())
    }

    /// These documents with their scores: 0 for those that have none of the terms.
    pub fn of(&self, documents: &[DocAddress]) -> Result<Vec<(f32, DocAddress)>, Error> {
        let mut found = Vec::with_capacity(documents.len());
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let here = documents.iter().filter(|at| at.segment_ord == ordinal);
            let here: Vec<DocAddress> = here.copied().collect();
            if here.is_empty() {
                continue;
            }
            let Some(mut scored) = ScoredSegment::open(self, segment)? else {
                found.extend(here.into_iter().map(|at| (0.0, at)));
                continue;
            };
            while let Some(window) = scored.next_window(0.0) {
                let scores = here.iter().filter_map(|at| {
                    let place = at.doc_id.checked_sub(window.first)? as usize;
                    Some((*window.scores.get(place)?, *at))
                });
                found.extend(scores);
            }
        }
        Ok(found)
    }

    /// What the length of a text adds to how often it has a term, for each rounded length.
    fn lengths(&self) -> [f32; 256] {
        std::array::from_fn(|rounded| {
            let length = FieldNormReader::id_to_fieldnorm(u8::try_from(rounded).unwrap_or(u8::MAX));
            K1 * (1.0 - B + B * length as f32 / self.average_length)
        })
    }
}

/// The columns with the ids of a segment.
pub(super) struct Ids {
    high: Arc<dyn ColumnValues<u64>>,
    low: Arc<dyn ColumnValues<u64>>,
}

impl Ids {
    /// Those of each segment. To open them takes time, so they stay open.
    pub fn open(searcher: &Searcher) -> Result<Vec<Self>, Error> {
        let columns = searcher.segment_readers().iter().map(|it| it.fast_fields());
        let ids = columns.map(|columns| {
            Ok(Self {
                high: columns.column_first_or_default::<u64>(ID_HIGH)?,
                low: columns.column_first_or_default::<u64>(ID_LOW)?,
            })
        });
        ids.collect()
    }

    fn of(&self, document: DocId) -> (u64, u64) {
        (self.high.get_val(document), self.low.get_val(document))
    }
}

/// The best of the documents that were added.
struct Best {
    most: usize,
    /// Up to twice as many as are wanted, in no order.
    found: Vec<Scored>,
    /// A lower score is not among the best.
    lowest: f32,
}

impl Best {
    fn new(most: usize) -> Self {
        Self {
            most,
            found: Vec::with_capacity(2 * most),
            lowest: 0.0,
        }
    }

    fn add(&mut self, scored: Scored) {
        self.found.push(scored);
        if self.found.len() == 2 * self.most {
            self.keep();
        }
    }

    fn keep(&mut self) {
        if self.found.len() >= self.most {
            let last = self.most - 1;
            let (_, worst, _) = self.found.select_nth_unstable_by(last, Scored::order);
            self.lowest = worst.score;
            self.found.truncate(self.most);
        }
    }

    fn into_found(mut self) -> Vec<(f32, DocAddress)> {
        self.keep();
        self.found.iter().map(|it| (it.score, it.at)).collect()
    }
}

/// The postings of the terms in a segment.
struct ScoredSegment {
    /// Those that count most are first.
    terms: Vec<TermPostings>,
    /// The rounded length of the text of each document.
    rounded: FieldNormReader,
    lengths: [f32; 256],
    documents: DocId,
    /// The first document of the next window.
    next: DocId,
    scores: Vec<f32>,
    touched: Vec<usize>,
}

/// The documents behind one another that are scored at once.
struct Window<'a> {
    first: DocId,
    scores: &'a [f32],
    /// The places of the documents that may have the lowest score that was asked for, each once.
    touched: &'a [usize],
}

/// The postings of a term, and how far they are read.
struct TermPostings {
    postings: BlockSegmentPostings,
    read: usize,
    /// More than this it adds to no score.
    weight: f32,
}

impl ScoredSegment {
    /// `None` if the segment has none of the terms.
    fn open(scores: &Scores<'_>, segment: &SegmentReader) -> Result<Option<Self>, Error> {
        let field = scores.fields.text;
        let index = segment.inverted_index(field)?;
        let mut terms = Vec::with_capacity(scores.terms.len());
        for ScoredTerm { term, weight } in &scores.terms {
            let postings = index.read_block_postings(term, IndexRecordOption::WithFreqs);
            if let Some(postings) = postings.map_err(Error::unreadable)? {
                terms.push(TermPostings {
                    postings,
                    read: 0,
                    weight: weight * (K1 + 1.0),
                });
            }
        }
        if terms.is_empty() {
            return Ok(None);
        }
        Ok(Some(Self {
            terms,
            rounded: segment.get_fieldnorms_reader(field)?,
            lengths: scores.lengths(),
            documents: segment.max_doc(),
            next: 0,
            scores: vec![0.0; WINDOW.min(segment.max_doc() as usize)],
            touched: Vec::new(),
        }))
    }

    /// Scores the next documents, of which those with a lower score are not looked at.
    fn next_window(&mut self, lowest: f32) -> Option<Window<'_>> {
        let first = self.next;
        let left = self.documents.checked_sub(first).filter(|left| *left > 0)? as usize;
        self.next = first.saturating_add(WINDOW as DocId);
        let scores = &mut self.scores[..left.min(WINDOW)];
        scores.fill(0.0);
        self.touched.clear();
        let rarer = rarer(&self.terms, lowest);
        for (number, term) in self.terms.iter_mut().enumerate() {
            let touched = (number < rarer).then_some(&mut self.touched);
            term.add_to(first, scores, touched, (&self.rounded, &self.lengths));
        }
        Some(Window {
            first,
            scores,
            touched: &self.touched,
        })
    }
}

/// How many of the terms a document needs one of to have at least this score.
fn rarer(terms: &[TermPostings], lowest: f32) -> usize {
    let mut rarer = terms.len();
    let mut most = 0.0;
    while rarer > 0 {
        most += terms[rarer - 1].weight;
        // What is lost by rounding is less than a thousandth.
        if most * 1.001 >= lowest {
            break;
        }
        rarer -= 1;
    }
    rarer
}

impl TermPostings {
    /// Adds what the term counts to the scores of a window, and notes where a score was 0 before.
    fn add_to(
        &mut self,
        first: DocId,
        scores: &mut [f32],
        mut touched: Option<&mut Vec<usize>>,
        (rounded, lengths): (&FieldNormReader, &[f32; 256]),
    ) {
        loop {
            let documents = &self.postings.docs()[self.read..];
            let times = &self.postings.freqs()[self.read..];
            let mut here = 0;
            for (document, times) in documents.iter().zip(times) {
                let place = (document - first) as usize;
                let Some(score) = scores.get_mut(place) else {
                    break;
                };
                if *score == 0.0
                    && let Some(touched) = &mut touched
                {
                    touched.push(place);
                }
                let times = *times as f32;
                let length = lengths[usize::from(rounded.fieldnorm_id(*document))];
                *score += self.weight * times / (times + length);
                here += 1;
            }
            if here < documents.len() || documents.is_empty() {
                self.read += here;
                return;
            }
            self.postings.advance();
            self.read = 0;
        }
    }
}

#[cfg(test)]
mod tests;
