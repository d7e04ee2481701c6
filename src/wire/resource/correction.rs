//! Corrections in messages.

use uuid::Uuid;

use crate::{
    domain::{
        resource::{Correction, Name, name::parse_id},
        value::Checker,
    },
    wire::{
        pb,
        value::{
            name::claim_name,
            read::{self, Keys},
        },
    },
};

/// Reads a correction that has an id.
pub fn read(check: &mut Checker, message: pb::Correction) -> Correction {
    let id = parse_id(&message.id);
    if id.is_err() {
        check.report_at("id", "is not a UUID in lower case with hyphens");
    }
    read_new(check, id.unwrap_or_default(), message)
}

/// Reads a new correction, which gets this id.
pub fn read_new(check: &mut Checker, id: Uuid, message: pb::Correction) -> Correction {
    let pb::Correction {
        id: _,
        r#type,
        time,
        notice,
        claims,
    } = message;
    Correction {
        id,
        correction_type: read::required(check, "type", r#type),
        time: read::timestamp(check, "time", time),
        notice,
        claims: read::all(check, "claims", claims, |check, text| match read::element(
            check,
            &Keys::none(),
            &text,
        )? {
            Name::Claim(id) => Some(id),
            other => {
                check.report(format!("refers to {other}; it must be a claim"));
                None
            }
        }),
    }
}

/// Writes a correction.
pub fn write(correction: &Correction) -> pb::Correction {
    let Correction {
        id,
        correction_type,
        time,
        notice,
        claims,
    } = correction;
    pb::Correction {
        id: id.to_string(),
        r#type: read::number(*correction_type),
        time: time.map(read::to_timestamp),
        notice: notice.clone(),
        claims: claims.iter().map(|id| claim_name(*id)).collect(),
    }
}
