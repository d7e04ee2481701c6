//! Names at the start of a sentence, where every word has a capital, and in front of a name,
//! where a role may have one.
//!
//! A capitalised word that took the place of another one there is a name if each of the two is
//! a given name, a place, a name elsewhere in the text or somebody who speaks, and neither is a
//! common word or a role. If the name goes on ("Robin Marsh" to "Elisa Marsh"), it is enough that nothing says
//! otherwise.

use super::{
    bare::BARE,
    evidence::{self, is_common, is_given, is_place, is_role},
    ignored::IGNORED,
    known::KnownNames,
    other_forms, same,
    speech::ends_as_noun,
    spelling::{bare, plain},
};
use crate::domain::passage::changes::{
    hunks::Hunk, language::Language, pair::Pair, typography, words::Word,
};

/// Whether a name at the start of a sentence was replaced by another name.
pub(super) fn have_changed(pair: &Pair<'_>, language: Language, known: &KnownNames) -> bool {
    let mut hunks = pair.hunks.iter();
    hunks.any(|hunk| is_changed(pair, hunk, language, known))
}

fn is_changed(pair: &Pair<'_>, hunk: &Hunk, language: Language, known: &KnownNames) -> bool {
    let old = typography::telling(&pair.old, hunk.old.clone());
    let new = typography::telling(&pair.new, hunk.new.clone());
    let (Some(&(old_at, old)), Some(&(new_at, new))) = (old.first(), new.first()) else {
        return false;
    };
    if old.folded == new.folded || !old.is_first || !new.is_first {
        return false;
    }
    let goes_on = |words: &[Word<'_>], at: usize| {
        words.get(at + 1).is_some_and(|next| {
            let next_bare = bare(&next.folded);
            next.is_capitalized()
                && !next.is_first
                && known.names.contains(next_bare)
                && !IGNORED.contains(&next_bare)
                && !is_common(next_bare)
        })
    };
    let is_known = |words: &[Word<'_>], at: usize| {
        let word = &words[at];
        let bare = bare(&word.folded);
        known.names.contains(bare)
            || known.certain.contains(bare)
            || is_given(word)
            || is_place(word)
            || evidence::names(words, at, language)
    };
    let names = [old, new].map(|word| [plain(bare(&word.folded))]);
    let hunks = [pair.old_in(hunk), pair.new_in(hunk)];
    let [gone, come] = [&names[0], &names[1]];
    if same::are_same(hunks, [gone, come]) || other_forms::are_forms(hunks, [gone, come]) {
        return false;
    }
    let both_go_on = goes_on(&pair.old, old_at) && goes_on(&pair.new, new_at);
    [old, new].iter().all(|word| may_be_name(word, known))
        && (both_go_on || is_known(&pair.old, old_at) && is_known(&pair.new, new_at))
}

/// Whether nothing says that a word at the start of a sentence is not a name.
pub(super) fn may_be_name(word: &Word<'_>, known: &KnownNames) -> bool {
    let bare = bare(&word.folded);
    let is_listed = is_given(word) || is_place(word) || known.certain.contains(bare);
    word.is_capitalized()
        && word.is_first
        && word.text.chars().nth(1).is_some()
        && !IGNORED.contains(&bare)
        && !known.lower.contains(bare)
        && !is_common(bare)
        && !BARE.contains(bare)
        && (is_listed || !is_role(bare) && !ends_as_noun(bare))
}
