//! Documents for answers: they are read, and never decoded.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

use super::load::{IncludeDeleted, View, name_of, table_of};
use crate::{
    domain::resource::{ClaimId, Kind, Name},
    store::{Error, Reader},
    wire::{document, resource::standing::encode_unknown},
};

/// A document, with further columns of its row.
#[derive(Clone, Debug)]
pub struct Document {
    /// The encoded resource.
    pub doc: Vec<u8>,
    /// The standing of a claim that is read in full, from the same moment.
    pub standing: Option<Vec<u8>>,
    /// The resource that this one was merged into, if it was.
    pub merged_into: Option<Name>,
}

/// The document of a resource in a view. `more` is the body of an article, or the standing
/// of a claim if it has one.
pub(crate) fn whole_document(
    (kind, view, id): (Kind, View, Uuid),
    mut doc: Vec<u8>,
    more: Option<Vec<u8>>,
) -> Vec<u8> {
    match (kind, view) {
        (Kind::Claim, View::Full) => {
            document::add_standing(&mut doc, standing_of(ClaimId::new(id), more));
        }
        _ => doc.extend(more.unwrap_or_default()),
    }
    doc
}

/// The standing of a claim: the stored one, or that of a claim without anything.
pub fn standing_of(claim: ClaimId, stored: Option<Vec<u8>>) -> Vec<u8> {
    stored.unwrap_or_else(|| encode_unknown(claim))
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

    /// The total size of the standings of these claims, in bytes.
    pub async fn standing_bytes(&mut self, names: &[Name]) -> Result<i64, Error> {
        let ids: Vec<Uuid> = names.iter().map(|name| name.uuid()).collect();
        let bytes = sqlx::query_scalar!(
            r#"
            select coalesce(sum(octet_length(doc)), 0)::bigint as "bytes!"
            from standings where claim_id = any($1)
            "#,
            &ids
        )
        .fetch_one(&mut *self.connection)
        .await?;
        Ok(bytes)
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
    let (doc, standing, rows) = match (kind, view) {
        (Kind::Article, View::Full) => (
            "doc || body",
            "null::bytea",
            "articles join article_texts \
             on article_id = id and article_texts.text_version = articles.text_version",
        ),
        (Kind::Claim, View::Full) => (
            "claims.doc",
            "standings.doc",
            "claims left join standings on standings.claim_id = claims.id",
        ),
        _ => ("doc", "null::bytea", table_of(kind)),
    };
    format!(
        "select id, {claim} as claim_id, {merged_into} as merged_into_id, {doc} as doc, \
         {standing} as standing from {rows}"
    )
}

#[derive(FromRow)]
struct NamedDocument {
    id: Uuid,
    claim_id: Option<Uuid>,
    merged_into_id: Option<Uuid>,
    doc: Vec<u8>,
    standing: Option<Vec<u8>>,
}

impl NamedDocument {
    fn into_document(self, kind: Kind) -> Option<(Name, Document)> {
        let name = name_of(kind.code(), self.id, self.claim_id)?;
        let merged_into = self.merged_into_id;
        let document = Document {
            doc: self.doc,
            standing: self.standing,
            merged_into: merged_into.and_then(|id| Name::new(kind, None, id)),
        };
        Some((name, document))
    }
}
