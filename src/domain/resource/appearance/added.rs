//! Adding to a stored appearance: a further statement about the same words keeps all that
//! earlier ones said.

use super::{Appearance, AttributionChain, Hop, HopReference, Printing, Unsaid};
use crate::domain::{passage::Anchor, resource::name::SourceId, value::fill::Blank};

/// The place of a chain that was added: its index, and the indices of its hops.
struct Place {
    chain: usize,
    hops: Vec<usize>,
}

impl Appearance {
    /// Adds what this state gives to the stored state of the same appearance, and becomes the
    /// result. `survivor` returns the source that a source was merged into. Returns the
    /// fields in which the two differ; the stored values are kept.
    pub fn add_to(
        &mut self,
        stored: &Self,
        unsaid: &Unsaid,
        survivor: impl Fn(SourceId) -> SourceId,
    ) -> Vec<&'static str> {
        let mut given = std::mem::replace(self, stored.clone());
        self.meet(&mut given);
        let differences = self.printing.add(given.printing, unsaid, survivor);
        self.keep_anchoring(stored);
        differences
    }

    /// Takes the newer version of the two. What the other one gives stays in its version.
    pub(in crate::domain) fn meet(&mut self, given: &mut Self) {
        match self.article_version.cmp(&given.article_version) {
            std::cmp::Ordering::Less => {
                self.printing.stay_in(self.article_version);
                self.article_version = given.article_version;
                let wording = given.printing.anchors.first();
                if let Some((own, wording)) = self.printing.anchors.first_mut().zip(wording) {
                    own.clone_from(wording);
                }
            }
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => given.printing.stay_in(given.article_version),
        }
    }
}

impl Printing {
    /// Gives everything but the wording the version that it is in.
    fn stay_in(&mut self, version: i32) {
        let hops = self.chains.iter_mut().flat_map(|chain| &mut chain.hops);
        let anchors = self.anchors.iter_mut().skip(1);
        let anchors = anchors
            .chain(&mut self.printed_figures)
            .chain(&mut self.printed_dates)
            .chain(hops.filter_map(|hop| hop.cue_anchor.as_mut()));
        let versions = anchors.map(|anchor| &mut anchor.article_version);
        let spans = self.quoted_spans.iter_mut();
        let versions = versions.chain(spans.map(|span| &mut span.article_version));
        for own in versions.filter(|own| **own == 0) {
            *own = version;
        }
    }

