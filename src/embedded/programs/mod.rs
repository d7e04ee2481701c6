//! The programs of Postgres: found on this machine, or fetched, and how they are run.

pub mod binaries;
pub(crate) mod command;
pub mod fetch;
mod install;
