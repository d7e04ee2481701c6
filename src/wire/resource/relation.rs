//! Relations in messages.

use crate::{
    domain::{
        resource::{ClaimId, Relation},
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

/// Reads a relation of a claim, without what only the server writes.
pub fn read(check: &mut Checker, keys: &Keys, claim: ClaimId, message: pb::Relation) -> Relation {
    let pb::Relation {
        name: _,
        r#type,
        target,
        author,
        method,
        confidence,
        state,
        appearance,
        revision: _,
        etag: _,
        create_time: _,
        update_time: _,
        delete_time: _,
        erasure: _,
    } = message;
    Relation {
        claim,
        relation_type: read::required(check, "type", r#type),
        target: read::required_claim(check, keys, "target", &target),
        author,
        method,
        confidence,
        state: read::required(check, "state", state),
        appearance: read::appearance(check, keys, "appearance", &appearance),
    }
}

/// Writes a relation, without what the store adds.
pub fn write(relation: &Relation) -> pb::Relation {
    let Relation {
        claim: _,
        relation_type,
        target,
        author,
        method,
        confidence,
        state,
        appearance,
    } = relation;
    pb::Relation {
        r#type: read::number(*relation_type),
        target: claim_name(*target),
        author: author.clone(),
        method: method.clone(),
        confidence: *confidence,
        state: read::number(*state),
        appearance: appearance.map_or(String::new(), |name| name.to_string()),
        ..pb::Relation::default()
    }
}
