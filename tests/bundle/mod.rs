//! Imports of bundles.

mod addresses;
mod again;
mod appearance_keys;
mod called;
mod children;
mod concurrent;
mod confidential;
mod cost;
mod dates;
mod deleted;
pub mod export;
mod import;
mod matching;
mod planned;
mod poorer;
mod poorer_printings;
mod refused;
mod renamed;
mod several;
mod statements;
pub mod stream;
