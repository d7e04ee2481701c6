//! A value of an enumeration has one number: in messages, in columns and in the domain.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::{
    domain::{
        figure::quantity::{PerPeriod, QuantityRole, RangeKind},
        passage::{AnchorPurpose, AnchoringChange, AnchoringOutcome, ArticlePart},
        resource::{
            AccessStatus, AppearanceForm, AttributionBasis, ClaimType, CorrectionType, CreditKind,
            Genre, Kind as ResourceKind, Modality, OriginKind, PublicationStatus, QuotationKind,
            RecordStatus, RelationState, RelationType, ReviewWarning, SourceKind, Stance, Verdict,
        },
        rule::{ConflictReason, DisputeReason, Side as Position, TraceLink},
        value::{DateComponent, DatePart, DocumentFormat, PeriodEnd},
    },
    store::{log::Operation, read::list::ClaimFacet},
    wire::pb,
};

use super::contract_enums;

type Numbers = BTreeMap<String, i32>;

/// The enumerations of the domain, by their names in the contract. Each comes with its values:
/// their names in messages and their numbers in columns.
macro_rules! in_columns {
    ($($name:ident),+ $(,)?) => {
        BTreeMap::from([$((
            stringify!($name),
            $name::ALL
                .iter()
                .map(|value| {
                    let number = i32::from(value.code());
                    let message = pb::$name::try_from(number);
                    let message = message.unwrap_or_else(|_| panic!("{value:?} is not in messages"));
                    assert_eq!(format!("{value:?}"), format!("{message:?}"), "{number}");
                    assert_eq!($name::from_code(value.code()), Some(*value));
                    (message.as_str_name().to_owned(), number)
                })
                .collect::<Numbers>(),
        )),+])
    };
}

/// Enumerations that are never stored in a column.
const NOT_STORED: &[&str] = &[
    "ContentState",
    "AuditOutcome",
    "MatchMode",
    "MatchReasonType",
    "ArticleView",
    "ChangeOrder",
    "ClaimView",
    "Effect",
    "ErrorReason",
    "ImportOutcome",
    "PictureKind",
    "PictureTheme",
    "PositionOrder",
];

#[test]
fn every_value_has_the_same_number_in_messages_and_in_columns() {
    let mut stored = in_columns!(
        AccessStatus,
        AnchorPurpose,
        AnchoringChange,
        AnchoringOutcome,
        AppearanceForm,
        ArticlePart,
        AttributionBasis,
        ClaimFacet,
        ClaimType,
        ConflictReason,
        CorrectionType,
        CreditKind,
        DateComponent,
        DatePart,
        DocumentFormat,
        DisputeReason,
        Genre,
        Modality,
        Operation,
        OriginKind,
        PerPeriod,
        PeriodEnd,
        Position,
        PublicationStatus,
        QuantityRole,
        QuotationKind,
        RangeKind,
        RecordStatus,
        RelationState,
        RelationType,
        ResourceKind,
        ReviewWarning,
        SourceKind,
        Stance,
        TraceLink,
        Verdict,
    );

    for descriptor in contract_enums() {
        let name = descriptor.name();
        if NOT_STORED.contains(&name) {
            continue;
        }
        let values = descriptor.values().filter(|value| value.number() != 0);
        let in_messages: Numbers = values
            .map(|value| (value.name().to_owned(), value.number()))
            .collect();
        let in_columns = stored.remove(name);
        assert_eq!(in_columns, Some(in_messages), "{name}");
    }
    let left: BTreeSet<&str> = stored.into_keys().collect();
    assert!(left.is_empty(), "{left:?} are not in the contract");
}
