//! The conditions on appearances.

use super::{
    column::{code, fixed_reference},
    condition::{Condition, Conditions, Listed, Query, Subject},
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
    let condition = Condition::with_sql(subject, |query, ids, _| {
        query.push(" and it.id in (select appearance_id from appearance_sources where ");
        push_any(query, "source_id", ids);
        query.push(")");
    })
    .about(Name::Source(source));
    let condition = condition.with_ids(|query, ids, _, _| {
        query.push("select appearance_id as id from appearance_sources where ");
        push_any(query, "source_id", ids);
    });
    condition.with_as_of(move |query, _, _| {
        push_ever_concerned(query, Kind::Appearance, "id", source.uuid());
    })
}

fn with_purpose<'f>(purpose: AnchorPurpose) -> Condition<'f> {
    let subject = Subject::value(move |it: &Appearance| it.purposes().contains(&purpose));
    let condition = Condition::new(subject, move |query, _| {
        query.push(" and it.id in (select appearance_id from appearance_purposes where purpose = ");
        query.push_bind(purpose.code()).push(")");
    });
    condition.with_ids(move |query, _, _, _| {
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
    let rows = move |query: &mut Query| {
        query.push("anchorings where outcome = ");
        query.push_bind(outcome.code());
    };
    anchored(subject, rows).with_ids(move |query, _, _, _| push_anchored_ids(query, rows))
}

fn with_change<'f>(change: AnchoringChange) -> Condition<'f> {
    let subject = Subject::value(move |it: &Appearance| {
        it.anchoring.is_some_and(|it| it.changes.contains(change))
    });
    let rows = move |query: &mut Query| {
        query.push("anchorings where changes <> '{}' and ");
        query.push_bind(change.code()).push(" = any(changes)");
    };
    anchored(subject, rows).with_ids(move |query, _, _, _| push_anchored_ids(query, rows))
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
    let rows = move |query: &mut Query| {
        query.push("anchorings where outcome_time ").push(operator);
        query.push(" ").push_bind(bound);
    };
    anchored(subject, rows).with_unordered_ids(move |query, _, _, _| push_anchored_ids(query, rows))
}

/// The condition that an appearance has one of these rows of `anchorings`.
fn anchored<'f>(subject: Subject<'f>, rows: impl Fn(&mut Query) + 'f) -> Condition<'f> {
    Condition::new(subject, move |query, _| {
        query.push(" and it.id in (select appearance_id from ");
        rows(query);
        query.push(")");
    })
}

fn push_anchored_ids(query: &mut Query, rows: impl Fn(&mut Query)) {
    query.push("select appearance_id as id from ");
    rows(query);
}
