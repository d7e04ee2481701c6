//! What becomes of an appearance when its article gets a new version.

use std::collections::BTreeMap;

use crate::domain::{
    passage::{
        anchor::{Anchor, ArticlePart},
        anchoring::{Anchoring, AnchoringOutcome, WHOLE, thousandths},
        part_text::TextVersion,
        reanchor::{Alignment, Carried},
        version_text::VersionText,
    },
    resource::appearance::{Appearance, Printing, QuotedSpan},
};

/// The texts of an earlier version of an article, aligned with those of the new one.
pub struct VersionAlignment<'a> {
    new: &'a VersionText<'a>,
    body: Alignment<'a>,
    headline: Alignment<'a>,
}

impl<'a> VersionAlignment<'a> {
    /// Aligns an earlier version with the new one.
    pub fn new(old: &'a VersionText<'a>, new: &'a VersionText<'a>) -> Self {
        let align = |part| Alignment::new(old.part(part), new.part(part));
        Self {
            new,
            body: align(ArticlePart::Body),
            headline: align(ArticlePart::Headline),
        }
    }

    fn carry(&self, part: ArticlePart, start: i32, end: i32) -> Located {
        let alignment = match part {
            ArticlePart::Body => &self.body,
            ArticlePart::Headline => &self.headline,
        };
        let place = |start, end, outcome, score| Located {
            start,
            end,
            outcome,
            score,
        };
        match alignment.carry(start, end) {
            Carried::Unchanged => place(start, end, AnchoringOutcome::Unchanged, WHOLE),
            Carried::Moved { start, end } => place(start, end, AnchoringOutcome::Moved, WHOLE),
            Carried::Changed { start, end, score } => {
                let score = thousandths(score).clamp(1, WHOLE - 1);
                place(start, end, AnchoringOutcome::Changed, score)
            }
            Carried::Orphaned => place(start, end, AnchoringOutcome::Orphaned, 0),
        }
    }
}

/// Where words stand now, and what became of them.
struct Located {
    start: i32,
    end: i32,
    outcome: AnchoringOutcome,
    score: i32,
}

/// Earlier versions of an article, each aligned with the new one.
pub struct NewVersion<'a> {
    /// The number of the new version.
    pub version: TextVersion,
    /// The earlier ones by their numbers.
    pub earlier: BTreeMap<TextVersion, VersionAlignment<'a>>,
}

impl NewVersion<'_> {
    /// An appearance as it stands in the new version, or stays in the one in which it
    /// last stood. As it was, where its version is not among the earlier ones.
    pub fn find(&self, appearance: &Appearance) -> Appearance {
        let own = appearance.article_version;
        let mut found = appearance.clone();
        let Printing {
            anchors,
            printed_figures,
            printed_dates,
            quoted_spans,
            ..
        } = &mut found.printing;
        let (Some(alignment), Some((wording, further))) =
            (self.earlier.get(&own), anchors.split_first_mut())
        else {
            return found;
        };
        let (outcome, score) = alignment.move_anchor(wording);
        if outcome == AnchoringOutcome::Orphaned {
            return self.orphan(appearance);
        }
        let others = further
            .iter_mut()
            .chain(printed_figures)
            .chain(printed_dates);
        let mut outcomes: Vec<AnchoringOutcome> = others
            .map(|anchor| self.find_further(own, anchor))
            .collect();
        outcomes.extend(
            quoted_spans
                .iter_mut()
                .map(|span| self.find_span(own, span)),
        );
        let worst = outcomes.into_iter().fold(outcome, AnchoringOutcome::max);
        found.article_version = self.version;
        found.anchoring = Some(Anchoring {
            // What is lost beside the wording changes the appearance and does not end it.
            outcome: worst.min(AnchoringOutcome::Changed),
            score,
            version: self.version,
        });
        found
    }

    /// An appearance that does not stand in the new version, and stays where it is. One
    /// that did not before stays as it was.
    pub fn orphan(&self, appearance: &Appearance) -> Appearance {
        let orphaned = Anchoring {
            outcome: AnchoringOutcome::Orphaned,
            score: 0,
            version: self.version,
        };
        let before = appearance.anchoring;
        let before = before.filter(|it| it.outcome == AnchoringOutcome::Orphaned);
        Appearance {
            anchoring: before.or(Some(orphaned)),
            ..appearance.clone()
        }
    }

    fn find_further(&self, own: TextVersion, anchor: &mut Anchor) -> AnchoringOutcome {
        let version = match anchor.article_version {
            0 => own,
            earlier => earlier,
        };
        anchor.article_version = version;
        let Some(alignment) = self.earlier.get(&version) else {
            return AnchoringOutcome::Orphaned;
        };
        let (outcome, _) = alignment.move_anchor(anchor);
        if outcome != AnchoringOutcome::Orphaned {
            anchor.article_version = 0;
        }
        outcome
    }

    fn find_span(&self, own: TextVersion, span: &mut QuotedSpan) -> AnchoringOutcome {
        let version = match span.article_version {
            0 => own,
            earlier => earlier,
        };
        span.article_version = version;
        let Some(alignment) = self.earlier.get(&version) else {
            return AnchoringOutcome::Orphaned;
        };
        let place = alignment.carry(span.part, span.start, span.end);
        if place.outcome != AnchoringOutcome::Orphaned {
            (span.start, span.end) = (place.start, place.end);
            span.article_version = 0;
        }
        place.outcome
    }
}

impl VersionAlignment<'_> {
    /// Gives an anchor its place in the new version, with as much context as it had;
    /// leaves it as it is where it has none.
    fn move_anchor(&self, anchor: &mut Anchor) -> (AnchoringOutcome, i32) {
        let (Some(start), Some(end)) = (anchor.start, anchor.end) else {
            return (AnchoringOutcome::Orphaned, 0);
        };
        let place = self.carry(anchor.part, start, end);
        if place.outcome == AnchoringOutcome::Orphaned {
            return (place.outcome, 0);
        }
        let text = self.new.part(anchor.part);
        anchor.quote(text, place.start, place.end);
        (place.outcome, place.score)
    }
}
