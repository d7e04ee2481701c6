//! The words by which two texts are the same sentence: those that are neither figures nor times.

use std::collections::BTreeSet;

use super::mentions::Mentions;
use crate::{
    domain::{passage, printed_date},
    index::analysis::{self, Language, Term, Word},
};

/// These words of a text, in the order in which they stand.
pub(super) fn words_of(text: &str, tag: &str, mentions: &Mentions) -> Vec<String> {
    let terms = analysis::terms(text, Language::of(tag, text));
    words_among(text, &terms, tag, mentions)
}

/// These words among the terms of a text.
pub(super) fn words_among(
    text: &str,
    terms: &[Term],
    tag: &str,
    mentions: &Mentions,
) -> Vec<String> {
    let words = terms.iter().filter(|term| {
        let word = &text[term.start..term.end];
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        let is_month = printed_date::month(tag, word).is_some();
        !is_number && !is_month && !mentions.has_figure_at(term.start)
    });
    words.map(|term| term.text.clone()).collect()
}

/// Whether two texts have the same words in the same order, or in the one that comes about where some
/// words that follow each other are moved: "In Lund, bees disappeared". "Immigrants commit more crime than
/// citizens" is not "Citizens commit more crime than immigrants".
pub(super) fn is_in_order(one: &[String], other: &[String]) -> bool {
    if one == other || one.len() != other.len() || one.len() < MOVED_MIN {
        return one == other;
    }
    let mut pairs = one.iter().zip(other);
    let first = pairs
        .by_ref()
        .take_while(|(one, other)| one == other)
        .count();
    let last = pairs.rev().take_while(|(one, other)| one == other).count();
    let (one, other) = (
        &one[first..one.len() - last],
        &other[first..other.len() - last],
    );
    (1..one.len()).any(|at| {
        let (begin, end) = one.split_at(at);
        other.starts_with(end) && other.ends_with(begin)
    })
}

/// The fewest words of a text of which some may be moved.
const MOVED_MIN: usize = 3;

/// Words that say of how many something holds, or how certain it is, and do not deny it. They are stop
/// words.
const LIMITING: &[&str] = &[
    "may",
    "might",
    "could",
    "can",
    "would",
    "should",
    "must",
    "soll",
    "sollen",
    "sollte",
    "sollten",
    "kann",
    "können",
    "könnte",
    "könnten",
    "dürfte",
    "dürften",
    "würde",
    "würden",
    "muss",
    "müssen",
    "peut",
    "peuvent",
    "pourrait",
    "pourraient",
    "doit",
    "doivent",
    "devrait",
    "devraient",
    "aurait",
    "auraient",
    "serait",
    "seraient",
    "può",
    "possono",
    "potrebbe",
    "potrebbero",
    "deve",
    "devono",
    "dovrebbe",
    "dovrebbero",
    "avrebbe",
    "avrebbero",
    "sarebbe",
    "sarebbero",
    "puede",
    "pueden",
    "podría",
    "podrían",
    "debe",
    "deben",
    "debería",
    "deberían",
    "habría",
    "habrían",
    "sería",
    "serían",
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

/// Whether two texts with the same words say it of as many, as certainly, and of the same: they have the
/// same limiting words, and their names stand in the same order. "Agatha hired Gustave" is not "Gustave
/// hired Agatha". In a language whose negations are not known, no word may be another one.
pub(super) fn say_as_much(one: &str, other: &str, tag: &str) -> bool {
    let [all_ours, all_theirs] = [one, other].map(|text| analysis::words(text, text.len()));
    let lower = |all: &[Word<'_>]| -> Vec<String> { all.iter().map(Word::lower).collect() };
    if passage::Language::of(tag, one).is_none() && lower(&all_ours) != lower(&all_theirs) {
        return false;
    }
    // "May" is the month there, and "may" is not.
    let is_month =
        |word: &&Word<'_>| is_capital(word) && printed_date::month(tag, word.text).is_some();
    let limiting = |all: &[Word<'_>]| {
        let words = all.iter().filter(|it| !is_month(it)).map(Word::lower);
        let limiting = words.filter(|it| LIMITING.contains(&it.as_str()));
        limiting.collect::<BTreeSet<String>>()
    };
    if limiting(&all_ours) != limiting(&all_theirs) {
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
        let is_name = is_capital(&word) && printed_date::month(tag, word.text).is_none();
        if is_name && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn is_capital(word: &Word<'_>) -> bool {
    word.text.starts_with(char::is_uppercase)
}
