//! What happened to anchors in a new version of a text, in messages.

use crate::{
    domain::{
        passage::{
            Anchoring,
            anchoring::{self, WHOLE},
        },
        value::Checker,
    },
    wire::{pb, value::read},
};

/// Reads what happened to an appearance.
pub fn read(check: &mut Checker, message: pb::Anchoring) -> Option<Anchoring> {
    let pb::Anchoring {
        outcome,
        score,
        article_version,
    } = message;
    let outcome = read::optional(check, "anchoring.outcome", outcome)?;
    Some(Anchoring {
        outcome,
        score: anchoring::thousandths(score),
        version: article_version,
    })
}

/// Writes what happened to an appearance.
pub fn write(anchoring: Anchoring) -> pb::Anchoring {
    let Anchoring {
        outcome,
        score,
        version,
    } = anchoring;
    pb::Anchoring {
        outcome: read::number(outcome),
        score: f64::from(score) / f64::from(WHOLE),
        article_version: version,
    }
}
