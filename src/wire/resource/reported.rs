//! Reported appearances of claims in messages.

use crate::{
    domain::{resource::ReportedAppearance, value::Checker},
    wire::{
        pb,
        value::{
            date,
            name::source_name,
            read::{self, Keys},
        },
    },
};

/// Reads a reported appearance.
pub fn read(
    check: &mut Checker,
    keys: &Keys,
    message: pb::ReportedAppearance,
) -> ReportedAppearance {
    let pb::ReportedAppearance {
        source,
        printed_name,
        document,
        date,
        first,
    } = message;
    ReportedAppearance {
        source: read::source(check, keys, "source", &source),
        printed_name,
        document: read::source(check, keys, "document", &document),
        date: date::read(check, "date", date),
        is_first: first,
    }
}

/// Writes a reported appearance.
pub fn write(reported: &ReportedAppearance) -> pb::ReportedAppearance {
    let ReportedAppearance {
        source,
        printed_name,
        document,
        date,
        is_first,
    } = reported;
    pb::ReportedAppearance {
        source: source_name(*source),
        printed_name: printed_name.clone(),
        document: source_name(*document),
        date: date.as_ref().map(date::write),
        first: *is_first,
    }
}
