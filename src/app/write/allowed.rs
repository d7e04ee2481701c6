//! Whether a caller may write what a mutation writes. The method alone does not say: a bundle can have
//! reviews and can restore what was retracted, and who deletes a claim deletes its reviews.

use crate::{
    app::Error,
    domain::{
        access::{Right, Rights},
        resource::{Name, Resource, correction::Correction},
    },
    store::write::{Batch, Write},
};

/// Fails if something is written that the caller may not write.
pub(super) fn check_allowed(rights: Rights, batch: &Batch) -> Result<(), Error> {
    let needed = [
        (
            Right::Review,
            is_review as fn(&Write) -> bool,
            "write reviews",
        ),
        (Right::Edit, is_edit, "merge, retract or correct"),
        (Right::Erase, is_erasure, "erase"),
    ];
    let mut lacking = needed.iter().filter(|(right, ..)| !rights.has(*right));
    let refused = lacking.find(|(_, is_such, _)| batch.writes.iter().any(is_such));
    match refused {
        Some((right, _, what)) => Err(Error::NotAllowed {
            what,
            right: *right,
        }),
        None => Ok(()),
    }
}

fn is_review(write: &Write) -> bool {
    matches!(write.name, Name::Review(..))
}

/// Whether it changes what only a desk decides: merges, retractions and corrections.
fn is_edit(write: &Write) -> bool {
    let before = write.before.as_ref().map(|it| &it.resource);
    write.is_merge()
        || before.and_then(Resource::retraction) != write.after.retraction()
        || before.map_or(&[][..], corrections) != corrections(&write.after)
}

fn corrections(resource: &Resource) -> &[Correction] {
    match resource {
        Resource::Article(article, _) => &article.corrections,
        _ => &[],
    }
}

fn is_erasure(write: &Write) -> bool {
    write.erasure.is_some()
}
