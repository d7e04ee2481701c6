//! Reads: get, batch get, list, the log, conflicts, traces and pictures.

pub mod around;
pub mod change;
pub mod conflict;
pub mod filtered_change;
pub mod holder;
pub mod loader;
mod moment;
pub mod on_standby;
pub mod pages;
pub mod picture;
pub mod proof;
pub mod resource;
pub mod standing;
pub mod survivor;
pub mod trace;
