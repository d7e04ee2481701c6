//! Search and matching, over an index that follows the log.

mod duplicates;
mod encoded;
mod facets;
mod fresh;
mod killed;
mod matching;
mod real_encoder;
mod refused;
mod suggestions;
mod words;
