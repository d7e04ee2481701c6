//! The fields of the index.
//!
//! Matching needs `text`. A search reads one field for each kind of document (`words`), in which
//! what counts more stands more often, and further ones for single parts. Phrases need the
//! positions, filters the exact values, facets the columns.

use tantivy::{
    Term,
    schema::{
        BytesOptions, FAST, Field, IndexRecordOption, STRING, Schema, SchemaBuilder,
        TextFieldIndexing, TextOptions,
    },
};
use uuid::Uuid;

use super::{
    document::{Kind, Part},
    tokens::TOKENS,
};

/// The layout of the index. It changes with the fields and with the analysis of texts.
pub(super) const LAYOUT: u32 = 7;

/// The column with the first half of the id.
pub(in crate::index) const ID_HIGH: &str = "id_high";

/// The column with the second half of the id.
pub(in crate::index) const ID_LOW: &str = "id_low";

/// The column with the kind of a document and the number of its language.
pub(in crate::index) const ANALYSED: &str = "analysed";

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(in crate::index) struct Fields {
    /// The id, for each kind.
    ids: [Field; 3],
    /// What is searched, for each kind.
    words: [Field; 3],
    /// The words as they are written, for each kind.
    written: [Field; 3],
    pub text: Field,
    pub entities: Field,
    pub parts: Field,
    pub tag_words: Field,
    pub headline: Field,
    pub bylines: Field,
    pub tags: Field,
    pub labels: Field,
    pub language: Field,
    pub id_high: Field,
    pub id_low: Field,
    pub analysed: Field,
    pub claim: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = SchemaBuilder::default();
    let text = |option, has_lengths| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(TOKENS)
            .set_fieldnorms(has_lengths)
            .set_index_option(option);
        TextOptions::default().set_indexing_options(indexing)
    };
    let words = || text(IndexRecordOption::WithFreqsAndPositions, true);
    let part = || text(IndexRecordOption::WithFreqsAndPositions, false);
    let written = || text(IndexRecordOption::Basic, false);
    let exact = || STRING.set_fast("raw");
    let id = || BytesOptions::default().set_indexed();
    let fields = Fields {
        ids: ["id", "article_id", "source_id"].map(|name| schema.add_bytes_field(name, id())),
        words: ["words", "article_words", "source_words"]
            .map(|name| schema.add_text_field(name, words())),
        written: ["written", "article_written", "source_written"]
            .map(|name| schema.add_text_field(name, written())),
        text: schema.add_text_field("text", text(IndexRecordOption::WithFreqs, true)),
        entities: schema.add_text_field("entities", part()),
        parts: schema.add_text_field("parts", part()),
        tag_words: schema.add_text_field("tag_words", part()),
        headline: schema.add_text_field("headline", part()),
        bylines: schema.add_text_field("bylines", part()),
        tags: schema.add_text_field("tags", exact()),
        labels: schema.add_text_field("labels", exact()),
        language: schema.add_text_field("language", exact()),
        id_high: schema.add_u64_field(ID_HIGH, FAST),
        id_low: schema.add_u64_field(ID_LOW, FAST),
        analysed: schema.add_u64_field(ANALYSED, FAST),
        claim: schema.add_bytes_field("claim", BytesOptions::default().set_stored()),
    };
    (schema.build(), fields)
}

impl Fields {
    /// The field with the id.
    pub fn id(&self, kind: Kind) -> Field {
        self.ids[kind as usize]
    }

    /// The term by which a document is found.
    pub fn id_term(&self, kind: Kind, id: Uuid) -> Term {
        Term::from_field_bytes(self.id(kind), id.as_bytes())
    }

    /// The field with all words of a document.
    pub fn words(&self, kind: Kind) -> Field {
        self.words[kind as usize]
    }

    /// The field with the words of a document as they are written.
    pub fn written(&self, kind: Kind) -> Field {
        self.written[kind as usize]
    }

    /// The field of a part.
    pub fn part(&self, part: Part) -> Field {
        match part {
            Part::Entity => self.entities,
            Part::Subject => self.parts,
            Part::Tag => self.tag_words,
            Part::Headline => self.headline,
            Part::Byline => self.bylines,
        }
    }
}

/// The value of the column [`ANALYSED`].
pub(super) fn analysed(kind: Kind, language: usize) -> u64 {
    (kind as u64) << 32 | language as u64
}

/// The kind and the language that the value of the column [`ANALYSED`] stands for.
pub(in crate::index) fn kind_and_language(analysed: u64) -> (usize, usize) {
    ((analysed >> 32) as usize, (analysed as u32) as usize)
}
