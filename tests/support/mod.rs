//! What tests need: a database of their own, the real server over it, and samples to store.

pub mod any_kind;
pub mod balancer;
pub mod breaks;
pub mod calls;
pub mod certificates;
pub mod children;
pub mod clock;
pub mod cluster;
pub mod counting;
pub mod direct;
pub mod encoder;
pub mod errors;
pub mod health;
pub mod issuer;
pub mod lifetime;
pub mod locks;
pub mod pgbouncer;
pub mod process;
pub mod proxy;
pub mod random;
pub mod reflect;
pub mod retry;
pub mod samples;
pub mod search;
pub mod server;
pub mod turns;
