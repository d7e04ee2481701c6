//! What the service does without being asked.

pub mod housekeeping;
pub mod reach;
