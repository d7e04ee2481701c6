//! Lists of resources: a few lines for each.

use super::{
    Page, joined,
    names::{Names, display_name},
    quoted, source, times, words,
};
use crate::{
    cli::terminal::Text,
    wire::{
        pb::{
            Appearance, Article, Claim, Conflict, ConflictSide, Relation, Retraction, Review,
            Source, Verdict,
        },
        value::read::WireTimestamp,
    },
};

/// Articles.
pub fn articles(articles: &[Article]) -> Text {
    let mut page = Page::default();
    for it in articles {
        page.entry(&it.headline);
        let date = it.date_published.as_ref().map(times::date);
        let count = match it.corrections.len() {
            0 => String::new(),
            1 => "1 correction".to_owned(),
            count => format!("{count} corrections"),
        };
        page.detail(&joined([
            date.unwrap_or_default(),
            words(it.genre().as_str_name(), "GENRE_"),
            it.section.clone(),
            count,
        ]));
        page.detail(&it.uri);
        page.state(it.delete_time.as_ref(), it.retraction.as_ref(), "");
        page.detail(&it.name);
    }
    page.text()
}

/// The versions of an article.
pub fn versions(versions: &[Article]) -> Text {
    let mut page = Page::default();
    for it in versions {
        let headline = match it.headline.is_empty() {
            true => "no longer kept",
            false => &it.headline,
        };
        page.entry(&format!("version {}: {headline}", it.version));
        page.detail(&since(it.update_time.as_ref()));
    }
    page.text()
}

/// Sources.
pub fn sources(sources: &[Source]) -> Text {
    let mut page = Page::default();
    for it in sources {
        let called = display_name(it);
        page.entry(&called);
        page.detail(&source::kind(it));
        for address in [&it.url].into_iter().chain(&it.same_as) {
            if *address != called {
                page.detail(address);
            }
        }
        let deleted = it.delete_time.as_ref();
        page.state(deleted, it.retraction.as_ref(), &it.merged_into);
        page.detail(&it.name);
    }
    page.text()
}

