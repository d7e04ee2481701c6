//! Background tasks.

pub mod housekeeping;
pub mod leaves;
pub mod reach;
