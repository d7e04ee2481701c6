//! Appearances: one printing of a claim in one version of an article.

use std::collections::BTreeSet;

use super::{
    anchor::{Anchor, ArticlePart, check_span, check_version},
    anchoring::Anchoring,
    code::coded,
    date::Date,
    identity::{IdentityBuilder, IdentityDigest},
    name::{ArticleId, ClaimId, SourceId},
    part_text::PartText,
    resource::TextVersion,
    text,
    violation::Checker,
};

coded! {
    /// How a claim is put.
    AppearanceForm {
        /// Said outright.
        Stated = 1,
        /// Taken for granted.
        Presupposed = 2,
        /// Suggested without being said.
        Implied = 3,
    }
}

coded! {
    /// How sure a wording is.
    Modality {
        /// "is"
        Certain = 1,
        /// "probably"
        Probable = 2,
        /// "may"
        Possible = 3,
        /// "allegedly"
        Alleged = 4,
        /// "if"
        Hypothetical = 5,
        /// "will"
        Predicted = 6,
    }
}

coded! {
    /// What somebody does with what is said.
    Stance {
        /// Says that it is so.
        Asserts = 1,
        /// Passes it on.
        Reports = 2,
        /// Says that it is not so.
        Denies = 3,
        /// Calls it into question.
        Doubts = 4,
        /// Leaves it standing when asked.
        DoesNotDeny = 5,
    }
}

coded! {
    /// Why words are quoted.
    QuotationKind {
        /// A whole utterance.
        Direct = 1,
        /// A word or two inside the article's sentence.
        Mixed = 2,
        /// Marks that keep a distance.
        Scare = 3,
    }
}

coded! {
    /// Whether something was said for quotation.
    RecordStatus {
        /// By name.
        OnRecord = 1,
        /// Without the name.
        NotForAttribution = 2,
        /// Not to be published.
        OffRecord = 3,
    }
}

coded! {
    /// How an attribution is known.
    AttributionBasis {
        /// The article says so.
        Printed = 1,
        /// An annotator concluded it.
        Inferred = 2,
    }
}

/// Points at one hop of the chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HopReference {
    /// The chain, from 0.
    pub chain: i32,
    /// The hop in it, from 0.
    pub hop: i32,
}

/// Words that an article puts in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedSpan {
    /// The text that holds them.
    pub part: ArticlePart,
    /// The first code point.
    pub start: i32,
    /// The code point after the last.
    pub end: i32,
    /// Why they are quoted.
    pub kind: QuotationKind,
    /// Whose words they are; the article's own where absent.
    pub hop: Option<HopReference>,
    /// As of an anchor.
    pub article_version: TextVersion,
}

/// One link of an attribution chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The source that speaks.
    pub source: SourceId,
    /// What the article calls it.
    pub printed_name: String,
    /// Toward what the next hop says, or the claim at the last one.
    pub stance: Stance,
    /// The words that mark it.
    pub cue: String,
    /// Whether it was said for quotation.
    pub record_status: Option<RecordStatus>,
    /// The document that holds it.
    pub document: Option<SourceId>,
    /// When it was said.
    pub said: Option<Date>,
    /// How it is known.
    pub basis: AttributionBasis,
}

/// A line of sources, from the speaker nearest the article to the origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributionChain {
    /// The links, never none.
    pub hops: Vec<Hop>,
}

/// What a printing says and how. Claim and article are fixed for life and
/// stand beside it, in [`Appearance`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printing {
    /// The wording, then evidence or hedges that stand apart.
    pub anchors: Vec<Anchor>,
    /// How it is put.
    pub form: AppearanceForm,
    /// How sure the wording is.
    pub modality: Modality,
    /// The words that make it so.
    pub hedge: String,
    /// The figures as printed.
    pub printed_figures: Vec<Anchor>,
    /// The dates as printed.
    pub printed_dates: Vec<Anchor>,
    /// Words in quotation marks.
    pub quoted_spans: Vec<QuotedSpan>,
    /// The article's own stance.
    pub article_stance: Stance,
    /// On whose word.
    pub chains: Vec<AttributionChain>,
}

/// One printing of a claim in one version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The claim that is printed.
    pub claim: ClaimId,
    /// The article that prints it.
    pub article: ArticleId,
    /// The version that positions count in; 0 until it is settled.
    pub article_version: TextVersion,
    /// What became of the words when the article last got a new version.
    pub anchoring: Option<Anchoring>,
    /// What the printing says and how.
    pub printing: Printing,
}

