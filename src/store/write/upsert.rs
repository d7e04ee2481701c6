//! Writing the current state of resources: one statement for each table, however
//! many resources a transaction writes.
//!
//! The rows are locked by the transaction's advisory locks, so `on conflict` only
//! tells new from old. Links are replaced as a whole.

mod appearance;
mod article;
mod claim;
pub(crate) mod quantity;
mod relation;
mod review;
mod source;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        resource::{
            any::{Resource, Stored},
            name::{ClaimId, Name},
        },
        value::identity::IdentityDigest,
    },
    store::Error,
};

/// A resource with its document, ready to be written.
pub(crate) struct Ready<'a> {
    pub name: Name,
    pub revision: i64,
    pub doc: &'a [u8],
    pub resource: &'a Resource,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// Whether it says nothing any more.
    pub is_erased: bool,
    /// When it was written.
    pub time: Timestamp,
    /// Whether an article has a text that is not stored yet.
    pub has_new_text: bool,
    /// What makes an appearance the same as another.
    pub identity: Option<IdentityDigest>,
}

impl Ready<'_> {
    /// The number of a value that it has; none's, where it says nothing any more.
    const fn code(&self, code: i16) -> i16 {
        if self.is_erased { 0 } else { code }
    }
}

/// The columns that every resource has.
#[derive(Default)]
struct Common {
    ids: Vec<Uuid>,
    revisions: Vec<i64>,
    docs: Vec<Vec<u8>>,
    deleted: Vec<bool>,
}

impl Common {
    fn push(&mut self, ready: &Ready<'_>) {
        self.ids.push(ready.name.uuid());
        self.revisions.push(ready.revision);
        self.docs.push(ready.doc.to_vec());
        self.deleted.push(ready.is_deleted);
    }
}

/// Writes resources of all kinds, those that others refer to first.
pub(crate) async fn upsert(connection: &mut PgConnection, all: &[Ready<'_>]) -> Result<(), Error> {
    let mut sources = Vec::new();
    let mut articles = Vec::new();
    let mut claims = Vec::new();
    let mut appearances = Vec::new();
    let mut relations = Vec::new();
    let mut reviews = Vec::new();
    for ready in all {
        match ready.resource {
            Resource::Source(source) => sources.push((ready, source)),
            Resource::Article(article, version) => articles.push((ready, article, *version)),
            Resource::Claim(claim) => claims.push((ready, claim)),
            Resource::Appearance(appearance) => appearances.push((ready, appearance)),
            Resource::Relation(relation) => relations.push((ready, relation)),
            Resource::Review(review) => reviews.push((ready, review)),
        }
    }
    if !sources.is_empty() {
        source::upsert(connection, &sources).await?;
    }
    if !articles.is_empty() {
        article::upsert(connection, &articles).await?;
    }
    if !claims.is_empty() {
        claim::upsert(connection, &claims).await?;
    }
    if !appearances.is_empty() {
        appearance::upsert(connection, &appearances).await?;
    }
    if !relations.is_empty() {
        relation::upsert(connection, &relations).await?;
    }
    if !reviews.is_empty() {
        review::upsert(connection, &reviews).await?;
    }
    upsert_mentions(connection, all.iter().map(Mentioning::from)).await
}

/// A resource that may mention others.
pub(crate) struct Mentioning<'a> {
    name: Name,
    resource: &'a Resource,
    is_deleted: bool,
}

impl<'a> From<&Ready<'a>> for Mentioning<'a> {
    fn from(ready: &Ready<'a>) -> Self {
        Self {
            name: ready.name,
            resource: ready.resource,
            is_deleted: ready.is_deleted,
        }
    }
}

impl<'a> From<&'a Stored> for Mentioning<'a> {
    fn from(stored: &'a Stored) -> Self {
        Self {
            name: stored.name,
            resource: &stored.resource,
            is_deleted: stored.stamp.is_deleted(),
        }
    }
}

/// Writes what resources refer to in ways that no other table holds.
pub(crate) async fn upsert_mentions<'a>(
    connection: &mut PgConnection,
    all: impl Iterator<Item = Mentioning<'a>>,
) -> Result<(), Error> {
    let (mut ids, mut kinds) = (Vec::new(), Vec::new());
    let (mut targets, mut target_kinds) = (Vec::new(), Vec::new());
    let mut owners = Vec::new();
    let (mut owner_kinds, mut owner_claims) = (Vec::new(), Vec::new());
    for it in all.filter(|it| it.resource.may_mention()) {
        ids.push(it.name.uuid());
        kinds.push(it.name.kind().code());
        if it.is_deleted {
            continue;
        }
        for target in it.resource.mentions() {
            targets.push(target.uuid());
            target_kinds.push(target.kind().code());
            owners.push(it.name.uuid());
            owner_kinds.push(it.name.kind().code());
            owner_claims.push(it.name.claim().map(ClaimId::uuid));
        }
    }
    if ids.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "
        delete from mentions
        where (id, kind) in (select * from unnest($1::uuid[], $2::smallint[]))
        ",
        &ids,
        &kinds
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "
        insert into mentions (target_id, target_kind, kind, id, claim_id)
        select * from unnest($1::uuid[], $2::smallint[], $3::smallint[], $4::uuid[], $5::uuid[])
        ",
        &targets,
        &target_kinds,
        &owner_kinds,
        &owners,
        &owner_claims as &[Option<Uuid>]
    )
    .execute(&mut *connection)
    .await?;
    Ok(())
}
