//! What the tests stand on. No test lives here.

pub mod cluster;
