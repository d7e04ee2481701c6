//! Whether the claims of a bundle are matched, and what is suggested.

use crate::{
    app::search::suggesting::{MatchMode, Suggestion},
    domain::{
        resource::{Bundle, Name},
        value::Checker,
    },
    wire::{pb, value::read::number},
};

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
