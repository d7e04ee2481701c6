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
use crate::index::analysis::{self, Analysed, KnownTerms, Language, TEXT_BYTES_MAX, Term};

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

/// The statement and the wordings of a claim, analysed once for all that is made of them.
pub(super) struct ClaimTexts<'a> {
    claim: &'a IndexedClaim,
    language: &'static Language,
    /// The statement is the first one.
    texts: Vec<Analysed<'a>>,
}

impl<'a> ClaimTexts<'a> {
    pub fn of(claim: &'a IndexedClaim, known: &mut KnownTerms) -> Self {
        let language = Language::of(&claim.language, &claim.statement);
        Self {
            claim,
            language,
            texts: analysed_texts(claim.texts(), language, known),
        }
    }

    /// The terms, each as often as it stands in the texts.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        let terms = self.texts.iter().flat_map(Analysed::terms);
        terms.map(|term| term.text.as_str())
    }

    /// The document of the claim.
    pub fn draft(&self, fields: &Fields, known: &mut KnownTerms) -> Result<Draft, Error> {
        let claim = self.claim;
        let mut draft = Draft::new(fields, Kind::Claim, claim.id, self.language);
        let parts = [
            (fields.entities, &claim.entities),
            (fields.parts, &claim.parts),
            (fields.tag_words, &claim.tags),
        ];
        let parts = parts.map(|(field, texts)| {
            let texts = analysed_texts(strings(texts), self.language, known);
            (field, texts)
        });
        for (field, texts) in &parts {
            let tokens = tokens(texts.iter().map(Analysed::fine_terms));
            if !tokens.is_empty() {
                draft.add(*field, &tokens);
            }
        }
        let of_parts = || parts.iter().flat_map(|(_, texts)| texts);
        let main = self.texts.iter().take(1).cycle().take(MAIN_TIMES);
        let all = main.chain(self.texts.iter().skip(1)).chain(of_parts());
        let all = tokens(all.map(Analysed::fine_terms));
        draft.add(fields.words(Kind::Claim), &all);
        draft.add(fields.text, &tokens(self.texts.iter().map(Analysed::terms)));
        let written = written(self.texts.iter().chain(of_parts()));
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
}

/// The grams of the statement and the wordings of a claim.
pub(super) fn grams(claim: &IndexedClaim) -> Vec<u32> {
    let texts = within_bounds(claim.texts());
    texts.flat_map(analysis::grams::grams).collect()
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

fn analysed_texts<'a>(
    texts: impl Iterator<Item = &'a str>,
    language: &Language,
    known: &mut KnownTerms,
) -> Vec<Analysed<'a>> {
    let texts = within_bounds(texts);
    let texts = texts.map(|text| Analysed::new(text, language, TEXT_BYTES_MAX, known));
    texts.collect()
}

/// The document of an article.
pub(super) fn article(fields: &Fields, article: &IndexedArticle, known: &mut KnownTerms) -> Draft {
    let body = analysis::beginning(&article.body, BODY_BYTES_MAX);
    let language = match article.language.as_str() {
        "" => Language::of("", analysis::beginning(body, TEXT_BYTES_MAX)),
        tag => Language::of(tag, ""),
    };
    let mut draft = Draft::new(fields, Kind::Article, article.id, language);
    let headline = Analysed::new(&article.headline, language, TEXT_BYTES_MAX, known);
    let bylines = analysed_texts(strings(&article.bylines), language, known);
    let body = Analysed::new(body, language, BODY_BYTES_MAX, known);
    draft.add(fields.headline, &tokens([headline.fine_terms()]));
    let of_bylines = tokens(bylines.iter().map(Analysed::fine_terms));
    draft.add(fields.bylines, &of_bylines);
    let all = std::iter::repeat_n(&headline, MAIN_TIMES);
    let all = all.chain(&bylines).chain([&body]);
    let all = tokens(all.map(Analysed::fine_terms));
    draft.add(fields.words(Kind::Article), &all);
    let texts = [&headline].into_iter().chain(&bylines).chain([&body]);
    draft.add(fields.written(Kind::Article), &written(texts));
    draft
}

/// The document of a source.
pub(super) fn source(fields: &Fields, source: &IndexedSource, known: &mut KnownTerms) -> Draft {
    let first = source.names.first().map_or("", String::as_str);
    let language = Language::of(&source.language, first);
    let mut draft = Draft::new(fields, Kind::Source, source.id, language);
    let names = analysed_texts(strings(&source.names), language, known);
    let all = tokens(names.iter().map(Analysed::fine_terms));
    draft.add(fields.words(Kind::Source), &all);
    draft.add(fields.written(Kind::Source), &written(&names));
    draft
}

fn strings(texts: &[String]) -> impl Iterator<Item = &str> {
    texts.iter().map(String::as_str)
}

/// The different words of texts as they are written. Stop words and numbers are left out.
fn written<'a>(texts: impl IntoIterator<Item = &'a Analysed<'a>>) -> String {
    let mut found = BTreeSet::new();
    for analysed in texts {
        let terms = analysed.terms().iter();
        let words = terms.take_while(|term| term.end <= WRITTEN_BYTES_MAX);
        for word in words.map(|term| &analysed.text[term.start..term.end]) {
            let is_word = word.chars().nth(WRITTEN_LETTERS_MIN - 1).is_some()
                && word.len() <= WRITTEN_WORD_BYTES_MAX
                && !word.contains(char::is_numeric);
            if is_word {
                found.insert(analysis::lower(word));
            }
        }
    }
    tokens::joined(found.iter().map(|word| (0, word.as_str())))
}

/// The terms of texts as tokens. Each text is apart from the one in front of it.
fn tokens<'a>(texts: impl IntoIterator<Item = &'a [Term]>) -> String {
    let mut next = 0;
    let placed = texts.into_iter().flat_map(|terms| {
        let first = next;
        if let Some(last) = terms.last() {
            next = first + last.place + GAP;
        }
        let placed = move |term: &'a Term| (first + term.place, term.text.as_str());
        terms.iter().map(placed)
    });
    tokens::joined(placed)
}
