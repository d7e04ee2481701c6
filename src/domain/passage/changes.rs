//! How the new words of a passage differ from the old ones: whether a negation, a figure or
//! a name changed, or other words, or only the typography.
//!
//! A negation, a figure or a name is only reported if it is certain. The two wordings are
//! split into words and compared by a diff. A negation counts if the words around it are the
//! same, a figure if its value is nowhere in the other wording, and a name if another name is
//! in its place. Typography is reported only if it is proven: all words are the same, and none
//! were added to the sentence around them. Whatever else changed is reported as wording.

mod around;
mod explained;
mod figures;
mod hunks;
mod language;
mod names;
mod negation;
mod numerals;
mod pair;
mod passage;
mod roman;
mod slots;
mod typography;
mod typos;
mod words;

use std::cell::OnceCell;

use self::{around::Around, explained::Kinds, names::KnownNames, pair::Pair};
pub use self::{language::Language, passage::Passage};
use super::{
    anchoring::{AnchoringChange, AnchoringChanges},
    folded,
};

/// The words of a text that negate or deny something ("not", "denied", "false"), as they are written. Of
/// several negations that belong together, the first. `None` if the negations of its language are not known.
pub fn denying_words(language: &str, text: &str) -> Option<Vec<String>> {
    Some(negation::denying_words(text, Language::of(language, text)?))
}

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

    /// The kinds of difference between an old and a new passage that is printed otherwise. At
    /// least one.
    pub fn changes(&self, old: &Passage<'_>, new: &Passage<'_>) -> AnchoringChanges {
        let language = self.language;
        let pair = Pair::new(old.words, new.words, language);
        let around = Around::new(old, new, language);
        let is_same =
            || has_same_letters(old.words, new.words) || typography::is_same(&pair.old, &pair.new);
        // A denial that is gone is more than typography.
        let removed = Around::new(new, old, language);
        let is_freed = language.is_some_and(|it| negation::is_added(&removed, &pair.flipped(), it));
        let is_denied = language.is_some_and(|it| negation::is_added(&around, &pair, it));
        if around.is_same() && !is_freed && is_same() {
            return [AnchoringChange::Typography].into_iter().collect();
        }
        // A slip in a word that decides a kind does not change what it says.
        let mended = language.and_then(|language| typos::mended(&pair, language));
        let found_in = mended.as_ref().unwrap_or(&pair);
        let names = || {
            let known = || KnownNames::of(language, &self.texts);
            self.names.get_or_init(known)
        };
        let is_in = |test: &dyn Fn(Language) -> bool| language.is_some_and(test);
        let kinds = Kinds {
            // Two negations may cancel each other.
            negation: is_in(&|it| negation::has_changed(found_in, it)) ^ is_freed ^ is_denied,
            figure: figures::have_changed(found_in, language),
            name: is_in(&|it| names::have_changed(found_in, it, &names)),
        };
        let is_other = !kinds.explain(&pair, language, &names)
            || !(around.is_same() || negation::is_added_alone(&around, &pair, language));
        kinds.all(is_other)
    }

    /// Whether the words of the language are known.
    pub fn knows_words(&self) -> bool {
        self.language.is_some()
    }

    /// Whether the rest of the sentence denies words that stand as they were, and did not
    /// before, or no longer does.
    pub fn is_denied(&self, old: &Passage<'_>, new: &Passage<'_>) -> bool {
        self.language.is_some_and(|language| {
            let [old, new] = &[old, new].map(Passage::within_stops);
            let sides = [(old.before, new.before), (old.after, new.after)];
            let mut changed = sides
                .into_iter()
                .flat_map(|(old, new)| around::differing(old, new));
            if !changed.any(|text| negation::may_be_in(text, language)) {
                return false;
            }
            let pair = Pair::same(new.words, self.language);
            let around = [(old, new), (new, old)];
            let [denied, freed] = around.map(|(old, new)| {
                let around = Around::new(old, new, self.language);
                negation::is_added(&around, &pair, language)
            });
            denied != freed
        })
    }
}

/// Whether a word in lower case says an amount ("several", "seventeen").
pub(super) fn is_amount(word: &str) -> bool {
    figures::is_amount(word)
}

/// Whether a word in lower case may be a number, a part of one, or an article.
pub(super) fn may_be_number(word: &str) -> bool {
    figures::may_be_number(word)
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
