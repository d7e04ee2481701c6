//! The fields of the index, and how a claim becomes a document of it.
//!
//! Matching needs `text`. The other fields are those that a search asks for: phrases need the
//! positions, filters the exact values, facets the columns.

use tantivy::{
    TantivyDocument, Term,
    schema::{
        BytesOptions, Field, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing,
        TextOptions,
    },
    tokenizer::{PreTokenizedString, Token},
};
use uuid::Uuid;

use super::{document::IndexedClaim, error::Error};
use crate::index::analysis::{self, Language};

/// The layout of the index. It changes with the fields and with the analysis of texts.
pub(super) const LAYOUT: u32 = 1;

/// The most bytes of statement and wordings of one claim that are indexed.
const CLAIM_BYTES_MAX: usize = 100_000;

/// How many places are between two texts of a claim, so that no phrase spans both.
const GAP: usize = 100;

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub id: Field,
    pub text: Field,
    pub entities: Field,
    pub parts: Field,
    pub tags: Field,
    pub labels: Field,
    pub language: Field,
    pub claim: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = SchemaBuilder::default();
    let words = || {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_indexing_options(indexing)
    };
    let exact = || STRING.set_fast("raw");
    let fields = Fields {
        id: schema.add_bytes_field("id", BytesOptions::default().set_indexed()),
        text: schema.add_text_field("text", words()),
        entities: schema.add_text_field("entities", words()),
        parts: schema.add_text_field("parts", words()),
        tags: schema.add_text_field("tags", exact()),
        labels: schema.add_text_field("labels", exact()),
        language: schema.add_text_field("language", exact()),
        claim: schema.add_bytes_field("claim", BytesOptions::default().set_stored()),
    };
    (schema.build(), fields)
}

/// The terms of the statement and the wordings of a claim.
pub(super) fn terms(claim: &IndexedClaim) -> Vec<analysis::Term> {
    terms_of(
        claim.texts(),
        Language::of(&claim.language, &claim.statement),
    )
}

/// The grams of the statement and the wordings of a claim.
pub(super) fn grams(claim: &IndexedClaim) -> Vec<u32> {
    let texts = within_bounds(claim.texts());
    texts.flat_map(analysis::grams::grams).collect()
}

/// The texts until there are too many bytes of them.
fn within_bounds<'a>(texts: impl Iterator<Item = &'a str>) -> impl Iterator<Item = &'a str> {
    let mut left = CLAIM_BYTES_MAX;
    texts.map_while(move |text| {
        let text = analysis::beginning(text, left);
        left -= text.len();
        (left > 0 || !text.is_empty()).then_some(text)
    })
}

fn terms_of<'a>(texts: impl Iterator<Item = &'a str>, language: &Language) -> Vec<analysis::Term> {
    let mut all: Vec<analysis::Term> = Vec::new();
    for text in within_bounds(texts) {
        let first = all.last().map_or(0, |last| last.place + GAP);
        let terms = analysis::terms(text, language).into_iter();
        all.extend(terms.map(|term| analysis::Term {
            place: term.place + first,
            ..term
        }));
    }
    all
}

/// The document of a claim with the terms of its text.
pub(super) fn document(
    fields: &Fields,
    claim: &IndexedClaim,
    terms: Vec<analysis::Term>,
) -> Result<TantivyDocument, Error> {
    let language = Language::of(&claim.language, &claim.statement);
    let words = |texts: &[String]| terms_of(texts.iter().map(String::as_str), language);
    let mut document = TantivyDocument::new();
    document.add_bytes(fields.id, claim.id.as_bytes());
    document.add_pre_tokenized_text(fields.text, tokens(terms));
    for (field, texts) in [
        (fields.entities, &claim.entities),
        (fields.parts, &claim.parts),
    ] {
        if !texts.is_empty() {
            document.add_pre_tokenized_text(field, tokens(words(texts)));
        }
    }
    for (field, values) in [(fields.tags, &claim.tags), (fields.labels, &claim.labels)] {
        for value in values {
            document.add_text(field, value);
        }
    }
    if !claim.language.is_empty() {
        document.add_text(fields.language, &claim.language);
    }
    document.add_bytes(fields.claim, &serde_json::to_vec(claim)?);
    Ok(document)
}

fn tokens(terms: Vec<analysis::Term>) -> PreTokenizedString {
    let tokens = terms.into_iter().map(|term| Token {
        offset_from: term.start,
        offset_to: term.end,
        position: term.place,
        text: term.text,
        position_length: 1,
    });
    PreTokenizedString {
        text: String::new(),
        tokens: tokens.collect(),
    }
}

/// The term by which the document of a claim is found.
pub(super) fn id_term(fields: &Fields, id: Uuid) -> Term {
    Term::from_field_bytes(fields.id, id.as_bytes())
}
