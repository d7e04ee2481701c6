//! One edit of a known kind at an edge of a span, beside it, or in its place. What the edit does
//! to the span is known, because sentences keep their identity.

use std::collections::BTreeMap;

use super::{
    beside, edge, gone,
    story::{Story, length},
    writer::Random,
};
use crate::domain::passage::{
    part_text::PartText,
    reanchor::{Alignment, Carried},
};

/// What became of the spans, by the kind of the edit.
pub type Shares = BTreeMap<&'static str, Share>;

/// What became of the spans of one kind of edit.
#[derive(Debug, Default)]
pub struct Share {
    /// The spans that were tried.
    pub all: usize,
    /// Those with the right outcome.
    pub right: usize,
    /// Those that were carried to a wrong place.
    pub wrong: usize,
}

impl Share {
    /// The share of right outcomes, in thousandths.
    pub fn permille(&self) -> usize {
        self.right * 1000 / self.all.max(1)
    }
}

/// A span, and where it may be carried to.
pub struct Expected {
    /// The span in the old text.
    pub span: (i32, i32),
    /// The outcome must be one of these.
    pub outcome: Outcome,
}

/// Where a span may be carried to in the new text.
pub enum Outcome {
    /// The same words are at this position.
    Stands(i32),
    /// The words were edited. The answer covers `kept`, and is inside `most`.
    Edited {
        /// The words that are kept.
        kept: (i32, i32),
        /// The sentence after the edit.
        most: (i32, i32),
    },
    /// The words are gone.
    Gone,
    /// They were moved to this position. They may as well be orphaned.
    MovedOrLost(i32),
    /// They were moved and edited. The answer is orphaned, or touches this range.
    EditedOrLost((i32, i32)),
}

/// The shares of some kinds together.
pub fn sum(shares: &Shares, kinds: &[&str]) -> Share {
    let mut all = Share::default();
    for (_, share) in shares.iter().filter(|it| kinds.contains(it.0)) {
        all.all += share.all;
        all.right += share.right;
        all.wrong += share.wrong;
    }
    all
}

/// Tries each kind of edit on an article. `fresh` gives sentences that are not in it.
pub fn try_story(story: &Story, seed: u64, fresh: &mut dyn FnMut() -> String, shares: &mut Shares) {
    let random = &mut Random::new(seed);
    let mut judge = |kind, old: &Story, new: &Story, expected: &[Expected]| {
        let share: &mut Share = shares.entry(kind).or_default();
        let before = share.wrong;
        judge(kind, old, new, expected, share);
        if share.wrong > before {
            println!("seed {seed}");
        }
    };
    for kind in edge::KINDS {
        let at = random.below(story.len());
        if let Some((old, new, expected)) = edge::edit(kind, story, at, random, fresh) {
            judge(kind, &old, &new, &[expected]);
        }
    }
    for kind in beside::KINDS {
        let at = random.below(story.len());
        if let Some(new) = beside::edit(kind, story, at, random, fresh) {
            let expected = beside::expect(story, &new, at, random);
            judge(kind, story, &new, &expected);
        }
    }
    for kind in gone::KINDS {
        let at = random.below(story.len());
        if let Some((old, new, expected)) = gone::edit(kind, story, at, random, fresh) {
            judge(kind, &old, &new, &expected);
        }
    }
}

fn judge(kind: &'static str, old: &Story, new: &Story, expected: &[Expected], share: &mut Share) {
    let (old, new) = (old.print(), new.print());
    let (old, new) = (PartText::new(&old), PartText::new(&new));
    let alignment = Alignment::new(&old, &new);
    for it in expected {
        let carried = alignment.carry(it.span.0, it.span.1);
        let verdict = it.verdict(carried, &new);
        share.all += 1;
        share.right += usize::from(verdict == Verdict::Right);
        share.wrong += usize::from(verdict == Verdict::Wrong);
        if verdict == Verdict::Wrong {
            let words = old.slice(it.span.0, it.span.1);
            let there = place(carried, it.span).map(|(start, end)| new.slice(start, end));
            println!("{kind}: {words:?} went to {there:?}");
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Right,
    Lost,
    Wrong,
}

impl Expected {
    fn verdict(&self, carried: Carried, new: &PartText<'_>) -> Verdict {
        let length = self.span.1 - self.span.0;
        let place = place(carried, self.span);
        let is_same = !matches!(carried, Carried::Changed { .. });
        match (&self.outcome, place) {
            (Outcome::Gone | Outcome::MovedOrLost(_) | Outcome::EditedOrLost(_), None) => {
                Verdict::Right
            }
            (_, None) => Verdict::Lost,
            (Outcome::Gone, _) => Verdict::Wrong,
            (Outcome::Stands(start) | Outcome::MovedOrLost(start), Some(place)) => {
                match is_same && place == (*start, start + length) {
                    true => Verdict::Right,
                    false => Verdict::Wrong,
                }
            }
            (Outcome::EditedOrLost(most), Some((start, end))) => {
                match most.0 - 8 <= start && end <= most.1 + 8 {
                    true => Verdict::Right,
                    false => Verdict::Wrong,
                }
            }
            (Outcome::Edited { kept, most }, Some((start, end))) => {
                let covers = start <= kept.0 && kept.1 <= end;
                let inside = most.0 <= start && end <= most.1;
                let words = new.slice(start, end);
                match covers && inside && words.trim() == words {
                    true => Verdict::Right,
                    false => Verdict::Wrong,
                }
            }
        }
    }
}

fn place(carried: Carried, span: (i32, i32)) -> Option<(i32, i32)> {
    match carried {
        Carried::Unchanged => Some(span),
        Carried::Moved { start, end } | Carried::Changed { start, end, .. } => Some((start, end)),
        Carried::Orphaned => None,
    }
}

/// The position of a part of a sentence, given in bytes.
pub fn part(story: &Story, id: usize, text: &str, (from, to): (usize, usize)) -> (i32, i32) {
    let start = story.position(id).unwrap() + length(&text[..from]);
    (start, start + length(&text[from..to]))
}

/// Two to twelve words of a sentence, in bytes.
pub fn some_words(text: &str, random: &mut Random) -> (usize, usize) {
    let starts = text.match_indices(' ').map(|(at, _)| at + 1);
    let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
    let first = random.below(starts.len());
    let last = first + 2 + random.below(11);
    let end = starts.get(last).map_or(text.len(), |next| next - 1);
    (starts[first], end)
}
