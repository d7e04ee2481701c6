//! The fields of the filters of claims and appearances.

use claimstore::wire::pb::{
    AnchorPurpose, AnchoringChange, AnchoringOutcome, AppearanceFilter, AppearanceForm,
    ClaimFilter, ClaimType, DisputeReason, ListAppearancesRequest, ListClaimsRequest, Modality,
    Position, Verdict,
};

use super::{Named, Value, time, value};

pub fn claims(named: &Named) -> Vec<Value<ListClaimsRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut ClaimFilter) + 'static,
    ) -> Value<ListClaimsRequest> {
        value(field, name, move |it: &mut ListClaimsRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut ClaimFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let article = |it: &mut ClaimFilter, text| it.article = text;
    let source = |it: &mut ClaimFilter, text| it.source = text;
    let language = |it: &mut ClaimFilter, text| it.language = text;
    let tag = |it: &mut ClaimFilter, text| it.tag = text;
    let measure = |it: &mut ClaimFilter, text| it.measure = text;
    let merged_into = |it: &mut ClaimFilter, text| it.merged_into = text;
    vec![
        text("article", "some", &named.article, article),
        text(
            "article",
            "none",
            &named.nobody.replace("sources", "articles"),
            article,
        ),
        text("source", "frequent", &named.frequent, source).without_history(),
        text("source", "some", &named.source, source).without_history(),
        text("source", "none", &named.nobody, source).without_history(),
        on("type", "frequent", |it| {
            it.r#type = ClaimType::EventOrProperty.into();
        }),
        on("type", "QUOTATION", |it| {
            it.r#type = ClaimType::Quotation.into();
        }),
        on("type", "rare", |it| {
            it.r#type = ClaimType::Prediction.into();
        }),
        text("language", "en", "en", language),
        text("language", "fr", "fr", language),
        text("language", "rare", "mt", language),
        text("language", "none", "pl", language),
        text("tag", "frequent", "politics", tag),
        text("tag", "bundestag", "bundestag", tag),
        text("tag", "some", "topic-50", tag),
        text("tag", "rare", "rare", tag),
        text("tag", "unique", "unique", tag),
        text("tag", "none", "nothing", tag),
        text("measure", "frequent", "persons", measure),
        text("measure", "some", "measure-40", measure),
        text("measure", "none", "nothing", measure),
        on("disputed", "true", |it| it.disputed = Some(true)),
        on("disputed", "false", |it| it.disputed = Some(false)),
        on("dispute_reason", "some", |it| {
            it.dispute_reason = DisputeReason::OppositeStances.into();
        }),
        on("dispute_reason", "source", |it| {
            it.dispute_reason = DisputeReason::RetractedSource.into();
        }),
        on("dispute_reason", "none", |it| {
            it.dispute_reason = DisputeReason::ConfirmedContradiction.into();
        }),
        on("verdict", "frequent", |it| {
            it.verdict = Verdict::True.into();
        }),
        on("verdict", "none", |it| it.verdict = Verdict::Satire.into()),
        on("reviewed", "true", |it| it.reviewed = Some(true)),
        on("reviewed", "false", |it| it.reviewed = Some(false)),
        on("retracted", "true", |it| it.retracted = Some(true)),
        on("retracted", "false", |it| it.retracted = Some(false)),
        text("merged_into", "some", &named.survivor, merged_into),
        text("merged_into", "none", &named.claim, merged_into),
    ]
}

pub fn appearances(named: &Named) -> Vec<Value<ListAppearancesRequest>> {
    fn on(
        field: &'static str,
        name: &'static str,
        set: impl Fn(&mut AppearanceFilter) + 'static,
    ) -> Value<ListAppearancesRequest> {
        value(field, name, move |it: &mut ListAppearancesRequest| {
            set(it.filter.get_or_insert_default());
        })
    }
    let text = |field, name, text: &str, set: fn(&mut AppearanceFilter, String)| {
        let text = text.to_owned();
        on(field, name, move |it| set(it, text.clone()))
    };
    let claim = named.claim.clone();
    let article = |it: &mut AppearanceFilter, text| it.article = text;
    let source = |it: &mut AppearanceFilter, text| it.source = text;
    vec![
        value("claim", "some", move |it: &mut ListAppearancesRequest| {
            it.parent.clone_from(&claim);
        }),
        text("article", "some", &named.article, article),
        text(
            "article",
            "none",
            &named.nobody.replace("sources", "articles"),
            article,
        ),
        text("source", "frequent", &named.frequent, source),
        text("source", "some", &named.source, source),
        text("source", "none", &named.nobody, source),
        on("form", "frequent", |it| {
            it.form = AppearanceForm::Stated.into();
        }),
        on("form", "rare", |it| {
            it.form = AppearanceForm::Implied.into();
        }),
        on("modality", "frequent", |it| {
            it.modality = Modality::Certain.into();
        }),
        on("modality", "rare", |it| {
            it.modality = Modality::Predicted.into();
        }),
        on("position", "affirms", |it| {
            it.position = Position::Affirms.into();
        }),
        on("position", "doubts", |it| {
            it.position = Position::Doubts.into();
        }),
        on("anchor_purpose", "some", |it| {
            it.anchor_purpose = AnchorPurpose::Evidence.into();
        }),
        on("anchor_purpose", "none", |it| {
            it.anchor_purpose = AnchorPurpose::Relation.into();
        }),
        on("anchoring_outcome", "frequent", |it| {
            it.anchoring_outcome = AnchoringOutcome::Unchanged.into();
        }),
        on("anchoring_outcome", "rare", |it| {
            it.anchoring_outcome = AnchoringOutcome::Orphaned.into();
        }),
        on("anchoring_change", "some", |it| {
            it.anchoring_change = AnchoringChange::Figure.into();
        }),
        on("anchoring_change", "none", |it| {
            it.anchoring_change = AnchoringChange::Typography.into();
        }),
        on("outcome_time", "from early", move |it| {
            it.outcome_start_time = time(1_600_000_000);
        }),
        on("outcome_time", "from late", move |it| {
            it.outcome_start_time = time(1_760_000_000);
        }),
        on("outcome_time", "before early", move |it| {
            it.outcome_end_time = time(1_600_000_001);
        }),
        on("outcome_time", "before late", move |it| {
            it.outcome_end_time = time(1_770_000_000);
        }),
        on("outcome_time", "between", |it| {
            it.outcome_start_time = time(1_600_000_000);
            it.outcome_end_time = time(1_700_010_000);
        }),
    ]
}
