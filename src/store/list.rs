//! Lists: pages of resources that meet conditions, in the order of their ids.

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use super::{
    Error, Reader,
    load::{Shown, View},
};
use crate::domain::{
    appearance::{AppearanceForm, Modality},
    article::{ExternalId, Genre},
    claim::ClaimType,
    name::{ArticleId, ClaimId, SourceId},
    source::SourceKind,
};

/// A page holds at most this many bytes, unless its first resource alone has more.
pub const PAGE_BYTES_MAX: i64 = 3 << 20;

/// Conditions on sources; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct SourceFilter {
    /// Of this kind.
    pub kind: Option<SourceKind>,
    /// With this canonical url.
    pub canonical_url: Option<String>,
    /// With this `same_as`, in canonical form.
    pub same_as: Option<String>,
    /// Published by this source.
    pub publisher: Option<SourceId>,
    /// That this article or a claim in it rests on.
    pub article: Option<ArticleId>,
}

/// Conditions on articles; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct ArticleFilter {
    /// With this uri.
    pub uri: Option<String>,
    /// With this id in another system.
    pub external_id: Option<ExternalId>,
    /// Published by this source.
    pub publisher: Option<SourceId>,
    /// That rest on this source.
    pub source: Option<SourceId>,
    /// That print this claim.
    pub claim: Option<ClaimId>,
    /// Of this genre.
    pub genre: Option<Genre>,
}

/// Conditions on claims; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct ClaimFilter {
    /// Printed in this article.
    pub article: Option<ArticleId>,
    /// Attributed to this source.
    pub source: Option<SourceId>,
    /// Of this type.
    pub claim_type: Option<ClaimType>,
    /// In this primary language.
    pub language: Option<String>,
    /// With this tag.
    pub tag: Option<String>,
    /// That measure this.
    pub measure: Option<String>,
}

/// Conditions on appearances; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct AppearanceFilter {
    /// Of this claim.
    pub claim: Option<ClaimId>,
    /// In this article.
    pub article: Option<ArticleId>,
    /// Attributed to this source.
    pub source: Option<SourceId>,
    /// In this form.
    pub form: Option<AppearanceForm>,
    /// With this modality.
    pub modality: Option<Modality>,
}

/// What is listed.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Sources.
    Sources(SourceFilter),
    /// Articles, with as much of them.
    Articles(ArticleFilter, View),
    /// Claims.
    Claims(ClaimFilter),
    /// Appearances.
    Appearances(AppearanceFilter),
}

/// A page of documents.
#[derive(Clone, Debug)]
pub struct Page {
    /// The documents, in the order of the ids.
    pub docs: Vec<Vec<u8>>,
    /// The last id, where there is more behind it.
    pub next: Option<Uuid>,
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    doc: Vec<u8>,
    candidates: i64,
}

impl Reader {
    /// The page behind the id `after` of at most `size` resources.
    pub async fn list(
        &mut self,
        filter: &Filter,
        shown: Shown,
        after: Option<Uuid>,
        size: i64,
    ) -> Result<Page, Error> {
        let mut query = list_query(filter, shown, after, size);
        let rows: Vec<Row> = query
            .build_query_as()
            .fetch_all(&mut *self.connection)
            .await?;
        let candidates = rows.first().map_or(0, |row| row.candidates);
        let has_more = candidates > i64::try_from(rows.len()).unwrap_or(i64::MAX);
        Ok(Page {
            next: rows.last().filter(|_| has_more).map(|row| row.id),
            docs: rows.into_iter().map(|row| row.doc).collect(),
        })
    }
}

/// A count goes no further than this.
pub const COUNT_MAX: i64 = 10_000;

impl Reader {
    /// How many resources meet conditions; one more than [`COUNT_MAX`] where there
    /// are more.
    pub async fn count_claims(&mut self, filter: &ClaimFilter) -> Result<i64, Error> {
        let mut query = QueryBuilder::new("select count(*) from (");
        push_claims(&mut query, filter, Shown::Live);
        query
            .push(" limit ")
            .push_bind(COUNT_MAX + 1)
            .push(") counted");
        let count = query.build_query_scalar().fetch_one(&mut *self.connection);
        Ok(count.await?)
    }
}

/// A page is bounded by count and by bytes, as in the log.
fn list_query(
    filter: &Filter,
    shown: Shown,
    after: Option<Uuid>,
    size: i64,
) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(
        "select id, doc || coalesce(body, ''::bytea) as doc, candidates from ( \
         select *, count(*) over () as candidates, row_number() over place as place, \
         sum(octet_length(doc) + coalesce(octet_length(body), 0)) over place as bytes from (",
    );
    match filter {
        Filter::Sources(filter) => push_sources(&mut query, filter, shown),
        Filter::Articles(filter, view) => push_articles(&mut query, filter, *view, shown),
        Filter::Claims(filter) => push_claims(&mut query, filter, shown),
        Filter::Appearances(filter) => push_appearances(&mut query, filter, shown),
    }
    if let Some(after) = after {
        query.push(" and it.id > ").push_bind(after);
    }
    query.push(" order by it.id limit ").push_bind(size + 1);
    query.push(") candidate window place as (order by id)) sized where place <= ");
    query.push_bind(size);
    query
        .push(" and (place = 1 or bytes <= ")
        .push_bind(PAGE_BYTES_MAX)
        .push(") order by id");
    query
}

