//! Whether the claims of a bundle are matched, and what is suggested.

use crate::{
    app::search::suggesting::{MatchMode, Suggestion},
    domain::{
        resource::{Bundle, Name},
        value::Checker,
    },
    wire::{pb, value::read::number},
};

/// How what is stored already is matched.
#[derive(Clone, Copy)]
pub(super) struct Matching {
    /// Whether the request says the mode.
    pub(super) is_given: bool,
    /// Whether claims are matched.
    pub(super) mode: MatchMode,
    /// Whether reviews replace stored ones that are not known to be later.
    pub(super) replaces_reviews: bool,
}

impl Matching {
    /// Tells a bundle how it is matched.
    pub(super) fn apply(self, check: &mut Checker, bundle: &mut Bundle) {
        bundle.claims_are_new = self.mode == MatchMode::None;
        bundle.replaces_reviews = self.replaces_reviews;
        if bundle.restored.is_none() {
            return;
        }
        for (field, is_given) in [
            ("match", self.is_given),
            ("replace_reviews", self.replaces_reviews),
        ] {
            if is_given {
                let what = format!("cannot be set together with `{field}`: nothing is matched");
                check.report_at("restore", what);
            }
        }
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
