//! What a search needs to know of all documents of a kind, counted among those that are there.
//! Tantivy counts those that were deleted, too, until it merges them away.

use std::{collections::HashMap, sync::Arc};

use tantivy::{
    DocSet, InvertedIndexReader, Searcher, SegmentReader, Term, columnar::ColumnValues,
    fieldnorm::FieldNormReader, index::SegmentId, postings::TermInfo, schema::IndexRecordOption,
};

use super::{
    document::Kind,
    error::Error,
    schema::{ANALYSED, Fields, kind_and_language},
};
use crate::index::analysis::Language;

/// The documents of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::index) struct Totals {
    /// How many there are.
    pub documents: u64,
    /// How many words they have, each length rounded as it is in scores.
    pub words: u64,
    /// The numbers of their languages, in order.
    pub languages: Vec<usize>,
}

/// What is counted of one kind in a segment.
#[derive(Clone, Default)]
struct Counted {
    documents: u64,
    words: u64,
    /// How many documents are in each language, by its number.
    languages: Vec<u64>,
}

/// What is counted in the segments of an index, all of their documents included. A segment never
/// changes, but for which of its documents are deleted.
#[derive(Default)]
pub(super) struct Segments(HashMap<SegmentId, [Counted; 3]>);

/// The columns of a segment that are counted.
struct Columns {
    analysed: Arc<dyn ColumnValues<u64>>,
    lengths: [Option<FieldNormReader>; 3],
}

impl Segments {
    /// The totals of all kinds.
    pub fn totals(&mut self, searcher: &Searcher, fields: &Fields) -> Result<[Totals; 3], Error> {
        let mut known = HashMap::new();
        let mut all: [Counted; 3] = Default::default();
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let columns = Columns::open(segment, fields)?;
            let counted = match self.0.remove(&id) {
                Some(counted) => counted,
                None => columns.count(0..segment.max_doc())?,
            };
            for (all, counted) in all.iter_mut().zip(&counted) {
                all.add(counted);
            }
            if let Some(alive) = segment.alive_bitset() {
                let documents = 0..segment.max_doc();
                let deleted = columns.count(documents.filter(|it| alive.is_deleted(*it)))?;
                for (all, deleted) in all.iter_mut().zip(&deleted) {
                    all.remove(deleted);
                }
            }
            known.insert(id, counted);
        }
        self.0 = known;
        Ok(all.map(Totals::from))
    }
}

impl Columns {
    fn open(segment: &SegmentReader, fields: &Fields) -> Result<Self, Error> {
        let column = segment.fast_fields();
        let mut lengths: [Option<FieldNormReader>; 3] = Default::default();
        for kind in [Kind::Claim, Kind::Article, Kind::Source] {
            let field = fields.words(kind);
            lengths[kind as usize] = segment.fieldnorms_readers().get_field(field)?;
        }
        Ok(Self {
            analysed: column.column_first_or_default::<u64>(ANALYSED)?,
            lengths,
        })
    }

    fn count(&self, documents: impl Iterator<Item = u32>) -> Result<[Counted; 3], Error> {
        let mut all: [Counted; 3] = Default::default();
        for document in documents {
            let (kind, language) = kind_and_language(self.analysed.get_val(document));
            let Some(counted) = all.get_mut(kind) else {
                return Err(Error::Unusable("a document of no kind".to_owned()));
            };
            counted.documents += 1;
            let length = self.lengths[kind].as_ref();
            counted.words += u64::from(length.map_or(0, |it| it.fieldnorm(document)));
            if counted.languages.is_empty() {
                counted.languages = vec![0; Language::count()];
            }
            if let Some(count) = counted.languages.get_mut(language) {
                *count += 1;
            }
        }
        Ok(all)
    }
}

impl Counted {
    fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.words += other.words;
        self.languages.resize(Language::count(), 0);
        for (count, other) in self.languages.iter_mut().zip(&other.languages) {
            *count += other;
        }
    }

    /// Takes away what was added before.
    fn remove(&mut self, other: &Self) {
        self.documents -= other.documents;
        self.words -= other.words;
        for (count, other) in self.languages.iter_mut().zip(&other.languages) {
            *count -= other;
        }
    }
}

impl From<Counted> for Totals {
    fn from(counted: Counted) -> Self {
        let numbers = (0..).zip(counted.languages);
        let spoken = numbers.filter(|(_, documents)| *documents > 0);
        Self {
            documents: counted.documents,
            words: counted.words,
            languages: spoken.map(|(number, _)| number).collect(),
        }
    }
}

/// How many documents have a term.
pub(super) fn document_count(searcher: &Searcher, term: &Term) -> Result<u64, Error> {
    let mut count = 0;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(term.field())?;
        let Some(info) = index.get_term_info(term).map_err(Error::unreadable)? else {
            continue;
        };
        count += count_alive(segment, &index, &info)?;
    }
    Ok(count)
}

/// How many documents of a segment have a term.
pub(in crate::index) fn count_alive(
    segment: &SegmentReader,
    index: &InvertedIndexReader,
    info: &TermInfo,
) -> Result<u64, Error> {
    let Some(alive) = segment.alive_bitset() else {
        return Ok(u64::from(info.doc_freq));
    };
    let postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic);
    let mut postings = postings.map_err(Error::unreadable)?;
    Ok(u64::from(postings.count(alive)))
}
