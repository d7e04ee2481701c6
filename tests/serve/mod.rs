//! The running server and the command line, from the outside.

pub mod access;
mod bad_input;
mod command_line;
mod connections;
mod crash;
mod doctor;
mod drain;
mod edge;
mod embedded;
mod errors;
mod external;
mod health;
mod hostile;
mod limits;
mod logs;
mod long_work;
mod memory;
mod metrics;
mod open_files;
mod patroni;
mod planted;
mod pooled;
mod reflection;
mod silence;
mod small_messages;
mod standbys;
pub mod start;
