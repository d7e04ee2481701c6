//! The conditions of lists, as SQL.

use sqlx::{Postgres, QueryBuilder};

use super::{
    AppearanceFilter, ArticleFilter, ClaimFilter, RelationFilter, ReviewFilter, SourceFilter,
};
use crate::{
    domain::{name::ArticleId, relation::RelationType, stance::Position, standing::DisputeReason},
    store::load::{Shown, View},
};

/// What is deleted links nothing either, unless it is asked for.
fn push_shown(query: &mut QueryBuilder<Postgres>, column: &str, shown: Shown) {
    if shown == Shown::Live {
        query.push(" and not ").push(column);
    }
}

pub(super) fn push_sources(
    query: &mut QueryBuilder<Postgres>,
    filter: &SourceFilter,
    shown: Shown,
) {
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
        query.push(
            " and it.id in ( \
             select source_id from article_sources join articles on articles.id = article_id \
             where article_id = ",
        );
        query.push_bind(article.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(" union all select source_id from appearance_sources where article_id = ");
        query.push_bind(article.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
    if let Some(claim) = filter.claim {
        query.push(" and it.id in (select source_id from appearance_sources where claim_id = ");
        query.push_bind(claim.uuid());
        push_shown(query, "is_deleted", shown);
        query.push(")");
    }
    push_whether(query, filter.is_retracted, "it.is_retracted");
}

/// The claims that an article prints.
fn push_printed(query: &mut QueryBuilder<Postgres>, article: ArticleId, shown: Shown) {
    query.push("(select claim_id from appearances where article_id = ");
    query.push_bind(article.uuid());
    push_shown(query, "is_deleted", shown);
    query.push(")");
}

/// A condition that must hold, or must not.
fn push_whether(query: &mut QueryBuilder<Postgres>, holds: Option<bool>, condition: &str) {
    if let Some(holds) = holds {
        query.push(if holds { " and (" } else { " and not (" });
        query.push(condition).push(")");
    }
}

pub(super) fn push_articles(
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
    push_whether(query, filter.is_retracted, "it.is_retracted");
    push_whether(query, filter.is_corrected, "it.is_corrected");
    push_whether(query, filter.rests_on_retracted, ARTICLE_RESTS_ON_RETRACTED);
}

pub(super) fn push_claims(query: &mut QueryBuilder<Postgres>, filter: &ClaimFilter, shown: Shown) {
    query.push("select it.id, it.doc, null::bytea as body from claims it where true");
    push_shown(query, "it.is_deleted", shown);
    if let Some(article) = filter.article {
        query.push(" and it.id in ");
        push_printed(query, article, shown);
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
    push_whether(query, filter.is_retracted, "it.is_retracted");
    push_standing(query, filter);
}

/// What an article rests on is asked of the sources, so a retraction is known at once.
const ARTICLE_RESTS_ON_RETRACTED: &str = "it.id in ( \
     select article_id from article_sources join sources on sources.id = source_id \
     where sources.is_retracted \
     union all \
     select article_id from appearance_sources join sources on sources.id = source_id \
     where sources.is_retracted and not appearance_sources.is_deleted)";

/// As above, of a claim.
const CLAIM_RESTS_ON_RETRACTED: &str = "it.id in ( \
     select claim_id from appearance_sources join sources on sources.id = source_id \
     where sources.is_retracted and not appearance_sources.is_deleted)";

/// Disputed for a reason that stands, or for a retracted source.
const CLAIM_DISPUTED: &str = "it.id in ( \
     select claim_id from standings where reasons <> '{}' \
     union all \
     select claim_id from appearance_sources join sources on sources.id = source_id \
     where sources.is_retracted and not appearance_sources.is_deleted)";

fn push_standing(query: &mut QueryBuilder<Postgres>, filter: &ClaimFilter) {
    push_whether(query, filter.is_disputed, CLAIM_DISPUTED);
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

pub(super) fn push_appearances(
    query: &mut QueryBuilder<Postgres>,
    filter: &AppearanceFilter,
    shown: Shown,
) {
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
    if let Some(position) = filter.position {
        query.push(match position {
            Position::Affirms => " and it.affirms",
            Position::Denies => " and it.denies",
            Position::Doubts => " and it.doubts",
        });
    }
}

pub(super) fn push_relations(
    query: &mut QueryBuilder<Postgres>,
    filter: &RelationFilter,
    shown: Shown,
) {
    query.push("select it.id, it.doc, null::bytea as body from relations it where true");
    push_shown(query, "it.is_deleted", shown);
    if let Some(claim) = filter.claim {
        query.push(" and (it.claim_id = ").push_bind(claim.uuid());
        query.push(" or it.target_id = ").push_bind(claim.uuid());
        let symmetric = RelationType::SYMMETRIC.map(RelationType::code);
        query.push(" and it.type = any(").push_bind(symmetric);
        query.push("))");
    }
    if let Some(article) = filter.article {
        query.push(" and (it.claim_id in ");
        push_printed(query, article, shown);
        query.push(" or it.target_id in ");
        push_printed(query, article, shown);
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
        query.push(" and it.target_id = ").push_bind(target.uuid());
    }
    if let Some(state) = filter.state {
        query.push(" and it.state = ").push_bind(state.code());
    }
    if let Some(author) = &filter.author {
        query.push(" and it.author = ").push_bind(author.clone());
    }
}

pub(super) fn push_reviews(
    query: &mut QueryBuilder<Postgres>,
    filter: &ReviewFilter,
    shown: Shown,
) {
    query.push("select it.id, it.doc, null::bytea as body from reviews it where true");
    push_shown(query, "it.is_deleted", shown);
    if let Some(claim) = filter.claim {
        query.push(" and it.claim_id = ").push_bind(claim.uuid());
    }
    if let Some(article) = filter.article {
        query.push(" and it.claim_id in ");
        push_printed(query, article, shown);
    }
    if let Some(author) = &filter.author {
        query.push(" and it.author = ").push_bind(author.clone());
    }
    if let Some(verdict) = filter.verdict {
        query.push(" and it.verdict = ").push_bind(verdict.code());
    }
}
