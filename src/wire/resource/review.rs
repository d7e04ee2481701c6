//! Reviews in messages.

use crate::{
    domain::{
        resource::{ClaimId, Name, Rating, Review},
        value::Checker,
    },
    wire::{
        pb,
        value::{
            quantity,
            read::{self, Keys},
        },
    },
};

/// Reads a review of a claim, without what only the server writes.
pub fn read(check: &mut Checker, keys: &Keys, claim: ClaimId, message: pb::Review) -> Review {
    let pb::Review {
        name: _,
        author,
        url,
        review_time,
        rating,
        verdict,
        explanation,
        evidence,
        revision: _,
        etag: _,
        create_time: _,
        update_time: _,
        delete_time: _,
        erasure: _,
        warnings: _,
    } = message;
    Review {
        claim,
        author,
        url,
        review_time: read::timestamp(check, "review_time", review_time),
        rating: rating.map(|rating| check.field("rating", |check| read_rating(check, rating))),
        verdict: read::required(check, "verdict", verdict),
        explanation,
        evidence: read::all(check, "evidence", evidence, |check, text| {
            read_evidence(check, keys, &text)
        }),
    }
}

fn read_rating(check: &mut Checker, message: pb::Rating) -> Rating {
    let pb::Rating {
        value,
        best,
        worst,
        label,
    } = message;
    Rating {
        value: quantity::read_decimal(check, "value", value),
        best: quantity::read_decimal(check, "best", best),
        worst: quantity::read_decimal(check, "worst", worst),
        label,
    }
}

fn read_evidence(check: &mut Checker, keys: &Keys, text: &str) -> Option<Name> {
    let name = read::element(check, keys, text)?;
    if matches!(name, Name::Source(_) | Name::Claim(_)) {
        return Some(name);
    }
    check.report(format!("refers to {name}; it must be a source or a claim"));
    None
}

/// Writes a review, without what the store adds.
pub fn write(review: &Review) -> pb::Review {
    let Review {
        claim: _,
        author,
        url,
        review_time,
        rating,
        verdict,
        explanation,
        evidence,
    } = review;
    pb::Review {
        author: author.clone(),
        url: url.clone(),
        review_time: review_time.map(read::to_timestamp),
        rating: rating.as_ref().map(write_rating),
        verdict: read::number(*verdict),
        explanation: explanation.clone(),
        evidence: evidence.iter().map(Name::to_string).collect(),
        warnings: review.warnings().into_iter().map(read::number).collect(),
        ..pb::Review::default()
    }
}

fn write_rating(rating: &Rating) -> pb::Rating {
    let Rating {
        value,
        best,
        worst,
        label,
    } = rating;
    pb::Rating {
        value: value.map(quantity::write_decimal),
        best: best.map(quantity::write_decimal),
        worst: worst.map(quantity::write_decimal),
        label: label.clone(),
    }
}
