//! Claims, articles and sources as documents of the index: which of their words are indexed, and
//! how much they count.

use std::collections::BTreeSet;

use tantivy::{TantivyDocument, schema::Field};
use uuid::Uuid;

use super::{
    document::{IndexedArticle, IndexedClaim, IndexedSource, Kind},
    error::Error,
    schema::{Fields, analysed},
    tokens,
};
use crate::index::analysis::{self, Language, TEXT_BYTES_MAX};

/// The most bytes of statement and wordings of one claim that are indexed. It is also the bound
/// of each other list of texts.
const TEXTS_BYTES_MAX: usize = 100_000;

/// The most bytes of the body of an article that are indexed: the longest body that the store
/// takes.
const BODY_BYTES_MAX: usize = 1 << 20;

/// The most bytes of a text whose words are suggested.
const WRITTEN_BYTES_MAX: usize = 4_000;

/// The fewest letters of a word that is suggested.
const WRITTEN_LETTERS_MIN: usize = 3;

/// The longest word that is suggested, in bytes.
const WRITTEN_WORD_BYTES_MAX: usize = 60;

/// How many places are between two texts, so that no phrase spans both.
const GAP: usize = 100;

/// How many times as much a word counts in the statement of a claim or in the headline of an
/// article as it does elsewhere.
const MAIN_TIMES: usize = 3;

/// A document, and how many bytes it takes, about.
pub(super) struct Draft {
    pub document: TantivyDocument,
    pub bytes: usize,
}

impl Draft {
    fn new(fields: &Fields, kind: Kind, id: Uuid, language: &Language) -> Self {
        let mut document = TantivyDocument::new();
        document.add_bytes(fields.id(kind), id.as_bytes());
        let (high, low) = id.as_u64_pair();
        document.add_u64(fields.id_high, high);
        document.add_u64(fields.id_low, low);
        document.add_u64(fields.analysed, analysed(kind, language.number()));
        Self { document, bytes: 0 }
    }

    fn add(&mut self, field: Field, tokens: &str) {
        self.bytes += tokens.len();
        self.document.add_text(field, tokens);
    }
}

/// The terms of the statement and the wordings of a claim.
pub(super) fn terms(claim: &IndexedClaim) -> Vec<analysis::Term> {
    let language = language_of(claim);
    joined(claim.texts(), |text| analysis::terms(text, language))
}

/// The grams of the statement and the wordings of a claim.
pub(super) fn grams(claim: &IndexedClaim) -> Vec<u32> {
    let texts = within_bounds(claim.texts());
    texts.flat_map(analysis::grams::grams).collect()
}

fn language_of(claim: &IndexedClaim) -> &'static Language {
    Language::of(&claim.language, &claim.statement)
}

/// The texts until there are too many bytes of them.
fn within_bounds<'a>(texts: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut left = TEXTS_BYTES_MAX;
    texts.map_while(move |text| {
        let text = analysis::beginning(text, left);
        left -= text.len();
        (left > 0 || !text.is_empty()).then_some(text)
    })
}

/// The terms of texts as a search needs them.
fn terms_of<'a>(texts: impl Iterator<Item = &'a str>, language: &Language) -> Vec<analysis::Term> {
    joined(texts, |text| fine(text, language))
}

fn fine(text: &str, language: &Language) -> Vec<analysis::Term> {
    analysis::fine_terms(text, language, TEXT_BYTES_MAX)
}

fn joined<'a>(
    texts: impl Iterator<Item = &'a str>,
    terms: impl Fn(&str) -> Vec<analysis::Term>,
) -> Vec<analysis::Term> {
    let mut all = Vec::new();
    for text in within_bounds(texts) {
        append(&mut all, terms(text));
    }
    all
}

/// Appends the terms of another text.
fn append(all: &mut Vec<analysis::Term>, terms: Vec<analysis::Term>) {
    let first = all.last().map_or(0, |last| last.place + GAP);
    all.extend(terms.into_iter().map(|term| analysis::Term {
        place: term.place + first,
        ..term
    }));
}

