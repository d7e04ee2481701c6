//! Whether the words at a place of the new text are words of their own.

use super::{
    cut::{sentence_end, sentence_start},
    glue::{Meeting, Seam},
    numeral::{self, Outside},
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
    let start = match new.at_start(old) {
        Meeting::Apart => start,
        Meeting::Figure => start - new.figure_before()?,
        Meeting::Glued => return None,
    };
    let new = seam(words.new, start, is_sentence)?;
    let start = start - numeral::at_start(new, old).length();
    let is_sentence = sentence_end(tokens, span.last).is_some();
    let old = seam(words.old, span.end, is_sentence)?;
    let new = seam(words.new, end, is_sentence)?;
    let end = match new.at_end(old) {
        Meeting::Apart => end,
        Meeting::Figure => end + new.figure_after()?,
        Meeting::Glued => return None,
    };
    let new = seam(words.new, end, is_sentence)?;
    Some((start, end + numeral::at_end(new, old).length()))
}

/// Whether the words at a place of the new text were a part of a bigger figure, of which
/// nothing else is left.
pub(crate) fn is_cut(words: &Words<'_>, span: &Span, (start, end): (i32, i32)) -> bool {
    let seams = |old: i32, new: i32| seam(words.new, new, false).zip(seam(words.old, old, false));
    let at_start = seams(span.start, start).map(|(new, old)| numeral::at_start(new, old));
    let at_end = seams(span.end, end).map(|(new, old)| numeral::at_end(new, old));
    [at_start, at_end].contains(&Some(Outside::Gone))
}

fn seam<'a>(text: &PartText<'a>, at: i32, is_sentence: bool) -> Option<Seam<'a>> {
    let (before, after) = text.text.split_at_checked(text.byte(at)?)?;
    Some(Seam {
        before,
        after,
        is_sentence,
    })
}
