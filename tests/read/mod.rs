//! Reads: pages, moments of the past, conflicts and traces.

mod appearances_found;
mod as_of;
mod conflict;
mod identified;
mod paging;
mod stored_bytes;
mod trace;
