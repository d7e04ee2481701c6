//! Appearances: one printing of a claim in one version of an article.

mod placed;

use super::name::{ArticleId, ClaimId, SourceId};
use crate::domain::{
    passage::{
        anchor::{Anchor, ArticlePart, check_span, check_version},
        anchoring::Anchoring,
        part_text::TextVersion,
    },
    value::{code::coded, date::Date, text, violation::Checker},
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
            check.report_at("article_version", "is negative; 0 means the newest version");
        }
        self.printing.check(check);
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

impl Printing {
    fn check(&self, check: &mut Checker) {
        if self.anchors.is_empty() {
            check.report_at("anchors", "is required: at least the wording itself");
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
                check.report_at("hop", "points at a hop that the chains do not have");
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
            check.report_at("hops", "is required: at least one");
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
