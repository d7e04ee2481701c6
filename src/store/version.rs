//! The versions of an article, as the log has them.

use super::{Error, Reader, load::View};
use crate::domain::{name::ArticleId, resource::TextVersion};

/// A version of an article, as it stood when the version began.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which one.
    pub version: TextVersion,
    /// The article's document then.
    pub doc: Vec<u8>,
}

impl Reader {
    /// At most `size` versions of an article behind a version, oldest first.
    pub async fn article_versions(
        &mut self,
        article: ArticleId,
        after: TextVersion,
        size: i64,
    ) -> Result<Vec<Version>, Error> {
        let versions = sqlx::query_as!(
            Version,
            r#"
            select distinct on (text_version) text_version as "version!", doc
            from changes
            where id = $1 and kind = 2 and text_version > $2
            order by text_version, revision
            limit $3
            "#,
            article.uuid(),
            after,
            size,
        )
        .fetch_all(&mut *self.connection)
        .await?;
        Ok(versions)
    }

    /// The document of an article as it last stood in a version.
    pub async fn article_at_version(
        &mut self,
        article: ArticleId,
        version: TextVersion,
        view: View,
    ) -> Result<Option<Vec<u8>>, Error> {
        let doc = sqlx::query_scalar!(
            r#"
            select case when $3 then doc || body else doc end as "doc!"
            from changes join article_texts using (text_version)
            where id = $1 and kind = 2 and article_id = $1 and text_version = $2
            order by revision desc
            limit 1
            "#,
            article.uuid(),
            version,
            view == View::Full,
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(doc)
    }
}
