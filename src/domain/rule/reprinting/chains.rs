//! Joins the attribution chains of an import with the stored ones.

use std::collections::BTreeMap;

use super::super::reimport::more_exact;
use crate::domain::resource::{AttributionChain, Hop, HopReference, SourceId, Unsaid};

/// A place in a list of chains: the index of the chain, and that of the hop in it.
type Place = (usize, usize);

/// The chains after an import, and where hops of both sides are in them.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) chains: Vec<AttributionChain>,
    stored: BTreeMap<Place, Place>,
    given: BTreeMap<Place, Place>,
}

impl Joined {
    /// The hop that a stored hop became. `None` if it was dropped.
    pub(super) fn of_stored(&self, hop: HopReference) -> Option<HopReference> {
        moved(&self.stored, hop)
    }

    /// The hop that a given hop became.
    pub(super) fn of_given(&self, hop: HopReference) -> Option<HopReference> {
        moved(&self.given, hop)
    }
}

fn moved(places: &BTreeMap<Place, Place>, hop: HopReference) -> Option<HopReference> {
    let place = (
        usize::try_from(hop.chain).ok()?,
        usize::try_from(hop.hop).ok()?,
    );
    let &(chain, hop) = places.get(&place)?;
    Some(HopReference {
        chain: i32::try_from(chain).ok()?,
        hop: i32::try_from(hop).ok()?,
    })
}

/// A stored chain and a given one of the same speakers, though one may have others between
/// them. `hops` has the indices of the hops that both have.
struct Pair {
    stored: usize,
    given: usize,
    hops: Vec<Place>,
}

pub(super) fn joined_chains(
    stored: &[AttributionChain],
    given: &[AttributionChain],
    unsaid: &Unsaid,
    survivor: impl Fn(SourceId) -> SourceId,
) -> Joined {
    let pairs = pairs(stored, given, unsaid, &survivor);
    let has_all_given = pairs.len() == given.len();
    let mut joined = Joined::default();
    // Either all stored chains in their order, or all given ones in theirs.
    let count = match has_all_given {
        true => stored.len(),
        false => given.len(),
    };
    for index in 0..count {
        let is_pair = |pair: &&Pair| match has_all_given {
            true => pair.stored == index,
            false => pair.given == index,
        };
        let (chain, of_stored, of_given) = match pairs.iter().find(is_pair) {
            Some(pair) => merged(pair, stored, given, unsaid, &survivor),
            None if has_all_given => alone(index, &stored[index], true),
            None => alone(index, &given[index], false),
        };
        joined.chains.push(chain);
        let in_chain = |(from, hop): (Place, usize)| (from, (index, hop));
        joined.stored.extend(of_stored.into_iter().map(in_chain));
        joined.given.extend(of_given.into_iter().map(in_chain));
    }
    joined
}

/// A chain, and the indices that the stored and the given hops have in it.
type Placed = (AttributionChain, Vec<(Place, usize)>, Vec<(Place, usize)>);

fn alone(index: usize, chain: &AttributionChain, is_stored: bool) -> Placed {
    let hops = 0..chain.hops.len();
    let places = hops.map(|hop| ((index, hop), hop)).collect();
    match is_stored {
        true => (chain.clone(), places, Vec::new()),
        false => (chain.clone(), Vec::new(), places),
    }
}

/// The longer one of two chains, with the hops that both have filled in.
fn merged(
    pair: &Pair,
    stored: &[AttributionChain],
    given: &[AttributionChain],
    unsaid: &Unsaid,
    survivor: &impl Fn(SourceId) -> SourceId,
) -> Placed {
    let (own, new) = (&stored[pair.stored], &given[pair.given]);
    let keeps_own = own.hops.len() >= new.hops.len();
    let mut chain = if keeps_own { own.clone() } else { new.clone() };
    for &(at, index) in &pair.hops {
        let place = (pair.given, index);
        let hop = hop(&own.hops[at], &new.hops[index], (unsaid, place), survivor);
        chain.hops[if keeps_own { at } else { index }] = hop;
    }
    let both = pair.hops.iter();
    if keeps_own {
        let of_given = both.map(|&(at, index)| ((pair.given, index), at));
        let (_, of_stored, _) = alone(pair.stored, own, true);
        (chain, of_stored, of_given.collect())
    } else {
        let of_stored = both.map(|&(at, index)| ((pair.stored, at), index));
        let (_, _, of_given) = alone(pair.given, new, false);
        (chain, of_stored.collect(), of_given)
    }
}

