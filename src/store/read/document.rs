//! Documents as they are answered, without being decoded.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::load::{IncludeDeleted, View, name_of, table_of};
use crate::{
    domain::resource::name::{Kind, Name},
    store::{Error, Reader},
};

impl Reader {
    /// The documents of resources of one kind, by their names. Absent resources are left out.
    pub async fn documents(
        &mut self,
        kind: Kind,
        names: &[Name],
        view: View,
        include_deleted: IncludeDeleted,
    ) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let select = match (kind, view) {
            // Standings are read elsewhere, since one can be known before it has a row.
            (Kind::Standing, _) => return Ok(BTreeMap::new()),
            (Kind::Article, View::Full) => "select id, null::uuid as claim_id, doc || body as doc \
                 from articles join article_texts \
                     on article_id = id and article_texts.text_version = articles.text_version"
                .to_owned(),
            _ => {
                let claim = match kind.is_child() {
                    true => "claim_id",
                    false => "null::uuid as claim_id",
                };
                format!("select id, {claim}, doc from {}", table_of(kind))
            }
        };
        let select = format!("{select} where id = any($1) and ($2 or not is_deleted)");
        let rows: Vec<NamedDocument> = sqlx::query_as(AssertSqlSafe(select))
            .bind(&ids)
            .bind(include_deleted.is_all())
            .fetch_all(&mut *self.connection)
            .await?;
        let documents = rows
            .into_iter()
            .filter_map(|row| Some((name_of(kind.code(), row.id, row.claim_id)?, row.doc)));
        Ok(documents.collect())
    }

    /// The total size of the bodies of these articles, in bytes.
    pub async fn body_bytes(&mut self, names: &[Name]) -> Result<i64, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let bytes = sqlx::query_scalar!(
            r#"
            select coalesce(sum(octet_length(body)), 0)::bigint as "bytes!"
            from articles join article_texts
                on article_id = id and article_texts.text_version = articles.text_version
            where id = any($1)
            "#,
            &ids
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(bytes)
    }
}

#[derive(FromRow)]
struct NamedDocument {
    id: Uuid,
    claim_id: Option<Uuid>,
    doc: Vec<u8>,
}
