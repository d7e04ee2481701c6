//! How the new words of a passage differ from the old ones: whether a negation, a figure or
//! a name changed, or only the typography.
//!
//! A kind is only reported if it is certain. The two wordings are split into words and
//! compared by a diff. A negation counts if the words around it are the same, a figure if its
//! value is nowhere in the other wording, and a name if another name is in its place.

mod figures;
mod hunks;
mod language;
mod names;
mod negation;
mod numerals;
mod pair;
mod slots;
mod words;

use std::cell::OnceCell;

pub use self::language::Language;
use self::{names::KnownNames, pair::Pair};
use super::{
    anchoring::{AnchoringChange, AnchoringChanges},
    folded,
};

/// The language of a text, and its names, in an old and a new version.
pub struct Wording<'a> {
    language: Option<Language>,
    /// The old and the new text.
    texts: [&'a str; 2],
    /// The names in these texts, once they are needed.
    names: OnceCell<KnownNames>,
}

impl<'a> Wording<'a> {
    /// Prepares to compare passages of an old and a new text. `language` is the tag of their
    /// language. If it is empty, the language is told from the new text.
    pub fn new(language: &str, old: &'a str, new: &'a str) -> Self {
        Self {
            language: Language::of(language, new),
            texts: [old, new],
            names: OnceCell::new(),
        }
    }

    /// The kinds of difference between an old and a new wording of a passage.
    pub fn changes(&self, old: &str, new: &str) -> AnchoringChanges {
        if has_same_letters(old, new) {
            return [AnchoringChange::Typography].into_iter().collect();
        }
        let pair = Pair::new(old, new, self.language);
        let names = || {
            let known = || KnownNames::of(self.language, &self.texts);
            self.names.get_or_init(known)
        };
        let is_in = |test: &dyn Fn(Language) -> bool| self.language.is_some_and(test);
        let kinds = [
            (
                AnchoringChange::Negation,
                is_in(&|language| negation::has_changed(&pair, language)),
            ),
            (
                AnchoringChange::Figure,
                figures::have_changed(&pair, self.language),
            ),
            (
                AnchoringChange::Name,
                is_in(&|language| names::have_changed(&pair, language, &names)),
            ),
        ];
        let changed = kinds.into_iter().filter(|(_, has_changed)| *has_changed);
        changed.map(|(kind, _)| kind).collect()
    }
}

/// Whether a word in lower case says an amount ("several", "seventeen").
pub(super) fn is_amount(word: &str) -> bool {
    figures::is_amount(word)
}

/// Whether a word in lower case multiplies a figure, or is its unit.
pub(super) fn is_measure(word: &str) -> bool {
    figures::is_measure(word)
}

/// Whether two wordings differ only in typography and letter case.
fn has_same_letters(old: &str, new: &str) -> bool {
    folded::is_same(&folded::lower(old), &folded::lower(new))
}

#[cfg(test)]
mod tests;
