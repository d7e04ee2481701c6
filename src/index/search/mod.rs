//! Search by words: claims, articles and sources that have the words of a query, the best first.
//!
//! # Queries
//!
//! | written | found |
//! |---|---|
//! | `bridge mayor` | what has both words, in any of their forms |
//! | `"old bridge"` | what has the words one after the other |
//! | `bridge OR ferry` | what has one of them, or both; it binds the two beside it |
//! | `-ferry`, `-"old bridge"`, `NOT ferry` | what does not have it; a dash is a minus, too |
//! | `entity:`, `subject:` or `about:`, `tag:` | claims that have it in their entities, in their subject, predicate or object, in their tags |
//! | `headline:`, `byline:` | articles that have it in their headline, in their bylines |
//!
//! A prefix belongs to the word or the quoted words behind it. Words of the statement of a claim
//! and of the headline of an article count three times as much as those of wordings, entities,
//! parts, tags, bodies and bylines. Stop words are not searched for; between quotes they keep
//! their places. What is not understood is searched as words or left out, and [`Query::notes`] says so.
//!
//! # Words
//!
//! Words of a document are stemmed by its language. Those of a query are looked for in the form
//! of the language that is given. If none is given, they are looked for in the forms of all
//! languages in the index, and the form counts that gives the highest score. A word need not be
//! in documents in whose language it is a stop word.
//!
//! # Scores
//!
//! Scores are BM25 with counts and lengths of the documents that are there, added in the order of
//! the query. So they depend on the documents and the query alone: two indexes with the same
//! documents answer alike, however they came to be.

mod best;
mod bounds;
mod conditions;
mod find;
mod foreign;
mod forms;
mod highlight;
mod note;
mod parse;
mod plan;
mod prefix;
mod query;
mod scope;
mod silence;
mod suggestion;
#[cfg(test)]
mod tests;

pub use self::{
    best::Hit,
    find::{Found, search, search_articles, search_claims, search_sources},
    highlight::{Fragment, highlight},
    note::Note,
    query::Query,
    scope::Scope,
    silence::too_frequent,
    suggestion::did_you_mean,
};
