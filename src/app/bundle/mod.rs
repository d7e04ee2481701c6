//! Imports bundles: matches their items with stored resources, and writes what is new, all
//! or nothing. Begin with [`import`].

mod appearances;
mod article;
mod called;
mod candidate;
mod constraints;
mod decided;
mod described;
mod groups;
pub mod import;
mod lines;
mod matched;
mod overlay;
mod printed_dates;
mod renamed;
pub mod statement;
pub mod stream;
pub mod streams;
