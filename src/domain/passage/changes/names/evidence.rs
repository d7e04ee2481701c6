//! What beside a capitalised word says that it is a name.

use super::{
    german,
    ignored::IGNORED,
    lists::{COMMON, GIVEN, PLACES, ROLE_ENDINGS, ROLES},
    speech::is_speaker,
    spelling::{bare, plain},
};
use crate::domain::passage::changes::{language::Language, words::Word};

/// Whether a word is a given name or a place, or stands behind a title or a given name.
pub(super) fn names(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let word = &words[at];
    let follows = before(words, at).is_some_and(|it| {
        is_titled(words, it, language) || is_given(&words[it]) && words[it].is_capitalized()
    });
    let may_be_common = word.is_first && is_common(bare(&word.folded));
    may_be_one(word, language) && (follows || !may_be_common && (is_given(word) || is_place(word)))
}

/// Whether a verb of attribution beside a word says that it is a name. That is not certain if
/// the word is printed in lower case elsewhere.
pub(super) fn speaks(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let is_last = !words.get(at + 1).is_some_and(Word::is_capitalized);
    is_last && may_be_one(&words[at], language) && is_speaker(words, at, language)
}

/// Whether a word in front of another one is a title.
fn is_titled(words: &[Word<'_>], at: usize, language: Language) -> bool {
    match language {
        Language::German => german::is_title(words, at),
        _ => words[at].is_capitalized() && TITLES.contains(&words[at].folded.as_str()),
    }
}

/// Whether a word may be a name if there is evidence.
fn may_be_one(word: &Word<'_>, language: Language) -> bool {
    match language {
        Language::German => german::may_be_name(word),
        _ => word.is_capitalized() && !IGNORED.contains(&bare(&word.folded)),
    }
}

/// The word in front of another one, not counting a full stop.
fn before(words: &[Word<'_>], at: usize) -> Option<usize> {
    (0..at)
        .rev()
        .find(|it| words[*it].text != ".")
        .filter(|it| words[*it].is_word())
}

/// Whether a word in lower case is common, and no name in spite of a capital.
pub(crate) fn is_common(bare: &str) -> bool {
    COMMON.contains(bare)
}

/// Whether a word in front of a name is a role.
pub(super) fn is_role(bare: &str) -> bool {
    ROLES.contains(bare) || ROLE_ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

/// Whether a word is a given name.
pub(crate) fn is_given(word: &Word<'_>) -> bool {
    GIVEN.contains(plain(bare(&word.folded)).as_str())
}

/// Whether a word is a country or a town.
pub(super) fn is_place(word: &Word<'_>) -> bool {
    PLACES.contains(bare(&word.folded))
}

/// Titles behind which a name follows, and no other word.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "lady", "lord", "sen", "rep",
    "gov", "gen", "col", "capt", "sgt", "lt", "mme", "mlle", "sig", "dott", "sr", "sra", "don",
    "doña", "monsieur", "madame", "signor", "signora", "señor", "señora",
];
