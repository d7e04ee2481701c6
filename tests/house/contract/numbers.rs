//! A value has one number: in messages, in columns, and in the domain between them.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::{
    domain::{
        figure::quantity::{PerPeriod, QuantityRole, RangeKind},
        passage::anchor::ArticlePart,
        passage::anchoring::AnchoringOutcome,
        resource::{
            appearance::{
                AppearanceForm, AttributionBasis, Modality, QuotationKind, RecordStatus, Stance,
            },
            article::{CreditKind, Genre, PublicationStatus},
            claim::{ClaimType, OriginKind},
            correction::CorrectionType,
            name::Kind,
            relation::{RelationState, RelationType},
            review::Verdict,
            source::{AccessStatus, SourceKind},
        },
        rule::{
            conflict::ConflictReason, stance::Side as Position, standing::DisputeReason,
            trace::TraceLink,
        },
        value::date::{DatePart, PeriodEnd},
    },
    store::log::append::Operation,
    wire::{pb, value::read::WireEnum as _},
};

use super::contract_enums;

type Numbers = BTreeMap<String, i32>;

/// The enumerations of the domain, by their names in the contract, with the number
/// that each value has in columns.
macro_rules! in_columns {
    ($($name:ident),+ $(,)?) => {
        BTreeMap::from([$((
            stringify!($name),
            $name::ALL
                .iter()
                .map(|value| (value.to_wire().as_str_name().to_owned(), value.code().into()))
                .collect::<Numbers>(),
        )),+])
    };
}

/// Those that never reach a column.
const NOT_STORED: &[&str] = &[
    "ArticleView",
    "ChangeOrder",
    "Effect",
    "ErrorReason",
    "ImportOutcome",
];

#[test]
fn every_value_has_the_same_number_in_messages_and_in_columns() {
    let mut stored = in_columns!(
        AccessStatus,
        AnchoringOutcome,
        AppearanceForm,
        ArticlePart,
        AttributionBasis,
        ClaimType,
        ConflictReason,
        CorrectionType,
        CreditKind,
        DatePart,
        DisputeReason,
        Genre,
        Modality,
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
        SourceKind,
        Stance,
        TraceLink,
        Verdict,
    );
    stored.insert("Operation", operations());
    stored.insert("ResourceKind", kinds());

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

fn kinds() -> Numbers {
    let numbers = Kind::ALL.iter().map(|kind| kind.code());
    let named = numbers.map(|number| {
        let wire = pb::ResourceKind::try_from(i32::from(number)).unwrap();
        let name = format!("RESOURCE_KIND_{:?}", Kind::from_code(number).unwrap());
        assert_eq!(name.to_uppercase(), wire.as_str_name());
        (wire.as_str_name().to_owned(), i32::from(number))
    });
    named.collect()
}

fn operations() -> Numbers {
    let pairs = [
        (pb::Operation::Created, Operation::Created),
        (pb::Operation::Updated, Operation::Updated),
        (pb::Operation::Deleted, Operation::Deleted),
        (pb::Operation::Undeleted, Operation::Undeleted),
        (pb::Operation::Erased, Operation::Erased),
    ];
    pairs
        .map(|(wire, stored)| (wire.as_str_name().to_owned(), stored.code().into()))
        .into()
}
