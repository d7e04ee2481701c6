//! Where quotations begin and end, so that an answer does not leave the one that its words
//! were in.
//!
//! The mark alone does not tell whether it opens or closes: `“` opens in English and closes in
//! German, and `»` the other way round. The space beside it does, and the mark decides only if
//! there is space on both sides or on none.

use super::{
    similar::Words,
    tokens::{PARAGRAPH_BOUNDARY, Separator, Tokens},
};
use crate::domain::passage::part_text::PartText;

/// The most tokens between words and the marks of the quotation that they are in.
const REACH: usize = 200;

/// What a quotation mark does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
}

/// A quotation mark.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    side: Side,
    is_double: bool,
}

/// How far an answer may reach on one side, because of the quotation that its words are in.
pub(crate) struct Limit {
    /// The answer does not go beyond this token.
    pub bound: usize,
    /// Where it is cut, if the span began or ended with the quotation.
    pub cut: Option<usize>,
}

/// How far an answer may reach back. `kept` is the first kept token, in the old and the new
/// text, and `edge` the first token of the span.
pub(crate) fn start(words: &Words<'_>, kept: (usize, usize), edge: usize) -> Option<Limit> {
    let (old, new) = texts(words);
    let (from, _) = old.around(kept.0)?;
    let (to, _) = new
        .around(kept.1)
        .filter(|it| it.0.is_double == from.is_double)?;
    if from.at >= edge && old.has_word(edge, from.at) {
        return None;
    }
    let is_beside = from.at >= edge || !old.has_word(from.at, edge);
    let cut = match from.at >= edge {
        true => new.signs_before(to.at, from.at - edge),
        false => new.signs_after(to.at, edge - from.at),
    };
    let bound = if from.at >= edge { cut } else { to.at + 1 };
    Some(Limit {
        bound,
        cut: Some(cut).filter(|_| is_beside),
    })
}

/// How far an answer may reach on. `kept` is the token after the last kept one, in the old and
/// the new text, and `edge` the token after the last one of the span.
pub(crate) fn end(words: &Words<'_>, kept: (usize, usize), edge: usize) -> Option<Limit> {
    let (old, new) = texts(words);
    let (_, from) = old.around(kept.0)?;
    let (_, to) = new
        .around(kept.1)
        .filter(|it| it.1.is_double == from.is_double)?;
    if from.at < edge && old.has_word(from.at, edge) {
        return None;
    }
    let is_beside = from.at < edge || !old.has_word(edge, from.at);
    let cut = match from.at < edge {
        true => new.signs_after(to.at + 1, edge - from.at - 1),
        false => new.signs_before(to.at, from.at - edge),
    };
    let bound = if from.at < edge { cut } else { to.at };
    Some(Limit {
        bound,
        cut: Some(cut).filter(|_| is_beside),
    })
}

fn texts<'w>(words: &'w Words<'_>) -> (Text<'w>, Text<'w>) {
    let text = |tokens, text| Text { tokens, text };
    (
        text(&words.pair.old, words.old),
        text(&words.pair.new, words.new),
    )
}

/// One of two texts.
struct Text<'a> {
    tokens: &'a Tokens,
    text: &'a PartText<'a>,
}

impl Text<'_> {
    /// The marks of the innermost quotation around the boundary before a token, in its
    /// paragraph. An apostrophe does not count, because it has no partner.
    fn around(&self, index: usize) -> Option<(Mark, Mark)> {
        let is_paragraph =
            |&at: &usize| at == index || self.tokens.boundary_strength(at) < PARAGRAPH_BOUNDARY;
        let last = self.tokens.len().min(index + REACH);
        let after = (index..last).take_while(is_paragraph);
        // The boundary of a token is before it, so that of the first one counts too.
        let before = (index.saturating_sub(REACH)..index).rev();
        let is_inside = |at: &usize| {
            at + 1 == index || self.tokens.boundary_strength(at + 1) < PARAGRAPH_BOUNDARY
        };
        let before = before.take_while(is_inside);
        let openings = unpaired(before.filter_map(|at| self.mark(at)), Side::Opens);
        let closings = unpaired(after.filter_map(|at| self.mark(at)), Side::Closes);
        let same = |opening: &Mark| {
            let mut closings = closings.iter().flatten();
            closings
                .find(|it| it.is_double == opening.is_double)
                .copied()
        };
        let pairs = openings.into_iter().flatten();
        let pairs = pairs.filter_map(|opening| Some((opening, same(&opening)?)));
        pairs.max_by_key(|it| it.0.at)
    }

    /// The quotation mark at an index.
    fn mark(&self, at: usize) -> Option<Mark> {
        let place = &self.tokens.places[at];
        if place.is_word {
            return None;
        }
        let c = self.text.slice(place.start, place.end).chars().next()?;
        let (own, is_double) = match c {
            '“' | '„' | '‟' | '«' => (Some(Side::Opens), true),
            '”' | '»' => (Some(Side::Closes), true),
            '"' => (None, true),
            '‘' | '‚' | '‛' | '‹' => (Some(Side::Opens), false),
            '’' | '›' => (Some(Side::Closes), false),
            '\'' => (None, false),
            _ => return None,
        };
        let is_glued = |at: usize| {
            let place = self.tokens.places.get(at);
            place.is_some_and(|it| it.separator == Separator::Nothing)
        };
        let side = match (at > 0 && is_glued(at), is_glued(at + 1)) {
            // "« Le maire a souri »."
            (false, true) if !self.is_word(at + 1) => own.unwrap_or(Side::Opens),
            (false, true) => Side::Opens,
            (true, false) => Side::Closes,
            (false, false) => own?,
            // "(“The", "winter”,"
            (true, true) => match (self.is_word(at - 1), self.is_word(at + 1)) {
                (true, false) => Side::Closes,
                (false, true) if !self.tokens.places[at - 1].is_stop => Side::Opens,
                _ => own?,
            },
        };
        Some(Mark {
            at,
            side,
            is_double,
        })
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.places[at].is_word
    }

    fn has_word(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.is_word(at))
    }

    /// The index after up to `most` marks that are glued to the token before an index.
    fn signs_after(&self, index: usize, most: usize) -> usize {
        let places = self.tokens.places[index..].iter().take(most);
        let signs = places.take_while(|it| !it.is_word && it.separator == Separator::Nothing);
        index + signs.count()
    }

    /// The index before up to `most` marks in front of an index.
    fn signs_before(&self, index: usize, most: usize) -> usize {
        let places = self.tokens.places[..index].iter().rev().take(most);
        index - places.take_while(|it| !it.is_word).count()
    }
}

/// The first double mark and the first single one whose partner is not among the marks before
/// it.
fn unpaired(marks: impl Iterator<Item = Mark>, side: Side) -> [Option<Mark>; 2] {
    let mut found = [None, None];
    let mut inside = [0_usize, 0];
    for mark in marks {
        let kind = usize::from(mark.is_double);
        match (mark.side == side, inside[kind]) {
            (false, _) => inside[kind] += 1,
            (true, 0) => {
                found[kind].get_or_insert(mark);
            }
            (true, _) => inside[kind] -= 1,
        }
    }
    found
}
