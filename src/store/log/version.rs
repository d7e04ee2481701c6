//! The versions of an article, read from the log.

use std::collections::BTreeSet;

use super::state::StateKey;
use crate::{
    domain::{
        passage::TextVersion,
        resource::{ArticleId, Kind, Name},
    },
    store::{Error, Reader, read::View},
};

/// A version of an article.
#[derive(Clone, Debug)]
pub struct Version {
    /// The version number.
    pub version: TextVersion,
    /// The article's document when the version began; `None` if it is no longer kept.
    pub doc: Option<Vec<u8>>,
}

/// The last state of an article in a version.
#[derive(Clone, Debug)]
pub enum AtVersion {
    /// The article has no such version.
    None,
    /// The state is no longer kept.
    Gone,
    /// The article's document.
    Doc(Vec<u8>),
}

impl Reader {
    /// Returns at most `size` versions of an article after a version, oldest first.
    pub async fn article_versions(
        &mut self,
        article: ArticleId,
        after: TextVersion,
        size: i64,
    ) -> Result<Vec<Version>, Error> {
        let rows = sqlx::query!(
            r#"
            select text_version as "version!", min(revision) as "revision!"
            from changes
            where id = $1 and kind = $4 and text_version > $2
            group by text_version
            order by text_version
            limit $3
            "#,
            article.uuid(),
            after,
            size,
            Kind::Article.code(),
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let key = |revision| StateKey::new(Name::Article(article), revision);
        let keys: BTreeSet<StateKey> = rows.iter().map(|row| key(row.revision)).collect();
        let mut states = self.states(&keys, View::Basic).await?;
        let versions = rows.into_iter().map(|row| Version {
            version: row.version,
            doc: states.remove(&key(row.revision)),
        });
        Ok(versions.collect())
    }

    /// Returns the last state of an article in a version.
    pub async fn article_at_version(
        &mut self,
        article: ArticleId,
        version: TextVersion,
        view: View,
    ) -> Result<AtVersion, Error> {
        let revision = sqlx::query_scalar!(
            "select max(revision) from changes where id = $1 and kind = $3 and text_version = $2",
            article.uuid(),
            version,
            Kind::Article.code(),
        )
        .fetch_one(&mut *self.connection)
        .await?;
        let Some(revision) = revision else {
            return Ok(AtVersion::None);
        };
        let key = StateKey::new(Name::Article(article), revision);
        let mut states = self.states(&BTreeSet::from([key]), view).await?;
        Ok(states.remove(&key).map_or(AtVersion::Gone, AtVersion::Doc))
    }
}
