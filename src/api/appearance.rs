//! What ClaimService says of appearances.

use crate::{
    domain::{
        name::{ClaimId, Name},
        violation::Checker,
    },
    store::list::AppearanceFilter,
    wire::{
        pb,
        read::{self, Keys},
    },
};

/// The parent of the appearances of all claims.
const ANY_CLAIM: &str = "claims/-";

/// Complains about names that are not below the parent.
pub(super) fn check_parent(check: &mut Checker, parent: &str, names: &[String]) {
    if parent.is_empty() || parent == ANY_CLAIM {
        return;
    }
    let Some(claim) = read_parent(check, parent) else {
        return;
    };
    check.list("names", names, |check, text| {
        if let Ok(Name::Appearance(other, _)) = text.parse()
            && other != claim
        {
            check.say("is not below parent");
        }
    });
}

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
    } = message;
    let keys = &Keys::none();
    let claim = match parent {
        ANY_CLAIM => None,
        _ => read_parent(check, parent),
    };
    check.field("filter", |check| AppearanceFilter {
        claim,
        article: read::article(check, keys, "article", &article),
        source: read::source(check, keys, "source", &source),
        form: read::optional(check, "form", form),
        modality: read::optional(check, "modality", modality),
    })
}

fn read_parent(check: &mut Checker, parent: &str) -> Option<ClaimId> {
    let claim = read::claim(check, &Keys::none(), "parent", parent);
    read::require(check, "parent", parent, claim)
}
