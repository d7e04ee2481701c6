//! Appearances: one printing of a claim in one version of an article.

mod added;
mod placed;

use std::collections::BTreeSet;

use super::name::{ArticleId, ClaimId, SourceId};
use crate::domain::{
    passage::{
        Anchor, AnchorPurpose, Anchoring, ArticlePart, TextVersion,
        anchor::{check_span, check_version},
    },
    value::{Checker, Date, code::coded, text},
};

coded! {
    /// How an article expresses a claim.
    AppearanceForm {
        /// The claim is stated.
        Stated = 1,
        /// The claim is presupposed: the wording takes it for granted.
        Presupposed = 2,
        /// The claim is implied without being stated.
        Implied = 3,
    }
}

coded! {
    /// How certain the wording presents a claim as.
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
    /// The stance of a speaker, or of the article, toward what is said.
    Stance {
        /// Says that it is true.
        Asserts = 1,
        /// Passes it on without judging it.
        Reports = 2,
        /// Says that it is not true.
        Denies = 3,
        /// Questions it.
        Doubts = 4,
        /// Does not deny it when asked.
        DoesNotDeny = 5,
    }
}

impl Stance {
    /// The stance of an article that gives none: it reports what its sources say, and
    /// asserts what it says on its own word.
    pub const fn of_article(has_chains: bool) -> Self {
        match has_chains {
            true => Self::Reports,
            false => Self::Asserts,
        }
    }
}

coded! {
    /// The kind of a quotation.
    QuotationKind {
        /// A direct quotation: a whole utterance.
        Direct = 1,
        /// A mixed quotation: a few words inside the article's own sentence.
        Mixed = 2,
        /// Scare quotes: the article distances itself from the words.
        Scare = 3,
    }
}

coded! {
    /// On what terms a source spoke.
    RecordStatus {
        /// It may be quoted by name.
        OnRecord = 1,
        /// It may be quoted, but not by name.
        NotForAttribution = 2,
        /// It may not be published.
        OffRecord = 3,
    }
}

coded! {
    /// What an attribution is based on.
    AttributionBasis {
        /// The article prints it.
        Printed = 1,
        /// An annotator inferred it.
        Inferred = 2,
    }
}

/// The position of one hop in the attribution chains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HopReference {
    /// The index of the chain, from 0.
    pub chain: i32,
    /// The index of the hop in the chain, from 0.
    pub hop: i32,
}

/// What a caller leaves open in the hops of an appearance, so that a default stands there.
#[derive(Clone, Debug, Default)]
pub struct Unsaid {
    /// The hops without a stance: the index of the chain, and that of the hop in it.
    pub stances: BTreeSet<(usize, usize)>,
    /// The hops without a basis, in the same way.
    pub bases: BTreeSet<(usize, usize)>,
}

/// Words that an article puts in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotedSpan {
    /// The part of the article that contains them.
    pub part: ArticlePart,
    /// The position of the first code point.
    pub start: i32,
    /// The position after the last code point.
    pub end: i32,
    /// The kind of the quotation.
    pub kind: QuotationKind,
    /// The hop whose words they are. `None` if they are the article's own.
    pub hop: Option<HopReference>,
    /// The version that the positions count in, as in [`Anchor::article_version`].
    pub article_version: TextVersion,
}

/// One speaker in an attribution chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The source that speaks.
    pub source: SourceId,
    /// The source's name as printed.
    pub printed_name: String,
    /// The source's stance toward what the next hop says. The last hop's stance is toward
    /// the claim.
    pub stance: Stance,
    /// The words that mark the attribution, such as "according to".
    pub cue: String,
    /// The position of those words.
    pub cue_anchor: Option<Anchor>,
    /// On what terms the source spoke.
    pub record_status: Option<RecordStatus>,
    /// The document in which the source said it.
    pub document: Option<SourceId>,
    /// When the source said it.
    pub said: Option<Date>,
    /// What the attribution is based on.
    pub basis: AttributionBasis,
}

/// An attribution chain: from the speaker nearest to the article back to the origin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributionChain {
    /// The hops. There is at least one.
    pub hops: Vec<Hop>,
}

