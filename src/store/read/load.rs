//! Looks up resources by name or identity, mostly for writing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::question::{AppearanceWith, CountIn, KeyIn, VersionOf};
use crate::{
    domain::{
        Timestamp,
        passage::TextVersion,
        resource::{ArticleId, ClaimId, Kind, Name, SourceId, Stored},
        value::IdentityDigest,
    },
    store::{Error, connection::Connection, known::Question, lookup::Lookup},
    wire::document::{self, DOC_VERSION},
};

/// How much of a resource is returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Everything except the body of an article.
    Basic,
    /// Everything, and a claim together with its standing.
    Full,
}

/// Whether soft-deleted resources are returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncludeDeleted {
    /// Only live resources.
    Live,
    /// Live and deleted ones.
    All,
}

impl IncludeDeleted {
    pub(crate) fn is_all(self) -> bool {
        self == Self::All
    }
}

/// How resources are read.
#[derive(Clone, Copy, Debug)]
pub struct ReadOptions {
    /// How much of articles and claims is returned.
    pub view: View,
    /// Whether deleted resources are returned.
    pub include_deleted: IncludeDeleted,
    /// The moment to read as of; `None` for now.
    pub moment: Option<Timestamp>,
}

/// Whether an existing resource is live or deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is live.
    Live,
    /// It is deleted.
    Deleted,
}

/// A stored resource, and the document that it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredDocument {
    /// The resource.
    pub stored: Stored,
    /// Its document; an article's with the body.
    pub doc: Vec<u8>,
}

/// A stored document of a resource.
#[derive(FromRow)]
struct Row {
    id: Uuid,
    doc_version: i16,
    doc: Vec<u8>,
}

