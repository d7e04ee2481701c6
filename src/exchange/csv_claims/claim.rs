//! The claim of a row.

use serde_json::Value;

use super::row::Row;
use crate::{exchange::claim_review::languages::tag, wire::pb};

/// Reads the claim of a row.
pub fn read(row: &mut Row<'_>) -> pb::Claim {
    row.required("language");
    let language = row.read("language", |text| tag(&Value::from(text)));
    let entities = row.list("entities").into_iter();
    let entities = entities.map(|name| pb::Entity {
        name: name.to_owned(),
        ..pb::Entity::default()
    });
    let places = row.list("places").into_iter();
    let places = places.map(|name| pb::Place {
        name: name.to_owned(),
        ..pb::Place::default()
    });
    pb::Claim {
        statement: row.required("statement"),
        language: language.unwrap_or_default(),
        r#type: row.value_of("type", "CLAIM_TYPE_", |name| {
            pb::ClaimType::from_str_name(name).map(Into::into)
        }),
        subject: row.text_or_empty("subject"),
        predicate: row.text_or_empty("predicate"),
        object: row.text_or_empty("object"),
        entities: entities.collect(),
        places: places.collect(),
        tags: row.list("tags").into_iter().map(slug).collect(),
        quantities: quantity(row).into_iter().collect(),
        period: period(row),
        origin: origin(row),
        note: row.text_or_empty("note"),
        ..pb::Claim::default()
    }
}

/// A tag in lower case, with hyphens for white space.
fn slug(tag: &str) -> String {
    let words: Vec<&str> = tag.split_whitespace().collect();
    words.join("-").to_lowercase()
}

/// The figure of a row, as printed: the server reads it.
fn quantity(row: &mut Row<'_>) -> Option<pb::Quantity> {
    let printed = row.text("quantity.printed")?.to_owned();
    Some(pb::Quantity {
        printed,
        measure: row.required("quantity.measure"),
        number_locale: row.text_or_empty("quantity.number_locale"),
        unit: row.text_or_empty("quantity.unit"),
        currency: row.text_or_empty("quantity.currency"),
        counted: row.text_or_empty("quantity.counted"),
        ..pb::Quantity::default()
    })
}

/// The period of a row. Without a last day it is not known whether it has ended, unless the
/// row says so.
fn period(row: &mut Row<'_>) -> Option<pb::Period> {
    let from = row.date("period.from");
    let through = row.date("period.through");
    let end = row.value_of("period.end", "PERIOD_END_", |name| {
        pb::PeriodEnd::from_str_name(name).map(Into::into)
    });
    if from.is_none() && through.is_none() {
        return None;
    }
    let end = match (end, &through) {
        (0, Some(_)) => pb::PeriodEnd::Closed.into(),
        (0, None) => pb::PeriodEnd::Unknown.into(),
        (end, _) => end,
    };
    Some(pb::Period {
        from,
        through,
        end,
        ..pb::Period::default()
    })
}

fn origin(row: &mut Row<'_>) -> Option<pb::Origin> {
    let name = row.text("origin.name")?.to_owned();
    Some(pb::Origin {
        name,
        kind: row.value_of("origin.kind", "ORIGIN_KIND_", |name| {
            pb::OriginKind::from_str_name(name).map(Into::into)
        }),
        version: row.text_or_empty("origin.version"),
        ..pb::Origin::default()
    })
}
