//! What an import of an appearance changes in the stored one: what a bundle says replaces
//! what is stored, and what it leaves out stays.
//!
//! Anchors and quoted spans are matched by their places, and chains by their speakers. A
//! bundle that only has stored chains takes none away. One that has a chain with other
//! speakers says anew who speaks, so stored chains that it does not have are dropped.

mod chains;

use self::chains::{Joined, joined_chains};
use super::listed;
use crate::domain::{
    passage::{Anchor, AnchorPurpose},
    resource::{Appearance, HopReference, QuotedSpan, SourceId, Stance, Unsaid},
    value::fill::Blank,
};

/// The appearance after an import of `given`, which leaves `unsaid` and the fields in
/// `defaulted` open. `survivor` returns the source that a source was merged into, or the
/// source itself.
pub fn imported(
    stored: &Appearance,
    given: &Appearance,
    (defaulted, unsaid): (&[&str], &Unsaid),
    survivor: impl Fn(SourceId) -> SourceId,
) -> Appearance {
    let mut given = given.clone();
    let is_same_wording = wording(stored) == wording(&given);
    if !is_same_wording && given.article_version < stored.article_version {
        // What is stored cannot be anchored in an older version.
        given.keep_note(stored);
        given.keep_anchoring(stored);
        return given;
    }
    let mut after = stored.clone();
    after.meet(&mut given);
    let joined = joined_chains(
        &after.printing.chains,
        &given.printing.chains,
        unsaid,
        survivor,
    );
    let (own, new) = (&mut after.printing, given.printing);
    let (wording, further) = match new.anchors.split_first() {
        Some((wording, further)) => (Some(wording), further),
        None => (None, &[][..]),
    };
    if stored.article_version <= given.article_version
        && let Some((own, new)) = own.anchors.first_mut().zip(wording)
    {
        *own = anchor(own, new);
    }
    let kept = own.anchors.split_off(own.anchors.len().min(1));
    own.anchors.extend(anchors(&kept, further));
    own.printed_figures = anchors(&own.printed_figures, &new.printed_figures);
    own.printed_dates = anchors(&own.printed_dates, &new.printed_dates);
    let is_said = |field| !defaulted.contains(&field);
    if is_said("form") {
        own.form = new.form;
    }
    if is_said("modality") {
        own.modality = new.modality;
    }
    if is_said("article_stance") {
        own.article_stance = new.article_stance;
    } else if own.chains.is_empty() && own.article_stance == Stance::of_article(false) {
        own.article_stance = Stance::of_article(!joined.chains.is_empty());
    }
    replace(&mut own.hedge, new.hedge);
    replace(&mut own.note, new.note);
    own.quoted_spans = spans(&own.quoted_spans, &new.quoted_spans, &joined);
    own.chains = joined.chains;
    after.keep_anchoring(stored);
    after
}

fn wording(appearance: &Appearance) -> Option<&str> {
    let wording = appearance.printing.anchors.first();
    wording.map(|anchor| anchor.exact.as_str())
}

/// Replaces a value, unless the new one is absent.
fn replace<T: Blank>(own: &mut T, new: T) {
    if !new.is_blank() {
        *own = new;
    }
}

fn anchors(stored: &[Anchor], given: &[Anchor]) -> Vec<Anchor> {
    let is_same_place = |one: &Anchor, other: &Anchor| {
        one.part == other.part
            && one.start == other.start
            && one.end == other.end
            && one.article_version == other.article_version
    };
    let is_same = |one: &Anchor, other: &Anchor| {
        is_same_place(one, other)
            && one.purpose == other.purpose
            && one.relation_type == other.relation_type
    };
    listed::joined(stored, given, &[&is_same, &is_same_place], anchor)
}

/// An anchor after an import of the same place, or of other words.
fn anchor(stored: &Anchor, given: &Anchor) -> Anchor {
    let mut after = given.clone();
    if stored.exact == given.exact && stored.start == given.start {
        let Anchor { prefix, suffix, .. } = stored.clone();
        after.prefix = prefix;
        after.suffix = suffix;
        replace(&mut after.prefix, given.prefix.clone());
        replace(&mut after.suffix, given.suffix.clone());
    }
    after.purpose = given.purpose.or(stored.purpose);
    if after.purpose == Some(AnchorPurpose::Relation) {
        after.relation_type = given.relation_type.or(stored.relation_type);
    }
    after
}

fn spans(stored: &[QuotedSpan], given: &[QuotedSpan], joined: &Joined) -> Vec<QuotedSpan> {
    let moved = |spans: &[QuotedSpan], to: &dyn Fn(HopReference) -> Option<HopReference>| {
        let spans = spans.iter().map(|span| QuotedSpan {
            hop: span.hop.and_then(to),
            ..span.clone()
        });
        spans.collect::<Vec<_>>()
    };
    let stored = moved(stored, &|hop| joined.of_stored(hop));
    let given = moved(given, &|hop| joined.of_given(hop));
    let is_same_place = |one: &QuotedSpan, other: &QuotedSpan| {
        one.part == other.part
            && one.start == other.start
            && one.end == other.end
            && one.article_version == other.article_version
    };
    listed::joined(&stored, &given, &[&is_same_place], |stored, given| {
        QuotedSpan {
            hop: given.hop.or(stored.hop),
            ..given.clone()
        }
    })
}
