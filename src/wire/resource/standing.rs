//! Standings in messages.

use std::collections::BTreeSet;

use prost::Message as _;

use crate::{
    domain::{
        Timestamp,
        resource::{ClaimId, Name},
        rule::{Counts, DeskVerdict, Dispute, Standing},
    },
    wire::{
        document::{self, Unreadable},
        pb,
        value::read,
    },
};

/// Encodes the standing of a claim.
pub fn encode(claim: ClaimId, standing: &Standing, revision: i64, time: Timestamp) -> Vec<u8> {
    let message = pb::Standing {
        revision,
        update_time: Some(read::to_timestamp(time)),
        ..write(claim, standing)
    };
    message.encode_to_vec()
}

/// Encodes the standing of a claim without appearances and reviews.
pub fn encode_unknown(claim: ClaimId) -> Vec<u8> {
    write(claim, &Standing::default()).encode_to_vec()
}

/// Whether a document holds this standing of the claim, whatever its revision and time.
pub fn matches(document: &[u8], claim: ClaimId, standing: &Standing) -> Result<bool, Unreadable> {
    let stored = pb::Standing {
        revision: 0,
        update_time: None,
        ..document::message::<pb::Standing>(document)?
    };
    Ok(stored == write(claim, standing))
}

fn write(claim: ClaimId, standing: &Standing) -> pb::Standing {
    let Standing {
        reasons,
        desks,
        verdict,
        counts,
    } = standing;
    let Counts {
        appearances,
        affirming,
        denying,
        doubting,
        reviews,
        sources,
        changed,
        altered,
        orphaned,
    } = *counts;
    pb::Standing {
        name: Name::Standing(claim).to_string(),
        disputed: !reasons.is_empty(),
        dispute_reasons: reasons.iter().map(|reason| read::number(*reason)).collect(),
        verdict: read::number_or_zero(*verdict),
        verdicts: desks.iter().map(write_desk).collect(),
        appearance_count: appearances,
        affirming_count: affirming,
        denying_count: denying,
        doubting_count: doubting,
        review_count: reviews,
        source_count: sources,
        anchored_count: Some(appearances - orphaned.all),
        orphaned_count: orphaned.all,
        changed_count: changed,
        altered_count: altered,
        orphaned_affirming_count: orphaned.affirming,
        orphaned_denying_count: orphaned.denying,
        orphaned_doubting_count: orphaned.doubting,
        revision: 0,
        update_time: None,
        redirected_from: String::new(),
    }
}

fn write_desk(desk: &DeskVerdict) -> pb::DeskVerdict {
    let DeskVerdict {
        author,
        verdict,
        claim,
        review,
        review_time,
        counted_time: _,
    } = desk;
    pb::DeskVerdict {
        author: author.clone(),
        verdict: read::number(*verdict),
        review: Name::Review(*claim, *review).to_string(),
        review_time: review_time.map(read::to_timestamp),
    }
}

/// Decodes the author of a review.
pub fn author_of(document: &[u8]) -> Result<String, Unreadable> {
    Ok(document::message::<pb::Review>(document)?.author)
}

/// Decodes the part of a standing that filters have conditions on. Reasons and verdicts
/// that this build does not know are left out.
pub fn read_dispute(document: &[u8]) -> Result<Dispute, Unreadable> {
    let message = document::message::<pb::Standing>(document)?;
    let reasons = message.dispute_reasons.into_iter();
    let reasons = reasons.filter_map(read::known);
    Ok(Dispute {
        reasons: reasons.collect(),
        verdict: read::known(message.verdict),
    })
}

/// Removes the verdicts of some reviews from the document of a standing. Returns `None` if
/// it has none of them.
pub fn without_reviews(
    document: &[u8],
    reviews: &BTreeSet<String>,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let mut message = document::message::<pb::Standing>(document)?;
    let count = message.verdicts.len();
    message
        .verdicts
        .retain(|desk| !reviews.contains(&desk.review));
    let is_other = message.verdicts.len() < count;
    Ok(is_other.then(|| message.encode_to_vec()))
}
