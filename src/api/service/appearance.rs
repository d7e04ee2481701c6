//! Reads the filter of a list of appearances.

use crate::{
    domain::{resource::ClaimId, value::Checker},
    store::read::list::AppearanceFilter,
    wire::{
        pb,
        value::read::{self, Keys},
    },
};

/// Reads the filter of a list of appearances.
pub(crate) fn read_filter(
    check: &mut Checker,
    claim: Option<ClaimId>,
    message: pb::AppearanceFilter,
) -> AppearanceFilter {
    let pb::AppearanceFilter {
        article,
        source,
        form,
        modality,
        position,
        anchor_purpose,
        anchoring_outcome,
        anchoring_change,
        outcome_start_time,
        outcome_end_time,
    } = message;
    let keys = &Keys::none();
    let outcome_start_time = read::bound(check, "outcome_start_time", outcome_start_time);
    let outcome_end_time = read::bound(check, "outcome_end_time", outcome_end_time);
    if let (Some(start), Some(end)) = (outcome_start_time, outcome_end_time)
        && end <= start
    {
        check.report_at("outcome_end_time", "is not later than outcome_start_time");
    }
    AppearanceFilter {
        claim,
        article: read::article(check, keys, "article", &article),
        source: read::source(check, keys, "source", &source),
        form: read::optional(check, "form", form),
        modality: read::optional(check, "modality", modality),
        position: read::optional(check, "position", position),
        anchor_purpose: read::optional(check, "anchor_purpose", anchor_purpose),
        anchoring_outcome: read::optional(check, "anchoring_outcome", anchoring_outcome),
        anchoring_change: read::optional(check, "anchoring_change", anchoring_change),
        outcome_start_time,
        outcome_end_time,
    }
}
