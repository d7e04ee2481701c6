//! Another query, where words of one are in no document.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use tantivy::{Term, query::FuzzyTermQuery};

use super::{forms::Spoken, query::Query};
use crate::index::{
    analysis::Word,
    claims::{Error, Kind, Snapshot, count_alive},
};

/// The fewest letters of a word for which another one is looked for.
const LETTERS_MIN: usize = 3;

/// The longest such word, in letters.
const LETTERS_MAX: usize = 60;

/// The most letters of a word in which just one may be wrong. Longer ones may have two.
const SHORT_LETTERS_MAX: usize = 5;

/// A query with other words for those that no document of a kind has: for each the most frequent
/// one that is spelled nearly the same. There is none if all words are known, or none is near.
///
/// Numbers, words of one or two letters, and what was not understood stay as they are. Of long bodies, only the words at
/// the beginning are proposed.
pub fn did_you_mean(
    snapshot: &Snapshot,
    query: &Query,
    kind: Kind,
) -> Result<Option<String>, Error> {
    let spoken = Spoken::new(snapshot, kind, "");
    let mut others: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for wanted in query.wanted() {
        for word in query.words(wanted) {
            let is_foreign = query.foreign.iter().any(|it| it.contains(&word.start));
            if is_foreign || is_known(snapshot, kind, &spoken, word)? {
                continue;
            }
            if let Some(other) = nearest(snapshot, kind, word)? {
                others.insert(word.start, (word.start..word.end(), other));
            }
        }
    }
    if others.is_empty() {
        return Ok(None);
    }
    let mut text = query.text.clone();
    for (range, other) in others.into_values().rev() {
        text.replace_range(range, &other);
    }
    Ok(Some(text))
}

/// Whether some document has a word, or it is a stop word of one of the languages.
fn is_known(
    snapshot: &Snapshot,
    kind: Kind,
    spoken: &Spoken,
    word: Word<'_>,
) -> Result<bool, Error> {
    let forms = spoken.forms(&[word]);
    if forms.silent != 0 {
        return Ok(true);
    }
    let field = snapshot.fields().words(kind);
    for (_, form) in forms.sequences.iter().flatten() {
        if snapshot.document_count(&Term::from_field_text(field, form))? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The most frequent word that is spelled nearly the same.
fn nearest(snapshot: &Snapshot, kind: Kind, word: Word<'_>) -> Result<Option<String>, Error> {
    let lower = word.lower();
    let letters = lower.chars().count();
    if !(LETTERS_MIN..=LETTERS_MAX).contains(&letters) || lower.contains(char::is_numeric) {
        return Ok(None);
    }
    let wrong = if letters <= SHORT_LETTERS_MAX { 1 } else { 2 };
    let field = snapshot.fields().written(kind);
    let near = FuzzyTermQuery::new(Term::from_field_text(field, &lower), wrong, true);
    let mut counts: HashMap<String, u64> = HashMap::new();
    for segment in snapshot.searcher().segment_readers() {
        let index = segment.inverted_index(field)?;
        let words = index.terms().search(near.automaton()?);
        let mut words = words.into_stream().map_err(Error::unreadable)?;
        while words.advance() {
            let count = count_alive(segment, &index, words.value())?;
            let word = String::from_utf8_lossy(words.key()).into_owned();
            *counts.entry(word).or_default() += count;
        }
    }
    counts.retain(|_, count| *count > 0);
    let best = counts.into_iter();
    let best = best.max_by_key(|(word, count)| (*count, Reverse(word.clone())));
    Ok(best.map(|(other, _)| as_written(word, &other)))
}

/// Another word, with a capital if the first one has one.
fn as_written(word: Word<'_>, other: &str) -> String {
    let mut letters = other.chars();
    match letters.next() {
        Some(first) if word.text.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => other.to_owned(),
    }
}
