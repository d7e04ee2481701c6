//! The Postgres server: its process, its log, and connections to it.

pub(crate) mod connect;
pub(crate) mod ends;
pub(crate) mod log;
pub mod pidfile;
pub mod postmaster;
pub(crate) mod start;
