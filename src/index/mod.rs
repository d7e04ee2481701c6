//! The index of claims, articles and sources: what a text repeats and what has the words of a
//! query is found here, in memory or in files beside the store. It is a reading of the store,
//! never the truth: it may vanish and is built anew.
//!
//! Nothing here reads the store, a clock or the network. `analysis` turns texts into terms,
//! `claims` keeps the index, `embeddings` what statements mean if there is an encoder, `matching` answers which claims a text repeats, and `search` what
//! has words.

pub mod analysis;
pub mod claims;
pub mod embeddings;
pub mod matching;
pub mod search;
