//! Each document of the corpus is read as it is recorded. After an intended change,
//! `UPDATE_GOLDEN=1 cargo test --lib corpus` records it anew.

use std::{fmt::Write as _, fs, path::PathBuf};

use super::{read_json, unread};
use crate::exchange::{claim_review::publication::time, reading::Reading};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/exchange/claim_review/tests/corpus")
}

/// The documents of the corpus, each with its name.
pub fn documents() -> Vec<(String, String)> {
    let files = fs::read_dir(folder()).expect("the corpus is there");
    let paths = files.map(|it| it.expect("a file").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        (name, fs::read_to_string(path).expect("a text"))
    };
    paths.into_iter().map(read).collect()
}

fn described(reading: &Reading) -> String {
    let mut out = String::new();
    for item in &reading.items {
        let claimed = &item.bundle.claims[0];
        let claim = claimed.claim.as_ref().expect("a claim");
        let review = &claimed.reviews[0];
        let rating = review.rating.clone().unwrap_or_default();
        let number =
            |it: Option<_>| it.map_or("-".to_owned(), |it: crate::wire::pb::Decimal| it.value);
        writeln!(
            out,
            "  {:?} [{}]: {}",
            item.path, claim.language, claim.statement
        )
        .unwrap();
        let when = review
            .review_time
            .as_ref()
            .and_then(time)
            .unwrap_or_default();
        writeln!(
            out,
            "    by {} on {when:?} at {:?}",
            review.author, review.url
        )
        .unwrap();
        writeln!(
            out,
            "    {:?} = {} of {} to {} -> {}",
            rating.label,
            number(rating.value),
            number(rating.worst),
            number(rating.best),
            review.verdict().as_str_name(),
        )
        .unwrap();
        if !review.explanation.is_empty() {
            writeln!(out, "    why: {:?}", review.explanation).unwrap();
        }
        for source in &item.bundle.sources {
            let key = &source.key;
            let source = source.source.as_ref().expect("a source");
            let kind = source.kind().as_str_name();
            let name = &source.display_name;
            writeln!(
                out,
                "    #{key} {kind} {name:?} {}{}",
                source.url, source.publisher
            )
            .unwrap();
        }
        if !review.evidence.is_empty() {
            writeln!(out, "    evidence: {}", review.evidence.join(" ")).unwrap();
        }
    }
    for unread in unread(reading) {
        writeln!(out, "  - {unread}").unwrap();
    }
    out
}

#[test]
fn each_document_of_the_corpus_is_read_as_recorded() {
    let documents = documents();
    assert!(documents.len() >= 25, "the corpus is whole");
    let mut out = String::new();
    for (name, text) in documents {
        write!(out, "{name}\n{}", described(&read_json(&text))).unwrap();
    }
    let golden = folder().join("recorded.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &out).expect("the record is written");
    }
    let recorded = fs::read_to_string(&golden).expect("the record is there");
    assert!(out == recorded, "differs from {}:\n{out}", golden.display());
}
