//! Importing a bundle: what of it is stored already is found, and the rest is written, all or nothing.

pub mod candidate;
pub mod import;
pub mod matching;
pub mod merged;
pub mod printing;
