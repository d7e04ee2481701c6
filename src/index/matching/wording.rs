//! The words by which two texts are the same sentence: those that are neither figures nor times.

use std::collections::BTreeSet;

use super::mentions::Mentions;
use crate::{
    domain::printed_date,
    index::analysis::{self, Language, Term},
};

/// These words of a text.
pub(super) fn words_of(text: &str, tag: &str, mentions: &Mentions) -> BTreeSet<String> {
    let terms = analysis::terms(text, Language::of(tag, text));
    words_among(text, &terms, tag, mentions)
}

/// These words among the terms of a text.
pub(super) fn words_among(
    text: &str,
    terms: &[Term],
    tag: &str,
    mentions: &Mentions,
) -> BTreeSet<String> {
    let words = terms.iter().filter(|term| {
        let word = &text[term.start..term.end];
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_month = printed_date::month(tag, word).is_some();
        !is_number && !is_month && !mentions.has_figure_at(term.start)
    });
    words.map(|term| term.text.clone()).collect()
}

/// Words that say of how many something holds, and do not deny it. They are stop words.
const QUANTIFIERS: &[&str] = &[
    "all",
    "every",
    "each",
    "some",
    "most",
    "many",
    "several",
    "few",
    "only",
    "alle",
    "jeder",
    "jede",
    "jedes",
    "einige",
    "manche",
    "meisten",
    "viele",
    "mehrere",
    "wenige",
    "nur",
    "tous",
    "toutes",
    "chaque",
    "certains",
    "certaines",
    "quelques",
    "plusieurs",
    "seulement",
    "tutti",
    "tutte",
    "ogni",
    "alcuni",
    "alcune",
    "molti",
    "molte",
    "pochi",
    "poche",
    "solo",
    "todos",
    "todas",
    "cada",
    "algunos",
    "algunas",
    "muchos",
    "muchas",
    "pocos",
    "pocas",
];

/// Whether two texts with the same words say it of as many, and of the same: they have the same
/// quantifiers, and their names stand in the same order. "Agatha hired Gustave" is not "Gustave hired
/// Agatha".
pub(super) fn say_as_much(one: &str, other: &str, tag: &str) -> bool {
    let quantifiers = |text: &str| {
        let words = analysis::words(text, text.len());
        let words = words.iter().map(|word| word.lower());
        words
            .filter(|it| QUANTIFIERS.contains(&it.as_str()))
            .collect::<BTreeSet<String>>()
    };
    if quantifiers(one) != quantifiers(other) {
        return false;
    }
    let (ours, theirs) = (names(one, tag), names(other, tag));
    let shared = |names: &[String], others: &[String]| {
        let shared = names.iter().filter(|it| others.contains(it));
        shared.cloned().collect::<Vec<String>>()
    };
    shared(&ours, &theirs) == shared(&theirs, &ours)
}

/// The words with a capital letter but months, in lower case, each once.
fn names(text: &str, tag: &str) -> Vec<String> {
    let mut names = Vec::new();
    for word in analysis::words(text, text.len()) {
        let name = word.lower();
        let is_name = word.text.starts_with(char::is_uppercase)
            && printed_date::month(tag, word.text).is_none();
        if is_name && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
