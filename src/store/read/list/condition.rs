//! The conditions of lists, as SQL.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::{
    AppearanceFilter, ArticleFilter, ClaimFilter, RelationFilter, ReviewFilter, SourceFilter,
    named::Named,
};
use crate::{
    domain::{
        resource::{
            name::{ArticleId, ClaimId, Kind, SourceId},
            relation::RelationType,
        },
        rule::{stance::Side, standing::DisputeReason},
    },
    store::read::load::{IncludeDeleted, View},
};

/// What is deleted links nothing either, unless it is asked for.
fn push_include_deleted(
    query: &mut QueryBuilder<Postgres>,
    column: &str,
    include_deleted: IncludeDeleted,
) {
    if include_deleted == IncludeDeleted::Live {
        query.push(" and not ").push(column);
    }
}

pub(crate) fn push_sources(
    query: &mut QueryBuilder<Postgres>,
    filter: &SourceFilter,
    named: &Named,
    include_deleted: IncludeDeleted,
) {
    query.push("select it.id, it.doc, null::bytea as body from sources it where true");
    push_include_deleted(query, "it.is_deleted", include_deleted);
    if let Some(kind) = filter.kind {
        query.push(" and it.kind = ").push_bind(kind.code());
    }
    push_merged(query, filter.merged_into.map(SourceId::uuid));
    if let Some(url) = &filter.canonical_url {
        push_in(query, Kind::Source, |query, from| {
            query.push("select ").push(from.of("sources.id"));
            query.push(" where canonical_url = ").push_bind(url.clone());
        });
    }
    if let Some(uri) = &filter.same_as {
        push_in(query, Kind::Source, |query, from| {
            query
                .push("select ")
                .push(from.of("source_same_as.source_id"));
            query.push(" where uri = ").push_bind(uri.clone());
        });
    }
    if let Some(publisher) = filter.publisher {
        push_any(query, " and it.publisher_id", named.source(publisher));
    }
    if let Some(article) = filter.article {
        push_in(query, Kind::Source, |query, from| {
            query
                .push("select ")
                .push(from.of("article_sources.source_id"));
            query.push(" join articles on articles.id = article_id where article_id = ");
            query.push_bind(article.uuid());
            push_include_deleted(query, "is_deleted", include_deleted);
            query.push(" union all select ");
            query.push(from.of("appearance_sources.source_id"));
            query.push(" where article_id = ").push_bind(article.uuid());
            push_include_deleted(query, "is_deleted", include_deleted);
        });
    }
    if let Some(claim) = filter.claim {
        push_in(query, Kind::Source, |query, from| {
            query
                .push("select ")
                .push(from.of("appearance_sources.source_id"));
            query.push(" where ");
            push_any(query, "claim_id", named.claim(claim));
            push_include_deleted(query, "is_deleted", include_deleted);
        });
    }
    push_whether(query, filter.is_retracted, "it.is_retracted");
}

/// Where the ids of a condition come from: what is named, or the survivors of that.
#[derive(Clone, Copy)]
enum From {
    Named,
    Survivors(Kind),
}

impl From {
    /// The column to select, and the table that it is in.
    fn of(self, column: &str) -> String {
        let table = column.split('.').next().unwrap_or_default();
        match self {
            Self::Named => format!("{column} from {table}"),
            Self::Survivors(kind) => {
                let kind = kind.code();
                format!(
                    "survivor_id from {table} join survivors \
                     on survivors.id = {column} and survivors.kind = {kind}"
                )
            }
        }
    }
}

/// That it is among these, or what these were merged into.
fn push_in(
    query: &mut QueryBuilder<Postgres>,
    kind: Kind,
    select: impl Fn(&mut QueryBuilder<Postgres>, From),
) {
    query.push(" and it.id in (");
    select(query, From::Named);
    query.push(" union all ");
    select(query, From::Survivors(kind));
    query.push(")");
}

/// That a column is one of these ids. One alone is compared by itself: so an index has its
/// rows in their order.
fn push_any(query: &mut QueryBuilder<Postgres>, column: &str, ids: Vec<Uuid>) {
    query.push(column);
    match ids[..] {
        [id] => query.push(" = ").push_bind(id),
        _ => query.push(" = any(").push_bind(ids).push(")"),
    };
}

/// What is merged is only found where it is asked for.
fn push_merged(query: &mut QueryBuilder<Postgres>, into: Option<Uuid>) {
    match into {
        Some(into) => query.push(" and it.merged_into_id = ").push_bind(into),
        None => query.push(" and it.merged_into_id is null"),
    };
}

