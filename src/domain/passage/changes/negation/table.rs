//! What is known about the negations of a language.

use std::ops::Range;

use crate::domain::passage::changes::words::Word;

/// How many words a further negation may be away from the one that it belongs to.
const REACH: usize = 8;

/// How a language negates. All words are in lower case, with plain apostrophes.
pub(super) struct Negations {
    /// Words that negate by themselves.
    pub main: &'static [&'static str],
    /// How further such words begin.
    pub stems: &'static [&'static str],
    /// Whether "n't" negates.
    pub is_contracted: bool,
    /// If there are any, a main word negates only with one of them after it, or with a
    /// further one before it.
    pub particles: &'static [&'static str],
    /// Words that negate unless a negation near them already does.
    pub further: &'static [&'static str],
    /// Main words that are also an answer ("No, ...") or an abbreviation ("No. 10").
    pub answers: &'static [&'static str],
    /// Words before which a negation does not negate.
    pub not_before: &'static [&'static str],
    /// How many words after the negation these may be ("non è solo").
    pub not_before_reach: usize,
    /// Two words before which a negation does not negate.
    pub not_before_two: &'static [(&'static str, &'static str)],
    /// Words for "until" and "before", after which a main word of the same clause may say
    /// nothing ("bevor nicht alle da sind").
    pub until: &'static [&'static str],
    /// Words after which a main word does not negate.
    pub main_not_after: &'static [&'static str],
    /// Words after which a further word does not negate.
    pub further_not_after: &'static [&'static str],
    /// When a further word compares, and when it negates beside another negation.
    pub concord: Concord,
    /// The word "or".
    pub or: &'static str,
    /// Articles, pronouns, auxiliaries and quantifiers: what comes and goes with a negation.
    pub small: &'static [&'static str],
    /// Words of negative meaning.
    pub negative: &'static [&'static str],
    /// How further words of negative meaning begin.
    pub negative_stems: &'static [&'static str],
    /// Prefixes that make a word its opposite.
    pub prefixes: &'static [&'static str],
}

/// What decides whether a further word negates by itself. Empty in languages in which each
/// negation counts.
pub(super) struct Concord {
    /// The words for "than", behind which a further word compares ("better than nobody") if one
    /// of `comparatives` is in front of them. Otherwise a clause begins ("says that nobody").
    pub than: &'static [&'static str],
    /// Words with which a comparison begins.
    pub comparatives: &'static [&'static str],
    /// Two words that do not negate together ("if ever").
    pub pairs: &'static [(&'static str, &'static str)],
    /// Words that say of whom a clause is, and negate it whatever the clause before does.
    pub subjects: &'static [&'static str],
    /// Words and marks with which such a clause begins.
    pub starts: &'static [&'static str],
    /// Words that go on with a list, and begin no clause.
    pub goes_on: &'static [&'static str],
}

impl Concord {
    /// What decides in languages in which each negation counts.
    pub const NONE: Self = Self {
        than: &[],
        comparatives: &[],
        pairs: &[],
        subjects: &[],
        starts: &[],
        goes_on: &[],
    };

