//! Methods that are written once for all kinds of resources.

pub mod answer;
mod edit;
pub mod identity;
pub mod merge;
pub mod order;
pub mod parent;
pub mod read;
mod reading;
pub mod retract;
pub mod write;