/// The texts of one version of an article, ready for anchors.
pub struct VersionText<'a> {
    body: PartText<'a>,
    headline: PartText<'a>,
}

impl<'a> VersionText<'a> {
    /// The texts of a version.
    pub fn new(body: &'a str, headline: &'a str) -> Self {
        Self {
            body: PartText::new(body),
            headline: PartText::new(headline),
        }
    }

    pub(super) fn part(&self, part: ArticlePart) -> &PartText<'a> {
        match part {
            ArticlePart::Body => &self.body,
            ArticlePart::Headline => &self.headline,
        }
    }
}

const WORDS_MAX: usize = 500;
const ANCHORS_MAX: usize = 16;
const PRINTED_MAX: usize = 32;
const SPANS_MAX: usize = 64;
const CHAINS_MAX: usize = 16;
const HOPS_MAX: usize = 16;

impl Appearance {
    /// Complains about what can be seen without the article's text.
    pub fn check(&self, check: &mut Checker) {
        if self.article_version < 0 {
            check.say_at("article_version", "is negative; 0 means the newest version");
        }
        self.printing.check(check);
    }

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
            check.say_at("anchors[0].article_version", other);
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

    /// The ids of all sources that it refers to.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        let hops = self.printing.chains.iter().flat_map(|chain| &chain.hops);
        hops.flat_map(|hop| std::iter::once(hop.source).chain(hop.document))
    }

    /// The same ids, to be replaced.
    pub fn sources_mut(&mut self) -> impl Iterator<Item = &mut SourceId> {
        self.printing
            .chains
            .iter_mut()
            .flat_map(|chain| &mut chain.hops)
            .flat_map(|hop| std::iter::once(&mut hop.source).chain(&mut hop.document))
    }
}

fn refuse_beyond(check: &mut Checker, span: &QuotedSpan, length: i32) {
    let end = span.end;
    if end > length {
        check.say_at(
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
        check.say_at("article_version", newer);
        return None;
    }
    let found = text(if *version == 0 { own } else { *version });
    if found.is_none() {
        check.say_at("article_version", "is no version of the article");
    }
    found
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

    fn check(&self, check: &mut Checker) {
        if self.anchors.is_empty() {
            check.say_at("anchors", "is required: at least the wording itself");
        }
        for (name, anchors, max) in [
            ("anchors", &self.anchors, ANCHORS_MAX),
            ("printed_figures", &self.printed_figures, PRINTED_MAX),
            ("printed_dates", &self.printed_dates, PRINTED_MAX),
        ] {
            check.at_most(name, anchors, max);
            check.list(name, anchors, |check, anchor| anchor.check(check));
        }
        text::check(check, "hedge", &self.hedge, WORDS_MAX);
        check.at_most("chains", &self.chains, CHAINS_MAX);
        check.list("chains", &self.chains, |check, chain| chain.check(check));
        check.at_most("quoted_spans", &self.quoted_spans, SPANS_MAX);
        check.list("quoted_spans", &self.quoted_spans, |check, span| {
            check_span(check, span.start, span.end);
            check_version(check, span.article_version);
            if span.hop.is_some_and(|hop| !self.has_hop(hop)) {
                check.say_at("hop", "points at a hop that the chains do not have");
            }
        });
    }

    fn has_hop(&self, reference: HopReference) -> bool {
        let chain = usize::try_from(reference.chain)
            .ok()
            .and_then(|chain| self.chains.get(chain));
        let hop = usize::try_from(reference.hop);
        chain
            .zip(hop.ok())
            .is_some_and(|(chain, hop)| hop < chain.hops.len())
    }
}

impl AttributionChain {
    fn check(&self, check: &mut Checker) {
        if self.hops.is_empty() {
            check.say_at("hops", "is required: at least one");
        }
        check.at_most("hops", &self.hops, HOPS_MAX);
        check.list("hops", &self.hops, |check, hop| {
            text::check(check, "printed_name", &hop.printed_name, WORDS_MAX);
            text::check(check, "cue", &hop.cue, WORDS_MAX);
            if let Some(said) = &hop.said {
                check.field("said", |check| said.check(check));
            }
        });
    }
}
