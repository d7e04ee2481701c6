//! Values in messages.

pub mod date;
pub mod quantity;
pub mod read;
