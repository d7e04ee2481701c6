//! The documents of a segment that meet a plan, and their scores.

use std::sync::Arc;

use tantivy::{
    DocId, SegmentReader, TERMINATED,
    columnar::ColumnValues,
    fastfield::AliveBitSet,
    query::{Scorer, Weight},
};
use uuid::Uuid;

use super::{
    best::Best,
    forms::{Languages, only},
    plan::Plan,
};
use crate::index::claims::{ANALYSED, Error, ID_HIGH, ID_LOW, kind_and_language};

/// Offers all documents of a segment that meet a plan, and counts them.
pub(super) fn collect(plan: &Plan, segment: &SegmentReader, best: &mut Best) -> Result<u64, Error> {
    match plan.only() {
        Some(weight) => collect_all(weight, segment, best),
        None => Ok(Conditions::new(plan, segment)?.collect(best)),
    }
}

/// Offers all documents that a single condition finds. That takes a third less time.
fn collect_all(
    weight: &dyn Weight,
    segment: &SegmentReader,
    best: &mut Best,
) -> Result<u64, Error> {
    let columns = Columns::new(segment)?;
    let alive = segment.alive_bitset();
    let mut count = 0;
    weight.for_each(segment, &mut |document, score| {
        if alive.is_none_or(|alive| alive.is_alive(document)) {
            count += 1;
            best.offer(score, || columns.id(document));
        }
    })?;
    Ok(count)
}

/// The conditions that documents of a segment must meet.
struct Conditions<'a> {
    /// Those that all documents must meet.
    firm: Vec<Box<dyn Scorer>>,
    /// What is required, in the order of the query.
    required: Vec<Required>,
    excluded: Vec<Box<dyn Scorer>>,
    alive: Option<&'a AliveBitSet>,
    columns: Columns,
}

/// A condition that adds to scores.
enum Required {
    /// The place among the firm ones.
    Firm(usize),
    /// Documents of some languages need not meet it.
    Loose(Box<dyn Scorer>, Languages),
}

struct Columns {
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
    analysed: Arc<dyn ColumnValues<u64>>,
}

impl<'a> Conditions<'a> {
    fn new(plan: &Plan, segment: &'a SegmentReader) -> Result<Self, Error> {
        let mut firm = Vec::new();
        for weight in plan.any.iter().chain(&plan.among) {
            firm.push(weight.scorer(segment, 1.0)?);
        }
        let mut required = Vec::new();
        for it in &plan.required {
            let scorer = it.weight.scorer(segment, 1.0)?;
            match it.silent {
                0 => {
                    required.push(Required::Firm(firm.len()));
                    firm.push(scorer);
                }
                silent => required.push(Required::Loose(scorer, silent)),
            }
        }
        let excluded = plan.excluded.iter().map(|it| it.scorer(segment, 1.0));
        let excluded = excluded.collect::<tantivy::Result<_>>()?;
        Ok(Self {
            firm,
            required,
            excluded,
            alive: segment.alive_bitset(),
            columns: Columns::new(segment)?,
        })
    }

    /// Offers all documents that meet the conditions, and counts them.
    fn collect(mut self, best: &mut Best) -> u64 {
        let mut count = 0;
        let costs = self.firm.iter().enumerate();
        let rarest = costs.min_by_key(|(_, it)| it.cost());
        let Some((lead, _)) = rarest else {
            return 0;
        };
        let mut document = self.firm[lead].doc();
        while document != TERMINATED {
            if let Some(next) = self.missing(document) {
                document = self.firm[lead].seek(next);
                continue;
            }
            if let Some(score) = self.score(document) {
                count += 1;
                best.offer(score, || self.columns.id(document));
            }
            document = self.firm[lead].advance();
        }
        count
    }

    /// If a document does not meet a firm condition, the next one that meets it.
    fn missing(&mut self, document: DocId) -> Option<DocId> {
        if self.firm.len() == 1 {
            return None;
        }
        let mut next = self.firm.iter_mut().map(|it| reach(it, document));
        next.find(|next| *next > document)
    }

    /// The score of a document that meets the firm conditions, if it meets all.
    fn score(&mut self, document: DocId) -> Option<f32> {
        let is_deleted = self.alive.is_some_and(|alive| alive.is_deleted(document));
        if is_deleted {
            return None;
        }
        let mut excluded = self.excluded.iter_mut();
        if excluded.any(|it| reach(it, document) == document) {
            return None;
        }
        let mut score = 0.0;
        for condition in &mut self.required {
            let (scorer, silent) = match condition {
                Required::Firm(at) => (&mut self.firm[*at], 0),
                Required::Loose(scorer, silent) => (scorer, *silent),
            };
            // What meets the firm conditions need not be looked for again.
            if silent == 0 || reach(scorer, document) == document {
                score += scorer.score();
                continue;
            }
            let analysed = self.columns.analysed.get_val(document);
            let (_, language) = kind_and_language(analysed);
            if silent & only(language) == 0 {
                return None;
            }
        }
        Some(score)
    }
}

impl Columns {
    fn new(segment: &SegmentReader) -> Result<Self, Error> {
        let columns = segment.fast_fields();
        let column = |name| columns.column_first_or_default::<u64>(name);
        Ok(Self {
            id_high: column(ID_HIGH)?,
            id_low: column(ID_LOW)?,
            analysed: column(ANALYSED)?,
        })
    }

    fn id(&self, document: DocId) -> Uuid {
        let (high, low) = (
            self.id_high.get_val(document),
            self.id_low.get_val(document),
        );
        Uuid::from_u64_pair(high, low)
    }
}

/// Goes on to a document, or to the next one that there is.
fn reach(scorer: &mut Box<dyn Scorer>, document: DocId) -> DocId {
    match scorer.doc() {
        at if at < document => scorer.seek(document),
        at => at,
    }
}
