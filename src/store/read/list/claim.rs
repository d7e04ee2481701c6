//! The conditions on claims and their standings.

use super::{
    condition::{
        Condition, Conditions, Listed, Subject, code, flag, merged_into, push_any, push_in,
        push_include_deleted, push_whether, text,
    },
    printed::{push_printed, push_printed_as_of},
};
use crate::domain::{
    resource::{ArticleId, Claim, ClaimId, ClaimType, Kind, Name, Resource, SourceId, Verdict},
    rule::DisputeReason,
    value::language,
};

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
}

impl Listed for Claim {
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
        } = self;
        Conditions::of([
            merged_into(survivor.map(Name::Claim), |it: &Claim| {
                it.merged_into.map(Name::Claim)
            }),
            article.map(of_article),
            source.map(of_source),
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
    let condition = Condition::new(
        Subject::OtherResources("article"),
        move |query, include_deleted| {
            query.push(" and it.id in ");
            push_printed(query, article, include_deleted);
        },
    );
    condition.with_as_of(move |query, point, include_deleted| {
        query.push(" and it.id in ");
        push_printed_as_of(query, article, point, include_deleted);
    })
}

fn of_source<'f>(source: SourceId) -> Condition<'f> {
    let subject = Subject::OtherResources("source");
    Condition::naming(
        Name::Source(source),
        subject,
        |query, ids, include_deleted| {
            push_in(query, Kind::Claim, |query, those| {
                query
                    .push(those.select("appearance_sources.claim_id"))
                    .push(" where ");
                push_any(query, "source_id", ids);
                push_include_deleted(query, "is_deleted", include_deleted);
            });
        },
    )
}

fn with_tag(tag: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Claim| it.tags.contains(tag));
    Condition::new(subject, move |query, _| {
        query.push(" and it.id in (select claim_id from claim_tags where tag = ");
        query.push_bind(tag.clone()).push(")");
    })
}

fn with_measure(measure: &String) -> Condition<'_> {
    let subject = Subject::resource(move |it: &Claim| {
        let mut quantities = it.quantities.iter();
        quantities.any(|quantity| quantity.measure == *measure)
    });
    Condition::new(subject, move |query, _| {
        query.push(" and it.id in (select claim_id from claim_measures where measure = ");
        query.push_bind(measure.clone()).push(")");
    })
}

fn disputed<'f>(holds: bool) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.reasons.is_empty() != holds);
    Condition::new(subject, move |query, _| {
        let rests_on_retracted = rests_on_retracted();
        let is_disputed = format!("{DISPUTED_ITSELF} or {rests_on_retracted}");
        push_whether(query, holds, &is_disputed);
    })
}

fn disputed_for<'f>(reason: DisputeReason) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.reasons.contains(&reason));
    Condition::new(subject, move |query, _| match reason {
        DisputeReason::RetractedSource => push_whether(query, true, &rests_on_retracted()),
        reason => {
            query.push(
                " and it.id in (select claim_id from standings \
                 where reasons <> '{}' and ",
            );
            query.push_bind(reason.code()).push(" = any(reasons))");
        }
    })
}

fn with_verdict<'f>(verdict: Verdict) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.verdict == Some(verdict));
    Condition::new(subject, move |query, _| {
        query.push(" and it.id in (select claim_id from standings where verdict = ");
        query.push_bind(verdict.code()).push(")");
    })
}

fn reviewed<'f>(holds: bool) -> Condition<'f> {
    let subject = Subject::standing(move |dispute| dispute.verdict.is_some() == holds);
    Condition::new(subject, move |query, _| {
        let is_reviewed = "it.id in (select claim_id from standings where verdict is not null)";
        push_whether(query, holds, is_reviewed);
    })
}

/// The condition that the standing has a reason.
const DISPUTED_ITSELF: &str = "it.id in (select claim_id from standings where reasons <> '{}')";

/// The retractions are read from the sources, so they have an effect at once.
fn rests_on_retracted() -> String {
    let claim = Kind::Claim.code();
    format!(
        "it.id in ( \
         select claim_id from appearance_sources \
         join retracted_sources on retracted_sources.id = source_id \
         where not appearance_sources.is_deleted \
         union all \
         select survivor_id from survivors join appearance_sources on claim_id = survivors.id \
         join retracted_sources on retracted_sources.id = source_id \
         where survivors.kind = {claim} and not appearance_sources.is_deleted)"
    )
}
