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
        changes,
        outcome_time,
    } = message;
    let outcome = read::optional(check, "anchoring.outcome", outcome)?;
    Some(Anchoring {
        outcome,
        score: anchoring::thousandths(score),
        version: article_version,
        changes: changes.into_iter().filter_map(read::known).collect(),
        time: read::timestamp(check, "anchoring.outcome_time", outcome_time),
    })
}

/// Writes what happened to an appearance.
pub fn write(anchoring: Anchoring) -> pb::Anchoring {
    let Anchoring {
        outcome,
        score,
        version,
        changes,
        time,
    } = anchoring;
    pb::Anchoring {
        outcome: read::number(outcome),
        score: f64::from(score) / f64::from(WHOLE),
        article_version: version,
        changes: changes.iter().map(read::number).collect(),
        outcome_time: time.map(read::to_timestamp),
    }
}
