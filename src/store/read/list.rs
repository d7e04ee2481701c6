//! Lists: pages of resources that meet conditions, in the order of their ids.

mod condition;
mod matching;
mod named;

use sqlx::{FromRow, Postgres, QueryBuilder};
use uuid::Uuid;

use self::{
    condition::{
        push_appearances, push_articles, push_claims, push_relations, push_reviews, push_sources,
    },
    named::Named,
};
use super::load::{IncludeDeleted, View};
use crate::{
    domain::{
        resource::{
            appearance::{AppearanceForm, Modality},
            article::{ExternalId, Genre},
            claim::ClaimType,
            name::{ArticleId, ClaimId, SourceId},
            relation::{RelationState, RelationType},
            review::Verdict,
            source::SourceKind,
        },
        rule::{stance::Side, standing::DisputeReason},
    },
    store::{Error, Reader},
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
    /// That this claim is attributed to.
    pub claim: Option<ClaimId>,
    /// Retracted or not.
    pub is_retracted: Option<bool>,
    /// That were merged into this source; else only what was merged into none.
    pub merged_into: Option<SourceId>,
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
    /// Retracted or not.
    pub is_retracted: Option<bool>,
    /// Corrected or not.
    pub is_corrected: Option<bool>,
    /// That rest on a retracted source, or on none.
    pub rests_on_retracted: Option<bool>,
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
    /// Disputed or not.
    pub is_disputed: Option<bool>,
    /// Disputed for this reason.
    pub dispute_reason: Option<DisputeReason>,
    /// With this newest verdict.
    pub verdict: Option<Verdict>,
    /// Judged by a desk or not.
    pub is_reviewed: Option<bool>,
    /// Retracted or not.
    pub is_retracted: Option<bool>,
    /// That were merged into this claim; else only what was merged into none.
    pub merged_into: Option<ClaimId>,
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
    /// In which somebody takes this side.
    pub position: Option<Side>,
}

/// Conditions on relations; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct RelationFilter {
    /// Of this claim, from either end where the type says the same in both
    /// directions.
    pub claim: Option<ClaimId>,
    /// Of claims that this article prints, as above.
    pub article: Option<ArticleId>,
    /// Of this type.
    pub relation_type: Option<RelationType>,
    /// With this target.
    pub target: Option<ClaimId>,
    /// In this state.
    pub state: Option<RelationState>,
    /// By this author, in the form in which two compare.
    pub author: Option<String>,
}

/// Conditions on reviews; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct ReviewFilter {
    /// Of this claim.
    pub claim: Option<ClaimId>,
    /// Of claims that this article prints.
    pub article: Option<ArticleId>,
    /// By this author, in the form in which two compare.
    pub author: Option<String>,
    /// With this verdict.
    pub verdict: Option<Verdict>,
}

/// What is listed.
#[derive(Clone, Debug)]
pub enum Filter {
    /// Sources.
    Sources(SourceFilter),
    /// Articles.
    Articles(ArticleFilter),
    /// Claims.
    Claims(ClaimFilter),
    /// Appearances.
    Appearances(AppearanceFilter),
    /// Relations.
    Relations(RelationFilter),
    /// Reviews.
    Reviews(ReviewFilter),
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
        view: View,
        include_deleted: IncludeDeleted,
        after: Option<Uuid>,
        size: i64,
    ) -> Result<Page, Error> {
        let named = self.lookup().named(filter).await?;
        let mut query = list_query((filter, &named), view, include_deleted, after, size);
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
        let all = Filter::Claims(filter.clone());
        let named = self.lookup().named(&all).await?;
        let mut query = QueryBuilder::new("select count(*) from (");
        push_claims(&mut query, filter, &named, IncludeDeleted::Live);
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
    (filter, named): (&Filter, &Named),
    view: View,
    include_deleted: IncludeDeleted,
    after: Option<Uuid>,
    size: i64,
) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(
        "select id, doc || coalesce(body, ''::bytea) as doc, candidates from ( \
         select *, count(*) over () as candidates, row_number() over place as place, \
         sum(octet_length(doc) + coalesce(octet_length(body), 0)) over place as bytes from (",
    );
    match filter {
        Filter::Sources(filter) => push_sources(&mut query, filter, named, include_deleted),
        Filter::Articles(filter) => push_articles(&mut query, filter, named, view, include_deleted),
        Filter::Claims(filter) => push_claims(&mut query, filter, named, include_deleted),
        Filter::Appearances(filter) => push_appearances(&mut query, filter, named, include_deleted),
        Filter::Relations(filter) => push_relations(&mut query, filter, named, include_deleted),
        Filter::Reviews(filter) => push_reviews(&mut query, filter, named, include_deleted),
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
