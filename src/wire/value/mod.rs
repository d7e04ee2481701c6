//! Values in messages.

pub mod date;
pub mod name;
pub mod quantity;
pub mod read;
