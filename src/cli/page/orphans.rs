//! The list of orphaned appearances.

use super::{Page, names::Names, quoted, times};
use crate::{cli::terminal::Text, wire::pb::Appearance};

/// Makes the list. `statements` are those of the claims, in the order of the appearances.
pub fn page(appearances: &[Appearance], names: &Names, statements: &[String]) -> Text {
    let mut page = Page::default();
    for (appearance, statement) in appearances.iter().zip(statements) {
        let words = appearance.anchors.first().map(|it| quoted(&it.exact));
        page.gap();
        page.entry(&words.unwrap_or_default());
        page.detail(&since(appearance));
        page.detail(&format!("in {}", names.headline(&appearance.article)));
        page.detail(&appearance.article);
        page.detail(&format!("claim: {statement}"));
        page.detail(&appearance.name);
    }
    page.text()
}

/// The version in which the words were not found, and when that was.
fn since(appearance: &Appearance) -> String {
    let Some(anchoring) = &appearance.anchoring else {
        return String::new();
    };
    let version = anchoring.article_version;
    // Outcomes that were recorded without their time are at least as old as the state.
    let (time, prefix) = match (&anchoring.outcome_time, &appearance.update_time) {
        (Some(time), _) => (Some(time), "since"),
        (None, updated) => (updated.as_ref(), "since before"),
    };
    let time = time.map(|it| times::instant(it.seconds, it.nanos));
    format!(
        "not printed any more {prefix} {}, version {version}",
        time.unwrap_or_default()
    )
}

/// The name of the claim of an appearance.
pub fn claim_of(appearance: &str) -> String {
    let claim = appearance.split("/appearances/").next();
    claim.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::page::samples,
        wire::{pb::Anchoring, value::read::WireTimestamp},
    };

    #[test]
    fn an_orphan_is_listed_with_its_words_article_claim_and_time() {
        let mut appearance = samples::appearance();
        appearance.name = "claims/c/appearances/a".to_owned();
        appearance.article = "articles/unknown".to_owned();
        appearance.anchoring = Some(Anchoring {
            article_version: 3,
            outcome_time: Some(WireTimestamp {
                seconds: 1_764_230_400,
                nanos: 0,
            }),
            ..Anchoring::default()
        });
        let list = page(&[appearance], &samples::names(), &["It is so".to_owned()]);
        assert_eq!(
            list,
            "* “at least 12 boats are believed to be missing”\n  \
               not printed any more since 2025-11-27 08:00:00 UTC, version 3\n  \
               in articles/unknown\n  \
               articles/unknown\n  \
               claim: It is so\n  \
               claims/c/appearances/a\n"
        );
        assert_eq!(claim_of("claims/c/appearances/a"), "claims/c");
    }
}
