//! Re-anchoring: finding an appearance again when its article gets a new version.

use std::collections::BTreeMap;

use crate::domain::{
    passage::{
        Alignment, Anchor, Anchoring, AnchoringChange, AnchoringChanges, AnchoringOutcome,
        ArticlePart, Carried, TextVersion, VersionText, Wording,
        anchoring::{WHOLE, thousandths},
    },
    resource::{Appearance, Hop, Printing, QuotedSpan},
};

/// The texts of an earlier version of an article, aligned with those of the new version.
pub struct VersionAlignment<'a> {
    old: &'a VersionText<'a>,
    new: &'a VersionText<'a>,
    wording: Wording<'a>,
    body: Alignment<'a>,
    headline: Alignment<'a>,
}

impl<'a> VersionAlignment<'a> {
    /// Aligns an earlier version with the new one. `language` is the tag of the article's
    /// language; empty if it is not known.
    pub fn new(old: &'a VersionText<'a>, new: &'a VersionText<'a>, language: &str) -> Self {
        let align = |part| Alignment::new(old.part(part), new.part(part));
        let [old_body, new_body] = [old, new].map(|it| it.part(ArticlePart::Body).text);
        Self {
            old,
            new,
            wording: Wording::new(language, old_body, new_body),
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

/// A span in the new version, and the outcome of carrying it there.
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
    /// The earlier versions by number.
    pub earlier: BTreeMap<TextVersion, VersionAlignment<'a>>,
}

impl NewVersion<'_> {
    /// Re-anchors an appearance in the new version. If its wording cannot be found there,
    /// the appearance is orphaned and stays in its last version. It is returned unchanged
    /// if that version is not among the earlier ones.
    pub fn find(&self, appearance: &Appearance) -> Appearance {
        let own = appearance.article_version;
        let mut found = appearance.clone();
        let Printing {
            anchors,
            printed_figures,
            printed_dates,
            quoted_spans,
            chains,
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
        let hops = chains.iter_mut().flat_map(|chain| &mut chain.hops);
        outcomes.extend(hops.filter_map(|hop| self.find_cue(own, hop)));
        outcomes.extend(
            quoted_spans
                .iter_mut()
                .map(|span| self.find_span(own, span)),
        );
        let worst = outcomes.into_iter().fold(outcome, AnchoringOutcome::max);
        found.article_version = self.version;
        let changes = match worst {
            AnchoringOutcome::Unchanged | AnchoringOutcome::Moved => AnchoringChanges::default(),
            _ => self.changes(alignment, appearance, &found),
        };
        found.anchoring = Some(Anchoring {
            // Losing a further anchor changes the appearance, but does not orphan it.
            outcome: worst.min(AnchoringOutcome::Changed),
            score,
            version: self.version,
            changes,
            time: None,
        });
        found
    }

    /// Orphans an appearance: it stays in its last version. One that was orphaned before
    /// is returned unchanged.
    pub fn orphan(&self, appearance: &Appearance) -> Appearance {
        let orphaned = Anchoring {
            outcome: AnchoringOutcome::Orphaned,
            score: 0,
            version: self.version,
            changes: AnchoringChanges::default(),
            time: None,
        };
        let before = appearance.anchoring;
        let before = before.filter(|before| before.outcome == AnchoringOutcome::Orphaned);
        Appearance {
            anchoring: before.or(Some(orphaned)),
            ..appearance.clone()
        }
    }

    /// How the words of an appearance differ after it was found in the new version. The kinds
    /// of all its anchors are joined. It is typography only if that is all.
    fn changes(
        &self,
        alignment: &VersionAlignment<'_>,
        before: &Appearance,
        after: &Appearance,
    ) -> AnchoringChanges {
        let (old, new) = (&before.printing, &after.printing);
        let anchors = [
            (&old.anchors, &new.anchors),
            (&old.printed_figures, &new.printed_figures),
            (&old.printed_dates, &new.printed_dates),
        ];
        let anchors = anchors
            .into_iter()
            .flat_map(|(old, new)| old.iter().zip(new));
        let anchors = anchors.map(|(old, new)| match new.article_version {
            0 => Some((old.exact.as_str(), new.exact.as_str())),
            _ => None,
        });
        let spans = old.quoted_spans.iter().zip(&new.quoted_spans);
        let spans = spans.map(|(old, new)| self.quoted_words(before.article_version, old, new));
        let mut kinds = AnchoringChanges::default();
        let mut is_typography = true;
        for words in anchors.chain(spans) {
            let changes = match words {
                Some((old, new)) if old == new => continue,
                Some((old, new)) => alignment.wording.changes(old, new),
                None => AnchoringChanges::default(),
            };
            is_typography &= changes.contains(AnchoringChange::Typography);
            for change in changes.iter() {
                kinds.insert(change);
            }
        }
        let certain = kinds
            .iter()
            .filter(|kind| is_typography || *kind != AnchoringChange::Typography);
        certain.collect()
    }

    /// The words of a quoted span in its old and in the new version. `None` if they were not
    /// found there.
    fn quoted_words(
        &self,
        own: TextVersion,
        old: &QuotedSpan,
        new: &QuotedSpan,
    ) -> Option<(&str, &str)> {
        let version = match old.article_version {
            0 => own,
            earlier => earlier,
        };
        let alignment = self.earlier.get(&version)?;
        (new.article_version == 0).then(|| {
            let old = alignment.old.part(old.part).slice(old.start, old.end);
            (old, alignment.new.part(new.part).slice(new.start, new.end))
        })
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

    /// Finds the cue of a hop, if it has a position. The cue is always what is printed there.
    fn find_cue(&self, own: TextVersion, hop: &mut Hop) -> Option<AnchoringOutcome> {
        let anchor = hop.cue_anchor.as_mut()?;
        let outcome = self.find_further(own, anchor);
        hop.cue.clone_from(&anchor.exact);
        Some(outcome)
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
    /// Moves an anchor to its place in the new version, with as much context as before.
    /// An orphaned anchor is left as it is.
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
