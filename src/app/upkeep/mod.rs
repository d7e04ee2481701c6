//! Background tasks.

pub mod housekeeping;
pub mod reach;
