//! Look-ups of resources, by name and for writing.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{AssertSqlSafe, FromRow, PgConnection};
use uuid::Uuid;

use crate::{
    domain::{
        Timestamp,
        resource::{
            any::{Stored, TextVersion},
            name::{AppearanceId, ArticleId, ClaimId, Kind, Name, SourceId},
        },
        value::identity::IdentityDigest,
    },
    store::Error,
    wire::document::{self, DOC_VERSION},
};

/// How much of an article is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All but the body.
    Basic,
    /// All.
    Full,
}

/// Whether what is deleted is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncludeDeleted {
    /// What is live.
    Live,
    /// Everything.
    All,
}

impl IncludeDeleted {
    pub(crate) fn is_all(self) -> bool {
        self == Self::All
    }
}

/// What of resources is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// How much of articles.
    pub view: View,
    /// Deleted ones or not.
    pub include_deleted: IncludeDeleted,
    /// As of which moment; now, where there is none.
    pub moment: Option<Timestamp>,
}

/// Whether something that there is is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Live,
    /// It is deleted.
    Deleted,
}

/// Look-ups on one connection, in a transaction or outside.
pub struct Lookup<'c> {
    pub(crate) connection: &'c mut PgConnection,
}

/// A row of a resource, for writing.
#[derive(FromRow)]
struct Row {
    id: Uuid,
    doc_version: i16,
    doc: Vec<u8>,
}

impl<'c> Lookup<'c> {
    pub(crate) fn new(connection: &'c mut PgConnection) -> Self {
        Self { connection }
    }

    /// The resources of these names as they stand, to be written again. Those
    /// that do not exist are left out; one that a newer build wrote is an error.
    pub async fn stored(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Stored>, Error> {
        let mut found = BTreeMap::new();
        for &kind in Kind::ALL {
            let ids = ids_of(kind, names);
            if ids.is_empty() {
                continue;
            }
            for row in self.rows(kind, &ids).await? {
                let stored = read_row(kind, &row)?;
                // An appearance is found by its own id; it counts only under its claim.
                if names.contains(&stored.name) {
                    found.insert(stored.name, stored);
                }
            }
        }
        Ok(found)
    }

    async fn rows(&mut self, kind: Kind, ids: &[Uuid]) -> Result<Vec<Row>, Error> {
        let select = match kind {
            // It is computed, and never written again from what is stored.
            Kind::Standing => return Ok(Vec::new()),
            Kind::Article => "select id, doc_version, doc || body as doc \
                 from articles join article_texts \
                     on article_id = id and article_texts.text_version = articles.text_version \
                 where id = any($1)"
                .to_owned(),
            _ => {
                let table = table_of(kind);
                format!("select id, doc_version, doc from {table} where id = any($1)")
            }
        };
        let rows = sqlx::query_as(AssertSqlSafe(select)).bind(ids);
        Ok(rows.fetch_all(&mut *self.connection).await?)
    }

    /// Which of these names are live.
    pub async fn existing(&mut self, names: &BTreeSet<Name>) -> Result<BTreeSet<Name>, Error> {
        let present = self.presence(names).await?.into_iter();
        let live = present.filter(|(_, presence)| *presence == Presence::Live);
        Ok(live.map(|(name, _)| name).collect())
    }

    /// Which of these there are, by their ids, and whether they are live. What hangs
    /// on a claim is answered with the claim that it really hangs on.
    pub async fn presence(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Presence>, Error> {
        let connection = &mut *self.connection;
        let rows = sqlx::query!(
            r#"
            select $7::smallint as "kind!", id as "id!", null::uuid as claim_id,
                   is_deleted as "is_deleted!"
            from sources where id = any($1)
            union all
            select $8::smallint, id, null, is_deleted from articles where id = any($2)
            union all
            select $9::smallint, id, null, is_deleted from claims where id = any($3)
            union all
            select $10::smallint, id, claim_id, is_deleted from appearances where id = any($4)
            union all
            select $11::smallint, id, claim_id, is_deleted from relations where id = any($5)
            union all
            select $12::smallint, id, claim_id, is_deleted from reviews where id = any($6)
            "#,
            &ids_of(Kind::Source, names),
            &ids_of(Kind::Article, names),
            &ids_of(Kind::Claim, names),
            &ids_of(Kind::Appearance, names),
            &ids_of(Kind::Relation, names),
            &ids_of(Kind::Review, names),
            Kind::Source.code(),
            Kind::Article.code(),
            Kind::Claim.code(),
            Kind::Appearance.code(),
            Kind::Relation.code(),
            Kind::Review.code(),
        )
        .fetch_all(connection)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let presence = match row.is_deleted {
                    true => Presence::Deleted,
                    false => Presence::Live,
                };
                Some((name_of(row.kind, row.id, row.claim_id)?, presence))
            })
            .collect())
    }

    /// The resources, deleted ones too, that have the ids of these names: what hangs
    /// on a claim is found under whatever claim.
    pub async fn holders_of_ids(&mut self, names: &BTreeSet<Name>) -> Result<Vec<Name>, Error> {
        Ok(self.presence(names).await?.into_keys().collect())
    }

    /// The body and headline that an article had in a version; the newest where
    /// none is named. Also tells which version that is.
    pub async fn article_text(
        &mut self,
        article: ArticleId,
        version: Option<TextVersion>,
    ) -> Result<Option<ArticleText>, Error> {
        let row = sqlx::query!(
            "
            select text_version, headline, body from article_texts
            where article_id = $1 and text_version = coalesce(
                $2, (select articles.text_version from articles where id = $1)
            )
            ",
            article.uuid(),
            version,
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        row.map(|row| {
            let body = document::decode_body(&row.body)
                .map_err(|error| unreadable("article_texts", "body", article.uuid(), error))?;
            Ok(ArticleText {
                version: row.text_version,
                headline: row.headline,
                body,
            })
        })
        .transpose()
    }

    /// Which appearances have these identities.
    pub async fn appearances_by_identity(
        &mut self,
        identities: &[IdentityDigest],
    ) -> Result<BTreeMap<IdentityDigest, Name>, Error> {
        let identities: Vec<Vec<u8>> = identities.iter().map(|it| it.to_vec()).collect();
        let rows = sqlx::query!(
            "
            select id, claim_id, identity from appearances
            where identity = any($1) and not is_deleted
            ",
            &identities
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let identity = IdentityDigest::try_from(row.identity).ok()?;
                let claim = ClaimId::new(row.claim_id);
                Some((identity, Name::Appearance(claim, AppearanceId::new(row.id))))
            })
            .collect())
    }

    /// How many live appearances each of these articles has; articles without are left out.
    pub async fn appearance_counts(
        &mut self,
        articles: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, i64>, Error> {
        let ids: Vec<Uuid> = articles.iter().map(|article| article.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            select article_id, count(*) as "count!" from appearances
            where article_id = any($1) and not is_deleted
            group by article_id
            "#,
            &ids
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| (ArticleId::new(row.article_id), row.count))
            .collect())
    }

    /// Which sources the bundles of an article called by these keys.
    pub async fn article_keys(
        &mut self,
        article: ArticleId,
        keys: &[String],
    ) -> Result<BTreeMap<String, SourceId>, Error> {
        let rows = sqlx::query!(
            "
            select key, source_id from article_keys join sources on id = source_id
            where article_id = $1 and key = any($2) and not is_deleted
            ",
            article.uuid(),
            keys
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.key, SourceId::new(row.source_id)))
            .collect())
    }
}

