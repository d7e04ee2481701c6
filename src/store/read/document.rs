//! Documents for answers: they are read, and never decoded.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::load::{IncludeDeleted, View, name_of, table_of};
use crate::{
    domain::resource::{Kind, Name},
    store::{Error, Reader},
};

/// A document, with further columns of its row.
#[derive(Clone, Debug)]
pub struct Document {
    /// The encoded resource.
    pub doc: Vec<u8>,
    /// The resource that this one was merged into, if it was.
    pub merged_into: Option<Name>,
}

impl Reader {
    /// The documents of resources of one kind. Resources that do not exist are left out.
    pub async fn documents(
        &mut self,
        kind: Kind,
        names: &[Name],
        view: View,
        include_deleted: IncludeDeleted,
    ) -> Result<BTreeMap<Name, Document>, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        if kind == Kind::Standing {
            // The standing is read by itself, because it may exist before its row does.
            return Ok(BTreeMap::new());
        }
        let select = format!(
            "{} where id = any($1) and ($2 or not is_deleted)",
            select_documents(kind, view)
        );
        let rows: Vec<NamedDocument> = sqlx::query_as(AssertSqlSafe(select))
            .bind(&ids)
            .bind(include_deleted.is_all())
            .fetch_all(&mut *self.connection)
            .await?;
        let rows = rows.into_iter();
        Ok(rows.filter_map(|row| row.into_document(kind)).collect())
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

/// Selects the columns of [`NamedDocument`] for resources of a kind.
fn select_documents(kind: Kind, view: View) -> String {
    let claim = match kind {
        Kind::Appearance | Kind::Relation | Kind::Review => "claim_id",
        _ => "null::uuid",
    };
    let merged_into = match kind {
        Kind::Source | Kind::Claim => "merged_into_id",
        _ => "null::uuid",
    };
    let (doc, rows) = match (kind, view) {
        (Kind::Article, View::Full) => (
            "doc || body",
            "articles join article_texts \
             on article_id = id and article_texts.text_version = articles.text_version",
        ),
        _ => ("doc", table_of(kind)),
    };
    format!(
        "select id, {claim} as claim_id, {merged_into} as merged_into_id, {doc} as doc from {rows}"
    )
}

#[derive(FromRow)]
struct NamedDocument {
    id: Uuid,
    claim_id: Option<Uuid>,
    merged_into_id: Option<Uuid>,
    doc: Vec<u8>,
}

impl NamedDocument {
    fn into_document(self, kind: Kind) -> Option<(Name, Document)> {
        let name = name_of(kind.code(), self.id, self.claim_id)?;
        let merged_into = self.merged_into_id;
        let document = Document {
            doc: self.doc,
            merged_into: merged_into.and_then(|id| Name::new(kind, None, id)),
        };
        Some((name, document))
    }
}
