//! Search and matching, over an index that follows the log.

mod duplicates;
mod facets;
mod fresh;
mod killed;
mod matching;
mod refused;
mod suggestions;
mod words;
