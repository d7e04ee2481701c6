//! What a search needs to know of all documents of a kind, counted among those that are there.
//! Tantivy counts those that were deleted, too, until it merges them away.

use tantivy::{
    DocSet, InvertedIndexReader, Searcher, SegmentReader, Term, postings::TermInfo,
    schema::IndexRecordOption,
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

/// The totals of all kinds.
pub(super) fn totals(searcher: &Searcher, fields: &Fields) -> Result<[Totals; 3], Error> {
    let kinds = [Kind::Claim, Kind::Article, Kind::Source];
    let mut totals: [Totals; 3] = Default::default();
    let mut spoken = kinds.map(|_| vec![false; Language::count()]);
    for segment in searcher.segment_readers() {
        let column = segment.fast_fields();
        let analysed = column.column_first_or_default::<u64>(ANALYSED)?;
        let mut lengths = Vec::with_capacity(kinds.len());
        for kind in kinds {
            lengths.push(segment.fieldnorms_readers().get_field(fields.words(kind))?);
        }
        for document in segment.doc_ids_alive() {
            let (kind, language) = kind_and_language(analysed.get_val(document));
            let Some(totals) = totals.get_mut(kind) else {
                return Err(Error::Unusable("a document of no kind".to_owned()));
            };
            totals.documents += 1;
            let length = lengths[kind].as_ref().map(|it| it.fieldnorm(document));
            totals.words += u64::from(length.unwrap_or(0));
            if let Some(is_spoken) = spoken[kind].get_mut(language) {
                *is_spoken = true;
            }
        }
    }
    for (totals, spoken) in totals.iter_mut().zip(spoken) {
        let numbers = (0..).zip(spoken).filter(|(_, is_spoken)| *is_spoken);
        totals.languages = numbers.map(|(number, _)| number).collect();
    }
    Ok(totals)
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
