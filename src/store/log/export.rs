//! All resources of a kind as of a moment, page by page: the current rows, and from the log
//! those that have changed since. No transaction lasts longer than a page.

use std::collections::BTreeMap;

use sqlx::{AssertSqlSafe, FromRow, Row as _, postgres::PgRow};
use uuid::Uuid;

use super::{past::PastList, past_list::PastPage, scan::PastDocuments};
use crate::{
    domain::{
        Timestamp,
        resource::{ArticleId, Kind, Name, SourceId},
    },
    store::{
        Error, Reader,
        position::Position,
        read::{
            IncludeDeleted, View,
            load::{name_of, table_of, unreadable},
        },
    },
    wire::stamps::{Stamps, stamps},
};

/// A page has at most this many resources, and bytes unless its first resource has more.
const PAGE_SIZE: i64 = 2_000;
const PAGE_BYTES_MAX: i64 = 2 << 20;

/// A page of an export.
#[derive(Clone, Copy, Debug)]
pub struct ExportPage {
    /// The kind of the resources.
    pub kind: Kind,
    /// The moment.
    pub moment: Timestamp,
    /// Whether deleted resources are exported.
    pub include_deleted: IncludeDeleted,
    /// Whether merged resources are exported.
    pub includes_merged: bool,
    /// The page starts after this id.
    pub after: Option<Uuid>,
}

/// A document of an export.
#[derive(Clone, Debug)]
pub struct ExportedDoc {
    /// The name.
    pub name: Name,
    /// The document; that of an article with the body.
    pub doc: Vec<u8>,
    /// What is known of it.
    pub stamps: Stamps,
}

/// A page of an export, in the order of the ids.
#[derive(Debug)]
pub struct ExportedPage {
    /// The documents.
    pub docs: Vec<ExportedDoc>,
    /// The id after which there may be more, if there may be.
    pub next: Option<Uuid>,
}

impl Reader {
    /// Reads a page of an export. Fails if a state is no longer kept.
    pub async fn export_page(&mut self, page: &ExportPage) -> Result<ExportedPage, Error> {
        let rows = self.export_rows(page).await?;
        let next = rows.last().map(|row| row.id);
        let mut docs = Vec::with_capacity(rows.len());
        let mut changed = Vec::new();
        for row in rows {
            let Some(doc) = row.into_document(page.kind)? else {
                continue;
            };
            if doc.stamps.update_time > page.moment {
                changed.push(doc.name);
            }
            docs.push(doc);
        }
        if !changed.is_empty() {
            let past = self.states_as_of(page, &changed).await?;
            if let Some(name) = past.not_kept.first() {
                return Err(self.gone_error(*name).await?);
            }
            docs = replaced(page, docs, past.docs)?;
        }
        docs.retain(|doc| {
            let Stamps {
                is_deleted,
                is_merged,
                ..
            } = doc.stamps;
            (page.include_deleted.is_all() || !is_deleted) && (page.includes_merged || !is_merged)
        });
        Ok(ExportedPage { docs, next })
    }

    /// Reads a page of an export of what a filter selects.
    pub async fn filtered_export_page(
        &mut self,
        list: &PastList<'_>,
    ) -> Result<ExportedPage, Error> {
        let PastPage { docs, next } = self.list_as_of(list).await?;
        let kind = list.filter.kind();
        let docs = docs.into_iter();
        let docs = docs.map(|(name, doc)| read_stamps(kind, name, doc));
        Ok(ExportedPage {
            docs: docs.collect::<Result<_, Error>>()?,
            next,
        })
    }

    async fn export_rows(&mut self, page: &ExportPage) -> Result<Vec<Row>, Error> {
        let query = sqlx::query_as(AssertSqlSafe(select_page(page)));
        let query = query.bind(PAGE_BYTES_MAX).bind(page.after);
        Ok(query.fetch_all(&mut *self.connection).await?)
    }

    async fn states_as_of(
        &mut self,
        page: &ExportPage,
        names: &[Name],
    ) -> Result<PastDocuments, Error> {
        let view = match page.kind {
            Kind::Article => View::Full,
            _ => View::Basic,
        };
        let all = IncludeDeleted::All;
        self.documents_as_of(page.kind, names, view, all, page.moment)
            .await
    }

