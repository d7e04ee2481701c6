//! Documents for answers: they are read, and never decoded.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow, Row as _, postgres::PgRow};
use tokio_stream::StreamExt as _;
use uuid::Uuid;

use super::load::{IncludeDeleted, Presence, View, name_of, table_of};
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

/// The current documents of a batch of names.
#[derive(Debug)]
pub enum Batch {
    /// The documents of those that exist, and of the survivors of those that were merged.
    Fits(BTreeMap<Name, Document>),
    /// The bodies or the standings are larger than they may be together. They were not read.
    TooLarge,
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
        if kind == Kind::Standing {
            // The standing is read by itself, because it may exist before its row does.
            return Ok(BTreeMap::new());
        }
        let select = format!(
            "{} where id = any($1) and ($2 or not is_deleted)",
            select_documents(kind, view)
        );
        let rows: Vec<NamedDocument> = sqlx::query_as(AssertSqlSafe(select))
            .bind(ids(names))
            .bind(include_deleted.is_all())
            .fetch_all(&mut *self.connection)
            .await?;
        let rows = rows.into_iter();
        Ok(rows.filter_map(|row| row.into_document(kind)).collect())
    }

    /// Like [`Reader::documents`], together with the survivors of merged resources, from the
    /// same moment. A merged resource points at its survivor, however long its chain of merges
    /// is. Nothing is read if the bodies of the articles, or the standings of the claims, have
    /// more than `bytes_max` bytes.
    pub async fn documents_and_survivors(
        &mut self,
        kind: Kind,
        names: &[Name],
        (view, include_deleted): (View, IncludeDeleted),
        bytes_max: i64,
    ) -> Result<Batch, Error> {
        let rows: Vec<SizedDocument> = sqlx::query_as(AssertSqlSafe(select_batch(kind, view)))
            .bind(ids(names))
            .bind(include_deleted.is_all())
            .bind(bytes_max)
            .fetch_all(&mut *self.connection)
            .await?;
        if rows.iter().any(|row| row.bytes > bytes_max) {
            return Ok(Batch::TooLarge);
        }
        let found = rows.into_iter();
        let found = found.filter_map(|row| row.found.into_document(kind));
        Ok(Batch::Fits(found.collect()))
    }

    /// Reads the documents of resources of one kind, live and deleted ones, and hands over
    /// each when it arrives. They are not kept here, so the memory for many is that for one.
    pub async fn each_document(
        &mut self,
        (kind, view): (Kind, View),
        names: &[Name],
        mut each: impl FnMut(Name, Presence, Document),
    ) -> Result<(), Error> {
        let select = format!("{} where id = any($1)", select_documents(kind, view));
        let mut rows = sqlx::query_as::<_, NamedDocument>(AssertSqlSafe(select))
            .bind(ids(names))
            .fetch(&mut *self.connection);
        while let Some(row) = rows.next().await {
            let row = row?;
            let presence = match row.is_deleted {
                true => Presence::Deleted,
                false => Presence::Live,
            };
            if let Some((name, document)) = row.into_document(kind) {
                each(name, presence, document);
            }
        }
        Ok(())
    }
}

fn ids(names: &[Name]) -> Vec<Uuid> {
    names.iter().map(|name| name.uuid()).collect()
}

/// Whether resources of a kind can be merged.
const fn is_mergeable(kind: Kind) -> bool {
    matches!(kind, Kind::Source | Kind::Claim)
}

/// Selects the columns of [`SizedDocument`] for resources of a kind and their survivors.
fn select_batch(kind: Kind, view: View) -> String {
    let select = select_documents(kind, view);
    let named = format!("{select} where id = any($1) and ($2 or not is_deleted)");
    let (end, found) = match is_mergeable(kind) {
        true => (
            format!(
                "case when merged_into_id is not null then coalesce((
                     select survivor_id from survivors
                     where survivors.id = found.id and survivors.kind = {kind}
                 ), merged_into_id) end",
                kind = kind.code()
            ),
            // One that is requested by its own name, too, is selected once.
            format!(
                "{named} union all {select} where id = any(array(
                     select survivor_id from survivors
                     where survivors.id = any($1) and survivors.kind = {kind}
                 )) and id <> all($1) and ($2 or not is_deleted)",
                kind = kind.code()
            ),
        ),
        false => ("merged_into_id".to_owned(), named),
    };
    // The size of a value is known without reading it.
    format!(
        "select id, claim_id, {end} as merged_into_id, is_deleted, doc,
             case when bytes <= $3 then more end as more, bytes
         from (
             select *, coalesce(sum(octet_length(more)) filter (
                 where merged_into_id is null
             ) over (), 0) as bytes
             from ({found}) named
         ) found"
    )
}

/// Selects the columns of [`NamedDocument`] for resources of a kind.
fn select_documents(kind: Kind, view: View) -> String {
    let claim = match kind {
        Kind::Appearance | Kind::Relation | Kind::Review => "claim_id",
        _ => "null::uuid",
    };
    let merged_into = match is_mergeable(kind) {
        true => "merged_into_id",
        false => "null::uuid",
    };
    let (more, rows) = match (kind, view) {
        (Kind::Article, View::Full) => (
            "body",
            "articles join article_texts \
             on article_id = id and article_texts.text_version = articles.text_version",
        ),
        (Kind::Claim, View::Full) => (
            "standings.doc",
            "claims left join standings on standings.claim_id = claims.id",
        ),
        _ => ("null::bytea", table_of(kind)),
    };
    let table = table_of(kind);
    format!(
        "select id, {claim} as claim_id, {merged_into} as merged_into_id, is_deleted, \
         {table}.doc as doc, {more} as more from {rows}"
    )
}

struct NamedDocument {
    id: Uuid,
    claim_id: Option<Uuid>,
    merged_into_id: Option<Uuid>,
    is_deleted: bool,
    doc: Vec<u8>,
    /// The body of an article, or the standing of a claim.
    more: Option<Vec<u8>>,
}

/// By position, because looking each column up by its name takes longer than reading it.
impl FromRow<'_, PgRow> for NamedDocument {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            claim_id: row.try_get(1)?,
            merged_into_id: row.try_get(2)?,
            is_deleted: row.try_get(3)?,
            doc: row.try_get(4)?,
            more: row.try_get(5)?,
        })
    }
}

/// A document of a batch.
struct SizedDocument {
    found: NamedDocument,
    /// Of the bodies or standings of all that are answered.
    bytes: i64,
}

impl FromRow<'_, PgRow> for SizedDocument {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            found: NamedDocument::from_row(row)?,
            bytes: row.try_get(6)?,
        })
    }
}

impl NamedDocument {
    fn into_document(self, kind: Kind) -> Option<(Name, Document)> {
        let name = name_of(kind.code(), self.id, self.claim_id)?;
        let merged_into = self.merged_into_id;
        let (mut doc, mut standing) = (self.doc, self.more);
        if kind == Kind::Article {
            doc.extend(standing.take().unwrap_or_default());
        }
        let document = Document {
            doc,
            standing,
            merged_into: merged_into.and_then(|id| Name::new(kind, None, id)),
        };
        Some((name, document))
    }
}
