//! An appearance and the text of its article: its anchors are checked there, and its
//! identity depends on their places.

use std::collections::BTreeSet;

use super::{Appearance, Printing, QuotedSpan};
use crate::domain::{
    Timestamp,
    passage::{Anchor, Anchoring, TextVersion, VersionText},
    resource::name::ClaimId,
    value::{Checker, IdentityBuilder, IdentityDigest},
};

impl Appearance {
    /// Finds every anchor and quoted span in the text of its version, and reports those
    /// that are not there. [`Self::check`] must have passed before. It ends early if the
    /// checker is stopped.
    pub fn settle<'t>(
        &mut self,
        check: &mut Checker,
        text: impl Fn(TextVersion) -> Option<&'t VersionText<'t>>,
    ) {
        let own = self.article_version;
        let Printing {
            anchors,
            printed_figures,
            printed_dates,
            quoted_spans,
            chains,
            form: _,
            modality: _,
            hedge: _,
            article_stance: _,
            note: _,
        } = &mut self.printing;
        if anchors
            .first()
            .is_some_and(|wording| ![0, own].contains(&wording.article_version))
        {
            check.report_at(
                "anchors[0].article_version",
                "must be 0: only further anchors can be in an earlier version",
            );
            return;
        }
        for (name, anchors) in [
            ("anchors", anchors),
            ("printed_figures", printed_figures),
            ("printed_dates", printed_dates),
        ] {
            check.field(name, |check| {
                for (index, anchor) in anchors.iter_mut().enumerate() {
                    if check.is_stopped() {
                        break;
                    }
                    check.element(index, |check| settle_anchor(check, own, anchor, &text));
                }
            });
        }
        for (chain, hops) in chains.iter_mut().enumerate() {
            for (hop, spoken) in hops.hops.iter_mut().enumerate() {
                let Some(anchor) = &mut spoken.cue_anchor else {
                    continue;
                };
                if check.is_stopped() {
                    return;
                }
                let path = format!("chains[{chain}].hops[{hop}].cue_anchor");
                check.field(&path, |check| settle_anchor(check, own, anchor, &text));
            }
        }
        check.field("quoted_spans", |check| {
            for (index, span) in quoted_spans.iter_mut().enumerate() {
                check.element(index, |check| {
                    let version = &mut span.article_version;
                    if let Some(text) = version_text(check, own, version, &text) {
                        refuse_beyond(check, span, text.part(span.part).length());
                    }
                });
            }
        });
    }

    /// All versions in which the appearance has anchors or quoted spans. 0 means the
    /// newest.
    pub fn versions(&self) -> BTreeSet<TextVersion> {
        let (anchors, quoted_spans) = self.printing.places();
        let versions = anchors.into_iter().map(|anchor| anchor.article_version);
        let versions = versions.chain(quoted_spans.iter().map(|span| span.article_version));
        let earlier = versions.filter(|version| *version > 0);
        earlier.chain([self.article_version]).collect()
    }

    /// Takes over the stored outcome of re-anchoring if no anchor or quoted span has
    /// changed, and clears it otherwise.
    pub fn keep_anchoring(&mut self, stored: &Self) {
        let is_same = self.article_version == stored.article_version
            && self.printing.places() == stored.printing.places();
        self.anchoring = stored.anchoring.filter(|_| is_same);
    }

    /// Sets the time of the outcome of re-anchoring if it is newer than the stored one.
    pub fn date_anchoring(&mut self, stored: Option<Anchoring>, time: Timestamp) {
        let Some(anchoring) = &mut self.anchoring else {
            return;
        };
        if stored.is_none_or(|stored| stored.version != anchoring.version) {
            anchoring.time = Some(time);
        }
    }

    /// The versions whose texts are searched to settle the appearance: one for each
    /// search.
    pub fn searches(&self) -> Vec<TextVersion> {
        let (anchors, _) = self.printing.places();
        let searched = anchors.into_iter().flat_map(|anchor| {
            let version = match anchor.article_version {
                0 => self.article_version,
                earlier => earlier,
            };
            // Another spelling is searched for after the words themselves.
            let searches = usize::from(anchor.start.is_none()) + usize::from(anchor.lenient);
            std::iter::repeat_n(version, searches)
        });
        // One more search counts the occurrences before the first anchor.
        searched.chain([self.article_version]).collect()
    }

    /// Whether an anchor has words to search for, because its position is not given.
    pub fn has_no_position(&self) -> bool {
        let (anchors, _) = self.printing.places();
        anchors.iter().any(|anchor| anchor.start.is_none())
    }

    /// A digest that is equal for equal appearances. The anchors must be settled in this
    /// text.
    pub fn identity(&self, text: &VersionText<'_>) -> IdentityDigest {
        self.identity_below(self.claim, self.occurrence(text))
    }

    /// Which occurrence of its wording in the text the appearance is, counted from 0.
    pub fn occurrence(&self, text: &VersionText<'_>) -> usize {
        let first = self.printing.anchors.first();
        first.map_or(0, |anchor| anchor.occurrence(text.part(anchor.part)))
    }

    /// The [`Self::identity`] that the appearance would have as a child of `claim`.
    pub fn identity_below(&self, claim: ClaimId, occurrence: usize) -> IdentityDigest {
        let builder = IdentityBuilder::new()
            .part(claim.uuid())
            .part(self.article.uuid());
        let Some(anchor) = self.printing.anchors.first() else {
            return builder.finish();
        };
        builder
            .part(anchor.part.code().to_be_bytes())
            .part(&anchor.exact)
            .part((occurrence as u64).to_be_bytes())
            .finish()
    }
}

impl Printing {
    /// All anchors and quoted spans.
    fn places(&self) -> (Vec<&Anchor>, &[QuotedSpan]) {
        let hops = self.chains.iter().flat_map(|chain| &chain.hops);
        let anchors = self.anchors.iter();
        let anchors = anchors
            .chain(&self.printed_figures)
            .chain(&self.printed_dates)
            .chain(hops.filter_map(|hop| hop.cue_anchor.as_ref()));
        (anchors.collect(), &self.quoted_spans)
    }
}

/// Finds an anchor in the text of its version.
fn settle_anchor<'t>(
    check: &mut Checker,
    own: TextVersion,
    anchor: &mut Anchor,
    text: impl Fn(TextVersion) -> Option<&'t VersionText<'t>>,
) {
    if let Some(text) = version_text(check, own, &mut anchor.article_version, text) {
        anchor.settle(check, text.part(anchor.part));
    }
}

/// Reports a quoted span that ends after the end of the text.
fn refuse_beyond(check: &mut Checker, span: &QuotedSpan, length: i32) {
    let end = span.end;
    if end > length {
        check.report_at(
            "end",
            format!("{end} is beyond the end of the text, {length}"),
        );
    }
}

/// The text of the version that an anchor or quoted span is in. `version` becomes 0 if
/// that is the appearance's own version, and stays if it is an earlier one.
fn version_text<'t>(
    check: &mut Checker,
    own: TextVersion,
    version: &mut TextVersion,
    text: impl Fn(TextVersion) -> Option<&'t VersionText<'t>>,
) -> Option<&'t VersionText<'t>> {
    if *version == own {
        *version = 0;
    }
    if *version > own {
        let newer = format!("is newer than the appearance's, {own}");
        check.report_at("article_version", newer);
        return None;
    }
    let found = text(if *version == 0 { own } else { *version });
    if found.is_none() {
        check.report_at("article_version", "is not a version of the article");
    }
    found
}
