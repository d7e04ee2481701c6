//! Handles claims and sources that were merged since an earlier import: the children of a
//! claim are looked up under all claims of its group, and stored references stay as they
//! are.

use std::collections::{BTreeMap, BTreeSet};

use super::{candidate::Match, overlay::Overlay};
use crate::{
    app::Error,
    domain::resource::{ClaimId, Name, NaturalKeys, Relation, Resource, Review, SourceId, Stored},
};

/// The children of a claim are looked up under at most this many claims of its group.
const CLAIMS_MAX: usize = 16;

/// The groups of merged claims to which the claims of a bundle belong.
pub(super) struct Groups {
    /// The merged claims that items matched first, by path.
    merged: BTreeMap<String, Name>,
    /// The group of each claim: its survivor and all claims that were merged into that.
    groups: BTreeMap<Name, Vec<Name>>,
}

impl Groups {
    /// Loads the groups of these claims.
    pub(super) async fn load(
        store: &mut Overlay<'_, '_>,
        matched: &[Match],
        claims: BTreeSet<Name>,
    ) -> Result<Self, Error> {
        let merged = matched.iter();
        let merged = merged.filter_map(|it| Some((it.item.path.clone(), it.merged?)));
        Ok(Self {
            merged: merged.collect(),
            groups: store.lookup.groups(&claims).await?,
        })
    }

    /// The claims under which the child at a path is looked up, if the bundle puts it under
    /// `claim`. The first is the claim under which an earlier import put it.
    pub(super) fn claims(&self, path: &str, claim: ClaimId) -> Vec<ClaimId> {
        let item = path.split('.').next().unwrap_or_default();
        let first = self.merged.get(item).copied();
        let group = self.groups.get(&Name::Claim(claim)).into_iter().flatten();
        let all = first.into_iter().chain([Name::Claim(claim)]);
        let mut claims = Vec::new();
        for name in all.chain(group.copied()) {
            match name {
                Name::Claim(id) if !claims.contains(&id) && claims.len() < CLAIMS_MAX => {
                    claims.push(id);
                }
                _ => {}
            }
        }
        claims
    }

    /// The keys that a relation or review can have, most likely first.
    pub(super) fn keys(&self, path: &str, child: &Resource) -> Vec<NaturalKeys> {
        let variants: Vec<Resource> = match child {
            Resource::Relation(relation) => self.relations(path, relation),
            Resource::Review(review) => {
                let claims = self.claims(path, review.claim).into_iter();
                let below = |claim| Review {
                    claim,
                    ..review.clone()
                };
                claims.map(|claim| Resource::Review(below(claim))).collect()
            }
            _ => Vec::new(),
        };
        variants.iter().map(Resource::natural_keys).collect()
    }

    fn relations(&self, path: &str, relation: &Relation) -> Vec<Resource> {
        let mut relations = Vec::new();
        for claim in self.claims(path, relation.claim) {
            for target in self.claims("", relation.target) {
                relations.push(Resource::Relation(Relation {
                    claim,
                    target,
                    ..relation.clone()
                }));
            }
        }
        relations
    }

    /// Gives relations and reviews the claims of the stored resources that they match, if
    /// these are of the same groups.
    pub(super) fn keep_claims(
        &self,
        mut children: Vec<Match>,
        stored: &BTreeMap<Name, Stored>,
    ) -> Vec<Match> {
        for it in &mut children {
            match (
                &mut it.item.value,
                stored.get(&it.name).map(|it| &it.resource),
            ) {
                (Resource::Relation(given), Some(Resource::Relation(stored))) => {
                    self.keep_ends(given, stored);
                }
                (Resource::Review(given), Some(Resource::Review(stored))) => {
                    given.claim = stored.claim;
                }
                _ => {}
            }
        }
        children
    }

    fn keep_ends(&self, given: &mut Relation, stored: &Relation) {
        let is_same =
            |claim, target| self.is_same(given.claim, claim) && self.is_same(given.target, target);
        // A symmetric relation means the same with its ends swapped.
        let is_symmetric = given.relation_type.is_symmetric();
        if is_same(stored.claim, stored.target)
            || (is_symmetric && is_same(stored.target, stored.claim))
        {
            (given.claim, given.target) = (stored.claim, stored.target);
        }
    }

    fn is_same(&self, one: ClaimId, other: ClaimId) -> bool {
        let mut group = self.groups.get(&Name::Claim(one)).into_iter().flatten();
        one == other || group.any(|name| *name == Name::Claim(other))
    }
}

/// The source that a source was merged into, or itself.
pub(super) fn survivor(survivors: &BTreeMap<Name, Name>, id: SourceId) -> SourceId {
    match survivors.get(&Name::Source(id)) {
        Some(Name::Source(survivor)) => *survivor,
        _ => id,
    }
}
