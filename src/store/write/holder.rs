//! Holders of natural keys: at most one live resource holds each key.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    domain::{
        resource::{
            ArticleId, ClaimId, ExternalId, Name, NaturalKey, RelationId, ReviewId, SourceId,
        },
        value::IdentityDigest,
    },
    store::{Error, read::load::Lookup},
};

/// The holder of each requested key. Keys without a holder are left out.
pub type Holders = BTreeMap<NaturalKey, Name>;

/// The most articles with the same headline and text that are compared. They are read whole.
pub const ALIKE_MAX: i64 = 16;

/// An article with a given description digest.
#[derive(Clone, Copy, Debug)]
pub struct Described {
    /// The article.
    pub article: ArticleId,
    /// Its publisher.
    pub publisher: Option<SourceId>,
}

impl Lookup<'_> {
    /// Returns the holders of these keys.
    pub async fn holders(&mut self, keys: &BTreeSet<NaturalKey>) -> Result<Holders, Error> {
        let mut wanted = Wanted::default();
        for key in keys {
            wanted.add(key);
        }
        let mut holders = Holders::new();
        self.source_holders(&wanted, &mut holders).await?;
        self.article_holders(&wanted, &mut holders).await?;
        let claim = |row: &IdentityRow, identity| {
            let name = Name::Claim(ClaimId::new(row.id));
            (NaturalKey::Claim(identity), name)
        };
        self.identity_holders(CLAIMS, &wanted.claims, claim, &mut holders)
            .await?;
        let relation = |row: &IdentityRow, identity| {
            let name = Name::Relation(ClaimId::new(row.claim_id), RelationId::new(row.id));
            (NaturalKey::Relation(identity), name)
        };
        self.identity_holders(RELATIONS, &wanted.relations, relation, &mut holders)
            .await?;
        let review = |row: &IdentityRow, identity| {
            let name = Name::Review(ClaimId::new(row.claim_id), ReviewId::new(row.id));
            (NaturalKey::Review(identity), name)
        };
        self.identity_holders(REVIEWS, &wanted.reviews, review, &mut holders)
            .await?;
        Ok(holders)
    }

    async fn source_holders(
        &mut self,
        wanted: &Wanted,
        holders: &mut Holders,
    ) -> Result<(), Error> {
        if !wanted.urls.is_empty() {
            let rows = sqlx::query!(
                r#"
                select id, canonical_url as "url!" from sources
                where canonical_url = any($1) and not is_deleted
                "#,
                &wanted.urls
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let name = Name::Source(SourceId::new(row.id));
                (NaturalKey::CanonicalUrl(row.url), name)
            }));
        }
        if !wanted.same_as.is_empty() {
            let rows = sqlx::query!(
                "select uri, source_id from source_same_as where uri = any($1) and not is_deleted",
                &wanted.same_as
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let name = Name::Source(SourceId::new(row.source_id));
                (NaturalKey::SameAs(row.uri), name)
            }));
        }
        Ok(())
    }

    async fn article_holders(
        &mut self,
        wanted: &Wanted,
        holders: &mut Holders,
    ) -> Result<(), Error> {
        if !wanted.uris.is_empty() {
            let rows = sqlx::query!(
                r#"select id, uri as "uri!" from articles where uri = any($1) and not is_deleted"#,
                &wanted.uris
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let name = Name::Article(ArticleId::new(row.id));
                (NaturalKey::Uri(row.uri), name)
            }));
        }
        if !wanted.systems.is_empty() {
            let rows = sqlx::query!(
                "
                select system, external_id, article_id from article_external_ids
                where (system, external_id) in (select * from unnest($1::text[], $2::text[]))
                  and not is_deleted
                ",
                &wanted.systems,
                &wanted.external_ids
            )
            .fetch_all(&mut *self.connection)
            .await?;
            holders.extend(rows.into_iter().map(|row| {
                let external = ExternalId {
                    system: row.system,
                    id: row.external_id,
                };
                let name = Name::Article(ArticleId::new(row.article_id));
                (NaturalKey::ExternalId(external), name)
            }));
        }
        for (digest, publisher) in &wanted.descriptions {
            let described = self.articles_described(digest).await?;
            let same = described
                .into_iter()
                .find(|described| described.publisher == *publisher);
            holders.extend(same.map(|described| {
                let key = NaturalKey::Description(*digest, *publisher);
                (key, Name::Article(described.article))
            }));
        }
        Ok(())
    }

    /// Returns the articles of any publisher that have this description digest. Only
    /// articles with neither uri nor external id have one.
    pub async fn articles_described(
        &mut self,
        description: &IdentityDigest,
    ) -> Result<Vec<Described>, Error> {
        let rows = sqlx::query!(
            "
            select id, publisher_id from articles
            where description = $1 and not is_deleted order by id
            ",
            description
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| Described {
                article: ArticleId::new(row.id),
                publisher: row.publisher_id.map(SourceId::new),
            })
            .collect())
    }

    /// Returns the articles that have this digest of headline and text, up to
    /// [`ALIKE_MAX`].
    pub async fn articles_alike(&mut self, content: &IdentityDigest) -> Result<Vec<Name>, Error> {
        let ids = sqlx::query_scalar!(
            "
            select article_id from article_contents join articles on id = article_id
            where content = $1 and not is_deleted order by article_id limit $2
            ",
            content,
            ALIKE_MAX,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let names = ids.into_iter().map(|id| Name::Article(ArticleId::new(id)));
        Ok(names.collect())
    }

    /// Finds the holders of identity digests of claims, or of children of claims.
    async fn identity_holders(
        &mut self,
        select: &'static str,
        identities: &[Vec<u8>],
        held: impl Fn(&IdentityRow, IdentityDigest) -> (NaturalKey, Name),
        holders: &mut Holders,
    ) -> Result<(), Error> {
        if identities.is_empty() {
            return Ok(());
        }
        let rows: Vec<IdentityRow> = sqlx::query_as(select)
            .bind(identities)
            .fetch_all(&mut *self.connection)
            .await?;
        holders.extend(rows.iter().filter_map(|row| {
            let identity = IdentityDigest::try_from(row.identity.as_slice()).ok()?;
            Some(held(row, identity))
        }));
        Ok(())
    }
}

