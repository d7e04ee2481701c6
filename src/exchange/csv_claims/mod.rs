//! Tables of claims and reviews in CSV, with a mapping that says which column is what.
//!
//! `docs/exchange.md` has the fields and an example. A row is read as a whole or not at all,
//! and a mapping that does not fit the table is refused with everything that is wrong.

mod claim;
mod contract;
mod fields;
pub mod mapping;
mod printing;
pub mod read;
mod review;
mod row;
#[cfg(test)]
mod tests;
