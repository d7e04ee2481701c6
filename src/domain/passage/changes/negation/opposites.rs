//! Words that were replaced by their opposites: "said" by "denied", "for" by "against".

mod germanic;
mod lexicon;
mod particle;
mod romance;
mod uncertain;

use std::{ops::Range, sync::LazyLock};

use self::lexicon::{Lexicon, Opposites};
use super::{inflected::is_inflected, may_negate, prefixes::is_prefixed};
use crate::domain::passage::changes::{
    figures,
    hunks::Hunk,
    language::Language,
    names::evidence,
    pair::Pair,
    words::{Kind, Word},
};

/// Whether a word says so little that it does not matter whether it changes.
type IsSmall<'a> = &'a dyn Fn(&Word<'_>) -> bool;

/// Whether exactly one word was replaced by its opposite, or the word for "without" was put
/// in or taken out, and nothing else but small words was in these places.
pub(super) fn have_changed(pair: &Pair<'_>, language: Language, is_small: IsSmall<'_>) -> bool {
    let is_changed = |hunk: &&Hunk| is_opposite(pair, hunk, language, is_small);
    pair.hunks.iter().filter(is_changed).count() == 1
}

/// Whether a word was replaced by its opposite in one place.
pub(super) fn is_opposite(
    pair: &Pair<'_>,
    hunk: &Hunk,
    language: Language,
    is_small: IsSmall<'_>,
) -> bool {
    let sides = [pair.old_in(hunk), pair.new_in(hunk)];
    if figures::is_same_bound(pair, hunk, language) {
        return false;
    }
    if is_other_answer(sides, may_negate::of(language).answers) {
        return true;
    }
    if uncertain::is_moved(pair, is_small) || uncertain::is_other_sense(pair, hunk, language) {
        return false;
    }
    let lexicon = of(language);
    let is_beside = |word: &Word<'_>| {
        is_small(word)
            || word.kind == Kind::Number
            || word.may_be_name_in(language)
            || word.is_first && word.is_capitalized() && evidence::is_given(word)
    };
    // A small word may have an opposite, too ("more", "always").
    let is_without_opposite = |word: &Word<'_>| is_beside(word) && !lexicon.has(&word.folded);
    let filters: [IsSmall<'_>; 2] = [&is_beside, &is_without_opposite];
    let is_found = filters.iter().any(|is_beside| {
        let old = Telling::of(&pair.old, &hunk.old, *is_beside);
        let new = Telling::of(&pair.new, &hunk.new, *is_beside);
        are_opposites(&old, &new, language)
    });
    is_found || language == Language::German && particle::is_opposite(pair, hunk, lexicon)
}

/// Whether a word in lower case has an opposite, or is one.
pub(super) fn has_word(word: &str, language: Language) -> bool {
    of(language).has(word)
}

/// Whether two words in lower case are opposites.
pub(super) fn are_words(one: &str, other: &str, language: Language) -> bool {
    of(language).are_opposites(one, other)
        || is_prefixed(one, other, language)
        || is_prefixed(other, one, language)
}

/// The words of a hunk that say something, and the wording that they are in.
struct Telling<'w, 'a> {
    words: &'w [Word<'a>],
    range: Range<usize>,
    at: Vec<usize>,
}

impl<'w, 'a> Telling<'w, 'a> {
    fn of(words: &'w [Word<'a>], range: &Range<usize>, is_beside: IsSmall<'_>) -> Self {
        let at = range.clone().filter(|at| !is_beside(&words[*at]));
        Self {
            words,
            range: range.clone(),
            at: at.collect(),
        }
    }

    fn all(&self) -> Vec<&'w Word<'a>> {
        self.at.iter().map(|at| &self.words[*at]).collect()
    }

    /// Whether a verb among the words says that what its infinitive says did not happen.
    fn fails(&self, verb: &Word<'_>, (verbs, link): (&[&str], &str)) -> bool {
        let words = self.words[self.range.clone()].windows(2);
        let mut linked = words.filter(|two| two[1].folded == link);
        verbs.contains(&verb.folded.as_str()) && linked.any(|two| two[0].folded == verb.folded)
    }

    /// The words as the lexicon spells them. A German verb is also given with the particle at
    /// the end of its clause ("lehnte den Plan ab").
    fn spellings(&self, language: Language) -> Vec<String> {
        let words: Vec<&str> = self.all().iter().map(|word| &*word.folded).collect();
        let joined = words.join("_");
        match (&self.at[..], language) {
            ([at], Language::German) => particle::with(self.words, *at)
                .into_iter()
                .chain([joined])
                .collect(),
            _ => vec![joined],
        }
    }
}

/// Whether the words on one side are the opposite of those on the other one, or one side has
/// nothing and the other one "without" or the like.
fn are_opposites(old: &Telling<'_, '_>, new: &Telling<'_, '_>, language: Language) -> bool {
    let (lexicon, more) = (of(language), may_negate::of(language));
    let [a, b] = [old, new].map(|it| it.spellings(language));
    let are_listed = a
        .iter()
        .any(|a| b.iter().any(|b| lexicon.are_opposites(a, b)));
    let fails = |verb: &Word<'_>| [old, new].iter().any(|it| it.fails(verb, more.failures));
    match (&old.all()[..], &new.all()[..]) {
        _ if are_listed => true,
        ([one], [other]) => has_prefix(one, other, language) || has_prefix(other, one, language),
        ([word], []) | ([], [word]) => {
            let folded = word.folded.as_str();
            folded == lexicon.without || more.near.contains(&folded) || fails(word)
        }
        ([verb], [fail, infinitive]) | ([fail, infinitive], [verb]) => {
            fails(fail) && is_inflected(&verb.folded, &infinitive.folded)
        }
        _ => false,
    }
}

/// Whether an answer became the other one.
fn is_other_answer(sides: [&[Word<'_>]; 2], (yes, no): (&str, &str)) -> bool {
    let [old, new] = sides.map(|words| {
        let mut words = words.iter().filter(|word| word.is_word());
        words.next().filter(|_| words.next().is_none())
    });
    let is = |word: Option<&Word<'_>>, answer: &str| word.is_some_and(|it| it.folded == answer);
    is(old, yes) && is(new, no) || is(old, no) && is(new, yes)
}

/// Whether a word is the opposite of another one by its prefix. German nouns ("Fall",
/// "Unfall") are left out, and words that may be nouns because a sentence begins with them.
fn has_prefix(word: &Word<'_>, of: &Word<'_>, language: Language) -> bool {
    let may_be_noun =
        |word: &Word<'_>| word.is_capitalized() && (!word.is_first || language == Language::German);
    !may_be_noun(word) && !may_be_noun(of) && is_prefixed(&word.folded, &of.folded, language)
}

/// The opposites of a language.
fn of(language: Language) -> &'static Lexicon {
    static ALL: LazyLock<[Lexicon; Language::ALL.len()]> =
        LazyLock::new(|| Language::ALL.map(|it| Lexicon::new(listed(it), it)));
    &ALL[language.index()]
}

fn listed(language: Language) -> Opposites {
    match language {
        Language::English => germanic::ENGLISH,
        Language::French => romance::FRENCH,
        Language::German => germanic::GERMAN,
        Language::Italian => romance::ITALIAN,
        Language::Spanish => romance::SPANISH,
    }
}
