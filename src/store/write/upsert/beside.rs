//! Derived data that is stored beside documents: mentions, the contents of articles, the
//! figures of claims, and the side that each appearance takes.

use sqlx::PgConnection;

use super::{content, mention, quantity};
use crate::{
    domain::resource::{Resource, Stored},
    store::error::Error,
};

/// Upserts the derived data of documents that do not change.
pub(crate) async fn upsert(connection: &mut PgConnection, states: &[Stored]) -> Result<(), Error> {
    mention::upsert(connection, states.iter().map(mention::Mentioning::from)).await?;
    let articles = states.iter().filter_map(|state| match &state.resource {
        Resource::Article(article, _) => Some((state.name.uuid(), article)),
        _ => None,
    });
    content::upsert(connection, articles).await?;
    let claims = states.iter().filter_map(|state| match &state.resource {
        Resource::Claim(claim) => Some((state.name.uuid(), claim)),
        _ => None,
    });
    quantity::upsert(connection, claims).await?;
    upsert_sides(connection, states).await
}

async fn upsert_sides(connection: &mut PgConnection, states: &[Stored]) -> Result<(), Error> {
    let mut ids = Vec::new();
    let (mut affirms, mut denies, mut doubts) = (Vec::new(), Vec::new(), Vec::new());
    for state in states {
        let Resource::Appearance(appearance) = &state.resource else {
            continue;
        };
        if state.erasure.is_some() {
            continue;
        }
        let sides = appearance.printing.sides();
        ids.push(state.name.uuid());
        affirms.push(sides.affirms);
        denies.push(sides.denies);
        doubts.push(sides.doubts);
    }
    sqlx::query!(
        "
        update appearances
        set affirms = given.affirms, denies = given.denies, doubts = given.doubts
        from unnest($1::uuid[], $2::boolean[], $3::boolean[], $4::boolean[])
            as given (id, affirms, denies, doubts)
        where appearances.id = given.id
        ",
        &ids,
        &affirms,
        &denies,
        &doubts,
    )
    .execute(connection)
    .await?;
    Ok(())
}
