//! Whether the words at a place of the new text are words of their own.

use super::{
    cut::{sentence_end, sentence_start},
    glue::{Meeting, Seam},
    similar::Words,
    span::Span,
};
use crate::domain::passage::part_text::PartText;

/// A place in the new text, widened to the whole figures at its ends. `None` if its words
/// are a part of another word or name.
pub(crate) fn place(
    words: &Words<'_>,
    span: &Span,
    (start, end): (i32, i32),
) -> Option<(i32, i32)> {
    let tokens = &words.pair.old;
    let is_sentence = sentence_start(tokens, span.first).is_some();
    let old = seam(words.old, span.start, is_sentence)?;
    let new = seam(words.new, start, is_sentence)?;
    let before = match new.at_start(old) {
        Meeting::Apart => 0,
        Meeting::Figure => new.figure_before()?,
        Meeting::Glued => return None,
    };
    let is_sentence = sentence_end(tokens, span.last).is_some();
    let old = seam(words.old, span.end, is_sentence)?;
    let new = seam(words.new, end, is_sentence)?;
    let after = match new.at_end(old) {
        Meeting::Apart => 0,
        Meeting::Figure => new.figure_after()?,
        Meeting::Glued => return None,
    };
    Some((start - before, end + after))
}

fn seam<'a>(text: &PartText<'a>, at: i32, is_sentence: bool) -> Option<Seam<'a>> {
    let (before, after) = text.text.split_at_checked(text.byte(at)?)?;
    Some(Seam {
        before,
        after,
        is_sentence,
    })
}
