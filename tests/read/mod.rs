//! Reads: pages, moments of the past, conflicts and traces.

mod acknowledged;
mod appearances_found;
mod as_of;
mod coalesced;
mod conflict;
mod identified;
mod listing;
mod many;
mod order;
mod paging;
mod standings;
mod stored_bytes;
mod trace;
