//! What tests stand on: a database of their own, and the real server over it.

pub mod cluster;
pub mod errors;
pub mod health;
pub mod locks;
pub mod process;
pub mod server;
