//! Counts of the outcomes of an import.

use std::fmt;

use serde_json::{Value, json};

use crate::{
    cli::counted::counted_len,
    wire::pb::{Anchoring, AnchoringOutcome, ImportBundleResponse, ImportOutcome},
};

/// The outcomes for the resources of all bundles so far.
#[derive(Debug, Default)]
pub struct Tally {
    bundles: usize,
    unanswered: usize,
    created: usize,
    matched: usize,
    updated: usize,
    unchanged: usize,
    found_again: usize,
    orphaned: usize,
    article: Option<String>,
}

impl Tally {
    /// Adds the outcomes for one bundle. Where it has an article, that is its first
    /// resource.
    pub fn add(&mut self, response: &ImportBundleResponse, has_article: bool) {
        self.bundles += 1;
        for result in &response.results {
            match result.outcome() {
                ImportOutcome::Unspecified => {}
                ImportOutcome::Created => self.created += 1,
                ImportOutcome::Matched => self.matched += 1,
                ImportOutcome::Updated => self.updated += 1,
                ImportOutcome::Unchanged => self.unchanged += 1,
            }
        }
        for it in &response.reanchored {
            let anchoring = it.anchoring.as_ref();
            match anchoring.map(Anchoring::outcome) {
                Some(AnchoringOutcome::Orphaned) => self.orphaned += 1,
                _ => self.found_again += 1,
            }
        }
        let first = response.results.first().filter(|_| has_article);
        self.article = first.map(|result| result.name.clone());
    }

    /// Adds bundles that are imported, but whose outcomes are not known.
    pub fn add_unanswered(&mut self, count: usize) {
        self.bundles += count;
        self.unanswered += count;
    }

    /// The counts as JSON.
    pub fn json(&self) -> Value {
        json!({
            "bundles": self.bundles,
            "importedEarlier": self.unanswered,
            "created": self.created,
            "matched": self.matched,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "foundAgain": self.found_again,
            "orphaned": self.orphaned,
            "article": self.only_article(),
        })
    }

    /// The number of bundles.
    pub fn bundles(&self) -> usize {
        self.bundles
    }

    /// The article, where there was only one bundle and it has one.
    pub fn only_article(&self) -> Option<&str> {
        self.article.as_deref().filter(|_| self.bundles == 1)
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            bundles: _,
            unanswered,
            created,
            matched,
            updated,
            unchanged,
            found_again,
            orphaned,
            article: _,
        } = self;
        write!(
            f,
            "created {created}, matched {matched}, updated {updated}, unchanged {unchanged}"
        )?;
        if found_again + orphaned > 0 {
            write!(
                f,
                "; other appearances found again {found_again}, orphaned {orphaned}"
            )?;
        }
        if *unanswered > 0 {
            let were = match unanswered {
                1 => "was",
                _ => "were",
            };
            let bundles = counted_len(*unanswered, "bundle");
            write!(f, "; {bundles} {were} imported earlier")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::pb::BundleResult;

    fn response(outcomes: &[ImportOutcome]) -> ImportBundleResponse {
        let result = |(index, outcome): (usize, &ImportOutcome)| BundleResult {
            name: format!("things/{index}"),
            outcome: (*outcome).into(),
            ..BundleResult::default()
        };
        ImportBundleResponse {
            reanchored: Vec::new(),
            results: outcomes.iter().enumerate().map(result).collect(),
        }
    }

    #[test]
    fn outcomes_are_summed_over_bundles() {
        use ImportOutcome::{Created, Matched, Unchanged};
        let mut tally = Tally::default();
        tally.add(&response(&[Created, Created, Matched]), true);
        assert_eq!(tally.only_article(), Some("things/0"));
        tally.add(&response(&[Unchanged, Created]), true);
        assert_eq!(
            tally.to_string(),
            "created 3, matched 1, updated 0, unchanged 1"
        );
        assert_eq!((tally.bundles(), tally.only_article()), (2, None));
    }

    #[test]
    fn a_bundle_without_an_article_has_none() {
        let mut tally = Tally::default();
        tally.add(&response(&[ImportOutcome::Created]), false);
        assert_eq!(tally.only_article(), None);
    }
}
