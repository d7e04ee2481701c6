//! Mutations: each decides what to write, and `run` runs it in a transaction with its locks.

mod allowed;
pub mod appearance;
pub mod call;
pub mod chain;
pub mod create;
pub(super) mod creations;
pub mod current;
pub mod delete;
pub mod erase;
pub mod future;
pub mod locks;
pub mod merge;
pub mod mutation;
mod nearest;
pub mod new;
pub mod plan;
pub mod printed_date;
pub(super) mod queue;
pub mod reanchor;
pub mod retract;
pub mod run;
pub mod shared;
pub mod update;
pub mod upsert;
