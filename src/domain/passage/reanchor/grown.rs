//! Where the answer ends if its last words are kept, and their sentence goes on with a few
//! more words than before: `before the end of summer` to `at the end of summer at the
//! earliest`.

use super::{
    cut::{self, sentence_end},
    pair::Pair,
    span::Span,
    tokens::{LINE_BOUNDARY, SENTENCE_BOUNDARY, Separator, Tokens},
};

/// The most words by which the end of a sentence may grow.
const WORDS_MAX: usize = 4;
/// The most tokens of the sentence that are read.
const TOKENS_MAX: usize = 16;
/// How many tokens of the next sentence must be as they were.
const NEXT: usize = 3;

/// The token after the end of the new sentence, if the span ended with its sentence, whose kept
/// words end before a new token, and the text goes on after it as it did.
pub(crate) fn end(pair: &Pair, span: &Span, from: usize) -> Option<usize> {
    let (old, new) = (&pair.old, &pair.new);
    let signs = sentence_end(old, span.last)?;
    let next = span.last + signs;
    let is_whole = old.places.get(span.last.checked_sub(1)?)?.end <= span.end;
    let is_word = old.places[span.last - 1].is_word;
    let most = new.len().min(from + TOKENS_MAX);
    let index = (from..=most).find(|&index| cut::is_sentence(new, index))?;
    let end = index.checked_sub(signs).filter(|&end| end > from)?;
    let first = &new.places[from];
    let is_apart = first.separator != Separator::Nothing || !first.is_word;
    let is_same = is_same_end(old, next) && is_same_end(new, index);
    let are_signs = pair.old.spellings[span.last..next] == pair.new.spellings[end..index]
        && new.places[end - 1].is_word;
    let is_few = (1..=WORDS_MAX).contains(&cut::words(new, from, end));
    let is_alike = is_whole && is_word && is_apart && is_same && are_signs && is_few;
    (is_alike && goes_on_alike(pair, next, index)).then_some(end)
}

/// Whether a sentence ends before an index with certainty: a line may be wrapped.
fn is_same_end(tokens: &Tokens, at: usize) -> bool {
    tokens.boundary_strength(at) != LINE_BOUNDARY
        && tokens.boundary_strength(at) >= SENTENCE_BOUNDARY
}

/// Whether both texts end, or go on with the same words.
pub(crate) fn goes_on_alike(pair: &Pair, old: usize, new: usize) -> bool {
    let next = |tokens: &Tokens, from: usize| from..tokens.len().min(from + NEXT);
    pair.old.spellings[next(&pair.old, old)] == pair.new.spellings[next(&pair.new, new)]
}
