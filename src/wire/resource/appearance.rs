//! Appearances in messages, with their anchors and chains.

use super::anchoring;
use crate::{
    domain::{
        passage::{Anchor, ArticlePart},
        resource::{
            Appearance, AppearanceForm, ArticleId, AttributionBasis, AttributionChain, ClaimId,
            Hop, HopReference, Modality, Printing, QuotedSpan, Stance, Unsaid,
        },
        value::Checker,
    },
    wire::{
        pb,
        value::{
            date,
            name::{article_name, source_name},
            read::{self, Keys},
        },
    },
};

/// Reads an appearance of a claim, without what only the server writes. If the message
/// names no article, the appearance is in `article`.
pub fn read(
    check: &mut Checker,
    keys: &Keys,
    claim: ClaimId,
    article: Option<ArticleId>,
    message: pb::Appearance,
) -> Appearance {
    let pb::Appearance {
        name: _,
        article: article_name,
        article_version,
        anchors,
        form,
        modality,
        hedge,
        printed_figures,
        printed_dates,
        quoted_spans,
        article_stance,
        chains,
        revision: _,
        etag: _,
        create_time: _,
        update_time: _,
        delete_time: _,
        erasure: _,
        anchoring,
        note,
    } = message;
    let article = article.filter(|_| article_name.is_empty());
    let article =
        article.unwrap_or_else(|| read::required_article(check, keys, "article", &article_name));
    Appearance {
        claim,
        article,
        article_version,
        anchoring: anchoring.and_then(|it| anchoring::read(check, it)),
        printing: Printing {
            anchors: read_anchors(check, "anchors", anchors),
            form: read::or_default(check, "form", form, AppearanceForm::Stated),
            modality: read::or_default(check, "modality", modality, Modality::Certain),
            hedge,
            printed_figures: read_anchors(check, "printed_figures", printed_figures),
            printed_dates: read_anchors(check, "printed_dates", printed_dates),
            quoted_spans: read::all(check, "quoted_spans", quoted_spans, |check, span| {
                Some(read_span(check, span))
            }),
            article_stance: read::or_default(
                check,
                "article_stance",
                article_stance,
                Stance::of_article(!chains.is_empty()),
            ),
            chains: read::all(check, "chains", chains, |check, chain| {
                Some(read_chain(check, keys, chain))
            }),
            note,
        },
    }
}

/// The fields that a message leaves to their defaults.
pub fn defaulted(message: &pb::Appearance) -> Vec<&'static str> {
    let given = [
        ("form", message.form),
        ("modality", message.modality),
        ("article_stance", message.article_stance),
    ];
    let defaulted = given.into_iter().filter(|(_, number)| *number == 0);
    defaulted.map(|(field, _)| field).collect()
}

/// What a message leaves open in its hops.
pub fn unsaid(message: &pb::Appearance) -> Unsaid {
    let lacking = |lacks: fn(&pb::Hop) -> bool| {
        let chains = message.chains.iter().enumerate();
        let hops = chains.flat_map(move |(chain, it)| {
            let hops = it.hops.iter().enumerate();
            let hops = hops.filter(move |(_, hop)| lacks(hop));
            hops.map(move |(hop, _)| (chain, hop))
        });
        hops.collect()
    };
    Unsaid {
        stances: lacking(|hop| hop.stance == 0),
        bases: lacking(|hop| hop.basis == 0),
    }
}

fn read_anchors(check: &mut Checker, name: &str, messages: Vec<pb::Anchor>) -> Vec<Anchor> {
    read::all(check, name, messages, |check, message| {
        Some(read_anchor(check, message))
    })
}

fn read_anchor(check: &mut Checker, message: pb::Anchor) -> Anchor {
    let pb::Anchor {
        part,
        exact,
        prefix,
        suffix,
        start,
        end,
        article_version,
        purpose,
        relation_type,
        lenient,
    } = message;
    Anchor {
        part: read::or_default(check, "part", part, ArticlePart::Body),
        exact,
        prefix,
        suffix,
        start,
        end,
        article_version,
        purpose: read::optional(check, "purpose", purpose),
        relation_type: read::optional(check, "relation_type", relation_type),
        lenient,
    }
}

fn read_span(check: &mut Checker, message: pb::QuotedSpan) -> QuotedSpan {
    let pb::QuotedSpan {
        part,
        start,
        end,
        kind,
        hop,
        article_version,
    } = message;
    QuotedSpan {
        part: read::or_default(check, "part", part, ArticlePart::Body),
        start,
        end,
        kind: read::required(check, "kind", kind),
        hop: hop.map(|pb::HopReference { chain, hop }| HopReference { chain, hop }),
        article_version,
    }
}

