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
    } = message;
    let keys = &Keys::none();
    AppearanceFilter {
        claim,
        article: read::article(check, keys, "article", &article),
        source: read::source(check, keys, "source", &source),
        form: read::optional(check, "form", form),
        modality: read::optional(check, "modality", modality),
        position: read::optional(check, "position", position),
        anchor_purpose: read::optional(check, "anchor_purpose", anchor_purpose),
    }
}
