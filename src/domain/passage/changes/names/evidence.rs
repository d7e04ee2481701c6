//! What beside a capitalised word says that it is a name.

use super::{
    german,
    ignored::IGNORED,
    lists::{COMMON, ENDINGS, GIVEN, PLACES, ROLE_ENDINGS, ROLES},
    spelling::{bare, plain},
};
use crate::domain::passage::changes::{language::Language, words::Word};

/// Whether what stands beside a word says that it is a name: a title or a given name in front
/// of it, or a verb of attribution.
pub(super) fn names(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let word = &words[at];
    if !may_be_one(word, language) {
        return false;
    }
    let before = before(words, at);
    let follows = before.is_some_and(|it| {
        is_titled(words, it, language) || is_given(&words[it]) && words[it].is_capitalized()
    });
    let is_last = !words.get(at + 1).is_some_and(Word::is_capitalized);
    follows || is_given(word) || is_place(word) || is_last && is_speaker(words, at, language)
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

/// Whether a word that has no article speaks, in the singular.
fn is_speaker(words: &[Word<'_>], at: usize, language: Language) -> bool {
    let word = |at: Option<usize>| at.and_then(|it| words.get(it)).map_or("", |it| &*it.folded);
    let bare = bare(&words[at].folded);
    let (before, next, second) = (
        word(at.checked_sub(1)),
        word(Some(at + 1)),
        word(Some(at + 2)),
    );
    let begins = words[at].is_first;
    let is_common = || is_common(bare) || ROLES.contains(bare) || ends_as_noun(bare);
    match language {
        Language::German => {
            german::SAYS.contains(&before) || begins && german::SAYS.contains(&next)
        }
        Language::English => begins && !bare.ends_with('s') && SAYS.contains(&next) && !is_common(),
        Language::French | Language::Italian => {
            begins && ["a", "ha"].contains(&next) && SAYS.contains(&second) && !is_common()
        }
        Language::Spanish => begins && SAYS.contains(&next) && !is_common(),
    }
}

/// Whether a word ends as nouns and adverbs do that are not names.
pub(super) fn ends_as_noun(bare: &str) -> bool {
    ENDINGS.iter().any(|ending| bare.ends_with(ending))
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

/// Verbs of attribution.
const SAYS: &[&str] = &[
    "said",
    "says",
    "told",
    "added",
    "argued",
    "insisted",
    "claimed",
    "warned",
    "replied",
    "testified",
    "tweeted",
    "explained",
    "admitted",
    "denied",
    "dit",
    "déclaré",
    "affirmé",
    "expliqué",
    "ajouté",
    "assuré",
    "indiqué",
    "estimé",
    "detto",
    "dichiarato",
    "affermato",
    "spiegato",
    "aggiunto",
    "assicurato",
    "dijo",
    "dice",
    "afirmó",
    "declaró",
    "explicó",
    "añadió",
    "aseguró",
    "negó",
    "confirmó",
    "señaló",
    "advirtió",
];
