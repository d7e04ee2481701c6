//! Reads the filters and views of claims, and the names of standings.

use crate::{
    domain::{
        resource::{ClaimId, Name},
        value::{Checker, Form, language, text},
    },
    store::read::{View, list::ClaimFilter},
    wire::{
        pb,
        value::read::{self, Keys},
    },
};

/// Reads the filter of a list or count of claims.
pub(crate) fn read(check: &mut Checker, message: pb::ClaimFilter) -> ClaimFilter {
    let pb::ClaimFilter {
        article,
        source,
        r#type,
        language,
        tag,
        measure,
        disputed,
        dispute_reason,
        verdict,
        reviewed,
        retracted,
        merged_into,
    } = message;
    let keys = &Keys::none();
    ClaimFilter {
        article: read::article(check, keys, "article", &article),
        source: read::source(check, keys, "source", &source),
        claim_type: read::optional(check, "type", r#type),
        language: read_language(check, language),
        tag: read_slug(check, "tag", tag),
        measure: read_slug(check, "measure", measure),
        is_disputed: disputed,
        dispute_reason: read::optional(check, "dispute_reason", dispute_reason),
        verdict: read::optional(check, "verdict", verdict),
        is_reviewed: reviewed,
        is_retracted: retracted,
        merged_into: read::claim(check, keys, "merged_into", &merged_into),
        reported_source: None,
    }
}

/// Reads an optional primary language.
pub(crate) fn read_language(check: &mut Checker, tag: String) -> Option<String> {
    if tag.is_empty() {
        return None;
    }
    // The subtag alone, as it is before its aliases are resolved.
    let given = language::primary_in(Form::Earlier, &tag);
    if given.as_deref() != Some(tag.as_str()) {
        let what = match &given {
            Some(given) => format!(
                "is not a language subtag alone; write {given}, which includes all its regions and scripts"
            ),
            None => "is not a language subtag in lower case, for example en".to_owned(),
        };
        check.report_at("language", what);
    }
    language::primary(&tag)
}

/// Reads an optional slug.
pub(crate) fn read_slug(check: &mut Checker, field: &str, slug: String) -> Option<String> {
    if slug.is_empty() {
        return None;
    }
    text::check_slug(check, field, &slug);
    Some(slug)
}

/// The claim of a standing.
pub(crate) fn standing_of(check: &mut Checker, name: Name) -> Option<ClaimId> {
    match name {
        Name::Standing(claim) => Some(claim),
        Name::Claim(claim) => {
            let standing = Name::Standing(claim);
            let what = "which is a claim; the name of its standing is";
            check.report(format!("names {name}, {what} {standing}"));
            None
        }
        other => {
            check.report(format!(
                "names {other}, which is not a standing; write claims/ID/standing"
            ));
            None
        }
    }
}

/// Reads which view of claims is requested.
pub(crate) fn read_view(check: &mut Checker, number: i32) -> View {
    match pb::ClaimView::try_from(number) {
        Ok(pb::ClaimView::Unspecified | pb::ClaimView::Basic) => View::Basic,
        Ok(pb::ClaimView::WithStanding) => View::Full,
        Err(_) => {
            check.report_at("view", format!("has no value {number}"));
            View::Basic
        }
    }
}