    fn add(
        &mut self,
        given: Self,
        unsaid: &Unsaid,
        survivor: impl Fn(SourceId) -> SourceId,
    ) -> Vec<&'static str> {
        let Self {
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
        } = given;
        add_anchors(&mut self.anchors, anchors.into_iter().skip(1));
        add_anchors(&mut self.printed_figures, printed_figures);
        add_anchors(&mut self.printed_dates, printed_dates);
        // An article that only now attributes the claim has a stance toward the source.
        if self.chains.is_empty() && !chains.is_empty() {
            self.article_stance = article_stance;
        }
        let chains = chains.into_iter().enumerate();
        let places: Vec<Place> = chains
            .map(|(index, chain)| {
                let says_stance = |hop| !unsaid.stances.contains(&(index, hop));
                self.add_chain(chain, says_stance, &survivor)
            })
            .collect();
        for mut span in quoted_spans {
            if let Some(hop) = &mut span.hop {
                move_to(hop, &places);
            }
            if !self.quoted_spans.contains(&span) {
                self.quoted_spans.push(span);
            }
        }
        let texts = [
            ("hedge", &mut self.hedge, hedge),
            ("note", &mut self.note, note),
        ];
        let texts = texts.map(|(field, own, given)| (field, fill(own, given)));
        let values = [
            ("form", self.form != form),
            ("modality", self.modality != modality),
            ("article_stance", self.article_stance != article_stance),
        ];
        let differing = values.into_iter().chain(texts);
        let differing = differing.filter(|(_, differs)| *differs);
        differing.map(|(field, _)| field).collect()
    }

    /// Adds a chain, or what a chain lacks that says as much already: it has the same speakers
    /// with the same stances in the same order, and may have others between them.
    fn add_chain(
        &mut self,
        given: AttributionChain,
        says_stance: impl Fn(usize) -> bool,
        survivor: impl Fn(SourceId) -> SourceId,
    ) -> Place {
        let is_said_by = |own: &Hop, index: usize, given: &Hop| {
            let is_stance = own.stance == given.stance || !says_stance(index);
            survivor(own.source) == survivor(given.source) && is_stance
        };
        let own = self.chains.iter().enumerate();
        let mut same: Vec<Place> = own
            .filter_map(|(chain, own)| {
                let hops = places_in(own, &given, is_said_by)?;
                Some(Place { chain, hops })
            })
            .collect();
        // The chain that says least more, and then the one with the same stances.
        same.sort_by_key(|place| {
            let own = &self.chains[place.chain].hops;
            let hops = place.hops.iter().zip(&given.hops);
            let others = hops.filter(|(at, hop)| own[**at].stance != hop.stance);
            (own.len(), others.count())
        });
        let Some(place) = same.into_iter().next() else {
            self.chains.push(given);
            let chain = self.chains.len() - 1;
            let hops = (0..self.chains[chain].hops.len()).collect();
            return Place { chain, hops };
        };
        let own = &mut self.chains[place.chain].hops;
        for (&at, hop) in place.hops.iter().zip(given.hops) {
            own[at].fill_from(hop);
        }
        place
    }
}

/// The indices of the hops of a chain that are those of the given one, in the same order.
/// `None` if one of them is missing.
fn places_in(
    own: &AttributionChain,
    given: &AttributionChain,
    is_same: impl Fn(&Hop, usize, &Hop) -> bool,
) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(given.hops.len());
    let mut own = own.hops.iter().enumerate();
    for (index, hop) in given.hops.iter().enumerate() {
        let (place, _) = own.find(|(_, own)| is_same(own, index, hop))?;
        places.push(place);
    }
    Some(places)
}

/// Makes a reference to a hop that was given one to its place.
fn move_to(hop: &mut HopReference, places: &[Place]) {
    let place = usize::try_from(hop.chain).ok();
    let Some(place) = place.and_then(|chain| places.get(chain)) else {
        return;
    };
    let at = usize::try_from(hop.hop).ok();
    let at = at.and_then(|at| place.hops.get(at)).copied();
    hop.chain = i32::try_from(place.chain).unwrap_or(i32::MAX);
    hop.hop = at.and_then(|at| i32::try_from(at).ok()).unwrap_or(hop.hop);
}

impl Hop {
    fn fill_from(&mut self, given: Self) {
        if self.cue.is_empty() || self.cue == given.cue {
            self.cue = given.cue;
            fill(&mut self.cue_anchor, given.cue_anchor);
        }
        fill(&mut self.printed_name, given.printed_name);
        fill(&mut self.record_status, given.record_status);
        fill(&mut self.document, given.document);
        fill(&mut self.said, given.said);
    }
}

/// Fills a value that is absent. Returns whether both are given and differ.
fn fill<T: Blank + PartialEq>(own: &mut T, given: T) -> bool {
    if own.is_blank() {
        *own = given;
        return false;
    }
    !given.is_blank() && *own != given
}

/// Adds anchors of words that have none yet.
fn add_anchors(own: &mut Vec<Anchor>, given: impl IntoIterator<Item = Anchor>) {
    let place = |anchor: &Anchor| {
        let Anchor {
            part,
            start,
            end,
            article_version,
            purpose,
            relation_type,
            ..
        } = anchor;
        (
            *part,
            *start,
            *end,
            *article_version,
            *purpose,
            *relation_type,
        )
    };
    for anchor in given {
        if !own.iter().any(|it| place(it) == place(&anchor)) {
            own.push(anchor);
        }
    }
}
