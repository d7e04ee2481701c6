//! Whether the kinds that were found explain every difference between two wordings.

use std::{collections::HashSet, ops::Range};

use super::{
    figures,
    hunks::Hunk,
    language::Language,
    names::{self, KnownNames},
    negation,
    pair::{Pair, surplus},
    typography,
    words::Word,
};
use crate::domain::passage::anchoring::{AnchoringChange, AnchoringChanges};

/// The kinds of difference that are certain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds {
    pub negation: bool,
    pub figure: bool,
    pub name: bool,
}

impl Kinds {
    /// These kinds, and wording if there are other differences, or no kind at all.
    pub fn all(self, is_other: bool) -> AnchoringChanges {
        let is_none = !(self.negation || self.figure || self.name);
        let kinds = [
            (AnchoringChange::Negation, self.negation),
            (AnchoringChange::Figure, self.figure),
            (AnchoringChange::Name, self.name),
            (AnchoringChange::Wording, is_other || is_none),
        ];
        let found = kinds.into_iter().filter(|(_, is_found)| *is_found);
        found.map(|(kind, _)| kind).collect()
    }

    /// Whether every place where the wordings differ has only these kinds of difference.
    pub fn explain<'n>(
        self,
        pair: &Pair<'_>,
        language: Option<Language>,
        known: &dyn Fn() -> &'n KnownNames,
    ) -> bool {
        let (gone, come) = (surplus(&pair.old, &pair.new), surplus(&pair.new, &pair.old));
        let other: HashSet<&str> = gone.keys().chain(come.keys()).copied().collect();
        let changed = |side: &dyn Fn(&Hunk) -> Range<usize>| -> Vec<Range<usize>> {
            pair.hunks.iter().map(side).collect()
        };
        let (changed_old, changed_new) =
            (changed(&|it| it.old.clone()), changed(&|it| it.new.clone()));
        let [old_figures, new_figures] = [(&pair.old, changed_old), (&pair.new, changed_new)]
            .map(|(words, changed)| figures::Parts::of(words, &changed, language));
        let is_figure = |parts: &figures::Parts<'_>, at: usize| self.figure && parts.contain(at);
        let is_name = |word: &Word<'_>| {
            self.name && language.is_some_and(|it| names::is_part(word, it, known()))
        };
        let is_explained = |hunk: &Hunk| {
            let old = typography::telling(&pair.old, hunk.old.clone());
            let new = typography::telling(&pair.new, hunk.new.clone());
            let is_same = old.len() == new.len()
                && old
                    .iter()
                    .zip(&new)
                    .all(|(old, new)| typography::is_same_word(old.1, new.1));
            let old = old
                .iter()
                .map(|(at, word)| (is_figure(&old_figures, *at), *word));
            let new = new
                .iter()
                .map(|(at, word)| (is_figure(&new_figures, *at), *word));
            let words: Vec<(bool, &Word<'_>)> = old.chain(new).collect();
            // Other words may have changed places with a figure or a name.
            let is_moved = |word: &Word<'_>| !other.contains(word.folded.as_str());
            let is_of_kind = |&(is_figure, word): &(bool, &Word<'_>)| is_figure || is_name(word);
            let negates = self.negation
                && words.iter().any(is_of_kind)
                && language.is_some_and(|it| negation::is_in(pair, hunk, it));
            // A negation may stand beside them.
            let is_small = |word: &Word<'_>| {
                negates && language.is_some_and(|it| negation::is_small(word, it))
            };
            is_same
                || self.negation && language.is_some_and(|it| negation::explains(pair, hunk, it))
                || words.iter().any(is_of_kind)
                    && words
                        .iter()
                        .all(|it| is_of_kind(it) || is_moved(it.1) || is_small(it.1))
        };
        pair.hunks.iter().all(is_explained)
    }
}