/// Pairs of chains, each in one pair at most. Chains with the same speakers and stances find
/// each other first, then those with the same speakers, then those that lack some.
fn pairs(
    stored: &[AttributionChain],
    given: &[AttributionChain],
    unsaid: &Unsaid,
    survivor: &impl Fn(SourceId) -> SourceId,
) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    for (is_whole, has_stances) in [(true, true), (true, false), (false, true), (false, false)] {
        for (index, new) in given.iter().enumerate() {
            if pairs.iter().any(|pair| pair.given == index) {
                continue;
            }
            let is_same = |own: &Hop, at: usize| {
                let hop = &new.hops[at];
                let is_open = !has_stances || unsaid.stances.contains(&(index, at));
                survivor(own.source) == survivor(hop.source)
                    && (is_open || own.stance == hop.stance)
            };
            let is_free = |at: &usize| !pairs.iter().any(|pair| pair.stored == *at);
            let mut free = (0..stored.len()).filter(is_free);
            let found = free.find_map(|at| {
                let own = &stored[at];
                let fits = !is_whole || own.hops.len() == new.hops.len();
                let hops = fits.then(|| hops_of_both(own, new, is_same)).flatten()?;
                Some((at, hops))
            });
            pairs.extend(found.map(|(stored, hops)| Pair {
                stored,
                given: index,
                hops,
            }));
        }
    }
    pairs
}

/// The hops that two chains have in common, if the one with fewer hops has only such.
fn hops_of_both(
    own: &AttributionChain,
    new: &AttributionChain,
    is_same: impl Fn(&Hop, usize) -> bool,
) -> Option<Vec<Place>> {
    let mut hops = Vec::new();
    if own.hops.len() >= new.hops.len() {
        let mut own = own.hops.iter().enumerate();
        for index in 0..new.hops.len() {
            let (at, _) = own.find(|(_, hop)| is_same(hop, index))?;
            hops.push((at, index));
        }
    } else {
        let mut new = 0..new.hops.len();
        for (at, hop) in own.hops.iter().enumerate() {
            let index = new.find(|index| is_same(hop, *index))?;
            hops.push((at, index));
        }
    }
    Some(hops)
}

/// A hop after an import of the same speaker's. `place` is that of the given hop.
fn hop(
    stored: &Hop,
    given: &Hop,
    (unsaid, place): (&Unsaid, Place),
    survivor: &impl Fn(SourceId) -> SourceId,
) -> Hop {
    let kept = |stored: SourceId, given: SourceId| match survivor(stored) == survivor(given) {
        true => stored,
        false => given,
    };
    let mut after = stored.clone();
    if !given.printed_name.is_empty() {
        after.printed_name.clone_from(&given.printed_name);
    }
    if !unsaid.stances.contains(&place) {
        after.stance = given.stance;
    }
    if !unsaid.bases.contains(&place) {
        after.basis = given.basis;
    }
    if !given.cue.is_empty() {
        let is_same_cue = stored.cue == given.cue;
        let stored = stored.cue_anchor.as_ref().filter(|_| is_same_cue);
        after.cue.clone_from(&given.cue);
        after.cue_anchor = given.cue_anchor.as_ref().or(stored).cloned();
    }
    after.record_status = given.record_status.or(stored.record_status);
    after.document = match (stored.document, given.document) {
        (Some(stored), Some(given)) => Some(kept(stored, given)),
        (stored, given) => given.or(stored),
    };
    after.said = match (&stored.said, &given.said) {
        (Some(stored), Some(given)) => Some(more_exact(stored, given)),
        (stored, given) => given.as_ref().or(stored.as_ref()).cloned(),
    };
    after
}
