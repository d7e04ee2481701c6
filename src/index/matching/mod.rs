//! Which known claims a text repeats, how certain that is, and why.
//!
//! Candidates are the claims with the highest BM25 for the words of the text, each word once
//! (`ranking`). They are ranked by that score and a share of the BM25 of their character 4-grams.
//! Then the best are compared with the text (`comparison`): the same sentence about another year
//! or with another figure (`mentions`) is another claim, and a negation says the opposite (`likeness`). What
//! was found becomes a confidence (`confidence`) and reasons (`reason`). A long text is cut into
//! sentences, and each is matched (`passages`).

mod comparison;
mod confidence;
mod denials;
mod figures;
mod gram_scores;
mod likeness;
mod mentions;
mod numbers;
mod passages;
mod question;
mod ranking;
mod reason;
mod sentences;
#[cfg(test)]
mod tests;
mod wording;

pub use self::{
    confidence::{Evidence, FEATURES, confidence},
    likeness::Likeness,
    mentions::has_figure,
    passages::{PassageMatches, SENTENCE_BYTES_MAX, matches_in, parts},
    question::Question,
    ranking::{Match, matches},
    reason::{Reason, SharedWord},
    sentences::SENTENCES_MAX,
};
