//! Importing bundles: what is stored already is found, and the rest is written, all or
//! nothing. [`import`] is the way through.

mod appearances;
mod article;
mod candidate;
mod constraints;
mod decided;
mod groups;
pub mod import;
mod matched;
mod overlay;
