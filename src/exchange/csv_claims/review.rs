//! The review of a row, and the pages that it cites.

use super::row::Row;
use crate::{
    domain::value::url::canonical,
    exchange::claim_review::{
        address::absolute, instant::instant, rating::decimal, verdicts::named,
    },
    wire::{pb, value::read::to_timestamp},
};

/// The fields of which a review needs one: without any, nothing was judged.
const JUDGEMENTS: [&str; 4] = [
    "review.verdict",
    "review.label",
    "review.rating",
    "review.explanation",
];

/// Reads the review of a row, if it has one. What it cites is added to the sources.
pub fn read(row: &mut Row<'_>, sources: &mut Vec<pb::BundleSource>) -> Option<pb::Review> {
    let given = row.given("review.");
    if given.is_empty() {
        return None;
    }
    if JUDGEMENTS.iter().all(|it| row.text(it).is_none()) {
        let why = "makes no review: the row has no verdict, label, rating or explanation";
        let given = given.into_iter();
        row.left_out.extend(given.map(|it| (it, why)));
        return None;
    }
    let rating = rating(row);
    let verdict = row.read("review.verdict", |text| {
        named(text)
            .ok_or_else(|| format!("{text:?} is not a verdict; write for example VERDICT_FALSE"))
    });
    let of_label = || row.mapping.verdicts.of_label(&rating.label);
    let verdict = verdict.or_else(of_label).unwrap_or(pb::Verdict::Other);
    let locale = row.mapping.date_locale.clone();
    let review_time = row.read("review.date", |text| instant(text, &locale));
    let mut evidence = Vec::new();
    for address in row.list("review.evidence") {
        match absolute(address, None) {
            Ok(url) => {
                let reference = cited(sources, url);
                if !evidence.contains(&reference) {
                    evidence.push(reference);
                }
            }
            Err(problem) => row.problem("review.evidence", format!("{address:?} {problem}")),
        }
    }
    Some(pb::Review {
        author: row.required("review.author"),
        url: row
            .read("review.url", |text| absolute(text, None))
            .unwrap_or_default(),
        review_time: review_time.map(to_timestamp),
        rating: (rating != pb::Rating::default()).then_some(rating),
        verdict: verdict.into(),
        explanation: row.text_or_empty("review.explanation"),
        evidence,
        ..pb::Review::default()
    })
}

fn rating(row: &mut Row<'_>) -> pb::Rating {
    let mut number = |field| {
        row.read(field, |text| {
            decimal(text).ok_or_else(|| format!("{text:?} is not a number"))
        })
    };
    pb::Rating {
        value: number("review.rating"),
        best: number("review.best"),
        worst: number("review.worst"),
        label: row.text_or_empty("review.label"),
    }
}

/// Adds a page that a review cites, once. Returns the reference to it.
fn cited(sources: &mut Vec<pb::BundleSource>, url: String) -> String {
    let address = canonical(&url).ok();
    let has_url = |it: &&pb::BundleSource| {
        let known = it.source.as_ref().map(|it| canonical(&it.url).ok());
        known.is_some_and(|known| known == address)
    };
    if let Some(known) = sources.iter().find(has_url) {
        return format!("#{}", known.key);
    }
    let key = format!("s{}", sources.len() + 1);
    let reference = format!("#{key}");
    let source = pb::Source {
        kind: pb::SourceKind::WebPage.into(),
        url,
        ..pb::Source::default()
    };
    sources.push(pb::BundleSource {
        key,
        source: Some(source),
    });
    reference
}
