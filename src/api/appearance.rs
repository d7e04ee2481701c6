//! What ClaimService says of appearances.

use super::parent::read_parent;
use crate::{
    domain::violation::Checker,
    store::list::AppearanceFilter,
    wire::{
        pb,
        read::{self, Keys},
    },
};

/// Reads the conditions on a list of appearances.
pub(super) fn read_filter(
    check: &mut Checker,
    parent: &str,
    message: pb::AppearanceFilter,
) -> AppearanceFilter {
    let pb::AppearanceFilter {
        article,
        source,
        form,
        modality,
        position,
    } = message;
    let keys = &Keys::none();
    let claim = read_parent(check, parent);
    check.field("filter", |check| AppearanceFilter {
        claim,
        article: read::article(check, keys, "article", &article),
        source: read::source(check, keys, "source", &source),
        form: read::optional(check, "form", form),
        modality: read::optional(check, "modality", modality),
        position: read::optional(check, "position", position),
    })
}
