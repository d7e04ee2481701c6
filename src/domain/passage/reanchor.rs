//! Carries spans of words from one version of a text to the next.
//!
//! The two versions are aligned with a diff. A span that lands on the wrong words is far
//! worse than an orphaned span, so a span is only carried if the alignment around it is
//! unambiguous.

mod aligned;
mod balance;
mod changed;
mod copies;
mod cut;
mod diff;
mod framed;
mod glue;
mod grown;
mod moves;
mod numeral;
mod ordinal;
mod pair;
mod places;
mod quotes;
mod rest;
mod rivals;
mod run;
mod runs;
mod sentence;
mod similar;
mod slides;
mod span;
mod standing;
mod tokens;
mod verbatim;
mod within;

use self::{
    aligned::{Aligned, Kept},
    balance::Balance,
    changed::{Changed, Changes},
    run::Range,
    similar::{FIGURE_SHARE, Words},
    span::Span,
};
use super::part_text::PartText;

/// The result of carrying a span to the new version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Carried {
    /// The same words are at the same place.
    Unchanged,
    /// The same words, code point by code point, are at another place.
    Moved {
        /// The position of the first code point.
        start: i32,
        /// The position after the last code point.
        end: i32,
    },
    /// Other words, or other spellings of the same words, are in their place.
    Changed {
        /// The position of the first code point.
        start: i32,
        /// The position after the last code point.
        end: i32,
        /// The share of the words that is kept: above 0 and below 1.
        score: f64,
    },
    /// The words are gone, or cannot be found with certainty.
    Orphaned,
}

/// Two versions of one text. They are aligned once, for any number of spans.
pub struct Alignment<'a> {
    old: &'a PartText<'a>,
    new: &'a PartText<'a>,
    aligned: Aligned,
}

/// The least score of words of which only a figure changed.
const SCORE_MIN: f64 = 0.25;
const SCORE_MAX: f64 = 0.99;

impl<'a> Alignment<'a> {
    /// Aligns two versions of a text.
    pub fn new(old: &'a PartText<'a>, new: &'a PartText<'a>) -> Self {
        Self {
            old,
            new,
            aligned: Aligned::new(old.text, new.text),
        }
    }

    /// Carries the span `start..end` of the old version to the new one.
    pub fn carry(&self, start: i32, end: i32) -> Carried {
        self.find(start, end).unwrap_or(Carried::Orphaned)
    }

    fn find(&self, start: i32, end: i32) -> Option<Carried> {
        self.old.byte_range(start, end)?;
        if self.old.text == self.new.text && start < end {
            return Some(Carried::Unchanged);
        }
        let (first, last) = self.aligned.pair.old.touched(start, end);
        if first == last {
            return None;
        }
        let span = Span {
            start,
            end,
            first,
            last,
        };
        // Nobody can doubt long words that stand once, in the same sentences.
        match verbatim::once(&self.words(), &self.aligned.places, &span) {
            Some(place) => self.stand(&span, place),
            None => {
                let located = self.locate(&span);
                let settled = located.and_then(|it| self.settle(&span, it));
                settled
                    .or_else(|| self.framed(&span))
                    .or_else(|| self.without_deleted(&span))
            }
        }
    }

    /// Short words that grew inside a sentence that stands.
    fn framed(&self, span: &Span) -> Option<Carried> {
        let (first, last) = (span.first, span.last);
        let (tokens, score) = framed::find(&self.aligned, &self.words(), span)?;
        let places = &self.aligned.pair.new.places;
        let place = (places[tokens.0].start, places[tokens.1 - 1].end);
        let is_certain = !self.aligned.is_doubled(first, last) && self.has_no_rivals(span, tokens);
        let there = standing::place(&self.words(), span, place).filter(|_| is_certain)?;
        (there.whole == place && !there.is_cut).then_some(Carried::Changed {
            start: place.0,
            end: place.1,
            score: score.clamp(SCORE_MIN, SCORE_MAX),
        })
    }