/// The texts of one version of an article.
#[derive(Clone, Debug)]
pub struct ArticleText {
    /// Which version.
    pub version: TextVersion,
    /// Its headline.
    pub headline: String,
    /// Its body.
    pub body: String,
}

pub(crate) fn ids_of(kind: Kind, names: &BTreeSet<Name>) -> Vec<Uuid> {
    names
        .iter()
        .filter(|name| name.kind() == kind)
        .map(|name| name.uuid())
        .collect()
}

pub(crate) fn name_of(kind: i16, id: Uuid, claim: Option<Uuid>) -> Option<Name> {
    Name::new(Kind::from_code(kind)?, claim.map(ClaimId::new), id)
}

pub(crate) const fn table_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Source => "sources",
        Kind::Article => "articles",
        Kind::Claim => "claims",
        Kind::Appearance => "appearances",
        Kind::Relation => "relations",
        Kind::Review => "reviews",
        Kind::Standing => "standings",
    }
}

fn read_row(kind: Kind, row: &Row) -> Result<Stored, Error> {
    let table = table_of(kind);
    if row.doc_version > DOC_VERSION {
        // A newer document may not read at all, so its name comes from the row.
        let name = document::message_name(kind, &row.doc)
            .map_err(|error| unreadable(table, "doc", row.id, error))?;
        return Err(Error::NewerWriter(name));
    }
    document::decode(kind, &row.doc).map_err(|error| unreadable(table, "doc", row.id, error))
}

pub(crate) fn unreadable(
    table: &'static str,
    column: &'static str,
    row: impl ToString,
    source: impl std::error::Error + Send + Sync + 'static,
) -> Error {
    Error::Unreadable {
        table,
        column,
        row: row.to_string(),
        source: Box::new(source),
    }
}
