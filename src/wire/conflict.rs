//! Conflicts as messages.

use prost::Message as _;

use super::{
    pb,
    value::{date, name::claim_name, quantity, read},
};
use crate::domain::rule::{Conflict, ConflictSide};

/// Writes a conflict.
pub fn write(conflict: &Conflict) -> pb::Conflict {
    let Conflict {
        reason,
        sides: [one, other],
        relations,
    } = conflict;
    pb::Conflict {
        reason: read::number(*reason),
        one: Some(write_side(one)),
        other: Some(write_side(other)),
        relations: relations.iter().map(ToString::to_string).collect(),
    }
}

/// The encoded size of a conflict in bytes, without its field tag and length.
pub fn size(conflict: &Conflict) -> usize {
    write(conflict).encoded_len()
}

fn write_side(side: &ConflictSide) -> pb::ConflictSide {
    let ConflictSide {
        claim,
        statement,
        period,
        quantities,
        appearances,
        appearance_count,
    } = side;
    pb::ConflictSide {
        claim: claim_name(*claim),
        statement: statement.clone(),
        period: period.as_ref().map(date::write_period),
        quantities: quantities.iter().map(quantity::write).collect(),
        appearances: appearances.iter().map(ToString::to_string).collect(),
        appearance_count: *appearance_count,
    }
}
