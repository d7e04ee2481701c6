//! What a claim has beyond its statement and language. schema.org has no terms for most of
//! it, and some of it belongs to the identity of a claim. So an export carries it as an
//! identifier of the Claim, which other readers pass over.

use serde_json::{Value, json};

use super::node::{Node, text, values};
use crate::wire::{json, pb};

/// What names the identifier.
const PROPERTY: &str = "claimstore.v1.Claim";

/// The identifier that carries a claim. `None` if there is nothing to carry.
pub fn identifier(claim: &pb::Claim) -> Option<Value> {
    let carried = carried(claim.clone());
    if carried == pb::Claim::default() {
        return None;
    }
    let value = json::write(PROPERTY, &carried)?;
    Some(json!({"@type": "PropertyValue", "propertyID": PROPERTY, "value": value}))
}

/// The fields that are carried. What is only for those who maintain the record is not.
fn carried(claim: pb::Claim) -> pb::Claim {
    let pb::Claim {
        r#type,
        subject,
        predicate,
        object,
        entities,
        quantities,
        period,
        places,
        tags,
        ..
    } = claim;
    pb::Claim {
        r#type,
        subject,
        predicate,
        object,
        entities,
        quantities,
        period,
        places,
        tags,
        ..pb::Claim::default()
    }
}

/// Takes the carried fields out of a node. The error says why they are not read; without
/// such an identifier they are empty.
pub fn take(node: &mut Node<'_>) -> Result<pb::Claim, String> {
    let Some((_, value)) = node.take("identifier") else {
        return Ok(pb::Claim::default());
    };
    let is_ours = |it: &&Value| it.get("propertyID").and_then(Value::as_str) == Some(PROPERTY);
    let Some(ours) = values(value).into_iter().find(is_ours) else {
        return Err("there is no place for it".to_owned());
    };
    let json = ours.get("value").and_then(text).unwrap_or_default();
    let claim: Value = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    let bundle = json!({"claims": [{"claim": claim}]}).to_string();
    let bundle = json::read_bundle(&bundle).map_err(|error| error.to_string())?;
    let claims = bundle.claims.into_iter();
    let claim = claims.filter_map(|it| it.claim).next().unwrap_or_default();
    Ok(carried(claim))
}