/// The content of an appearance. The claim and the article are not part of it: they
/// never change, and are in [`Appearance`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printing {
    /// The anchor of the wording, then those of evidence or hedges elsewhere in the
    /// article.
    pub anchors: Vec<Anchor>,
    /// How the article expresses the claim.
    pub form: AppearanceForm,
    /// How certain the wording presents the claim as.
    pub modality: Modality,
    /// The words that express the modality.
    pub hedge: String,
    /// The figures as printed.
    pub printed_figures: Vec<Anchor>,
    /// The dates as printed.
    pub printed_dates: Vec<Anchor>,
    /// The words in quotation marks.
    pub quoted_spans: Vec<QuotedSpan>,
    /// The article's own stance toward the first hops, or toward the claim if there are
    /// no chains.
    pub article_stance: Stance,
    /// The sources to which the article attributes the claim.
    pub chains: Vec<AttributionChain>,
    /// A remark of those who maintain the record.
    pub note: String,
}

/// One printing of a claim in one version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The claim that is printed.
    pub claim: ClaimId,
    /// The article that prints it.
    pub article: ArticleId,
    /// The version that positions count in. 0 means the newest, until the appearance is
    /// settled.
    pub article_version: TextVersion,
    /// The outcome of the last re-anchoring, if there was one.
    pub anchoring: Option<Anchoring>,
    /// The content.
    pub printing: Printing,
}

const WORDS_MAX: usize = 500;
const ANCHORS_MAX: usize = 16;
const PRINTED_MAX: usize = 32;
const SPANS_MAX: usize = 64;
const CHAINS_MAX: usize = 16;
const HOPS_MAX: usize = 16;
const NOTE_MAX: usize = 4_000;

impl Appearance {
    /// Reports every broken rule that can be checked without the article's text.
    pub fn check(&self, check: &mut Checker) {
        if self.article_version < 0 {
            check.report_at("article_version", "is negative; 0 means the newest version");
        }
        self.printing.check(check);
    }

    /// The ids of all sources that the appearance refers to.
    pub fn sources(&self) -> impl Iterator<Item = SourceId> {
        let hops = self.printing.chains.iter().flat_map(|chain| &chain.hops);
        hops.flat_map(|hop| std::iter::once(hop.source).chain(hop.document))
    }

    /// Keeps the stored note if this state has none.
    pub fn keep_note(&mut self, stored: &Self) {
        if self.printing.note.is_empty() {
            self.printing.note.clone_from(&stored.printing.note);
        }
    }

    /// The purposes of the further anchors.
    pub fn purposes(&self) -> BTreeSet<AnchorPurpose> {
        let anchors = self.printing.anchors.iter();
        anchors.filter_map(|anchor| anchor.purpose).collect()
    }

    /// Mutable access to the ids that [`Self::sources`] returns.
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
        check.at_most("anchors", &self.anchors, ANCHORS_MAX);
        check.list("anchors", &self.anchors, |check, anchor| {
            anchor.check(check);
        });
        if let Some(wording) = self.anchors.first() {
            check.field("anchors[0]", |check| wording.check_no_purpose(check));
        }
        for (name, anchors) in [
            ("printed_figures", &self.printed_figures),
            ("printed_dates", &self.printed_dates),
        ] {
            check.at_most(name, anchors, PRINTED_MAX);
            check.list(name, anchors, |check, anchor| {
                anchor.check(check);
                anchor.check_no_purpose(check);
            });
        }
        text::check(check, "hedge", &self.hedge, WORDS_MAX);
        text::check(check, "note", &self.note, NOTE_MAX);
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
            if let Some(anchor) = &hop.cue_anchor {
                check.field("cue_anchor", |check| {
                    anchor.check(check);
                    anchor.check_no_purpose(check);
                    if anchor.exact != hop.cue {
                        check.report_at("exact", "differs from cue; give one of them");
                    }
                });
            }
            if let Some(said) = &hop.said {
                check.field("said", |check| said.check(check));
            }
        });
    }
}