/// What is deleted links nothing either, unless it is asked for.
fn push_shown(query: &mut QueryBuilder<Postgres>, column: &str, shown: Shown) {
    if shown == Shown::Live {
        query.push(" and not ").push(column);
    }
}

fn push_sources(query: &mut QueryBuilder<Postgres>, filter: &SourceFilter, shown: Shown) {
    query.push("select it.id, it.doc, null::bytea as body from sources it where true");
    push_shown(query, "it.is_deleted", shown);
    if let Some(kind) = filter.kind {
        query.push(" and it.kind = ").push_bind(kind.code());
    }
    if let Some(url) = &filter.canonical_url {
        query
            .push(" and it.canonical_url = ")
            .push_bind(url.clone());
    }
    if let Some(uri) = &filter.same_as {
        query.push(" and it.id in (select source_id from source_same_as where uri = ");
        query.push_bind(uri.clone()).push(")");
    }
    if let Some(publisher) = filter.publisher {
        query
            .push(" and it.publisher_id = ")
            .push_bind(publisher.uuid());
    }
    if let Some(article) = filter.article {
        query.push(" and it.id in (select source_id from article_sources where article_id = ");
        query.push_bind(article.uuid());
        query.push(" union all select source_id from appearance_sources where article_id = ");
        query.push_bind(article.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
}

fn push_articles(
    query: &mut QueryBuilder<Postgres>,
    filter: &ArticleFilter,
    view: View,
    shown: Shown,
) {
    query.push(match view {
        View::Basic => "select it.id, it.doc, null::bytea as body from articles it where true",
        View::Full => {
            "select it.id, it.doc, body from articles it join article_texts \
             on article_id = it.id and article_texts.text_version = it.text_version where true"
        }
    });
    push_shown(query, "it.is_deleted", shown);
    if let Some(uri) = &filter.uri {
        query.push(" and it.uri = ").push_bind(uri.clone());
    }
    if let Some(external) = &filter.external_id {
        query.push(" and it.id in (select article_id from article_external_ids where system = ");
        query.push_bind(external.system.clone());
        query
            .push(" and external_id = ")
            .push_bind(external.id.clone())
            .push(")");
    }
    if let Some(publisher) = filter.publisher {
        query
            .push(" and it.publisher_id = ")
            .push_bind(publisher.uuid());
    }
    if let Some(source) = filter.source {
        query.push(" and it.id in (select article_id from article_sources where source_id = ");
        query.push_bind(source.uuid());
        query.push(" union all select article_id from appearance_sources where source_id = ");
        query.push_bind(source.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
    if let Some(claim) = filter.claim {
        query.push(" and it.id in (select article_id from appearances where claim_id = ");
        query.push_bind(claim.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
    if let Some(genre) = filter.genre {
        query.push(" and it.genre = ").push_bind(genre.code());
    }
}

fn push_claims(query: &mut QueryBuilder<Postgres>, filter: &ClaimFilter, shown: Shown) {
    query.push("select it.id, it.doc, null::bytea as body from claims it where true");
    push_shown(query, "it.is_deleted", shown);
    if let Some(article) = filter.article {
        query.push(" and it.id in (select claim_id from appearances where article_id = ");
        query.push_bind(article.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
    if let Some(source) = filter.source {
        query.push(" and it.id in (select claim_id from appearance_sources where source_id = ");
        query.push_bind(source.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
    if let Some(claim_type) = filter.claim_type {
        query.push(" and it.type = ").push_bind(claim_type.code());
    }
    if let Some(language) = &filter.language {
        query
            .push(" and it.language = ")
            .push_bind(language.clone());
    }
    if let Some(tag) = &filter.tag {
        query.push(" and it.id in (select claim_id from claim_tags where tag = ");
        query.push_bind(tag.clone()).push(")");
    }
    if let Some(measure) = &filter.measure {
        query.push(" and it.id in (select claim_id from claim_measures where measure = ");
        query.push_bind(measure.clone()).push(")");
    }
}

fn push_appearances(query: &mut QueryBuilder<Postgres>, filter: &AppearanceFilter, shown: Shown) {
    query.push("select it.id, it.doc, null::bytea as body from appearances it where true");
    push_shown(query, "it.is_deleted", shown);
    if let Some(claim) = filter.claim {
        query.push(" and it.claim_id = ").push_bind(claim.uuid());
    }
    if let Some(article) = filter.article {
        query
            .push(" and it.article_id = ")
            .push_bind(article.uuid());
    }
    if let Some(source) = filter.source {
        query
            .push(" and it.id in (select appearance_id from appearance_sources where source_id = ");
        query.push_bind(source.uuid()).push(")");
    }
    if let Some(form) = filter.form {
        query.push(" and it.form = ").push_bind(form.code());
    }
    if let Some(modality) = filter.modality {
        query.push(" and it.modality = ").push_bind(modality.code());
    }
}
