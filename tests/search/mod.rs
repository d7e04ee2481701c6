//! Search and matching, over an index that follows the log.

mod fresh;
mod matching;
mod refused;
mod words;