impl Lookup<'_> {
    /// Returns the current states of these resources, to be changed and written again. Those
    /// that do not exist are left out. One that a newer build wrote is an error.
    pub async fn stored(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Stored>, Error> {
        let found = self.stored_documents(names).await?.into_iter();
        Ok(found.map(|(name, it)| (name, it.stored)).collect())
    }

    /// As [`Lookup::stored`], with the documents.
    pub async fn stored_documents(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, StoredDocument>, Error> {
        let states = self.answers(names.iter().copied().map(StateOf).collect());
        let states = states.await?.into_iter();
        Ok(states.filter_map(|(of, it)| Some((of.0, it?))).collect())
    }

    /// Returns the names whose resources exist and are live.
    pub async fn existing(&mut self, names: &BTreeSet<Name>) -> Result<BTreeSet<Name>, Error> {
        let present = self.presence(names).await?.into_iter();
        let live = present.filter(|(_, presence)| *presence == Presence::Live);
        Ok(live.map(|(name, _)| name).collect())
    }

    /// Returns the resources that have the ids of these names, and whether they are live. A
    /// child of a claim is returned under its real claim, whatever the given name says.
    pub async fn presence(
        &mut self,
        names: &BTreeSet<Name>,
    ) -> Result<BTreeMap<Name, Presence>, Error> {
        let present = self.answers(names.iter().copied().map(PresenceOf).collect());
        Ok(present.await?.into_values().flatten().collect())
    }

    /// Returns the resources, live or deleted, that have the ids of these names. A child of a
    /// claim is found under any claim.
    pub async fn holders_of_ids(&mut self, names: &BTreeSet<Name>) -> Result<Vec<Name>, Error> {
        Ok(self.presence(names).await?.into_keys().collect())
    }

    /// Returns the body and headline of a version of an article, or of its current version
    /// if `version` is `None`.
    pub async fn article_text(
        &mut self,
        article: ArticleId,
        version: Option<TextVersion>,
    ) -> Result<Option<ArticleText>, Error> {
        // Answers are kept of the version, and not of a long text.
        let of = VersionOf { article, version };
        if self.keeps() && self.answers(BTreeSet::from([of])).await?.is_empty() {
            return Ok(None);
        }
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
        .fetch_optional(self.connection())
        .await?;
        row.map(|row| {
            let body = document::decode_body(&row.body)
                .map_err(|error| unreadable("article_texts", "body", article.uuid(), error))?;
            Ok(ArticleText {
                version: row.text_version,
                headline: row.headline,
                body: body.into(),
            })
        })
        .transpose()
    }

    /// Maps each identity digest to the live appearance that has it.
    pub async fn appearances_by_identity(
        &mut self,
        identities: &[IdentityDigest],
    ) -> Result<BTreeMap<IdentityDigest, Name>, Error> {
        let found = self.answers(identities.iter().copied().map(AppearanceWith).collect());
        let found = found.await?.into_iter();
        Ok(found.filter_map(|(it, name)| Some((it.0, name?))).collect())
    }

    /// Returns the number of live appearances of each article. Articles without any are left
    /// out.
    pub async fn appearance_counts(
        &mut self,
        articles: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, i64>, Error> {
        let counts = self.answers(articles.iter().copied().map(CountIn).collect());
        let counts = counts.await?.into_iter();
        Ok(counts.map(|(of, count)| (of.0, count)).collect())
    }

    /// Returns the sources that an article names anywhere, up to a limit.
    pub async fn sources_of_article(
        &mut self,
        article: ArticleId,
        limit: usize,
    ) -> Result<BTreeSet<Name>, Error> {
        let ids = sqlx::query_scalar!(
            r#"
            select source_id as "source_id!" from appearance_sources
            where article_id = $1 and not is_deleted
            union
            select source_id from article_sources where article_id = $1
            union
            select source_id from article_keys where article_id = $1
            union
            select target_id from mentions
            where kind = $2 and id = $1 and target_kind = $3
            union
            select publisher_id from articles where id = $1 and publisher_id is not null
            limit $4
            "#,
            article.uuid(),
            Kind::Article.code(),
            Kind::Source.code(),
            i64::try_from(limit).unwrap_or(i64::MAX),
        )
        .fetch_all(self.unkept())
        .await?;
        let names = ids.into_iter().map(|id| Name::Source(SourceId::new(id)));
        Ok(names.collect())
    }

    /// Maps each key to the source that it named in earlier bundles of an article.
    pub async fn article_keys(
        &mut self,
        article: ArticleId,
        keys: &[String],
    ) -> Result<BTreeMap<String, SourceId>, Error> {
        let questions = keys.iter().map(|key| KeyIn {
            article,
            key: key.clone(),
        });
        let sources = self.answers(questions.collect()).await?.into_iter();
        Ok(sources.filter_map(|(of, it)| Some((of.key, it?))).collect())
    }
}

/// The current state of a resource.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct StateOf(Name);

impl Question for StateOf {
    type Answer = Option<StoredDocument>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let names: BTreeSet<Name> = questions.into_iter().map(|it| it.0).collect();
        let mut found = BTreeMap::new();
        for &kind in Kind::ALL {
            let ids = ids_of(kind, &names);
            if ids.is_empty() {
                continue;
            }
            for row in rows(connection, kind, &ids).await? {
                let stored = read_row(kind, &row)?;
                // Children of claims are found by their own id. A name with another claim
                // does not exist.
                if names.contains(&stored.name) {
                    let doc = row.doc;
                    let name = StateOf(stored.name);
                    found.insert(name, Some(StoredDocument { stored, doc }));
                }
            }
        }
        Ok(found)
    }
}

async fn rows(connection: &mut Connection, kind: Kind, ids: &[Uuid]) -> Result<Vec<Row>, Error> {
    let select = match kind {
        // A standing is always computed, and never changed from its stored state.
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
    Ok(rows.fetch_all(connection).await?)
}

/// Which resource has the id of a name, and whether it is live.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct PresenceOf(Name);

impl Question for PresenceOf {
    type Answer = Option<(Name, Presence)>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let names: BTreeSet<Name> = questions.iter().map(|it| it.0).collect();
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
            &ids_of(Kind::Source, &names),
            &ids_of(Kind::Article, &names),
            &ids_of(Kind::Claim, &names),
            &ids_of(Kind::Appearance, &names),
            &ids_of(Kind::Relation, &names),
            &ids_of(Kind::Review, &names),
            Kind::Source.code(),
            Kind::Article.code(),
            Kind::Claim.code(),
            Kind::Appearance.code(),
            Kind::Relation.code(),
            Kind::Review.code(),
        )
        .fetch_all(connection)
        .await?;
        let present = rows.into_iter().filter_map(|row| {
            let presence = match row.is_deleted {
                true => Presence::Deleted,
                false => Presence::Live,
            };
            let name = name_of(row.kind, row.id, row.claim_id)?;
            Some(((name.kind(), name.uuid()), (name, presence)))
        });
        let present: BTreeMap<_, _> = present.collect();
        let answers = questions.into_iter().map(|question| {
            let id = (question.0.kind(), question.0.uuid());
            (question, present.get(&id).copied())
        });
        Ok(answers.collect())
    }
}

/// The text of one version of an article.
#[derive(Clone, Debug)]
pub struct ArticleText {
    /// The version number.
    pub version: TextVersion,
    /// Its headline.
    pub headline: String,
    /// Its body, which may be long.
    pub body: Arc<str>,
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
        // This build may be unable to decode the whole document, but can read its name.
        let name = document::message_name(&row.doc)
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
