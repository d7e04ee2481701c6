//! Whether the words at a place of the new text are words of their own.

use super::{
    cut::{sentence_end, sentence_start},
    glue::{Meeting, Seam},
    numeral::{self, Outside},
    rest,
    similar::Words,
    span::Span,
};
use crate::domain::passage::part_text::PartText;

/// A place whose words are words of their own.
pub(crate) struct Place {
    /// The place, widened to the whole figures at its ends.
    pub whole: (i32, i32),
    /// Whether the words were a part of a bigger figure, and the rest of it is gone.
    pub is_cut: bool,
}

/// Looks at the ends of a place in the new text. `None` if its words are a part of another word
/// or name.
pub(crate) fn place(words: &Words<'_>, span: &Span, (start, end): (i32, i32)) -> Option<Place> {
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
    let before = numeral::at_start(new, old);
    let is_sentence = sentence_end(tokens, span.last).is_some();
    let old = seam(words.old, span.end, is_sentence)?;
    let new = seam(words.new, end, is_sentence)?;
    let end = match new.at_end(old) {
        Meeting::Apart => end,
        Meeting::Figure => end + new.figure_after()?,
        Meeting::Glued => return None,
    };
    let new = seam(words.new, end, is_sentence)?;
    let after = numeral::at_end(new, old);
    Some(Place {
        whole: (start - before.length(), end + after.length()),
        is_cut: [before, after].contains(&Outside::Gone),
    })
}

/// Widens a place of changed words to the unit, currency or day behind their last figure.
pub(crate) fn with_rest(words: &Words<'_>, span: &Span, (start, end): (i32, i32)) -> (i32, i32) {
    let seams = seam(words.new, end, false).zip(seam(words.old, span.end, false));
    let more = seams.map_or(0, |(new, old)| rest::after(new, old));
    (start, end + more)
}

fn seam<'a>(text: &PartText<'a>, at: i32, is_sentence: bool) -> Option<Seam<'a>> {
    let (before, after) = text.text.split_at_checked(text.byte(at)?)?;
    Some(Seam {
        before,
        after,
        is_sentence,
    })
}
