//! Where the words of a span are now if some of them were changed.

use super::{
    aligned::{AcceptedRun, Aligned, Kept},
    balance::{self, Balance},
    cut::Change,
    grown,
    similar::Words,
    span::Span,
    tokens::{LINE_BOUNDARY, SENTENCE_BOUNDARY, Separator},
    verbatim, within,
};

/// A span in the new text whose words were changed.
pub(crate) struct Changed {
    /// The position of the first code point.
    pub start: i32,
    /// The position after the last code point.
    pub end: i32,
    /// The share of the words that is kept.
    pub score: f64,
    /// The range of new tokens.
    pub tokens: (usize, usize),
}

/// The new place of one end of a span.
#[derive(Clone, Copy)]
struct Edge {
    /// The new token.
    new: usize,
    /// Whether the old token itself is kept.
    kept: bool,
    /// How many letters of the new token are glued to the old one.
    glued: i32,
}

impl Edge {
    /// An edge at the old token itself.
    fn kept(new: usize) -> Self {
        Self {
            new,
            kept: true,
            glued: 0,
        }
    }

    /// An edge at another token.
    fn cut(new: usize) -> Self {
        Self {
            kept: false,
            ..Self::kept(new)
        }
    }
}

/// Two aligned texts.
pub(crate) struct Changes<'a> {
    /// The alignment.
    pub aligned: &'a Aligned,
    /// The texts.
    pub words: Words<'a>,
}

const SCORE_MIN: f64 = 0.5;
/// The same if a figure at its edge was replaced by another one.
const FIGURE_SCORE_MIN: f64 = 0.35;
/// The same if all words are kept, and others were put between them.
const INSERTED_SCORE_MIN: f64 = 0.25;
/// The most words of a change that are compared one by one.
const SIMILAR_MAX: usize = 8;