/// The claims that an article prints, and all that are merged with them.
fn push_printed(
    query: &mut QueryBuilder<Postgres>,
    article: ArticleId,
    include_deleted: IncludeDeleted,
) {
    query.push("(");
    for (index, printed) in PRINTED.iter().enumerate() {
        if index > 0 {
            query.push(" union all ");
        }
        query.push(printed).push(" where article_id = ");
        query.push_bind(article.uuid());
        push_include_deleted(query, "is_deleted", include_deleted);
    }
    query.push(")");
}

const PRINTED: [&str; 4] = [
    "select claim_id from appearances",
    "select survivor_id from appearances join survivors on survivors.id = claim_id and kind = 3",
    "select survivors.id from appearances join survivors on survivor_id = claim_id and kind = 3",
    "select other.id from appearances join survivors on survivors.id = claim_id and kind = 3 \
     join survivors other on other.survivor_id = survivors.survivor_id and other.kind = 3",
];

/// A condition that must hold, or must not.
fn push_whether(query: &mut QueryBuilder<Postgres>, holds: Option<bool>, condition: &str) {
    if let Some(holds) = holds {
        query.push(if holds { " and (" } else { " and not (" });
        query.push(condition).push(")");
    }
}

pub(crate) fn push_articles(
    query: &mut QueryBuilder<Postgres>,
    filter: &ArticleFilter,
    named: &Named,
    view: View,
    include_deleted: IncludeDeleted,
) {
    query.push(match view {
        View::Basic => "select it.id, it.doc, null::bytea as body from articles it where true",
        View::Full => {
            "select it.id, it.doc, body from articles it join article_texts \
             on article_id = it.id and article_texts.text_version = it.text_version where true"
        }
    });
    push_include_deleted(query, "it.is_deleted", include_deleted);
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
        push_any(query, " and it.publisher_id", named.source(publisher));
    }
    if let Some(source) = filter.source {
        query.push(" and it.id in (select article_id from article_sources where ");
        push_any(query, "source_id", named.source(source));
        query.push(" union all select article_id from appearance_sources where ");
        push_any(query, "source_id", named.source(source));
        push_include_deleted(query, "is_deleted", include_deleted);
        query.push(")");
    }
    if let Some(claim) = filter.claim {
        query.push(" and it.id in (select article_id from appearances where ");
        push_any(query, "claim_id", named.claim(claim));
        push_include_deleted(query, "is_deleted", include_deleted);
        query.push(")");
    }
    if let Some(genre) = filter.genre {
        query.push(" and it.genre = ").push_bind(genre.code());
    }
    push_whether(query, filter.is_retracted, "it.is_retracted");
    push_whether(query, filter.is_corrected, "it.is_corrected");
    push_whether(query, filter.rests_on_retracted, ARTICLE_RESTS_ON_RETRACTED);
}