/// Claims, with their standings.
pub fn claims(claims: &[Claim]) -> Text {
    let mut page = Page::default();
    for it in claims {
        page.entry(&it.statement);
        let standing = it.standing.as_deref().cloned().unwrap_or_default();
        let reasons = standing.dispute_reasons();
        let reasons = joined(reasons.map(|it| words(it.as_str_name(), "DISPUTE_REASON_")));
        let disputed = match reasons.is_empty() {
            true => String::new(),
            false => format!("disputed: {reasons}"),
        };
        page.detail(&joined([
            words(it.r#type().as_str_name(), "CLAIM_TYPE_"),
            it.language.clone(),
            it.tags.join(", "),
        ]));
        if standing.verdict() != Verdict::Unspecified {
            page.detail(&format!("verdict: {}", verdict(standing.verdict())));
        }
        page.detail(&disputed);
        let deleted = it.delete_time.as_ref();
        page.state(deleted, it.retraction.as_ref(), &it.merged_into);
        page.detail(&it.name);
    }
    page.text()
}

/// A verdict in words.
pub fn verdict(verdict: Verdict) -> String {
    words(verdict.as_str_name(), "VERDICT_")
}

/// What a claim is to the target of a relation, in words.
pub fn relation_type(relation: &Relation) -> String {
    words(relation.r#type().as_str_name(), "RELATION_TYPE_")
}

/// Appearances.
pub fn appearances(appearances: &[Appearance], names: &Names) -> Text {
    let mut page = Page::default();
    for it in appearances {
        page.gap();
        let (claim, _) = it.name.split_once("/appearances/").unwrap_or_default();
        page.entry(names.statement(claim));
        page.printing(it, names);
        page.detail(&format!("in {}", names.headline(&it.article)));
        page.detail(&format!("{}, version {}", it.article, it.article_version));
        page.state(it.delete_time.as_ref(), None, "");
        page.detail(&it.name);
    }
    page.text()
}

/// Relations.
pub fn relations(relations: &[Relation], names: &Names) -> Text {
    let mut page = Page::default();
    for it in relations {
        page.gap();
        let (claim, _) = it.name.split_once("/relations/").unwrap_or_default();
        page.entry(names.statement(claim));
        let kind = relation_type(it);
        page.detail(&format!("{kind}: {}", names.statement(&it.target)));
        let state = words(it.state().as_str_name(), "RELATION_STATE_");
        let method = match it.method.is_empty() {
            true => String::new(),
            false => format!("found by {}", it.method),
        };
        let confidence = it.confidence.map(|it| format!("confidence {it}"));
        page.detail(&joined([
            format!("{state}, by {}", it.author),
            method,
            confidence.unwrap_or_default(),
        ]));
        page.state(it.delete_time.as_ref(), None, "");
        page.detail(&it.name);
    }
    page.text()
}

/// Reviews.
pub fn reviews(reviews: &[Review], names: &Names) -> Text {
    let mut page = Page::default();
    for it in reviews {
        page.gap();
        let (claim, _) = it.name.split_once("/reviews/").unwrap_or_default();
        page.entry(names.statement(claim));
        page.review(it);
        page.state(it.delete_time.as_ref(), None, "");
        page.detail(&it.name);
    }
    page.text()
}

/// Conflicts.
pub fn conflicts(conflicts: &[Conflict]) -> Text {
    let mut page = Page::default();
    for it in conflicts {
        page.gap();
        page.entry(&words(it.reason().as_str_name(), "CONFLICT_REASON_"));
        let sides = [&it.one, &it.other].into_iter().flatten();
        for ConflictSide {
            claim, statement, ..
        } in sides
        {
            page.detail(statement);
            page.detail(claim);
        }
    }
    page.text()
}

fn since(time: Option<&WireTimestamp>) -> String {
    let time = time.map(|it| times::instant(it.seconds, it.nanos));
    time.map_or_else(String::new, |time| format!("since {time}"))
}

impl Page {
    /// Writes what became of a resource of a list.
    fn state(
        &mut self,
        deleted: Option<&WireTimestamp>,
        retraction: Option<&Retraction>,
        merged_into: &str,
    ) {
        if let Some(time) = deleted {
            self.alarm(&format!(
                "deleted {}",
                times::instant(time.seconds, time.nanos)
            ));
        }
        if let Some(retraction) = retraction {
            self.alarm(&format!("retracted: {}", retraction.reason));
        }
        if !merged_into.is_empty() {
            self.alarm(&format!("merged into {merged_into}"));
        }
    }

    /// Writes a review below what it is about.
    pub(super) fn review(&mut self, review: &Review) {
        let verdict = verdict(review.verdict());
        let rating = review.rating.as_ref();
        let value = |value: &Option<crate::wire::pb::Decimal>| {
            value
                .as_ref()
                .map(|it| it.value.clone())
                .unwrap_or_default()
        };
        let scale = rating.map(|it| match (value(&it.value), value(&it.best)) {
            (rated, best) if rated.is_empty() || best.is_empty() => rated,
            (rated, best) => format!("{rated} of {best}"),
        });
        let time = review.review_time.as_ref();
        let time = time.map(|it| times::instant(it.seconds, it.nanos));
        self.detail(&joined([
            format!("{}: {verdict}", review.author),
            rating.map(|it| quoted(&it.label)).unwrap_or_default(),
            scale.unwrap_or_default(),
            time.unwrap_or_default(),
        ]));
        self.detail(&odd(review));
        self.detail(&review.explanation);
        self.detail(&review.url);
    }
}

/// What is odd about a review, in words.
pub fn odd(review: &Review) -> String {
    let odd = review.warnings();
    joined(odd.map(|it| words(it.as_str_name(), "REVIEW_WARNING_")))
}
