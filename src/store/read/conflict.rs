//! Conflicts: which claims are examined, and what is in conflict with them.
//!
//! Every query reads a bounded number of rows, whatever the planner's statistics are: each
//! row is found by an index, for one claim at a time.

pub mod candidate;
pub mod condition;
pub mod contradiction;
pub mod figure;
pub mod opposed;
