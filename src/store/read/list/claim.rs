//! The conditions on claims and their standings.

use uuid::Uuid;

use super::{
    column::{code, flag, merged_into, text},
    condition::{Condition, Listed, Part, Query, Subject},
    conditions::Conditions,
    fragment::{push_after, push_any, push_include_deleted, push_part_of, push_whether},
    printed::{push_printed, push_printed_as_of},
};
use crate::domain::{
    resource::{ArticleId, Claim, ClaimId, ClaimType, Kind, Name, Resource, SourceId, Verdict},
    rule::DisputeReason,
    value::language,
};
use crate::store::read::load::IncludeDeleted;

/// Conditions on claims. All given conditions must be met.
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
    /// With a quantity of this measure.
    pub measure: Option<String>,
    /// Disputed or not.
    pub is_disputed: Option<bool>,
    /// Disputed for this reason.
    pub dispute_reason: Option<DisputeReason>,
    /// With this newest verdict.
    pub verdict: Option<Verdict>,
    /// Reviewed or not.
    pub is_reviewed: Option<bool>,
    /// Retracted or not.
    pub is_retracted: Option<bool>,
    /// Merged into this claim. Without it, only claims that are not merged.
    pub merged_into: Option<ClaimId>,
    /// Reported to be made by this source or in this document.
    pub reported_source: Option<SourceId>,
}

impl Listed for Claim {
    const TABLE: &'static str = "claims";

    fn of(resource: &Resource) -> Option<&Self> {
        match resource {
            Resource::Claim(claim) => Some(claim),
            _ => None,
        }
    }
}

impl ClaimFilter {
    /// The condition of each given field.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        let Self {
            article,
            source,
            claim_type,
            language,
            tag,
            measure,
            is_disputed,
            dispute_reason,
            verdict,
            is_reviewed,
            is_retracted,
            merged_into: survivor,
            reported_source,
        } = self;
        Conditions::of([
            merged_into(survivor.map(Name::Claim), |it: &Claim| {
                it.merged_into.map(Name::Claim)
            }),
            article.map(of_article),
            source.map(of_source),
            reported_source.map(reported_of),
            code("type", claim_type.map(ClaimType::code), |it: &Claim| {
                Some(it.claim_type.code())
            }),
            text("language", language.as_ref(), |it: &Claim| {
                language::primary(&it.language)
            }),
            tag.as_ref().map(with_tag),
            measure.as_ref().map(with_measure),
            flag("is_retracted", *is_retracted, |it: &Claim| {
                it.retraction.is_some()
            }),
            is_disputed.map(disputed),
            dispute_reason.map(disputed_for),
            verdict.map(with_verdict),
            is_reviewed.map(reviewed),
        ])
    }
}

fn of_article<'f>(article: ArticleId) -> Condition<'f> {
    let condition = Condition::among_unordered(
        Subject::OtherResources("article"),
        move |query, _, include_deleted| {
            query.push("select claim_id as id from ");
            push_printed(query, article, include_deleted);
            query.push(" printed");
        },
    );
    let condition = condition.with_as_of(move |query, point, include_deleted| {
        query.push(" and it.id in ");
        push_printed_as_of(query, article, point, include_deleted);
    });
    condition.with_ids_as_of(move |query, point, include_deleted| {
        query.push("select claim_id as id from ");
        push_printed_as_of(query, article, point, include_deleted);
        query.push(" printed");
    })
}

fn of_source<'f>(source: SourceId) -> Condition<'f> {
    let subject = Subject::OtherResources("source");
    let condition = Condition::with_sql(subject, |query, ids, include_deleted| {
        query.push(" and ");
        push_rests_on(query, ids, include_deleted);
    });
    let condition = condition.about(Name::Source(source));
    condition.with_ids(|query, ids, part, include_deleted| {
        push_attributed(query, ids, part, include_deleted);
    })
}

fn reported_of<'f>(source: SourceId) -> Condition<'f> {
    let subject = Subject::resource(move |it: &Claim| it.sources().any(|it| it == source));
    Condition::among(subject, move |query, _, _| {
        query.push("select id from mentions where target_id = ");
        query.push_bind(source.uuid());
        let (of_kind, kind) = (Kind::Source.code(), Kind::Claim.code());
        query.push(format!(" and target_kind = {of_kind} and kind = {kind}"));
    })
}

/// If fewer appearances than this rest on a source, each is asked whether its claim was merged.
const FEW_ATTRIBUTED: i64 = 4_000;

/// Adds a query of the claims that are attributed to these sources, and of the survivors of those
/// that were merged. Where much rests on the sources, the merged claims are asked whether they
/// do, and only those whose survivors are among the ids that are read.
fn push_attributed(query: &mut Query, ids: &[Uuid], part: Part, include_deleted: IncludeDeleted) {
    let claim = Kind::Claim.code();
    query.push(
        "select id from (with few as materialized ( \
         select claim_id from appearance_sources where ",
    );
    push_any(query, "source_id", ids);
    push_include_deleted(query, "is_deleted", include_deleted);
    query.push(" limit ").push_bind(FEW_ATTRIBUTED);
    query.push("), attributed as materialized (select distinct claim_id as id from unnest(");
    query.push_bind(ids.to_vec());
    query.push(") as source (id) cross join lateral ");
    push_part_of(query, "claim_id", part, |query| {
        query.push("select distinct claim_id from appearance_sources where source_id = source.id");
        push_include_deleted(query, "is_deleted", include_deleted);
    });
    query.push(" of_source order by 1 limit (select ");
    query.push_bind(part.limit);
    query.push(format!(
        ")) select id from attributed union all \
         select survivor_id from few join survivors on survivors.id = claim_id and kind = {claim} \
         where (select count(*) from few) < "
    ));
    query.push_bind(FEW_ATTRIBUTED);
    query.push(format!(
        " union all select survivor_id from survivors merged where kind = {claim} \
         and (select count(*) from few) >= "
    ));
    query.push_bind(FEW_ATTRIBUTED);
    push_after(query, "survivor_id", part);
    if let Some(limit) = part.limit {
        query.push(" and survivor_id <= coalesce((select id from attributed offset ");
        query.push_bind(limit - 1).push("), ");
        query.push_bind(Uuid::max()).push(")");
    }
    query.push(" and exists (select from ");
    push_appearance_of(query, "merged.id", ids, include_deleted);
    query.push(")) attributed");
}

