//! Imports bundles: matches their items with stored resources, and writes what is new, all
//! or nothing. Begin with [`import`]. And exports them: begin with [`export`].

mod appearances;
mod article;
mod called;
mod candidate;
mod chunks;
mod constraints;
mod decided;
mod described;
mod earlier_version;
pub mod export;
mod groups;
pub mod import;
mod lines;
mod matched;
mod overlay;
mod printed_dates;
mod renamed;
mod restore;
pub mod statement;
pub mod stream;
pub mod streams;
