//! Documents in the formats of others, and articles that are plain texts.

use claimstore::{
    domain::value::DocumentFormat,
    exchange::{
        claim_review,
        csv_claims::{self, mapping::Mapping},
        nanopublication, ninjs,
        reading::Reading,
        resources::{Base, Resources},
        web_annotation, written,
    },
    fuzzing,
    wire::{
        json::{read_bundle, write},
        pb,
    },
};
use prost::Message as _;

use super::{assert_bounded, stored::check_bundle, text};

/// Bundles are bundles, refusals are said in bounded words, and nothing is much larger than the document.
fn check(reading: Reading, format: Option<DocumentFormat>, bytes: &[u8]) {
    let mut size = 0;
    for unread in &reading.unread {
        assert!(!unread.reason.is_empty(), "{unread:?}");
        size += unread.path.len() + unread.reason.len();
    }
    assert_bounded("what was not understood", size, (400, 20_000), bytes);
    let refusals = reading.unread.iter().filter(|it| it.is_refusal).count();
    assert!(reading.refused_items <= refusals, "{reading:?}");
    for item in reading.items {
        let otherwise = item.printed_in.map(|it| it.otherwise);
        for bundle in [item.bundle].into_iter().chain(otherwise) {
            assert_bounded("a bundle", bundle.encoded_len(), (8, 8_192), bytes);
            check_json(&bundle);
            if let Some(format) = format {
                write_again(&bundle, format);
            }
            check_bundle(bundle, bytes);
        }
    }
}

fn check_json(bundle: &pb::Bundle) {
    let json = write("claimstore.v1.Bundle", bundle).expect("what was read can be written");
    let again = read_bundle(&json);
    let again = again.unwrap_or_else(|error| panic!("{json} is not read again: {error}"));
    assert_eq!(&again, bundle, "{json}");
}

/// What was read can be written in the format that it is from.
fn write_again(bundle: &pb::Bundle, format: DocumentFormat) {
    let mut resources = Resources::of_bundle(bundle.clone());
    let given = std::collections::BTreeSet::new();
    let base = Base::new("https://store.example/");
    let _ = written::documents(format, &mut resources, &given, true, &base);
}

pub fn claim_reviews(bytes: &[u8]) {
    let Ok(document) = serde_json::from_slice(bytes) else {
        return;
    };
    for language in [None, Some("en".to_owned())] {
        let options = claim_review::read::Options {
            language,
            ..Default::default()
        };
        let reading = claim_review::read::read(&document, &options);
        check(reading, Some(DocumentFormat::ClaimReview), bytes);
    }
}

pub fn ninjs(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let options = ninjs::Options {
        id_roles: vec!["guid".to_owned()],
    };
    check(
        ninjs::read(text, &options),
        Some(DocumentFormat::Ninjs),
        bytes,
    );
}

pub fn web_annotations(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let options = web_annotation::Options {
        statement_purposes: vec!["describing".to_owned(), "commenting".to_owned()],
        language: "en".to_owned(),
    };
    let reading = web_annotation::read(text, &options);
    check(reading, Some(DocumentFormat::WebAnnotation), bytes);
}

pub fn nanopublications(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let options = nanopublication::Options {
        language: "en".to_owned(),
    };
    let reading = nanopublication::read(text, &options);
    check(reading, Some(DocumentFormat::Nanopublication), bytes);
    if text.len() < 2_000 {
        // Whatever is a graph is the same as itself.
        let _ = nanopublication::is_same(text, text);
    }
}

/// The mapping stands before a line of dashes, the table behind it.
pub fn tables(bytes: &[u8]) {
    const LINE: &[u8] = b"\n---\n";
    let at = bytes.windows(LINE.len()).position(|it| it == LINE);
    let (mapping, table) = match at {
        Some(at) => (&bytes[..at], &bytes[at + LINE.len()..]),
        None => (bytes, &b"a,b\n1,2\n"[..]),
    };
    let Some(mapping) = text(mapping) else { return };
    match Mapping::parse(mapping) {
        Ok(mapping) => check(csv_claims::read::read(table, &mapping), None, bytes),
        Err(problems) => {
            let said = problems.iter().map(String::len).sum();
            assert_bounded("what is wrong", said, (20, 20_000), bytes);
        }
    }
}

/// The body and the headline are letters of the text.
pub fn articles(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (known, text) = text.split_once('\n').unwrap_or(("", text));
    let mut known = known.split(' ').chain(std::iter::repeat(""));
    let known = std::array::from_fn(|_| known.next().unwrap_or_default());
    match fuzzing::text_article(text, known) {
        Ok(bundle) => {
            let article = bundle.article.as_ref().expect("an article is read");
            assert!(text.contains(&article.body), "{article:?}");
            assert!(text.contains(&article.headline), "{article:?}");
            assert_bounded("a bundle", bundle.encoded_len(), (64, 2_000), bytes);
            check_json(&bundle);
            check_bundle(bundle, bytes);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            let said = problems.iter().map(String::len).sum();
            assert_bounded("what is wrong", said, (400, 2_000), bytes);
        }
    }
}