    /// What is left of several sentences if only the last one was deleted, and the others are
    /// at least half of the words.
    fn without_deleted(&self, span: &Span) -> Option<Carried> {
        let pair = &self.aligned.pair;
        let gone = pair.old.sentences((span.last - 1, span.last));
        let is_short = gone.1 - gone.0 <= framed::SENTENCE_MAX;
        let last = Some(gone.0).filter(|&last| is_short && last > span.first)?;
        let rest = Span {
            end: pair.old.places[last - 1].end,
            last,
            ..*span
        };
        let length = rest.end - rest.start;
        let is_half = 2 * length >= span.end - span.start;
        let start = self.in_sentence(&rest).filter(|_| is_half)?;
        let (from, to) = pair.new.touched(start, start + length);
        let old = [span.end, rest.end].map(|end| Balance::of(self.old.slice(span.start, end)));
        let is_gone = old[0].is_like(&old[1])
            && !verbatim::recurs(pair, &self.aligned.places.1, gone, (from, to))
            && cut::sentence_end(&pair.old, span.last).is_some()
            && grown::goes_on_alike(pair, gone.1, to);
        let score = pair.old_bits(rest.first, last) / pair.old_bits(span.first, span.last);
        let carried = self.stand(&rest, start)?;
        match carried {
            Carried::Unchanged | Carried::Moved { .. } if is_gone => Some(Carried::Changed {
                start,
                end: start + length,
                score: score.clamp(SCORE_MIN, SCORE_MAX),
            }),
            _ => None,
        }
    }

    /// Where the words of a span, or what became of them, are by the alignment.
    fn locate(&self, span: &Span) -> Option<Carried> {
        let (first, last) = (span.first, span.last);
        if let Some(place) = self.in_sentence(span) {
            return Some(span.stands_at(place));
        }
        if self.aligned.is_doubled(first, last) {
            return None;
        }
        let changes = self.changes();
        let kept = self.aligned.kept(first, last);
        let kept = kept.filter(|kept| !changes.crosses_line(span, kept));
        if let Some(place) = kept.and_then(|kept| self.standing(span, &kept)) {
            return Some(span.stands_at(place));
        }
        let changed = kept.and_then(|kept| self.changes().find(span, &kept));
        let unique = self.unique(span);
        let is_elsewhere = |changed: &Changed, place: i32| {
            place + (span.end - span.start) <= changed.start || changed.end <= place
        };
        match (changed, unique) {
            (Some(changed), None) => self.outcome(span, &changed),
            // The words were edited in their place, and a copy stands elsewhere.
            (Some(changed), Some(place))
                if is_elsewhere(&changed, place) && !self.is_look_alike(span, &changed) =>
            {
                None
            }
            (_, place) => place.map(|place| span.stands_at(place)),
        }
    }

    /// Whether the words that a span seems to have become are another sentence, which is in
    /// both texts once.
    fn is_look_alike(&self, span: &Span, changed: &Changed) -> bool {
        let aligned = &self.aligned;
        let own = aligned.pair.old.sentences((span.first, span.last));
        let new = aligned.pair.new.sentences(changed.tokens);
        verbatim::stands_beside(&aligned.pair, &aligned.places, new, own)
    }

    /// An outcome whose words are words of their own, and whose figures are whole.
    fn settle(&self, span: &Span, carried: Carried) -> Option<Carried> {
        match carried {
            Carried::Unchanged => self.stand(span, span.start),
            Carried::Moved { start, .. } => self.stand(span, start),
            Carried::Changed { start, end, score } => {
                if let Some(carried) = self.whole_in(span, (start, end)) {
                    return Some(carried);
                }
                let words = self.words();
                let whole = standing::place(&words, span, (start, end))?.whole;
                let (start, end) = standing::with_rest(&words, span, whole);
                Some(Carried::Changed { start, end, score })
            }
            Carried::Orphaned => None,
        }
    }

    /// The outcome for a span whose exact words are at a position.
    fn stand(&self, span: &Span, start: i32) -> Option<Carried> {
        let place = (start, start + (span.end - span.start));
        let standing::Place { whole, is_cut } = standing::place(&self.words(), span, place)?;
        if whole == place {
            return (!is_cut).then(|| span.stands_at(start));
        }
        let pair = &self.aligned.pair;
        let edge = |is_other: bool, at: usize| match is_other {
            true => FIGURE_SHARE * pair.old_bits(at, at + 1),
            false => 0.0,
        };
        let lost = edge(whole.0 < place.0, span.first) + edge(place.1 < whole.1, span.last - 1);
        let score = 1.0 - lost / pair.old_bits(span.first, span.last);
        Some(Carried::Changed {
            start: whole.0,
            end: whole.1,
            score: score.clamp(SCORE_MIN, SCORE_MAX),
        })
    }

