//! The page of a source: its facts, and the articles and claims that rest on it.

use super::{
    Listed, Page, joined,
    names::{Names, display_name},
    times, words,
};
use crate::wire::pb::{Article, Claim, Source};

/// What rests on a source, and what was merged into it.
#[derive(Clone, Debug)]
pub struct Rests {
    /// The articles that rest on it.
    pub articles: Listed<Article>,
    /// The claims that are attributed to it.
    pub claims: Listed<Claim>,
    /// The claims that it is reported to have made, or to have.
    pub reported: Listed<Claim>,
    /// The sources that were merged into it.
    pub merged: Listed<Source>,
}

/// Makes the page.
pub fn page(source: &Source, rests: &Rests, names: &Names) -> Page {
    let mut page = Page::default();
    page.paragraph(&display_name(source));
    page.gap();
    page.field("Source", &source.name);
    let deleted = source.delete_time.as_ref();
    page.deletion(deleted.map(|it| times::instant(it.seconds, it.nanos)));
    page.field("Merged from", &source.redirected_from);
    page.merged_into(&source.merged_into, names.source(&source.merged_into));
    page.field("Kind", &kind(source));
    page.field("Publisher", names.source(&source.publisher));
    page.field("Url", &source.url);
    source.aliases.iter().for_each(|it| page.field("Alias", it));
    page.field("Archived", &source.archived_url);
    let retrieved = source.retrieve_time.as_ref();
    let retrieved = retrieved.map(|it| times::instant(it.seconds, it.nanos));
    page.field("Retrieved", &retrieved.unwrap_or_default());
    let access = source.access_status().as_str_name();
    page.field("Access", &words(access, "ACCESS_STATUS_"));
    source
        .same_as
        .iter()
        .for_each(|it| page.field("Same as", it));
    page.field("Not named", &source.anonymity_reason);
    page.retraction(source.retraction.as_ref());
    page.field("Revision", &source.revision.to_string());
    page.articles(&rests.articles);
    let attributed = "Claims attributed to it";
    page.claims_below(attributed, &rests.claims);
    page.reported_claims(&rests.reported);
    page.merged_sources(&rests.merged);
    page
}

impl Page {
    fn articles(&mut self, articles: &Listed<Article>) {
        let count = articles.count();
        self.heading(&format!("Articles that rest on it ({count})"));
        for article in &articles.items {
            let date = article.date_published.as_ref().map(times::date);
            let headline = article.headline.clone();
            self.entry(&joined([headline, date.unwrap_or_default()]));
            self.detail(&article.name);
        }
    }

    fn merged_sources(&mut self, merged: &Listed<Source>) {
        if merged.items.is_empty() {
            return;
        }
        self.heading(&format!("Merged into it ({})", merged.count()));
        for source in &merged.items {
            self.entry(&display_name(source));
            self.detail(&source.name);
        }
    }

    fn reported_claims(&mut self, reported: &Listed<Claim>) {
        if !reported.items.is_empty() {
            let heading = "Claims that others report it to have made, or to have";
            self.claims_below(heading, reported);
        } else if reported.has_more {
            self.gap();
            self.paragraph("So much is attributed to it that claims which only report it were not looked for; its trace has them.");
        }
    }

    fn claims_below(&mut self, heading: &str, claims: &Listed<Claim>) {
        let count = claims.count();
        self.heading(&format!("{heading} ({count})"));
        for claim in &claims.items {
            self.entry(&claim.statement);
            self.detail(&claim.name);
        }
    }
}

/// The kind of a source, in words.
pub fn kind(source: &Source) -> String {
    words(source.kind().as_str_name(), "SOURCE_KIND_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{cli::page::samples, wire::pb::SourceKind};

    #[test]
    fn a_source_is_shown_with_what_rests_on_it() {
        let mut source = samples::source("sources/office", "", SourceKind::WebPage);
        source.url = "https://harbour.example/list".to_owned();
        source.aliases = vec!["https://harbour.example/l".to_owned()];
        source.publisher = "sources/paper".to_owned();
        source.same_as = vec!["https://a.example/1".to_owned()];
        source.revision = 3;
        let articles = Listed {
            items: vec![samples::article()],
            has_more: false,
        };
        let claims = Listed {
            items: vec![samples::claim()],
            has_more: true,
        };
        let reported = Listed {
            items: vec![samples::claim()],
            has_more: false,
        };
        let merged = Listed {
            items: vec![samples::source(
                "sources/old",
                "Harbour list",
                SourceKind::WebPage,
            )],
            has_more: false,
        };
        assert_eq!(
            page(
                &source,
                &Rests {
                    articles,
                    claims,
                    reported,
                    merged
                },
                &samples::names()
            )
            .text(),
            "\
https://harbour.example/list

Source        sources/office
Kind          web page
Publisher     The Daily Tide
Url           https://harbour.example/list
Alias         https://harbour.example/l
Same as       https://a.example/1
Revision      3

Articles that rest on it (1)
----------------------------
* Boats missing, 27 April 2025
  articles/1

Claims attributed to it (the first 1; there are more)
-----------------------------------------------------
* At least twelve boats are missing.
  claims/1

Claims that others report it to have made, or to have (1)
---------------------------------------------------------
* At least twelve boats are missing.
  claims/1

Merged into it (1)
------------------
* Harbour list
  sources/old
"
        );
    }
}
