//! Slips of the pen in words that decide a kind: "milion", "Hte", "nto".

use super::{
    figures,
    hunks::{self, Hunk},
    language::Language,
    names, negation,
    pair::Pair,
    words::Word,
};

/// The wordings with such slips put right. `None` if there are none.
pub(super) fn mended<'a>(pair: &Pair<'a>, language: Language) -> Option<Pair<'a>> {
    let (mut old, mut new) = (pair.old.clone(), pair.new.clone());
    let mut is_mended = false;
    for hunk in &pair.hunks {
        is_mended |= mend(&mut old, &mut new, hunk, language);
    }
    is_mended.then(|| {
        let hunks = hunks::between(&old, &new);
        Pair { old, new, hunks }
    })
}

/// The most words in a place that are searched for slips.
const WORDS_MAX: usize = 8;

fn mend<'a>(old: &mut [Word<'a>], new: &mut [Word<'a>], hunk: &Hunk, language: Language) -> bool {
    if hunk.old.len().max(hunk.new.len()) > WORDS_MAX {
        return false;
    }
    let mut is_mended = false;
    for at in hunk.old.clone() {
        let with = hunk.new.clone().find(|it| {
            let (a, b) = (&old[at], &new[*it]);
            is_slip(a, b, language) || is_slip(b, a, language)
        });
        let Some(with) = with else {
            continue;
        };
        match is_slip(&old[at], &new[with], language) {
            true => write(&mut old[at], &new[with]),
            false => write(&mut new[with], &old[at]),
        }
        is_mended = true;
    }
    is_mended
}

/// Writes a word as another one, in its place.
fn write<'a>(word: &mut Word<'a>, right: &Word<'a>) {
    word.text = right.text;
    word.folded.clone_from(&right.folded);
}

/// Whether a word is a known word with a slip in it.
fn is_slip(word: &Word<'_>, of: &Word<'_>, language: Language) -> bool {
    let (wrong, right) = (word.folded.as_str(), of.folded.as_str());
    let is_known = |word: &str| {
        figures::is_word_of(word, language)
            || negation::has_word(word, language)
            || names::is_common(word)
    };
    let is_name = word.is_capitalized() && !word.is_first && !of.is_capitalized();
    word.is_word()
        && of.is_word()
        && !is_name
        && is_misspelt(wrong, right)
        && is_known(right)
        && !is_known(wrong)
}

/// Whether a spelling has two letters the wrong way round, one left out, doubled or wrong. The
/// first letter is never wrong: "keine" is not "seine".
fn is_misspelt(wrong: &str, right: &str) -> bool {
    let [wrong, right] = [wrong, right].map(|it| it.chars().collect::<Vec<char>>());
    let start = wrong.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let (wrong_rest, right_rest) = (&wrong[start..], &right[start..]);
    match (wrong_rest, right_rest) {
        ([a, b, rest @ ..], [c, d, other @ ..])
            if (a, b) == (d, c) && rest == other && right.len() >= TURNED_MIN =>
        {
            true
        }
        (rest, [_, other @ ..]) if rest == other => start > 0 && right.len() >= LEFT_OUT_MIN,
        ([doubled, rest @ ..], other) if rest == other => {
            start > 0 && *doubled == wrong[start - 1] && right.len() > TURNED_MIN
        }
        ([_, rest @ ..], [_, other @ ..]) => start > 0 && rest == other && right.len() >= WRONG_MIN,
        _ => false,
    }
}

/// The least letters of a word in which letters are turned, left out or wrong.
const TURNED_MIN: usize = 3;
const LEFT_OUT_MIN: usize = 5;
const WRONG_MIN: usize = 6;
