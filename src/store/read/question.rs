//! Questions about what is stored of the appearances and the bundles of articles.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::{
        passage::TextVersion,
        resource::{AppearanceId, ArticleId, ClaimId, Name, SourceId},
        value::IdentityDigest,
    },
    store::{Error, connection::Connection, known::Question},
};

/// The live appearance that has an identity digest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct AppearanceWith(pub(super) IdentityDigest);

impl Question for AppearanceWith {
    type Answer = Option<Name>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let identities: Vec<Vec<u8>> = questions.iter().map(|it| it.0.to_vec()).collect();
        let rows = sqlx::query!(
            "
            select id, claim_id, identity from appearances
            where identity = any($1) and not is_deleted
            ",
            &identities
        )
        .fetch_all(connection)
        .await?;
        let found = rows.into_iter().filter_map(|row| {
            let identity = IdentityDigest::try_from(row.identity).ok()?;
            let claim = ClaimId::new(row.claim_id);
            let name = Name::Appearance(claim, AppearanceId::new(row.id));
            Some((Self(identity), Some(name)))
        });
        Ok(found.collect())
    }
}

/// The version of an article's text: this one, or the current one. What a version says never
/// changes, but for an erasure, which deletes the article.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct VersionOf {
    pub(super) article: ArticleId,
    pub(super) version: Option<TextVersion>,
}

impl Question for VersionOf {
    type Answer = Option<TextVersion>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let articles: Vec<Uuid> = questions.iter().map(|it| it.article.uuid()).collect();
        let versions: Vec<TextVersion> = questions.iter().map(|it| it.version_or_0()).collect();
        let rows = sqlx::query!(
            r#"
            select article_id, asked as "asked!", article_texts.text_version
            from unnest($1::uuid[], $2::integer[]) as question (id, asked)
                join articles using (id)
                join article_texts on article_id = id and article_texts.text_version =
                    case asked when 0 then articles.text_version else asked end
            "#,
            &articles,
            &versions
        )
        .fetch_all(connection)
        .await?;
        let found = rows.into_iter().map(|row| {
            let question = Self {
                article: ArticleId::new(row.article_id),
                version: (row.asked != 0).then_some(row.asked),
            };
            (question, Some(row.text_version))
        });
        Ok(found.collect())
    }
}

impl VersionOf {
    /// The version, or 0 for the current one. The first version is 1.
    fn version_or_0(&self) -> TextVersion {
        self.version.unwrap_or_default()
    }
}

/// The number of live appearances in an article.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CountIn(pub(super) ArticleId);

impl Question for CountIn {
    type Answer = i64;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, i64>, Error> {
        let ids: Vec<Uuid> = questions.iter().map(|it| it.0.uuid()).collect();
        let rows = sqlx::query!(
            r#"
            select article_id, count(*) as "count!" from appearances
            where article_id = any($1) and not is_deleted
            group by article_id
            "#,
            &ids
        )
        .fetch_all(connection)
        .await?;
        let counts = rows.into_iter();
        let counts = counts.map(|row| (Self(ArticleId::new(row.article_id)), row.count));
        Ok(counts.collect())
    }
}

/// The source that a key named in earlier bundles of an article.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KeyIn {
    pub(super) article: ArticleId,
    pub(super) key: String,
}

impl Question for KeyIn {
    type Answer = Option<SourceId>;

    async fn read(
        connection: &mut Connection,
        questions: BTreeSet<Self>,
    ) -> Result<BTreeMap<Self, Self::Answer>, Error> {
        let articles: Vec<Uuid> = questions.iter().map(|it| it.article.uuid()).collect();
        let keys: Vec<String> = questions.into_iter().map(|it| it.key).collect();
        let rows = sqlx::query!(
            "
            select article_id, key, source_id from article_keys join sources on id = source_id
            where (article_id, key) in (select * from unnest($1::uuid[], $2::text[]))
              and not is_deleted
            ",
            &articles,
            &keys
        )
        .fetch_all(connection)
        .await?;
        let sources = rows.into_iter().map(|row| {
            let question = Self {
                article: ArticleId::new(row.article_id),
                key: row.key,
            };
            (question, Some(SourceId::new(row.source_id)))
        });
        Ok(sources.collect())
    }
}