impl Changes<'_> {
    /// The place of a span whose words were changed.
    pub fn find(&self, span: &Span, kept: &Kept) -> Option<Changed> {
        let kept = &within::sentences(self.aligned, span, kept)?;
        let kept = &within::without_others(self.aligned, span, kept)?;
        let lost = [(span.first, kept.start.0), (kept.end.0, span.last)];
        let lost = lost.map(|it| self.without_signs(it));
        let (head, tail) = self.cut(span, kept)?;
        let stands = |&lost: &(usize, usize)| self.stands(lost, (head.new, tail.new));
        if head.new >= tail.new || lost.iter().any(stands) {
            return None;
        }
        Some(Changed {
            score: self.score(span, kept, head.new, tail.new)?,
            start: self.start(span.start, span.first, &head)?,
            end: self.end(span.end, span.last, &tail)?,
            tokens: (head.new, tail.new),
        })
    }

    /// The edges of the answer, moved to where its quotation marks and brackets are as
    /// complete as those of the span.
    fn cut(&self, span: &Span, kept: &Kept) -> Option<(Edge, Edge)> {
        let (head, tail) = (self.head(span.first, kept), self.tail(span, kept));
        let (head, tail) = (
            self.without_marks_before(head, kept),
            self.without_marks_after(tail, kept),
        );
        let old = Balance::of(self.words.old.slice(span.start, span.end));
        let is_like = |(head, tail): &(Edge, Edge)| {
            let start = self.start(span.start, span.first, head);
            let end = self.end(span.end, span.last, tail);
            start.zip(end).is_some_and(|(start, end)| {
                Balance::of(self.words.new.slice(start, end)).is_like(&old)
            })
        };
        let with_mark = (self.with_mark_before(head), self.with_mark_after(tail));
        let least = (
            if head.kept {
                head
            } else {
                Edge::cut(kept.start.1)
            },
            if tail.kept {
                tail
            } else {
                Edge::cut(kept.end.1)
            },
        );
        let cuts = [
            (head, tail),
            (with_mark.0, tail),
            (head, with_mark.1),
            with_mark,
            (head, least.1),
            (least.0, tail),
            least,
        ];
        cuts.into_iter()
            .filter(|it| it.0.new < it.1.new)
            .find(is_like)
    }

    /// Drops marks at the start of a cut that only close something.
    fn without_marks_before(&self, mut head: Edge, kept: &Kept) -> Edge {
        let closes = |index: usize| self.words.new_word(index).starts_with(balance::closes);
        while !head.kept && head.new < kept.start.1 && closes(head.new) {
            head = Edge::cut(head.new + 1);
        }
        head
    }

    /// Drops marks at the end of a cut that only open something.
    fn without_marks_after(&self, mut tail: Edge, kept: &Kept) -> Edge {
        let opens = |index: usize| self.words.new_word(index).starts_with(balance::opens);
        while !tail.kept && tail.new > kept.end.1 && opens(tail.new - 1) {
            tail = Edge::cut(tail.new - 1);
        }
        tail
    }

    /// The edge with the mark that is right before it.
    fn with_mark_before(&self, head: Edge) -> Edge {
        let places = &self.aligned.pair.new.places;
        let is_beside = places
            .get(head.new)
            .is_some_and(|it| it.separator == Separator::Nothing);
        match head.new.checked_sub(1) {
            Some(mark) if is_beside && !places[mark].is_word => Edge::cut(mark),
            _ => head,
        }
    }

    /// The edge with the mark that is right after it.
    fn with_mark_after(&self, tail: Edge) -> Edge {
        match self.aligned.pair.new.places.get(tail.new) {
            Some(mark) if mark.separator == Separator::Nothing && !mark.is_word => {
                Edge::cut(tail.new + 1)
            }
            _ => tail,
        }
    }

    /// Whether a line of the old text ends between the kept words of a span and the rest.
    pub fn crosses_line(&self, span: &Span, kept: &Kept) -> bool {
        let old = &self.aligned.pair.old;
        let is_line = |index: usize| old.boundary_strength(index) >= LINE_BOUNDARY;
        let is_word = |index: &usize| old.places[*index].is_word;
        let first = (kept.start.0..kept.end.0).find(is_word);
        let last = (kept.start.0..kept.end.0).rfind(is_word);
        let (Some(first), Some(last)) = (first, last) else {
            return true;
        };
        let before = kept.start.0 > span.first && (span.first + 1..=first).any(is_line);
        let after = kept.end.0 < span.last && (last + 1..span.last).any(is_line);
        before || after
    }

    /// A range of old tokens from its first word to its last one. Marks do not tell what
    /// became of the words beside them.
    fn without_signs(&self, (from, to): (usize, usize)) -> (usize, usize) {
        let is_word = |at: &usize| self.aligned.pair.old.places[*at].is_word;
        match ((from..to).find(is_word), (from..to).rfind(is_word)) {
            (Some(first), Some(last)) => (first, last + 1),
            _ => (from, from),
        }
    }

    /// Whether some of a range of old tokens may stand in the new text outside a range.
    fn stands(&self, old: (usize, usize), new: (usize, usize)) -> bool {
        let aligned = self.aligned;
        let from = aligned.runs.partition_point(|it| it.run.old_end() <= old.0);
        let runs = aligned.runs[from..].iter().map(|it| it.run);
        let mut runs = runs.take_while(|run| run.old < old.1);
        let outside = runs.any(|run| {
            let first = run.new + old.0.saturating_sub(run.old);
            let last = run.new_end() - run.old_end().saturating_sub(old.1);
            first < new.0 || last > new.1
        });
        outside
            || aligned.ambiguous[old.0..old.1].contains(&true)
            || verbatim::recurs(&aligned.pair, &aligned.places.1, old, new)
    }

    /// The new place of the first token of a span.
    fn head(&self, first: usize, kept: &Kept) -> Edge {
        if kept.start.0 == first {
            return Edge::kept(kept.start.1);
        }
        let before = self.aligned.runs[..=kept.runs.0].iter().rev();
        let mut before = before.filter(|it| it.sequence == kept.sequence && it.run.old < first);
        let range = &self.aligned.sequences[kept.sequence];
        let outside =
            before
                .next()
                .map_or((range.old.0, range.new.0), |AcceptedRun { run, .. }| {
                    let length = run.length.min(first - run.old);
                    (run.old + length, run.new + length)
                });
        let change = Change {
            words: &self.words,
            kept: kept.start,
            outside,
            edge: first,
            quotation: None,
        };
        let change = change.with_same_before().in_quotation_before();
        match change.glued_before() {
            Some(glued) => Edge {
                glued,
                ..Edge::cut(change.kept.1 - 1)
            },
            None => {
                let tokens = (&self.aligned.pair.old, &self.aligned.pair.new);
                let (old, new) = change.kept;
                let answer = (change.start(), new);
                Edge::cut(within::nearest_start(tokens, (first, old), answer))
            }
        }
    }

    /// The new place of the last token of a span. `new` is the token after it.
    fn tail(&self, span: &Span, kept: &Kept) -> Edge {
        let last = span.last;
        if kept.end.0 == last {
            let grown = grown::end(&self.aligned.pair, span, kept.end.1);
            return grown.map_or(Edge::kept(kept.end.1), Edge::cut);
        }
        let after = self.aligned.runs[kept.runs.1..].iter();
        let mut after = after.filter(|it| it.sequence == kept.sequence && it.run.old_end() > last);
        let range = &self.aligned.sequences[kept.sequence];
        let outside =
            after
                .next()
                .map_or((range.old.1, range.new.1), |AcceptedRun { run, .. }| {
                    let skipped = last.saturating_sub(run.old);
                    (run.old + skipped, run.new + skipped)
                });
        let change = Change {
            words: &self.words,
            kept: kept.end,
            outside,
            edge: last,
            quotation: None,
        };
        let change = change.with_same_after().in_quotation_after();
        match change.glued_after() {
            Some(glued) => Edge {
                glued,
                ..Edge::cut(change.kept.1 + 1)
            },
            None => {
                let tokens = (&self.aligned.pair.old, &self.aligned.pair.new);
                let (old, new) = change.kept;
                let answer = (new, change.end());
                Edge::cut(within::nearest_end(tokens, (old, last), answer))
            }
        }
    }

    /// The share of a span that is kept between two new tokens. `None` if it is too little.
    fn score(&self, span: &Span, kept: &Kept, from: usize, to: usize) -> Option<f64> {
        let pair = &self.aligned.pair;
        let (first, last) = (span.first, span.last);
        let runs = &self.aligned.runs[kept.runs.0..=kept.runs.1];
        let bits = runs
            .iter()
            .map(|it| pair.old_bits(it.run.old.max(first), it.run.old_end().min(last)));
        let inside = runs.windows(2).map(|two| {
            let (left, right) = (&two[0].run, &two[1].run);
            self.similar_bits((left.old_end(), right.old), (left.new_end(), right.new))
        });
        let head = self.similar_bits((first, kept.start.0), (from, kept.start.1));
        let tail = self.similar_bits((kept.end.0, last), (kept.end.1, to));
        let bits = bits.sum::<f64>() + inside.sum::<f64>() + head + tail;
        let old_bits = pair.old_bits(first, last);
        let most_bits = old_bits.max(pair.new_bits(from, to));
        let is_inserted = bits >= old_bits && !self.has_sentence(from, to);
        let is_figure = self.has_other_figure((first, kept.start.0), (from, kept.start.1))
            || self.has_other_figure((kept.end.0, last), (kept.end.1, to));
        let score_min = match (is_inserted, is_figure) {
            (true, _) => INSERTED_SCORE_MIN,
            (false, true) => FIGURE_SCORE_MIN,
            (false, false) => SCORE_MIN,
        };
        let score = bits / most_bits;
        (score >= score_min).then_some(score)
    }

    /// Whether a sentence of the new text begins inside a range.
    fn has_sentence(&self, from: usize, to: usize) -> bool {
        let new = &self.aligned.pair.new;
        (from + 1..to).any(|index| new.boundary_strength(index) >= SENTENCE_BOUNDARY)
    }

    /// Whether words were replaced one by one, and among them a figure by another one.
    fn has_other_figure(&self, old: (usize, usize), new: (usize, usize)) -> bool {
        let count = old.1 - old.0;
        count == new.1.saturating_sub(new.0)
            && count <= SIMILAR_MAX
            && (old.0..old.1)
                .zip(new.0..new.1)
                .any(|(old, new)| self.words.is_other_figure(old, new))
    }

    /// The bits that are kept in the replaced words of a change, if they were replaced one
    /// by one.
    fn similar_bits(&self, old: (usize, usize), new: (usize, usize)) -> f64 {
        if old.1 - old.0 != new.1.saturating_sub(new.0) || old.1 - old.0 > SIMILAR_MAX {
            return 0.0;
        }
        let pair = &self.aligned.pair;
        let bits = (old.0..old.1)
            .zip(new.0..new.1)
            .map(|(old, new)| pair.old_bits(old, old + 1) * self.words.share(old, new));
        bits.sum()
    }

    fn start(&self, start: i32, first: usize, head: &Edge) -> Option<i32> {
        let old = &self.aligned.pair.old.places[first];
        let new = &self.aligned.pair.new.places[head.new];
        if start <= old.start {
            // White space before the first word is carried along if it is the same.
            let lead = old.start - start;
            let same = lead > 0 && head.kept && self.same_text(start, new.start - lead, lead);
            return Some(if same {
                new.start - lead
            } else {
                new.start + head.glued
            });
        }
        let inside = start - old.start;
        (head.kept && old.end - old.start == new.end - new.start).then_some(new.start + inside)
    }

    fn end(&self, end: i32, last: usize, tail: &Edge) -> Option<i32> {
        let old = &self.aligned.pair.old.places[last.checked_sub(1)?];
        let new = &self.aligned.pair.new.places[tail.new.checked_sub(1)?];
        if end >= old.end {
            let trail = end - old.end;
            let same = trail > 0 && tail.kept && self.same_text(old.end, new.end, trail);
            return Some(if same {
                new.end + trail
            } else {
                new.end - tail.glued
            });
        }
        let inside = old.end - end;
        (tail.kept && old.end - old.start == new.end - new.start).then_some(new.end - inside)
    }

    fn same_text(&self, old: i32, new: i32, length: i32) -> bool {
        let (old, new) = (
            self.words.old.slice(old, old + length),
            self.words.new.slice(new, new + length),
        );
        !old.is_empty() && old == new
    }
}
