//! Sources in messages.

use super::retraction;
use crate::{
    domain::{
        resource::{Source, SourceId},
        value::Checker,
    },
    wire::{
        pb,
        value::{
            exchange_document,
            name::source_name,
            read::{self, Keys},
        },
    },
};

/// Reads a source, without what only the server writes.
pub fn read(check: &mut Checker, keys: &Keys, message: pb::Source) -> Source {
    let pb::Source {
        name: _,
        kind,
        display_name,
        publisher,
        url,
        aliases,
        canonical_url: _,
        archived_url,
        retrieve_time,
        access_status,
        same_as,
        anonymity_reason,
        confidential,
        exchange_document,
        retraction,
        revision: _,
        etag: _,
        create_time: _,
        update_time: _,
        delete_time: _,
        erasure: _,
        merged_into,
        redirected_from: _,
    } = message;
    Source {
        kind: read::required(check, "kind", kind),
        display_name,
        publisher: read::source(check, keys, "publisher", &publisher),
        url,
        aliases,
        archived_url,
        retrieve_time: read::timestamp(check, "retrieve_time", retrieve_time),
        access_status: read::optional(check, "access_status", access_status),
        same_as,
        anonymity_reason,
        confidential,
        exchange_document: exchange_document::read_field(check, exchange_document),
        retraction: retraction::read_field(check, retraction),
        merged_into: read::source(check, keys, "merged_into", &merged_into),
    }
}

/// Writes a source, without what the store adds.
pub fn write(source: &Source) -> pb::Source {
    let Source {
        kind,
        display_name,
        publisher,
        url,
        aliases,
        archived_url,
        retrieve_time,
        access_status,
        same_as,
        anonymity_reason,
        confidential,
        exchange_document,
        retraction,
        merged_into,
    } = source;
    pb::Source {
        kind: read::number(*kind),
        display_name: display_name.clone(),
        publisher: source_name(*publisher),
        url: url.clone(),
        aliases: aliases.clone(),
        canonical_url: source.canonical_url().unwrap_or_default(),
        archived_url: archived_url.clone(),
        retrieve_time: retrieve_time.map(read::to_timestamp),
        access_status: read::number_or_zero(*access_status),
        same_as: same_as.clone(),
        anonymity_reason: anonymity_reason.clone(),
        confidential: *confidential,
        exchange_document: exchange_document.as_ref().map(exchange_document::write),
        retraction: retraction.as_ref().map(retraction::write),
        merged_into: source_name(*merged_into),
        ..pb::Source::default()
    }
}

/// Writes what a confidential source is.
pub fn write_revealed(name: SourceId, source: &Source) -> pb::RevealedSource {
    let pb::Source {
        kind,
        display_name,
        url,
        aliases,
        archived_url,
        retrieve_time,
        access_status,
        same_as,
        anonymity_reason,
        ..
    } = write(source);
    pb::RevealedSource {
        name: source_name(Some(name)),
        kind,
        display_name,
        url,
        aliases,
        archived_url,
        retrieve_time,
        access_status,
        same_as,
        anonymity_reason,
    }
}

/// Reports a confidential source where sources are matched.
pub fn refuse_confidential(check: &mut Checker, field: &str, source: &Source) {
    if source.confidential {
        let what =
            "cannot be said here: create the source with CreateSource, and refer to it by its name";
        check.report_at(field, what);
    }
}
