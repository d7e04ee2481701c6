//! Documents as they are answered: without being read.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    Error, Reader,
    load::{Shown, View, name_of},
};
use crate::domain::name::{Kind, Name};

impl Reader {
    /// The documents of resources of one kind, in the order of the names; absent
    /// ones are nothing.
    pub async fn documents(
        &mut self,
        kind: Kind,
        names: &[Name],
        view: View,
        shown: Shown,
    ) -> Result<BTreeMap<Name, Vec<u8>>, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let connection = &mut *self.connection;
        let rows = match (kind, view) {
            // It is read by itself: it may be there before its row is.
            (Kind::Standing, _) => Ok(Vec::new()),
            (Kind::Source, _) => {
                sqlx::query_as!(
                    NamedDocument,
                    "
                select id, null::uuid as claim_id, doc from sources
                where id = any($1) and ($2 or not is_deleted)
                ",
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
            (Kind::Article, View::Basic) => {
                sqlx::query_as!(
                    NamedDocument,
                    "
                select id, null::uuid as claim_id, doc from articles
                where id = any($1) and ($2 or not is_deleted)
                ",
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
            (Kind::Article, View::Full) => {
                sqlx::query_as!(
                    NamedDocument,
                    r#"
                select id, null::uuid as claim_id, doc || body as "doc!"
                from articles join article_texts
                    on article_id = id and article_texts.text_version = articles.text_version
                where id = any($1) and ($2 or not is_deleted)
                "#,
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
            (Kind::Claim, _) => {
                sqlx::query_as!(
                    NamedDocument,
                    "
                select id, null::uuid as claim_id, doc from claims
                where id = any($1) and ($2 or not is_deleted)
                ",
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
            (Kind::Appearance, _) => {
                sqlx::query_as!(
                    NamedDocument,
                    "
                select id, claim_id, doc from appearances
                where id = any($1) and ($2 or not is_deleted)
                ",
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
            (Kind::Relation, _) => {
                sqlx::query_as!(
                    NamedDocument,
                    "
                select id, claim_id, doc from relations
                where id = any($1) and ($2 or not is_deleted)
                ",
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
            (Kind::Review, _) => {
                sqlx::query_as!(
                    NamedDocument,
                    "
                select id, claim_id, doc from reviews
                where id = any($1) and ($2 or not is_deleted)
                ",
                    &ids,
                    shown.is_all(),
                )
                .fetch_all(connection)
                .await
            }
        };
        let documents = rows?
            .into_iter()
            .filter_map(|row| Some((name_of(kind.code(), row.id, row.claim_id)?, row.doc)));
        Ok(documents.collect())
    }

    /// How many bytes the bodies of these articles have together.
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

struct NamedDocument {
    id: Uuid,
    claim_id: Option<Uuid>,
    doc: Vec<u8>,
}
