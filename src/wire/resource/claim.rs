//! Claims in messages.

use super::{reported, retraction};
use crate::{
    domain::{
        resource::{Claim, ClaimType, Entity, Origin, Place},
        value::Checker,
    },
    wire::{
        pb,
        value::{
            date,
            name::claim_name,
            quantity,
            read::{self, Keys},
        },
    },
};

/// Reads a claim, without what only the server writes.
pub fn read(check: &mut Checker, keys: &Keys, message: pb::Claim) -> Claim {
    let pb::Claim {
        name: _,
        statement,
        language,
        r#type,
        subject,
        predicate,
        object,
        entities,
        quantities,
        period,
        places,
        tags,
        translation_of,
        origin,
        retraction,
        revision: _,
        etag: _,
        create_time: _,
        update_time: _,
        delete_time: _,
        erasure: _,
        merged_into,
        redirected_from: _,
        note,
        reported_appearances,
        standing: _,
        suggestions: _,
    } = message;
    let mut claim = Claim {
        statement,
        language,
        claim_type: read::or_default(check, "type", r#type, ClaimType::EventOrProperty),
        subject,
        predicate,
        object,
        entities: entities.into_iter().map(read_entity).collect(),
        quantities: read::all(check, "quantities", quantities, |check, quantity| {
            Some(quantity::read(check, quantity))
        }),
        period: date::read_period(check, "period", period),
        places: places.into_iter().map(read_place).collect(),
        tags,
        translation_of: read::claim(check, keys, "translation_of", &translation_of),
        origin: origin.map(|origin| check.field("origin", |check| read_origin(check, origin))),
        retraction: retraction::read_field(check, retraction),
        merged_into: read::claim(check, keys, "merged_into", &merged_into),
        note,
        reported_appearances: read::all(
            check,
            "reported_appearances",
            reported_appearances,
            |check, it| Some(reported::read(check, keys, it)),
        ),
    };
    claim.read_printed(check);
    claim
}

/// Reads the fields that tell a claim from others.
pub fn read_identity(check: &mut Checker, message: pb::ClaimIdentity) -> Claim {
    let pb::ClaimIdentity {
        statement,
        language,
        period,
        quantities,
    } = message;
    let claim = pb::Claim {
        statement,
        language,
        period,
        quantities,
        ..pb::Claim::default()
    };
    read(check, &Keys::none(), claim)
}

fn read_entity(message: pb::Entity) -> Entity {
    let pb::Entity {
        name,
        role,
        same_as,
    } = message;
    Entity {
        name,
        role,
        same_as,
    }
}

fn read_place(message: pb::Place) -> Place {
    let pb::Place { name, same_as } = message;
    Place { name, same_as }
}

fn read_origin(check: &mut Checker, message: pb::Origin) -> Origin {
    let pb::Origin {
        kind,
        name,
        version,
        confidence,
    } = message;
    Origin {
        kind: read::required(check, "kind", kind),
        name,
        version,
        confidence,
    }
}

/// Writes a claim, without what the store adds.
pub fn write(claim: &Claim) -> pb::Claim {
    let Claim {
        statement,
        language,
        claim_type,
        subject,
        predicate,
        object,
        entities,
        quantities,
        period,
        places,
        tags,
        translation_of,
        origin,
        retraction,
        merged_into,
        note,
        reported_appearances,
    } = claim;
    pb::Claim {
        statement: statement.clone(),
        language: language.clone(),
        r#type: read::number(*claim_type),
        subject: subject.clone(),
        predicate: predicate.clone(),
        object: object.clone(),
        entities: entities.iter().map(write_entity).collect(),
        quantities: quantities.iter().map(quantity::write).collect(),
        period: period.as_ref().map(date::write_period),
        places: places.iter().map(write_place).collect(),
        tags: tags.clone(),
        translation_of: claim_name(*translation_of),
        origin: origin.as_ref().map(write_origin),
        retraction: retraction.as_ref().map(retraction::write),
        merged_into: claim_name(*merged_into),
        note: note.clone(),
        reported_appearances: reported_appearances.iter().map(reported::write).collect(),
        ..pb::Claim::default()
    }
}

fn write_entity(entity: &Entity) -> pb::Entity {
    let Entity {
        name,
        role,
        same_as,
    } = entity;
    pb::Entity {
        name: name.clone(),
        role: role.clone(),
        same_as: same_as.clone(),
    }
}

fn write_place(place: &Place) -> pb::Place {
    let Place { name, same_as } = place;
    pb::Place {
        name: name.clone(),
        same_as: same_as.clone(),
    }
}

fn write_origin(origin: &Origin) -> pb::Origin {
    let Origin {
        kind,
        name,
        version,
        confidence,
    } = origin;
    pb::Origin {
        kind: read::number(*kind),
        name: name.clone(),
        version: version.clone(),
        confidence: *confidence,
    }
}
