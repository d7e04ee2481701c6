//! Texts become terms: the same for a claim that is stored and for a text that is asked about.
//!
//! A post is cleaned (`post`), split into words (`words`), and each word becomes a term
//! (`terms`): in lower case, stemmed by the language of the text, without accents, and without the
//! stop words of that language. Numbers are terms. Character 4-grams (`grams`) find what is
//! spelled otherwise. However long a text is, only its first [`TEXT_BYTES_MAX`] are read.

mod bounds;
mod fold;
pub mod grams;
mod known;
mod language;
mod post;
mod terms;
mod words;

pub use self::{
    bounds::{TEXT_BYTES_MAX, beginning},
    fold::lower,
    known::KnownTerms,
    language::{Language, told},
    post::Post,
    terms::{Analysed, Term, terms},
    words::{Word, fine_words, words},
};