    /// The outcome for a span whose exact words are at one end of the place of an answer.
    /// What is there beyond them is not a part of it.
    fn whole_in(&self, span: &Span, (start, end): (i32, i32)) -> Option<Carried> {
        let length = span.end - span.start;
        let words = self.old.slice(span.start, span.end);
        let is_there = |at: i32| self.new.slice(at, at + length) == words;
        let at = match (is_there(start), is_there(end - length)) {
            (true, false) => start,
            (false, true) => end - length,
            (true, true) if start + length == end => start,
            _ => return None,
        };
        self.stand(span, at)
    }

    /// Where the words of a span stand if its whole sentences do.
    fn in_sentence(&self, span: &Span) -> Option<i32> {
        let old = self.aligned.pair.old.sentences((span.first, span.last));
        let place = self.aligned.sentence(old)?;
        let new = (place, place + old.1 - old.0);
        if verbatim::is_doubled(&self.aligned.pair, new) {
            return None;
        }
        Some(verbatim::place(&self.words(), span, (old.0, place), new)?.1)
    }

    /// Where the words of a span stand around its kept part, letter by letter.
    fn standing(&self, span: &Span, kept: &Kept) -> Option<i32> {
        let aligned = &self.aligned;
        if aligned.is_split(span.first, span.last) {
            return None;
        }
        let words = self.words();
        let range = aligned.sequences[kept.sequence].new;
        let (first, place) = verbatim::place(&words, span, kept.start, range)
            .or_else(|| verbatim::place(&words, span, kept.end, range))?;
        let own = (span.first, span.last);
        let new = (first, first + span.last - span.first);
        let is_copied = aligned.is_copied(span.first, span.last)
            && verbatim::edges_recur(&aligned.pair, &aligned.places.1, own, new);
        (!is_copied && self.has_no_rivals(span, new)).then_some(place)
    }

    /// The outcome for a span whose words were changed.
    fn outcome(&self, span: &Span, changed: &Changed) -> Option<Carried> {
        if self.aligned.is_copied(span.first, span.last)
            || !self.has_no_rivals(span, changed.tokens)
        {
            return None;
        }
        let (start, end) = (changed.start, changed.end);
        let same = self.old.slice(span.start, span.end) == self.new.slice(start, end);
        Some(match same {
            true => span.stands_at(start),
            false => Carried::Changed {
                start,
                end,
                score: changed.score.min(SCORE_MAX),
            },
        })
    }

    /// Where the words of a span stand, if they or their sentence are in both texts once.
    fn unique(&self, span: &Span) -> Option<i32> {
        let aligned = &self.aligned;
        if aligned.is_split(span.first, span.last) {
            return None;
        }
        let words = self.words();
        let own = (span.first, span.last);
        let sentence = aligned.pair.old.sentences(own);
        [own, sentence]
            .into_iter()
            .find_map(|it| verbatim::unique(&words, &aligned.places, span, it))
    }

    fn has_no_rivals(&self, span: &Span, new: (usize, usize)) -> bool {
        let range = Range {
            old: (span.first, span.last),
            new,
        };
        self.aligned.rivals().has_none(&range)
    }

    fn changes(&self) -> Changes<'_> {
        Changes {
            aligned: &self.aligned,
            words: self.words(),
        }
    }

    fn words(&self) -> Words<'_> {
        Words {
            pair: &self.aligned.pair,
            old: self.old,
            new: self.new,
        }
    }
}

impl Span {
    /// The outcome for words that stand at a position.
    fn stands_at(&self, start: i32) -> Carried {
        match start == self.start {
            true => Carried::Unchanged,
            false => Carried::Moved {
                start,
                end: start + (self.end - self.start),
            },
        }
    }
}

#[cfg(test)]
mod tests;
