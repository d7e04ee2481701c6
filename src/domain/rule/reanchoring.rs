//! Re-anchoring: finding an appearance again when its article gets a new version.

use std::collections::BTreeMap;

use crate::domain::{
    passage::{
        Alignment, Anchor, Anchoring, AnchoringChange, AnchoringChanges, AnchoringOutcome,
        ArticlePart, Carried, Passage, TextVersion, VersionText, Wording,
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

/// Where words of an appearance are printed.
struct Place {
    /// The version of the text. 0 for that of the appearance.
    version: TextVersion,
    part: ArticlePart,
    start: i32,
    end: i32,
}

impl Place {
    /// Where an anchor is. `None` if it has no position.
    fn of(anchor: &Anchor) -> Option<Self> {
        Some(Self {
            version: anchor.article_version,
            part: anchor.part,
            start: anchor.start?,
            end: anchor.end?,
        })
    }

    /// Whether other words stand within these.
    fn holds(&self, other: &Self) -> bool {
        self.version == other.version
            && self.part == other.part
            && self.start <= other.start
            && other.end <= self.end
    }
}

/// All words of an appearance that have a position.
fn spans(printing: &Printing) -> impl Iterator<Item = Place> {
    let hops = printing.chains.iter().flat_map(|chain| &chain.hops);
    let anchors = printing
        .anchors
        .iter()
        .chain(&printing.printed_figures)
        .chain(&printing.printed_dates)
        .chain(hops.filter_map(|hop| hop.cue_anchor.as_ref()));
    let anchors = anchors.filter_map(Place::of);
    anchors.chain(printing.quoted_spans.iter().map(|it| Place {
        version: it.article_version,
        part: it.part,
        start: it.start,
        end: it.end,
    }))
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

impl<'a> NewVersion<'a> {
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
            _ => self.changes(appearance, &found),
        };
        let denials = self.denials(appearance, &found);
        found.anchoring = Some(Anchoring {
            // Losing a further anchor changes the appearance, but does not orphan it.
            outcome: worst.min(AnchoringOutcome::Changed),
            score,
            version: self.version,
            changes: changes.iter().chain(denials.iter()).collect(),
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

    /// Whether the sentences of anchors whose words still stand deny them now, or no longer do:
    /// a negation, or nothing.
    fn denials(&self, before: &Appearance, after: &Appearance) -> AnchoringChanges {
        let own = before.article_version;
        let [old, new] = [before, after].map(|it| it.printing.anchors.iter().map(Place::of));
        let mut anchors = old.zip(new);
        let is_denied = anchors.any(|places| match places {
            (Some(old), Some(new)) => self.is_denied(own, &old, &new),
            _ => false,
        });
        let negation = is_denied.then_some(AnchoringChange::Negation);
        negation.into_iter().collect()
    }

    /// Whether words were found as they were, and their sentence denies them now, or did before.
    fn is_denied(&self, own: TextVersion, old: &Place, new: &Place) -> bool {
        let alignment = self.alignment(own, old, new);
        let Some(alignment) = alignment.filter(|it| it.wording.knows_words()) else {
            return false;
        };
        let old_span = (alignment.old.part(old.part), old.start, old.end);
        let new_span = (alignment.new.part(new.part), new.start, new.end);
        let passage = |(text, start, end)| Passage::of(text, start, end);
        let old = passage(old_span);
        if old.stands_in(old_span, new_span) {
            return false;
        }
        let new = passage(new_span);
        old.words == new.words && alignment.wording.is_denied(&old, &new)
    }

    /// How the words of an appearance differ after it was found in the new version. The kinds
    /// of all its anchors are joined. It is typography only if that is all. Words that were
    /// not found are other words, unless they stood within changed words that were found: the
    /// kinds of those tell what became of them.
    fn changes(&self, before: &Appearance, after: &Appearance) -> AnchoringChanges {
        let own = before.article_version;
        let mut kinds = AnchoringChanges::default();
        let mut lost = Vec::new();
        let mut changed = Vec::new();
        for (old_place, new_place) in spans(&before.printing).zip(spans(&after.printing)) {
            let changes = match self.passages(own, &old_place, &new_place) {
                Some((_, old, new)) if old.words == new.words => continue,
                Some((wording, old, new)) => {
                    changed.push(old_place);
                    wording.changes(&old, &new)
                }
                None => {
                    lost.push(old_place);
                    continue;
                }
            };
            for change in changes.iter() {
                kinds.insert(change);
            }
        }
        if !lost
            .iter()
            .all(|lost| changed.iter().any(|it| it.holds(lost)))
        {
            kinds.insert(AnchoringChange::Wording);
        }
        let typography: AnchoringChanges = [AnchoringChange::Typography].into_iter().collect();
        let others = kinds
            .iter()
            .filter(|kind| kinds == typography || *kind != AnchoringChange::Typography);
        others.collect()
    }

    /// A span in its old and in the new version. `None` if it was not found there.
    fn passages(
        &self,
        own: TextVersion,
        old: &Place,
        new: &Place,
    ) -> Option<(&Wording<'_>, Passage<'_>, Passage<'_>)> {
        let alignment = self.alignment(own, old, new)?;
        let passage = |text: &VersionText<'a>, place: &Place| {
            Passage::of(text.part(place.part), place.start, place.end)
        };
        let (old, new) = (passage(alignment.old, old), passage(alignment.new, new));
        Some((&alignment.wording, old, new))
    }

    /// The earlier version that contained a span which was found in the new version.
    fn alignment(
        &self,
        own: TextVersion,
        old: &Place,
        new: &Place,
    ) -> Option<&VersionAlignment<'a>> {
        let version = match old.version {
            0 => own,
            earlier => earlier,
        };
        self.earlier.get(&version).filter(|_| new.version == 0)
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

#[cfg(test)]
mod tests;
