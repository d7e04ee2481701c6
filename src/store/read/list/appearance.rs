//! The conditions on appearances.

use super::{
    column::{code, fixed_reference},
    condition::{Condition, Listed, Subject},
    conditions::Conditions,
    fragment::push_any,
};
use crate::{
    domain::{
        Timestamp,
        passage::{AnchorPurpose, AnchoringChange, AnchoringOutcome},
        resource::{
            Appearance, AppearanceForm, ArticleId, ClaimId, Kind, Modality, Name, Resource,
            SourceId,
        },
        rule::{Side, Sides},
    },
    store::point::push_ever_concerned,
};

/// Conditions on appearances. All given conditions must be met.
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
    /// In which the article or a source takes this position.
    pub position: Option<Side>,
    /// With a further anchor of this purpose.
    pub anchor_purpose: Option<AnchorPurpose>,
    /// With this outcome of re-anchoring.
    pub anchoring_outcome: Option<AnchoringOutcome>,
    /// Whose words were changed in this way.
    pub anchoring_change: Option<AnchoringChange>,
    /// With an outcome of re-anchoring since this time.
    pub outcome_start_time: Option<Timestamp>,
    /// With an outcome of re-anchoring before this time.
    pub outcome_end_time: Option<Timestamp>,
}

impl Listed for Appearance {
    const TABLE: &'static str = "appearances";

    fn of(resource: &Resource) -> Option<&Self> {
        match resource {
            Resource::Appearance(appearance) => Some(appearance),
            _ => None,
        }
    }
}

impl AppearanceFilter {
    /// The condition of each given field.
    pub(crate) fn conditions(&self) -> Conditions<'_> {
        let Self {
            claim,
            article,
            source,
            form,
            modality,
            position,
            anchor_purpose,
            anchoring_outcome,
            anchoring_change,
            outcome_start_time,
            outcome_end_time,
        } = self;
        Conditions::of([
            fixed_reference("claim_id", claim.map(Name::Claim), |it: &Appearance| {
                Some(Name::Claim(it.claim))
            }),
            fixed_reference(
                "article_id",
                article.map(Name::Article),
                |it: &Appearance| Some(Name::Article(it.article)),
            ),
            source.map(of_source),
            code("form", form.map(AppearanceForm::code), |it: &Appearance| {
                Some(it.printing.form.code())
            }),
            code(
                "modality",
                modality.map(Modality::code),
                |it: &Appearance| Some(it.printing.modality.code()),
            ),
            position.map(with_side),
            anchor_purpose.map(with_purpose),
            anchoring_outcome.map(with_outcome),
            anchoring_change.map(with_change),
            outcome_start_time.map(|start| in_time(">=", start, move |time| time >= start)),
            outcome_end_time.map(|end| in_time("<", end, move |time| time < end)),
        ])
    }
}

fn of_source<'f>(source: SourceId) -> Condition<'f> {
    let subject = Subject::resource(move |it: &Appearance| it.sources().any(|it| it == source));
    let condition = Condition::among(subject, |query, ids, _| {
        query.push("select appearance_id as id from appearance_sources where ");
        push_any(query, "source_id", ids);
    });
    let condition = condition.about(Name::Source(source));
    condition.with_as_of(move |query, _, _| {
        push_ever_concerned(query, Kind::Appearance, "id", source.uuid());
    })
}

fn with_purpose<'f>(purpose: AnchorPurpose) -> Condition<'f> {
    let subject = Subject::value(move |it: &Appearance| it.purposes().contains(&purpose));
    Condition::among(subject, move |query, _, _| {
        query.push("select appearance_id as id from appearance_purposes where purpose = ");
        query.push_bind(purpose.code());
    })
}

fn with_side<'f>(side: Side) -> Condition<'f> {
    let (sql, is_taken): (&str, fn(Sides) -> bool) = match side {
        Side::Affirms => (" and it.affirms", |sides| sides.affirms),
        Side::Denies => (" and it.denies", |sides| sides.denies),
        Side::Doubts => (" and it.doubts", |sides| sides.doubts),
    };
    let subject = Subject::value(move |it: &Appearance| is_taken(it.printing.sides()));
    let condition = Condition::new(subject, move |query, _| {
        query.push(sql);
    });
    match side {
        // Most affirm the claim.
        Side::Affirms => condition,
        Side::Denies | Side::Doubts => condition.with_ids(move |query, _, _, _| {
            query
                .push("select id from appearances it where true")
                .push(sql);
        }),
    }
}

fn with_outcome<'f>(outcome: AnchoringOutcome) -> Condition<'f> {
    let subject =
        Subject::value(move |it: &Appearance| it.anchoring.is_some_and(|it| it.outcome == outcome));
    Condition::among(subject, move |query, _, _| {
        query.push(ANCHORED).push("outcome = ");
        query.push_bind(outcome.code());
    })
}

fn with_change<'f>(change: AnchoringChange) -> Condition<'f> {
    let subject = Subject::value(move |it: &Appearance| {
        it.anchoring.is_some_and(|it| it.changes.contains(change))
    });
    Condition::among(subject, move |query, _, _| {
        query.push(ANCHORED).push("changes <> '{}' and ");
        query.push_bind(change.code()).push(" = any(changes)");
    })
}

fn in_time<'f>(
    operator: &'static str,
    bound: Timestamp,
    is_met: impl Fn(Timestamp) -> bool + 'f,
) -> Condition<'f> {
    let subject = Subject::dated_value(move |it: &Appearance, updated| {
        it.anchoring
            .is_some_and(|it| is_met(it.known_time(updated)))
    });
    Condition::among_unordered(subject, move |query, _, _| {
        query.push(ANCHORED).push("outcome_time ").push(operator);
        query.push(" ").push_bind(bound);
    })
}

/// The appearances with an outcome; a condition on it follows.
const ANCHORED: &str = "select appearance_id as id from anchorings where ";
