//! The index of claims: what is known about a text is found here, in memory or in files beside
//! the store. It is a reading of the store, never the truth: it may vanish and is built anew.
//!
//! Nothing here reads the store, a clock or the network. `analysis` turns texts into terms,
//! `claims` keeps the index, and `matching` answers which claims a text repeats.

pub mod analysis;
pub mod claims;
pub mod matching;
