//! Where the words of an appearance stand: in which versions of its article's texts, and
//! what makes it the same as another.

use std::collections::BTreeSet;

use super::{Appearance, Printing, QuotedSpan};
use crate::domain::{
    passage::{anchor::Anchor, part_text::TextVersion, version_text::VersionText},
    resource::name::ClaimId,
    value::{
        identity::{IdentityBuilder, IdentityDigest},
        violation::Checker,
    },
};

impl Appearance {
    /// Finds all words in the version's text and complains about those that do
    /// not stand there. What was not checked yet must be.
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
            form: _,
            modality: _,
            hedge: _,
            article_stance: _,
            chains: _,
        } = &mut self.printing;
        if anchors
            .first()
            .is_some_and(|it| ![0, own].contains(&it.article_version))
        {
            let other = "is of further anchors; the first one stands in the appearance's version";
            check.report_at("anchors[0].article_version", other);
            return;
        }
        for (name, anchors) in [
            ("anchors", anchors),
            ("printed_figures", printed_figures),
            ("printed_dates", printed_dates),
        ] {
            check.field(name, |check| {
                for (index, anchor) in anchors.iter_mut().enumerate() {
                    check.element(index, |check| {
                        let version = &mut anchor.article_version;
                        if let Some(text) = version_text(check, own, version, &text) {
                            anchor.settle(check, text.part(anchor.part));
                        }
                    });
                }
            });
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

    /// All versions that something of it stands in; 0 where that is to be the newest.
    pub fn versions(&self) -> BTreeSet<TextVersion> {
        let Printing {
            anchors,
            printed_figures,
            printed_dates,
            quoted_spans,
            ..
        } = &self.printing;
        let anchors = anchors.iter().chain(printed_figures).chain(printed_dates);
        let versions = anchors.map(|anchor| anchor.article_version);
        let versions = versions.chain(quoted_spans.iter().map(|span| span.article_version));
        let earlier = versions.filter(|version| *version > 0);
        earlier.chain([self.article_version]).collect()
    }

    /// Keeps what became of its words, where they are those of the stored state.
    pub fn keep_anchoring(&mut self, stored: &Self) {
        let is_same = self.article_version == stored.article_version
            && self.printing.places() == stored.printing.places();
        self.anchoring = stored.anchoring.filter(|_| is_same);
    }

    /// The version of each text that is walked to find its words.
    pub fn searches(&self) -> Vec<TextVersion> {
        let Printing {
            anchors,
            printed_figures,
            printed_dates,
            ..
        } = &self.printing;
        let all = anchors.iter().chain(printed_figures).chain(printed_dates);
        let searched = all.filter(|anchor| anchor.start.is_none());
        let searched = searched.map(|anchor| match anchor.article_version {
            0 => self.article_version,
            earlier => earlier,
        });
        // Once more to count which occurrence the first one is.
        searched.chain([self.article_version]).collect()
    }

    /// What two appearances that are the same have in common. Its anchors must
    /// be settled in this text.
    pub fn identity(&self, text: &VersionText<'_>) -> IdentityDigest {
        self.identity_below(self.claim, self.occurrence(text))
    }

    /// Which of the places where its words stand it is, counted from 0.
    pub fn occurrence(&self, text: &VersionText<'_>) -> usize {
        let first = self.printing.anchors.first();
        first.map_or(0, |anchor| anchor.occurrence(text.part(anchor.part)))
    }

    /// As [`Self::identity`], were it of this claim.
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
    /// Where its words stand.
    fn places(&self) -> (Vec<&Anchor>, &[QuotedSpan]) {
        let anchors = self.anchors.iter();
        let anchors = anchors
            .chain(&self.printed_figures)
            .chain(&self.printed_dates);
        (anchors.collect(), &self.quoted_spans)
    }
}

fn refuse_beyond(check: &mut Checker, span: &QuotedSpan, length: i32) {
    let end = span.end;
    if end > length {
        check.report_at(
            "end",
            format!("{end} is beyond the end of the text, {length}"),
        );
    }
}

/// The text of the version that something stands in: the appearance's own, or an earlier
/// one, which is then named.
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
