//! Doubles: resources of an earlier release that are the same by the rules of this one.
//!
//! The backfill marks them and changes nothing else, because only people can decide what
//! happens to them. They are listed until they are merged, changed or deleted.

use std::collections::BTreeSet;

use sqlx::postgres::PgConnectOptions;

use crate::{
    domain::resource::{Name, NaturalKey, Resource, Stored},
    store::{Error, connection::Connection, lookup::Lookup, read::load::name_of},
};

/// The maximum number of doubles that are listed.
pub const DOUBLES_MAX: i64 = 1_000;

/// Two resources with one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// The resource that was found to be a double.
    pub name: Name,
    /// The resource that has the key.
    pub holder: Name,
    /// The fields that the key is made of.
    pub field: &'static str,
    /// What they have in common, as text.
    pub value: String,
}

/// Lists doubles, up to [`DOUBLES_MAX`], and whether there are more.
pub async fn list(options: &PgConnectOptions) -> Result<(Vec<Double>, bool), Error> {
    let mut connection = Connection::unhurried(options).await?;
    let mut pairs = pairs(&mut connection).await?;
    let is_more = pairs.len() > usize::try_from(DOUBLES_MAX).unwrap_or(usize::MAX);
    pairs.truncate(usize::try_from(DOUBLES_MAX).unwrap_or(usize::MAX));
    let mut doubles = Vec::new();
    for (name, holder) in pairs {
        let names = BTreeSet::from([name, holder]);
        let stored = Lookup::new(&mut connection).stored(&names).await?;
        if let (Some(one), Some(other)) = (stored.get(&name), stored.get(&holder)) {
            doubles.extend(double(one, other));
        }
    }
    Ok((doubles, is_more))
}

/// The doubles with the resources that have their keys. Those that were merged into one are
/// left out.
async fn pairs(connection: &mut Connection) -> Result<Vec<(Name, Name)>, Error> {
    let rows = sqlx::query!(
        r#"
        select distinct double.kind, double.id, double.claim_id,
               held.id as holder_id, held.claim_id as holder_claim_id
        from natural_keys double
            join natural_keys held on held.key = double.key and held.kind = double.kind
                and held.publisher_id is not distinct from double.publisher_id
                and not held.is_double and not held.is_deleted
            left join survivors one on one.id = double.id and one.kind = double.kind
            left join survivors other on other.id = held.id and other.kind = held.kind
        where double.is_double and not double.is_deleted
            and coalesce(one.survivor_id, double.id) <> coalesce(other.survivor_id, held.id)
        order by double.kind, double.id
        limit $1
        "#,
        DOUBLES_MAX + 1
    )
    .fetch_all(connection)
    .await?;
    let pairs = rows.into_iter().filter_map(|row| {
        let name = name_of(row.kind, row.id, row.claim_id)?;
        Some((name, name_of(row.kind, row.holder_id, row.holder_claim_id)?))
    });
    Ok(pairs.collect())
}

/// The key that two resources have in common.
fn double(one: &Stored, other: &Stored) -> Option<Double> {
    let held = other.resource.natural_keys();
    let keys = one.resource.natural_keys();
    let key = keys.keys().find(|key| held.contains_key(key))?;
    Some(Double {
        name: one.name,
        holder: other.name,
        field: key.field(),
        value: described(key, &one.resource),
    })
}

/// What a key is made of.
fn described(key: &NaturalKey, resource: &Resource) -> String {
    match (key, resource) {
        (NaturalKey::CanonicalUrl(text) | NaturalKey::SameAs(text) | NaturalKey::Uri(text), _) => {
            text.clone()
        }
        (_, Resource::Article(article, _)) => article.headline.clone(),
        (_, Resource::Claim(claim)) => claim.statement.clone(),
        (_, Resource::Relation(relation)) => relation.author.clone(),
        (_, Resource::Review(review)) => review.author.clone(),
        _ => String::new(),
    }
}