#[derive(FromRow)]
struct IdentityRow {
    id: Uuid,
    claim_id: Uuid,
    identity: Vec<u8>,
}

const CLAIMS: &str = "select id, id as claim_id, identity from claims \
                      where identity = any($1) and not is_deleted";
const RELATIONS: &str = "select id, claim_id, identity from relations \
                         where identity = any($1) and not is_deleted";
const REVIEWS: &str = "select id, claim_id, identity from reviews \
                       where identity = any($1) and not is_deleted";

/// The requested keys, grouped by the column that holds them.
#[derive(Default)]
struct Wanted {
    urls: Vec<String>,
    same_as: Vec<String>,
    uris: Vec<String>,
    systems: Vec<String>,
    external_ids: Vec<String>,
    descriptions: Vec<(IdentityDigest, Option<SourceId>)>,
    claims: Vec<Vec<u8>>,
    relations: Vec<Vec<u8>>,
    reviews: Vec<Vec<u8>>,
}

impl Wanted {
    fn add(&mut self, key: &NaturalKey) {
        match key {
            NaturalKey::CanonicalUrl(url) => self.urls.push(url.clone()),
            NaturalKey::SameAs(uri) => self.same_as.push(uri.clone()),
            NaturalKey::Uri(uri) => self.uris.push(uri.clone()),
            NaturalKey::ExternalId(external) => {
                self.systems.push(external.system.clone());
                self.external_ids.push(external.id.clone());
            }
            NaturalKey::Description(digest, publisher) => {
                self.descriptions.push((*digest, *publisher));
            }
            NaturalKey::Claim(identity) => self.claims.push(identity.to_vec()),
            NaturalKey::Relation(identity) => self.relations.push(identity.to_vec()),
            NaturalKey::Review(identity) => self.reviews.push(identity.to_vec()),
        }
    }
}
