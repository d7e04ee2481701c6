//! Whether a figure is a lower or an upper bound: "at least 155", "less than half".

use std::ops::Range;

use super::{number_words::is_number_like, ordinals};
use crate::domain::passage::changes::{
    language::Language,
    pair::Pair,
    words::{Kind, Word},
};

/// What a figure bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bound {
    Lower,
    Upper,
}

/// Whether a figure that is in both wordings became a bound, an exact figure or the other
/// bound.
pub(super) fn have_changed(pair: &Pair<'_>, language: Language) -> bool {
    let is_figure = |word: &Word<'_>| {
        word.kind == Kind::Number
            || ordinals::is_one_of(&word.folded, language)
            || is_number_like(&word.folded)
    };
    pairs(pair).any(|(old, new)| {
        is_figure(&pair.old[old])
            && bound(&pair.old, old, language) != bound(&pair.new, new, language)
    })
}

/// The words of bounds before the figures in a range of words.
pub(super) fn words_of(words: &[Word<'_>], language: Option<Language>) -> Vec<Range<usize>> {
    let Some(language) = language else {
        return Vec::new();
    };
    let bounds = (0..words.len()).filter_map(|at| find(words, at, language));
    bounds.map(|(_, range)| range).collect()
}

/// The old and new indexes of the words that are in both wordings.
fn pairs<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = (usize, usize)> + 'p {
    let starts = pair
        .hunks
        .iter()
        .map(|hunk| (hunk.old.start, hunk.new.start));
    let ends = pair.hunks.iter().map(|hunk| (hunk.old.end, hunk.new.end));
    let starts = starts.chain([(pair.old.len(), pair.new.len())]);
    let ends = [(0, 0)].into_iter().chain(ends);
    ends.zip(starts)
        .flat_map(|(from, to)| (from.0..to.0).zip(from.1..to.1))
}

fn bound(words: &[Word<'_>], figure: usize, language: Language) -> Option<Bound> {
    find(words, figure, language).map(|(bound, _)| bound)
}

/// The bound whose words end right before a figure, and these words.
fn find(words: &[Word<'_>], figure: usize, language: Language) -> Option<(Bound, Range<usize>)> {
    let is_article = |at: &usize| ARTICLES.contains(&words[*at].folded.as_str());
    let articles = (0..figure).rev().take(ARTICLES_MAX).take_while(is_article);
    let ends = (figure - articles.count()..=figure).rev();
    let found = ends.flat_map(|end| {
        let all = PHRASES.iter().filter(move |phrase| phrase.0 == language);
        all.filter_map(move |&(_, bound, phrase)| {
            let length = phrase.split(' ').count();
            let start = end.checked_sub(length)?;
            let printed = words[start..end].iter().map(|word| word.folded.as_str());
            printed
                .eq(phrase.split(' '))
                .then_some((bound, start..figure))
        })
    });
    // "no more than" is not "more than".
    found.max_by_key(|(_, range)| range.len())
}

/// Articles between a bound and its figure.
const ARTICLES: &[&str] = &[
    "a", "an", "the", "un", "una", "la", "il", "lo", "l'", "le", "ein", "eine", "der", "die",
    "das", "el", "une", "$", "€", "£",
];
const ARTICLES_MAX: usize = 2;

/// The words of bounds.
const PHRASES: &[(Language, Bound, &str)] = &[
    (Language::English, Bound::Lower, "at least"),
    (Language::English, Bound::Lower, "more than"),
    (Language::English, Bound::Lower, "no less than"),
    (Language::English, Bound::Lower, "no fewer than"),
    (Language::English, Bound::Lower, "not less than"),
    (Language::English, Bound::Lower, "not fewer than"),
    (Language::English, Bound::Upper, "at most"),
    (Language::English, Bound::Upper, "less than"),
    (Language::English, Bound::Upper, "fewer than"),
    (Language::English, Bound::Upper, "no more than"),
    (Language::English, Bound::Upper, "not more than"),
    (Language::German, Bound::Lower, "mindestens"),
    (Language::German, Bound::Lower, "wenigstens"),
    (Language::German, Bound::Lower, "mehr als"),
    (Language::German, Bound::Lower, "nicht weniger als"),
    (Language::German, Bound::Upper, "höchstens"),
    (Language::German, Bound::Upper, "maximal"),
    (Language::German, Bound::Upper, "weniger als"),
    (Language::German, Bound::Upper, "nicht mehr als"),
    (Language::French, Bound::Lower, "au moins"),
    (Language::French, Bound::Lower, "plus de"),
    (Language::French, Bound::Lower, "plus d'"),
    (Language::French, Bound::Lower, "pas moins de"),
    (Language::French, Bound::Upper, "au plus"),
    (Language::French, Bound::Upper, "au maximum"),
    (Language::French, Bound::Upper, "moins de"),
    (Language::French, Bound::Upper, "moins d'"),
    (Language::French, Bound::Upper, "pas plus de"),
    (Language::Italian, Bound::Lower, "almeno"),
    (Language::Italian, Bound::Lower, "più di"),
    (Language::Italian, Bound::Lower, "più del"),
    (Language::Italian, Bound::Lower, "più della"),
    (Language::Italian, Bound::Lower, "più dell'"),
    (Language::Italian, Bound::Lower, "non meno di"),
    (Language::Italian, Bound::Upper, "al massimo"),
    (Language::Italian, Bound::Upper, "meno di"),
    (Language::Italian, Bound::Upper, "meno del"),
    (Language::Italian, Bound::Upper, "meno della"),
    (Language::Italian, Bound::Upper, "meno dell'"),
    (Language::Italian, Bound::Upper, "non più di"),
    (Language::Spanish, Bound::Lower, "al menos"),
    (Language::Spanish, Bound::Lower, "por lo menos"),
    (Language::Spanish, Bound::Lower, "más de"),
    (Language::Spanish, Bound::Lower, "no menos de"),
    (Language::Spanish, Bound::Upper, "como máximo"),
    (Language::Spanish, Bound::Upper, "menos de"),
    (Language::Spanish, Bound::Upper, "no más de"),
];
