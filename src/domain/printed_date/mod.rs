//! Dates as newspapers print them ("April 27, 2025", "early May 2024", `27/04/2025`), and
//! how they are read.

mod clock;
pub mod context;
pub mod error;
mod grammar;
mod names;
mod numeric;
pub mod order;
mod phrases;
pub mod read;
mod relative;
#[cfg(test)]
mod tests;
mod token;
mod written;

pub use self::names::month;
