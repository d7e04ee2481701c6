//! How a write looks for stored claims, and what it suggests.

use crate::{
    app::search::suggesting::{MatchMode, Suggestion},
    domain::{
        resource::{Bundle, Name},
        value::Checker,
    },
    wire::{pb, value::read::number},
};

/// Reads how a write looks for stored claims. `default` is what it does if it is not told.
pub(super) fn read_mode(
    check: &mut Checker,
    field: &str,
    given: i32,
    default: MatchMode,
) -> MatchMode {
    match pb::MatchMode::try_from(given) {
        Ok(pb::MatchMode::Unspecified) => default,
        Ok(pb::MatchMode::None) => MatchMode::None,
        Ok(pb::MatchMode::Exact) => MatchMode::Exact,
        Ok(pb::MatchMode::Suggest) => MatchMode::Suggest,
        Err(_) => {
            check.report_at(field, format!("has no value {given}"));
            default
        }
    }
}

/// Tells a bundle whether its claims are matched.
pub(super) fn apply(check: &mut Checker, is_given: bool, mode: MatchMode, bundle: &mut Bundle) {
    bundle.claims_are_new = mode == MatchMode::None;
    if is_given && bundle.restored.is_some() {
        check.report_at(
            "restore",
            "cannot be set together with `match`: nothing is matched",
        );
    }
}

/// Writes suggestions.
pub(super) fn write(suggestions: &[Suggestion]) -> Vec<pb::ClaimSuggestion> {
    let written = suggestions.iter().map(|it| pb::ClaimSuggestion {
        relation: it.relation.map(|name| name.to_string()).unwrap_or_default(),
        claim: Name::Claim(it.claim).to_string(),
        r#type: number(it.relation_type),
        confidence: it.likelihood,
        reasons: it.reasons.iter().map(ToString::to_string).collect(),
    });
    written.collect()
}
