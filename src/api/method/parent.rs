//! Reads the parent of appearances, relations and reviews, which is a claim.

use crate::{
    domain::{
        resource::{ClaimId, Name},
        value::Checker,
    },
    wire::value::read::{self, Keys},
};

/// The parent that means the children of all claims.
const ANY_CLAIM: &str = "claims/-";

/// Reads the parent of a list, or `None` if the children of all claims are listed.
pub(crate) fn read_parent(check: &mut Checker, parent: &str) -> Option<ClaimId> {
    match parent {
        ANY_CLAIM => None,
        _ => {
            let claim = read::claim(check, &Keys::none(), "parent", parent);
            read::require(check, "parent", parent, claim)
        }
    }
}

/// Reports names that are not children of the parent.
pub(crate) fn check_children(check: &mut Checker, parent: &str, names: &[String]) {
    if parent.is_empty() {
        return;
    }
    let Some(claim) = read_parent(check, parent) else {
        return;
    };
    check.list("names", names, |check, text| {
        let other = text.parse().ok().and_then(Name::claim);
        if other.is_some_and(|other| other != claim) {
            check.report("is not below parent");
        }
    });
}

/// Reports requests of a batch whose parent is not that of the batch.
pub(crate) fn check_parents<'a>(
    check: &mut Checker,
    parent: &str,
    parents: impl Iterator<Item = &'a String>,
) {
    if parent.is_empty() || read_parent(check, parent).is_none() {
        return;
    }
    check.field("requests", |check| {
        for (index, other) in parents.enumerate() {
            if other != parent {
                check.element(index, |check| {
                    check.report_at("parent", "is not the parent of the batch");
                });
            }
        }
    });
}