/// The document of a claim with the terms of its text.
pub(super) fn claim(
    fields: &Fields,
    claim: &IndexedClaim,
    terms: &[analysis::Term],
) -> Result<Draft, Error> {
    let language = language_of(claim);
    let mut draft = Draft::new(fields, Kind::Claim, claim.id, language);
    let mut all = repeated(&claim.statement, language);
    append(&mut all, terms_of(strings(&claim.wordings), language));
    for (field, texts) in [
        (fields.entities, &claim.entities),
        (fields.parts, &claim.parts),
        (fields.tag_words, &claim.tags),
    ] {
        let terms = terms_of(strings(texts), language);
        if !terms.is_empty() {
            draft.add(field, &tokens(&terms));
            append(&mut all, terms);
        }
    }
    draft.add(fields.words(Kind::Claim), &tokens(&all));
    draft.add(fields.text, &tokens(terms));
    let texts = claim.texts().chain(strings(&claim.entities));
    let texts = texts.chain(strings(&claim.parts));
    let texts = texts.chain(strings(&claim.tags));
    let written = written(texts, language);
    draft.add(fields.written(Kind::Claim), &written);
    for (field, values) in [(fields.tags, &claim.tags), (fields.labels, &claim.labels)] {
        for value in values {
            draft.document.add_text(field, value);
        }
    }
    if !claim.language.is_empty() {
        draft.document.add_text(fields.language, &claim.language);
    }
    let stored = serde_json::to_vec(claim)?;
    draft.bytes += stored.len();
    draft.document.add_bytes(fields.claim, &stored);
    Ok(draft)
}

/// The document of an article.
pub(super) fn article(fields: &Fields, article: &IndexedArticle) -> Draft {
    let body = analysis::beginning(&article.body, BODY_BYTES_MAX);
    let language = match article.language.as_str() {
        "" => Language::of("", analysis::beginning(body, TEXT_BYTES_MAX)),
        tag => Language::of(tag, ""),
    };
    let mut draft = Draft::new(fields, Kind::Article, article.id, language);
    let headline = fine(&article.headline, language);
    let bylines = terms_of(strings(&article.bylines), language);
    let mut all = repeated(&article.headline, language);
    append(&mut all, bylines.clone());
    let body_terms = analysis::fine_terms(body, language, BODY_BYTES_MAX);
    append(&mut all, body_terms);
    draft.add(fields.headline, &tokens(&headline));
    draft.add(fields.bylines, &tokens(&bylines));
    draft.add(fields.words(Kind::Article), &tokens(&all));
    let texts = std::iter::once(article.headline.as_str());
    let texts = texts.chain(strings(&article.bylines));
    let written = written(texts.chain(std::iter::once(body)), language);
    draft.add(fields.written(Kind::Article), &written);
    draft
}

/// The document of a source.
pub(super) fn source(fields: &Fields, source: &IndexedSource) -> Draft {
    let first = source.names.first().map_or("", String::as_str);
    let language = Language::of(&source.language, first);
    let mut draft = Draft::new(fields, Kind::Source, source.id, language);
    let names = terms_of(strings(&source.names), language);
    draft.add(fields.words(Kind::Source), &tokens(&names));
    let written = written(strings(&source.names), language);
    draft.add(fields.written(Kind::Source), &written);
    draft
}

fn strings(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(String::as_str)
}

/// The terms of a text that counts more.
fn repeated(text: &str, language: &Language) -> Vec<analysis::Term> {
    let terms = fine(text, language);
    let mut all = Vec::new();
    for _ in 0..MAIN_TIMES {
        append(&mut all, terms.clone());
    }
    all
}

/// The different words of texts as they are written. Stop words and numbers are left out.
fn written<'a>(texts: impl Iterator<Item = &'a str>, language: &Language) -> String {
    let mut found = BTreeSet::new();
    for text in within_bounds(texts) {
        for word in analysis::words(text, WRITTEN_BYTES_MAX) {
            let is_word = word.text.chars().nth(WRITTEN_LETTERS_MIN - 1).is_some()
                && word.text.len() <= WRITTEN_WORD_BYTES_MAX
                && !word.text.contains(char::is_numeric);
            if is_word && !word.is_stop_word(language) {
                found.insert(word.lower());
            }
        }
    }
    tokens::joined(found.iter().map(|word| (0, word.as_str())))
}

fn tokens(terms: &[analysis::Term]) -> String {
    tokens::joined(terms.iter().map(|term| (term.place, term.text.as_str())))
}
