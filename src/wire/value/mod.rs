//! Values in messages.

pub mod date;
pub mod exchange_document;
pub mod name;
pub mod quantity;
pub mod read;
pub mod time;