    /// The keys by which the bundles of articles name sources, in the order of the keys.
    pub async fn keys_of_articles(
        &mut self,
        articles: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, Vec<(String, SourceId)>>, Error> {
        let ids: Vec<Uuid> = articles.iter().map(|article| article.uuid()).collect();
        let rows = sqlx::query!(
            "
            select article_id, key, source_id from article_keys
            where article_id = any($1) order by article_id, key
            ",
            &ids
        )
        .fetch_all(&mut *self.connection)
        .await?;
        let mut keys: BTreeMap<ArticleId, Vec<(String, SourceId)>> = BTreeMap::new();
        for row in rows {
            let of_article = keys.entry(ArticleId::new(row.article_id)).or_default();
            of_article.push((row.key, SourceId::new(row.source_id)));
        }
        Ok(keys)
    }

    /// A position of the log before which nothing is later than a moment: the newest one of
    /// those that are older than the moment by a margin, because the log is in the order in
    /// which transactions began to write, not in that of their times.
    pub async fn position_before(&mut self, moment: Timestamp) -> Result<Position, Error> {
        let end = self.log_end().await?;
        let last = sqlx::query_as!(
            Position,
            "
            select epoch, tag, xid, seq from changes join epochs using (epoch)
            where change_time <= $1::timestamptz - make_interval(secs => $2)
            order by change_time desc, epoch desc, xid desc, seq desc limit 1
            ",
            moment,
            MARGIN_SECONDS
        )
        .fetch_optional(&mut *self.connection)
        .await?;
        let first = sqlx::query_as!(
            Position,
            r#"
            select epoch, tag, 0::bigint as "xid!", 0 as "seq!" from epochs
            order by epoch limit 1
            "#
        );
        match last {
            Some(last) => Ok(last.min(end)),
            None => Ok(first.fetch_one(&mut *self.connection).await?),
        }
    }
}

/// Longer than any transaction of this service writes by default, and than clocks of its
/// databases differ.
const MARGIN_SECONDS: f64 = 60.0;

/// Replaces what has changed since the moment by what it was then. What did not exist then is
/// left out.
fn replaced(
    page: &ExportPage,
    docs: Vec<ExportedDoc>,
    mut past: BTreeMap<Name, Vec<u8>>,
) -> Result<Vec<ExportedDoc>, Error> {
    let mut all = Vec::with_capacity(docs.len());
    for current in docs {
        if current.stamps.update_time <= page.moment {
            all.push(current);
        } else if let Some(doc) = past.remove(&current.name) {
            all.push(read_stamps(page.kind, current.name, doc)?);
        }
    }
    Ok(all)
}

fn read_stamps(kind: Kind, name: Name, doc: Vec<u8>) -> Result<ExportedDoc, Error> {
    let unreadable = |error| unreadable(table_of(kind), "doc", name.uuid(), error);
    let stamps = stamps(kind, &doc).map_err(unreadable)?;
    Ok(ExportedDoc { name, doc, stamps })
}

/// Selects the columns of [`Row`]. The size of a value is known without reading it.
fn select_page(page: &ExportPage) -> String {
    let claim = match page.kind {
        Kind::Appearance | Kind::Relation | Kind::Review => "claim_id",
        _ => "null::uuid",
    };
    let table = table_of(page.kind);
    let (body, rows) = match page.kind {
        Kind::Article => (
            "body",
            "articles left join article_texts \
             on article_id = id and article_texts.text_version = articles.text_version",
        ),
        _ => ("null::bytea", table),
    };
    let after = match page.after {
        Some(_) => "id > $2",
        None => "$2::uuid is null",
    };
    format!(
        "select id, claim_id, doc, body from (
             select *, row_number() over place as place,
                 sum(octet_length(doc) + coalesce(octet_length(body), 0)) over place as bytes
             from (
                 select id, {claim} as claim_id, {table}.doc as doc, {body} as body
                 from {rows} where {after} order by id limit {PAGE_SIZE}
             ) candidate
             window place as (order by id rows unbounded preceding)
         ) sized
         where place = 1 or bytes <= $1
         order by id"
    )
}

struct Row {
    id: Uuid,
    claim_id: Option<Uuid>,
    doc: Vec<u8>,
    body: Option<Vec<u8>>,
}

/// By position, because looking each column up by its name takes longer than reading it.
impl FromRow<'_, PgRow> for Row {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            claim_id: row.try_get(1)?,
            doc: row.try_get(2)?,
            body: row.try_get(3)?,
        })
    }
}

impl Row {
    fn into_document(self, kind: Kind) -> Result<Option<ExportedDoc>, Error> {
        let Self {
            id,
            claim_id,
            mut doc,
            body,
        } = self;
        let Some(name) = name_of(kind.code(), id, claim_id) else {
            return Ok(None);
        };
        doc.extend(body.unwrap_or_default());
        read_stamps(kind, name, doc).map(Some)
    }
}
