//! Short words whose figure or name grew, while the rest of their sentence stands: `eight
//! people` to `twenty-eight people`.

use super::{
    aligned::Aligned,
    cut::{is_sentence, words},
    similar::{FIGURE_SHARE, Words},
    span::Span,
};
use crate::domain::passage::changes;

/// The most tokens of a sentence that are compared.
pub(crate) const SENTENCE_MAX: usize = 400;
/// The least words of the sentence on each side.
const SIDE_WORDS_MIN: usize = 2;
/// The least information of both sides, in bits.
const BITS_MIN: f64 = 30.0;
/// The most words of a span that are read.
const TOKENS_MAX: usize = 8;

/// The tokens that took the place of a span in a sentence that stands around it, and the share
/// of the span that is kept.
pub(crate) fn find(
    aligned: &Aligned,
    texts: &Words<'_>,
    span: &Span,
) -> Option<((usize, usize), f64)> {
    let (first, last) = (span.first, span.last);
    let (old, new) = (&aligned.pair.old, &aligned.pair.new);
    let own = old.sentences((first, last));
    if own.1 - own.0 > SENTENCE_MAX {
        return None;
    }
    let start = aligned.new_of(own.0)?;
    let end = aligned.new_of(own.1 - 1)? + 1;
    let there = (start + first - own.0, end.checked_sub(own.1 - last)?);
    let is_whole = new.sentences((start, end.max(start + 1))) == (start, end)
        && !(start + 1..end).any(|at| is_sentence(new, at))
        && old.places[first].start == span.start
        && old.places[last - 1].end == span.end;
    let is_near =
        there.0 < there.1 && last - first <= TOKENS_MAX && there.1 - there.0 <= last - first + 1;
    let sides = [(own.0, first, start), (last, own.1, there.1)];
    let is_side = |&(from, to, at): &(usize, usize, usize)| {
        words(old, from, to) >= SIDE_WORDS_MIN
            && new.spellings.get(at..at + to - from) == Some(&old.spellings[from..to])
    };
    let bits: f64 = sides
        .iter()
        .map(|it| aligned.certain_bits(it.0, it.1))
        .sum();
    if !is_whole || !is_near || bits < BITS_MIN || !sides.iter().all(is_side) {
        return None;
    }
    Some((there, share(texts, (first, last), there)?))
}

/// The share of old tokens that is kept, if one of them grew and the others stand.
fn share(texts: &Words<'_>, old: (usize, usize), new: (usize, usize)) -> Option<f64> {
    let pair = texts.pair;
    let more = (new.1 - new.0).checked_sub(old.1 - old.0)?;
    let grown = (old.0..old.1).find(|&at| !pair.same(at, new.0 + at - old.0))?;
    let there = new.0 + grown - old.0;
    let is_same = (grown + 1..old.1).all(|at| pair.same(at, new.0 + at - old.0 + more));
    let is_grown = match more {
        0 => is_compound(texts.old_word(grown), texts.new_word(there)),
        _ => {
            let multiplier = texts.new_word(there + 1).to_lowercase();
            texts.is_other_figure(grown, there) && changes::may_be_number(&multiplier)
        }
    };
    let others = words(&pair.old, old.0, grown) + words(&pair.old, grown + 1, old.1);
    let lost = (1.0 - FIGURE_SHARE) * pair.old_bits(grown, grown + 1);
    let share = 1.0 - lost / pair.old_bits(old.0, old.1);
    (is_same && is_grown && others > 0).then_some(share)
}

/// Whether a word is a number with another one in front of it (`twenty-eight`), or a name with
/// another one behind it (`Asquith-Brown`).
fn is_compound(old: &str, new: &str) -> bool {
    let is_number = |word: &str| changes::may_be_number(&word.to_lowercase());
    let tens = new.strip_suffix(old).and_then(|it| it.strip_suffix('-'));
    let name = new.strip_prefix(old).and_then(|it| it.strip_prefix('-'));
    let is_name =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    tens.is_some_and(|it| is_number(it) && is_number(old))
        || name.is_some_and(|it| is_name(it) && is_name(old))
}