pub(crate) fn push_claims(
    query: &mut QueryBuilder<Postgres>,
    filter: &ClaimFilter,
    named: &Named,
    include_deleted: IncludeDeleted,
) {
    query.push("select it.id, it.doc, null::bytea as body from claims it where true");
    push_include_deleted(query, "it.is_deleted", include_deleted);
    push_merged(query, filter.merged_into.map(ClaimId::uuid));
    if let Some(article) = filter.article {
        query.push(" and it.id in ");
        push_printed(query, article, include_deleted);
    }
    if let Some(source) = filter.source {
        push_in(query, Kind::Claim, |query, from| {
            query
                .push("select ")
                .push(from.of("appearance_sources.claim_id"));
            query.push(" where ");
            push_any(query, "source_id", named.source(source));
            push_include_deleted(query, "is_deleted", include_deleted);
        });
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
    push_whether(query, filter.is_retracted, "it.is_retracted");
    push_standing(query, filter);
}

/// What an article rests on is asked of the sources, so a retraction is known at once.
const ARTICLE_RESTS_ON_RETRACTED: &str = "it.id in ( \
     select article_id from article_sources \
     join retracted_sources on retracted_sources.id = source_id \
     union all \
     select article_id from appearance_sources \
     join retracted_sources on retracted_sources.id = source_id \
     where not appearance_sources.is_deleted)";

/// As above, of a claim.
const CLAIM_RESTS_ON_RETRACTED: &str = "it.id in ( \
     select claim_id from appearance_sources \
     join retracted_sources on retracted_sources.id = source_id \
     where not appearance_sources.is_deleted \
     union all \
     select survivor_id from survivors join appearance_sources on claim_id = survivors.id \
     join retracted_sources on retracted_sources.id = source_id \
     where survivors.kind = 3 and not appearance_sources.is_deleted)";

/// Disputed for a reason that stands.
const CLAIM_DISPUTED_ITSELF: &str =
    "it.id in (select claim_id from standings where reasons <> '{}')";

fn push_standing(query: &mut QueryBuilder<Postgres>, filter: &ClaimFilter) {
    let disputed = format!("{CLAIM_DISPUTED_ITSELF} or {CLAIM_RESTS_ON_RETRACTED}");
    push_whether(query, filter.is_disputed, &disputed);
    match filter.dispute_reason {
        None => {}
        Some(DisputeReason::RetractedSource) => {
            push_whether(query, Some(true), CLAIM_RESTS_ON_RETRACTED);
        }
        Some(reason) => {
            query.push(
                " and it.id in (select claim_id from standings \
                 where reasons <> '{}' and ",
            );
            query.push_bind(reason.code()).push(" = any(reasons))");
        }
    }
    if let Some(verdict) = filter.verdict {
        query.push(" and it.id in (select claim_id from standings where verdict = ");
        query.push_bind(verdict.code()).push(")");
    }
    let reviewed = "it.id in (select claim_id from standings where verdict is not null)";
    push_whether(query, filter.is_reviewed, reviewed);
}

pub(crate) fn push_appearances(
    query: &mut QueryBuilder<Postgres>,
    filter: &AppearanceFilter,
    named: &Named,
    include_deleted: IncludeDeleted,
) {
    query.push("select it.id, it.doc, null::bytea as body from appearances it where true");
    push_include_deleted(query, "it.is_deleted", include_deleted);
    if let Some(claim) = filter.claim {
        push_any(query, " and it.claim_id", named.claim(claim));
    }
    if let Some(article) = filter.article {
        query
            .push(" and it.article_id = ")
            .push_bind(article.uuid());
    }
    if let Some(source) = filter.source {
        query.push(" and it.id in (select appearance_id from appearance_sources where ");
        push_any(query, "source_id", named.source(source));
        query.push(")");
    }
    if let Some(form) = filter.form {
        query.push(" and it.form = ").push_bind(form.code());
    }
    if let Some(modality) = filter.modality {
        query.push(" and it.modality = ").push_bind(modality.code());
    }
    if let Some(position) = filter.position {
        query.push(match position {
            Side::Affirms => " and it.affirms",
            Side::Denies => " and it.denies",
            Side::Doubts => " and it.doubts",
        });
    }
}

pub(crate) fn push_relations(
    query: &mut QueryBuilder<Postgres>,
    filter: &RelationFilter,
    named: &Named,
    include_deleted: IncludeDeleted,
) {
    query.push("select it.id, it.doc, null::bytea as body from relations it where true");
    push_include_deleted(query, "it.is_deleted", include_deleted);
    if let Some(claim) = filter.claim {
        push_any(query, " and (it.claim_id", named.claim(claim));
        push_any(query, " or (it.target_id", named.claim(claim));
        let symmetric = RelationType::SYMMETRIC.map(RelationType::code);
        query.push(" and it.type = any(").push_bind(symmetric);
        query.push(")))");
    }
    if let Some(article) = filter.article {
        query.push(" and (it.claim_id in ");
        push_printed(query, article, include_deleted);
        query.push(" or it.target_id in ");
        push_printed(query, article, include_deleted);
        let symmetric = RelationType::SYMMETRIC.map(RelationType::code);
        query.push(" and it.type = any(").push_bind(symmetric);
        query.push("))");
    }
    if let Some(relation_type) = filter.relation_type {
        query
            .push(" and it.type = ")
            .push_bind(relation_type.code());
    }
    if let Some(target) = filter.target {
        push_any(query, " and it.target_id", named.claim(target));
    }
    if let Some(state) = filter.state {
        query.push(" and it.state = ").push_bind(state.code());
    }
    if let Some(author) = &filter.author {
        query.push(" and it.author = ").push_bind(author.clone());
    }
}

pub(crate) fn push_reviews(
    query: &mut QueryBuilder<Postgres>,
    filter: &ReviewFilter,
    named: &Named,
    include_deleted: IncludeDeleted,
) {
    query.push("select it.id, it.doc, null::bytea as body from reviews it where true");
    push_include_deleted(query, "it.is_deleted", include_deleted);
    if let Some(claim) = filter.claim {
        push_any(query, " and it.claim_id", named.claim(claim));
    }
    if let Some(article) = filter.article {
        query.push(" and it.claim_id in ");
        push_printed(query, article, include_deleted);
    }
    if let Some(author) = &filter.author {
        query.push(" and it.author = ").push_bind(author.clone());
    }
    if let Some(verdict) = filter.verdict {
        query.push(" and it.verdict = ").push_bind(verdict.code());
    }
}