fn read_chain(check: &mut Checker, keys: &Keys, message: pb::AttributionChain) -> AttributionChain {
    let pb::AttributionChain { hops } = message;
    let hops = read::all(check, "hops", hops, |check, hop| {
        Some(read_hop(check, keys, hop))
    });
    AttributionChain { hops }
}

fn read_hop(check: &mut Checker, keys: &Keys, message: pb::Hop) -> Hop {
    let pb::Hop {
        source,
        printed_name,
        stance,
        cue,
        record_status,
        document,
        said,
        basis,
        cue_anchor,
    } = message;
    let stance = read::or_default(check, "stance", stance, Stance::Asserts);
    let cue_anchor =
        cue_anchor.map(|anchor| check.field("cue_anchor", |check| read_anchor(check, anchor)));
    let printed = cue_anchor.as_ref().filter(|_| cue.is_empty());
    let cue = printed.map_or(cue.clone(), |anchor| anchor.exact.clone());
    let record_status = read::optional(check, "record_status", record_status);
    let document = read::source(check, keys, "document", &document);
    let said = date::read(check, "said", said);
    let basis = read::or_default(check, "basis", basis, AttributionBasis::Printed);
    let source = read::required_source(check, keys, "source", &source);
    Hop {
        source,
        printed_name,
        stance,
        cue,
        cue_anchor,
        record_status,
        document,
        said,
        basis,
    }
}

/// Writes an appearance, without what the store adds.
pub fn write(appearance: &Appearance) -> pb::Appearance {
    let Appearance {
        claim: _,
        article,
        article_version,
        anchoring,
        printing,
    } = appearance;
    let Printing {
        anchors,
        form,
        modality,
        hedge,
        printed_figures,
        printed_dates,
        quoted_spans,
        article_stance,
        chains,
        note,
    } = printing;
    pb::Appearance {
        article: article_name(*article),
        article_version: *article_version,
        anchors: anchors.iter().map(write_anchor).collect(),
        form: read::number(*form),
        modality: read::number(*modality),
        hedge: hedge.clone(),
        printed_figures: printed_figures.iter().map(write_anchor).collect(),
        printed_dates: printed_dates.iter().map(write_anchor).collect(),
        quoted_spans: quoted_spans.iter().map(write_span).collect(),
        article_stance: read::number(*article_stance),
        chains: chains.iter().map(write_chain).collect(),
        anchoring: anchoring.map(anchoring::write),
        note: note.clone(),
        ..pb::Appearance::default()
    }
}

fn write_anchor(anchor: &Anchor) -> pb::Anchor {
    let Anchor {
        part,
        exact,
        prefix,
        suffix,
        start,
        end,
        article_version,
        purpose,
        relation_type,
        // Only input: a settled anchor is verbatim.
        lenient: _,
    } = anchor;
    pb::Anchor {
        part: read::number(*part),
        exact: exact.clone(),
        prefix: prefix.clone(),
        suffix: suffix.clone(),
        start: *start,
        end: *end,
        article_version: *article_version,
        purpose: read::number_or_zero(*purpose),
        relation_type: read::number_or_zero(*relation_type),
        lenient: false,
    }
}

fn write_span(span: &QuotedSpan) -> pb::QuotedSpan {
    let QuotedSpan {
        part,
        start,
        end,
        kind,
        hop,
        article_version,
    } = span;
    pb::QuotedSpan {
        part: read::number(*part),
        start: *start,
        end: *end,
        kind: read::number(*kind),
        hop: hop.map(|HopReference { chain, hop }| pb::HopReference { chain, hop }),
        article_version: *article_version,
    }
}

fn write_chain(chain: &AttributionChain) -> pb::AttributionChain {
    let AttributionChain { hops } = chain;
    pb::AttributionChain {
        hops: hops.iter().map(write_hop).collect(),
    }
}

fn write_hop(hop: &Hop) -> pb::Hop {
    let Hop {
        source,
        printed_name,
        stance,
        cue,
        cue_anchor,
        record_status,
        document,
        said,
        basis,
    } = hop;
    pb::Hop {
        source: source_name(*source),
        printed_name: printed_name.clone(),
        stance: read::number(*stance),
        cue: cue.clone(),
        record_status: read::number_or_zero(*record_status),
        document: source_name(*document),
        said: said.as_ref().map(date::write),
        basis: read::number(*basis),
        cue_anchor: cue_anchor.as_ref().map(write_anchor),
    }
}