fn with_tag(tag: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Claim| it.tags.contains(tag));
    with_row(subject, "claim_tags where tag = ", tag)
}

fn with_measure(measure: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Claim| {
        let mut quantities = it.quantities.iter();
        quantities.any(|quantity| quantity.measure == *measure)
    });
    with_row(subject, "claim_measures where measure = ", measure)
}

/// The condition that a claim has a row with a text in a table.
fn with_row<'f>(subject: Subject<'f>, rows: &'static str, text: &'f str) -> Condition<'f> {
    Condition::among(subject, move |query, _, _| {
        query.push("select claim_id as id from ").push(rows);
        query.push_bind(text.to_owned());
    })
}

fn disputed<'f>(holds: bool) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.reasons.is_empty() != holds);
    let condition = Condition::with_sql(subject, move |query, retracted, _| {
        query.push(if holds { " and (" } else { " and not (" });
        query.push(DISPUTED_ITSELF).push(" or ");
        push_rests_on(query, retracted, IncludeDeleted::Live);
        query.push(")");
    });
    let ids = |query: &mut Query, retracted: &[Uuid], part: Part, _: IncludeDeleted| {
        push_part_of(query, "claim_id", part, |query| {
            query.push("select claim_id as id from standings where reasons <> '{}'");
        });
        if !retracted.is_empty() {
            query.push(" union all ");
            push_attributed(query, retracted, part, IncludeDeleted::Live);
        }
    };
    let condition = condition.about_retracted_sources();
    match holds {
        true => condition.with_ids(ids),
        false => condition.with_excluded_ids(ids),
    }
}

fn disputed_for<'f>(reason: DisputeReason) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.reasons.contains(&reason));
    if reason == DisputeReason::RetractedSource {
        let condition = Condition::with_sql(subject, |query, retracted, _| {
            query.push(" and ");
            push_rests_on(query, retracted, IncludeDeleted::Live);
        });
        let condition = condition.with_ids(|query, retracted, part, _| {
            push_attributed(query, retracted, part, IncludeDeleted::Live);
        });
        return condition.about_retracted_sources();
    }
    Condition::among(subject, move |query, _, _| {
        query.push("select claim_id as id from standings where reasons <> '{}' and ");
        query.push_bind(reason.code()).push(" = any(reasons)");
    })
}

fn with_verdict<'f>(verdict: Verdict) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.verdict == Some(verdict));
    Condition::among(subject, move |query, _, _| {
        query.push("select claim_id as id from standings where verdict = ");
        query.push_bind(verdict.code());
    })
}

fn reviewed<'f>(holds: bool) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.verdict.is_some() == holds);
    let condition = Condition::new(subject, move |query, _| {
        push_whether(query, holds, REVIEWED);
    });
    let ids = |query: &mut Query, _: &[Uuid], _: Part, _: IncludeDeleted| {
        query.push("select claim_id as id from standings where verdict is not null");
    };
    match holds {
        true => condition.with_ids(ids),
        false => condition.with_excluded_ids(ids),
    }
}

/// The condition that the standing has a reason. Each claim is looked up: nothing that does not
/// meet the other conditions is read. The same is true of the conditions below.
const DISPUTED_ITSELF: &str = "exists ( \
     select from standings where claim_id = it.id and reasons <> '{}' offset 0)";

const REVIEWED: &str = "exists ( \
     select from standings where claim_id = it.id and verdict is not null offset 0)";

/// Adds the condition that a claim, or one that was merged into it, rests on one of these sources.
/// Each of those claims is looked up.
fn push_rests_on(query: &mut Query, sources: &[Uuid], include_deleted: IncludeDeleted) {
    if sources.is_empty() {
        query.push("false");
        return;
    }
    let claim = Kind::Claim.code();
    query.push(format!(
        "exists (select from unnest(array( \
             select id from survivors where survivor_id = it.id and kind = {claim} \
         ) || it.id) as one (id) cross join lateral (select from "
    ));
    push_appearance_of(query, "one.id", sources, include_deleted);
    query.push(") appearance offset 0)");
}

/// Adds the appearances of a claim that rest on one of these sources.
fn push_appearance_of(
    query: &mut Query,
    claim: &str,
    sources: &[Uuid],
    include_deleted: IncludeDeleted,
) {
    query
        .push("appearance_sources where claim_id = ")
        .push(claim);
    match sources {
        [source] => query.push(" and source_id = ").push_bind(*source),
        // `coalesce` keeps each source from being looked up.
        _ => query
            .push(" and coalesce(source_id = any(")
            .push_bind(sources.to_vec())
            .push("), false)"),
    };
    push_include_deleted(query, "is_deleted", include_deleted);
    query.push(" offset 0");
}