    /// Whether a word compares, or only says "ever".
    fn compares(&self, words: &[Word<'_>], at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |it| &words[it].folded);
        let mut near = words[..at].iter().rev().take(REACH);
        self.pairs.contains(&(before, &words[at].folded))
            || self.than.contains(&before)
                && near.any(|word| self.comparatives.contains(&word.folded.as_str()))
    }

    /// Whether a clause of its own begins with a word.
    fn begins(&self, words: &[Word<'_>], at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |it| &words[it].folded);
        self.subjects.contains(&words[at].folded.as_str())
            && self.starts.contains(&before)
            && words
                .get(at + 1)
                .is_some_and(|next| next.is_word() && !self.goes_on.contains(&&*next.folded))
    }
}

impl Negations {
    /// The words that negate. Of several that belong together, the first.
    pub fn places(&self, words: &[Word<'_>]) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for at in 0..words.len() {
            let belongs = places
                .last()
                .is_some_and(|last| at - last <= REACH && !is_parted(&words[*last..at]));
            let belongs = belongs && !self.concord.begins(words, at);
            if self.is_main(words, at) || (self.is_further(words, at) && !belongs) {
                places.push(at);
            }
        }
        places
    }

    /// Whether a word negates, whatever else does.
    fn is_main(&self, words: &[Word<'_>], at: usize) -> bool {
        let word = words[at].folded.as_str();
        let is_main = self.main.contains(&word)
            || self.stems.iter().any(|stem| word.starts_with(stem))
            || (self.is_contracted && is_contracted(word));
        is_main
            && !self.is_exempt(words, at, self.main_not_after)
            && !self.is_until(&words[..at])
            && (self.particles.is_empty() || self.has_particle(words, at))
    }

    /// Whether the clause in front of a negation begins with a word for "until".
    fn is_until(&self, before: &[Word<'_>]) -> bool {
        let clause = before.iter().rev().take_while(|word| word.is_word());
        let clause: Vec<&str> = clause.take(REACH).map(|word| &*word.folded).collect();
        self.until.iter().any(|phrase| {
            let phrase: Vec<&str> = phrase.split(' ').rev().collect();
            clause.windows(phrase.len()).any(|words| words == phrase)
        })
    }

    /// Whether a French "ne" has the particle without which it does not negate.
    fn has_particle(&self, words: &[Word<'_>], at: usize) -> bool {
        let mut after = (at + 1..words.len()).take(REACH);
        let after = after.find(|next| self.particles.contains(&words[*next].folded.as_str()));
        let mut before = words[..at].iter().rev().take(REACH / 2);
        match after {
            Some(particle) => !self.is_exempt(words, particle, &[]),
            None => before.any(|word| self.further.contains(&word.folded.as_str())),
        }
    }

    /// Whether a word negates if none near it does.
    fn is_further(&self, words: &[Word<'_>], at: usize) -> bool {
        let mut after = words[at + 1..].iter().take(REACH / 2);
        self.further.contains(&words[at].folded.as_str())
            && !self.is_exempt(words, at, self.further_not_after)
            && !self.concord.compares(words, at)
            // "Personne n'est venu": the negation follows.
            && !after.any(|next| self.main.contains(&next.folded.as_str()))
    }

    /// Whether the words around a negation make it something else ("not only", "No. 10").
    fn is_exempt(&self, words: &[Word<'_>], at: usize, not_after: &[&str]) -> bool {
        let word = |at: Option<usize>| {
            at.and_then(|at| words.get(at))
                .map_or("", |word| word.folded.as_str())
        };
        let (one, two) = (word(Some(at + 1)), word(Some(at + 2)));
        let before = word(at.checked_sub(1));
        let is_answer = self.answers.contains(&words[at].folded.as_str());
        let is_number = starts_with_digit(one) || (one == "." && starts_with_digit(two));
        // "may or may not"
        let is_open = before == word(at.checked_sub(3)) && self.or == word(at.checked_sub(2));
        (is_answer && (is_number || matches!(one, "," | "!" | "?")))
            || (at + 1..=at + self.not_before_reach)
                .any(|next| self.not_before.contains(&word(Some(next))))
            || self.not_before_two.contains(&(one, two))
            || not_after.contains(&before)
            || (is_open && !before.is_empty())
    }

    /// Whether a word is a negation, or a part of one.
    pub fn is_negating(&self, word: &Word<'_>) -> bool {
        let folded = word.folded.as_str();
        let lists = [self.main, self.further, self.particles];
        lists.iter().any(|list| list.contains(&folded))
            || self.stems.iter().any(|stem| folded.starts_with(stem))
            || (self.is_contracted && is_contracted(folded))
    }

    /// Whether a word only helps to negate, or says so little that it does not matter
    /// whether it changes.
    pub fn is_small(&self, word: &Word<'_>) -> bool {
        let folded = word.folded.as_str();
        !word.is_word() || self.is_negating(word) || self.small.contains(&folded)
    }
}

/// How many of the words that negate are in a range.
pub(super) fn within(places: &[usize], range: &Range<usize>) -> usize {
    places.iter().filter(|at| range.contains(at)).count()
}

fn is_contracted(word: &str) -> bool {
    word.ends_with("n't") || word == "cannot"
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a sentence or a clause ends within these words.
fn is_parted(words: &[Word<'_>]) -> bool {
    let mut words = words.iter();
    words.any(|word| matches!(word.folded.as_str(), "." | ";" | ":" | "!" | "?"))
}
