//! Messages from which tests make pages.

use super::{Listed, names::Names, standing::Children};
use crate::wire::pb::{
    Anchor, Appearance, AppearanceForm, Article, ArticlePart, AttributionBasis, AttributionChain,
    Bound, Byline, Citation, Claim, ClaimType, Conflict, ConflictReason, ConflictSide, Credit,
    CreditKind, Date, Decimal, DisputeReason, Hop, Modality, Quantity, QuantityRole, RangeKind,
    Rating, Relation, RelationState, RelationType, Review, Source, SourceKind, Stance, Standing,
    Verdict,
};

pub fn source(name: &str, display_name: &str, kind: SourceKind) -> Source {
    Source {
        name: name.to_owned(),
        display_name: display_name.to_owned(),
        kind: kind.into(),
        ..Source::default()
    }
}

pub fn names() -> Names {
    let mut names = Names::default();
    names.add_sources(&[
        source("sources/mayor", "The mayor", SourceKind::Person),
        source(
            "sources/office",
            "Harbour office",
            SourceKind::GovernmentBody,
        ),
        source("sources/paper", "The Daily Tide", SourceKind::Organization),
    ]);
    names.add_articles(&[article()]);
    names.add_claims(&[Claim {
        name: "claims/2".to_owned(),
        statement: "No boat is missing.".to_owned(),
        ..Claim::default()
    }]);
    names
}

pub fn article() -> Article {
    Article {
        name: "articles/1".to_owned(),
        uri: "https://tide.example/1".to_owned(),
        publisher: "sources/paper".to_owned(),
        headline: "Boats missing".to_owned(),
        alternative_headline: "Where are the boats?".to_owned(),
        bylines: vec![Byline {
            name: "Ada Rossi".to_owned(),
            printed: "DI ADA ROSSI".to_owned(),
            role: "reporting from the harbour".to_owned(),
            ..Byline::default()
        }],
        language: "en".to_owned(),
        number_locale: "it".to_owned(),
        date_published: Some(Date {
            year: 2025,
            month: 4,
            day: 27,
            printed: "27/04/2025".to_owned(),
            ..Date::default()
        }),
        body: "Wait:  at least 12 boats are believed to be missing.\n\nEnd".to_owned(),
        citations: vec![Citation {
            source: "sources/office".to_owned(),
            printed: "Harbour office, list".to_owned(),
        }],
        credits: vec![Credit {
            kind: CreditKind::Photo.into(),
            source: "sources/mayor".to_owned(),
            printed: "The mayor".to_owned(),
        }],
        version: 1,
        revision: 2,
        ..Article::default()
    }
}

pub fn claim() -> Claim {
    Claim {
        name: "claims/1".to_owned(),
        statement: "At least twelve boats are missing.".to_owned(),
        language: "en".to_owned(),
        r#type: ClaimType::Numerical.into(),
        quantities: vec![Quantity {
            measure: "boats-missing".to_owned(),
            counted: "boats".to_owned(),
            lower: Some(Bound {
                value: Some(Decimal {
                    value: "12".to_owned(),
                }),
                open: false,
            }),
            range: RangeKind::Uncertainty.into(),
            range_reason: "as far as counted".to_owned(),
            role: QuantityRole::Value.into(),
            ..Quantity::default()
        }],
        ..Claim::default()
    }
}

pub fn appearance() -> Appearance {
    let hop = |source: &str, stance: Stance| Hop {
        source: source.to_owned(),
        stance: stance.into(),
        basis: AttributionBasis::Printed.into(),
        ..Hop::default()
    };
    Appearance {
        name: "claims/1/appearances/1".to_owned(),
        article: "articles/1".to_owned(),
        article_version: 1,
        anchors: vec![Anchor {
            part: ArticlePart::Body.into(),
            exact: "at least 12 boats are believed to be missing".to_owned(),
            start: Some(7),
            end: Some(51),
            ..Anchor::default()
        }],
        form: AppearanceForm::Stated.into(),
        modality: Modality::Probable.into(),
        hedge: "are believed to".to_owned(),
        article_stance: Stance::Reports.into(),
        chains: vec![AttributionChain {
            hops: vec![
                hop("sources/mayor", Stance::Reports),
                hop("sources/office", Stance::Asserts),
            ],
        }],
        ..Appearance::default()
    }
}

/// A conflict of the claim with another one.
pub fn conflicts() -> Listed<Conflict> {
    let own = ConflictSide {
        claim: "claims/1".to_owned(),
        statement: claim().statement,
        quantities: claim().quantities,
        ..ConflictSide::default()
    };
    let mut other = ConflictSide {
        claim: "claims/4".to_owned(),
        statement: "No more than ten boats are missing.".to_owned(),
        quantities: claim().quantities,
        ..ConflictSide::default()
    };
    other.quantities[0].upper = Some(Bound {
        value: Some(Decimal {
            value: "10".to_owned(),
        }),
        open: false,
    });
    other.quantities[0].lower = None;
    Listed {
        items: vec![Conflict {
            reason: ConflictReason::Quantities.into(),
            one: Some(other),
            other: Some(own),
            ..Conflict::default()
        }],
        has_more: false,
    }
}

/// A conflict of the claim with itself.
pub fn conflict_in_itself() -> Conflict {
    let side = |appearance_count| {
        Some(ConflictSide {
            claim: claim().name,
            statement: claim().statement,
            appearance_count,
            ..ConflictSide::default()
        })
    };
    Conflict {
        reason: ConflictReason::Stances.into(),
        one: side(2),
        other: side(1),
        ..Conflict::default()
    }
}

/// The standing of the claim, a review and relations.
pub fn children() -> Children {
    let review = Review {
        name: "claims/1/reviews/1".to_owned(),
        author: "The desk".to_owned(),
        verdict: Verdict::False.into(),
        review_time: chrono::DateTime::from_timestamp(1_740_000_000, 0)
            .map(crate::wire::value::read::to_timestamp),
        rating: Some(Rating {
            label: "Nobody is missing".to_owned(),
            ..Rating::default()
        }),
        explanation: "All boats came back.".to_owned(),
        ..Review::default()
    };
    let there = Relation {
        name: "claims/1/relations/1".to_owned(),
        r#type: RelationType::Contradicts.into(),
        target: "claims/2".to_owned(),
        author: "The desk".to_owned(),
        state: RelationState::Confirmed.into(),
        ..Relation::default()
    };
    let back = Relation {
        name: "claims/3/relations/2".to_owned(),
        r#type: RelationType::SameAs.into(),
        target: "claims/1".to_owned(),
        author: "finder".to_owned(),
        state: RelationState::Suggested.into(),
        ..Relation::default()
    };
    let reasons = [
        DisputeReason::ConflictingReviews,
        DisputeReason::RetractedSource,
    ];
    Children {
        standing: Standing {
            disputed: true,
            dispute_reasons: reasons.map(i32::from).to_vec(),
            verdict: Verdict::False.into(),
            ..Standing::default()
        },
        reviews: Listed {
            items: vec![review],
            has_more: false,
        },
        relations: Listed {
            items: vec![there, back],
            has_more: false,
        },
        conflicts: conflicts(),
        merged: Listed {
            items: vec![Claim {
                name: "claims/5".to_owned(),
                statement: "Twelve boats or more are missing.".to_owned(),
                ..Claim::default()
            }],
            has_more: false,
        },
    }
}
