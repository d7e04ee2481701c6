//! What operators see of a running process: the log, and the spans of traces.

pub mod log;
pub mod span;
