//! Sources in messages.

use super::retraction;
use crate::{
    domain::{resource::Source, value::Checker},
    wire::{
        pb,
        value::{
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
        retraction: retraction.as_ref().map(retraction::write),
        merged_into: source_name(*merged_into),
        ..pb::Source::default()
    }
}
