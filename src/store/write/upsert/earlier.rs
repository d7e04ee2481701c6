//! The columns that hold natural keys in the form of earlier releases, of documents that do
//! not change. That form changes where it would join what the canonical form keeps apart.

use uuid::Uuid;

use crate::{
    domain::{
        resource::{Kind, Resource, Source, Stored},
        value::{Form, IdentityDigest, url},
    },
    store::{connection::Connection, error::Error},
};

/// Updates the columns.
pub(crate) async fn upsert(connection: &mut Connection, states: &[Stored]) -> Result<(), Error> {
    upsert_identities(&mut *connection, states).await?;
    let sources = states.iter().filter_map(|state| match &state.resource {
        Resource::Source(source) => Some((state.name.uuid(), source)),
        _ => None,
    });
    upsert_addresses(connection, sources).await
}

/// The identity or the description of a resource.
fn identity(resource: &Resource) -> Option<IdentityDigest> {
    match resource {
        Resource::Article(article, _) => article.description(Form::Earlier),
        Resource::Claim(claim) => Some(claim.identity(Form::Earlier)),
        Resource::Relation(relation) => Some(relation.identity(Form::Earlier)),
        Resource::Review(review) => Some(review.identity(Form::Earlier)),
        Resource::Source(_) | Resource::Appearance(_) => None,
    }
}

async fn upsert_identities(connection: &mut Connection, states: &[Stored]) -> Result<(), Error> {
    let (mut kinds, mut ids, mut identities) = (Vec::new(), Vec::new(), Vec::new());
    for state in states {
        kinds.push(state.name.kind().code());
        ids.push(state.name.uuid());
        identities.push(identity(&state.resource).map(|digest| digest.to_vec()));
    }
    sqlx::query!(
        "
        with given as (
            select * from unnest($1::smallint[], $2::uuid[], $3::bytea[])
                as given (kind, id, identity)
        ),
        of_claims as (
            update claims set identity = given.identity from given
            where given.kind = $4 and claims.id = given.id and claims.identity <> given.identity
        ),
        of_relations as (
            update relations set identity = given.identity from given
            where given.kind = $5 and relations.id = given.id
              and relations.identity <> given.identity
        ),
        of_reviews as (
            update reviews set identity = given.identity from given
            where given.kind = $6 and reviews.id = given.id
              and reviews.identity <> given.identity
        )
        update articles set description = given.identity from given
        where given.kind = $7 and articles.id = given.id
          and description is distinct from given.identity
        ",
        &kinds,
        &ids,
        &identities as &[Option<Vec<u8>>],
        Kind::Claim.code(),
        Kind::Relation.code(),
        Kind::Review.code(),
        Kind::Article.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn upsert_addresses(
    connection: &mut Connection,
    sources: impl Iterator<Item = (Uuid, &Source)>,
) -> Result<(), Error> {
    let (mut ids, mut urls) = (Vec::new(), Vec::new());
    let (mut holders, mut uris) = (Vec::new(), Vec::new());
    for (id, source) in sources {
        ids.push(id);
        urls.push(url::compared(&source.url, Form::Earlier));
        for uri in source.identifiers(Form::Earlier) {
            holders.push(id);
            uris.push(uri);
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        with given as (
            select * from unnest($1::uuid[], $2::text[]) as given (id, url)
        ),
        removed as (
            delete from source_same_as where source_id in (select id from given)
              and (source_id, uri) not in (select * from unnest($3::uuid[], $4::text[]))
        )
        update sources set canonical_url = given.url from given
        where sources.id = given.id and canonical_url is distinct from given.url
        ",
        &ids,
        &urls as &[Option<String>],
        &holders,
        &uris,
    )
    .execute(connection)
    .await?;
    Ok(())
}
