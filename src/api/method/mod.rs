//! What the methods of all kinds of resource do alike.

pub mod answer;
pub mod merge;
pub mod parent;
pub mod read;
pub mod retract;
pub mod write;
