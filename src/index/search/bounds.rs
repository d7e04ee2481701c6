//! The bounds of queries and answers.

/// The most code points of a query that are read.
pub(super) const QUERY_LETTERS_MAX: usize = 1_000;

/// The most words of a query that are searched.
pub(super) const QUERY_WORDS_MAX: usize = 32;

/// The most hits of one search.
pub(super) const HITS_MAX: usize = 10_000;
