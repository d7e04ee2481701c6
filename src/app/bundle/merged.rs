//! What of a bundle was merged since: its items are matched with the survivors, write
//! nothing to them, and what hangs on them is looked for where it was put.

use std::collections::{BTreeMap, BTreeSet};

use super::import::Import;
use crate::{
    app::Error,
    domain::resource::{
        any::{NaturalKey, Resource},
        bundle::{Item, Outcome},
        name::{ClaimId, Name, SourceId},
        relation::Relation,
        review::Review,
    },
    store::{log::request::Done, read::load::Lookup},
};

/// What hangs on a claim is looked for below this many of those that it stands for.
const CLAIMS_MAX: usize = 16;

/// What was merged of what a bundle was matched with.
#[derive(Default)]
pub(super) struct Merged {
    /// What an item was matched with before that was followed to its survivor, by its
    /// path.
    through: BTreeMap<String, Name>,
    /// All that the claims of the bundle stand for.
    groups: BTreeMap<Name, Vec<Name>>,
}

impl Merged {
    /// Notes that the item at a path was matched with what was merged.
    pub(super) fn note(&mut self, path: &str, matched: Name) {
        self.through.insert(path.to_owned(), matched);
    }

    /// Whether an item was matched with something that was merged.
    pub(super) fn is_through(&self, path: &str) -> bool {
        self.through.contains_key(path)
    }

    /// The claims below which something is looked for that hangs on a claim of the bundle:
    /// first the one that it was put below, by its path.
    fn claims(&self, path: &str, claim: ClaimId) -> Vec<ClaimId> {
        let item = path.split('.').next().unwrap_or_default();
        let upsert_below = self.through.get(item).copied();
        let group = self.groups.get(&Name::Claim(claim));
        let group = group.map(Vec::as_slice).unwrap_or_default().iter().copied();
        let all = upsert_below
            .into_iter()
            .chain([Name::Claim(claim)])
            .chain(group);
        let mut claims = Vec::new();
        for name in all {
            match name {
                Name::Claim(id) if !claims.contains(&id) && claims.len() < CLAIMS_MAX => {
                    claims.push(id);
                }
                _ => {}
            }
        }
        claims
    }

    fn stands_for(&self, one: ClaimId, other: ClaimId) -> bool {
        let group = self.groups.get(&Name::Claim(one));
        one == other || group.is_some_and(|group| group.contains(&Name::Claim(other)))
    }

    /// Where an appearance of a claim can stand.
    pub(super) fn below(&self, path: &str, claim: ClaimId) -> Vec<ClaimId> {
        self.claims(path, claim)
    }

    /// The keys that a relation can have, the likeliest first.
    pub(super) fn relation_keys(&self, path: &str, relation: &Relation) -> Vec<NaturalKey> {
        let mut keys = Vec::new();
        for claim in self.claims(path, relation.claim) {
            for target in self.claims("", relation.target) {
                let other = Relation {
                    claim,
                    target,
                    ..relation.clone()
                };
                keys.extend(Resource::Relation(other).natural_keys());
            }
        }
        keys
    }

    /// The keys that a review can have, the likeliest first.
    pub(super) fn review_keys(&self, path: &str, review: &Review) -> Vec<NaturalKey> {
        let claims = self.claims(path, review.claim).into_iter();
        let keys = claims.flat_map(|claim| {
            let review = review.clone();
            Resource::Review(Review { claim, ..review }).natural_keys()
        });
        keys.collect()
    }

    /// Gives a relation the ends of the stored one that it was matched with, where they
    /// are the same claims.
    pub(super) fn keep_ends(&self, given: &mut Relation, stored: &Relation) {
        let is_same = |claim, target| {
            self.stands_for(given.claim, claim) && self.stands_for(given.target, target)
        };
        let is_reversed = given.relation_type.is_symmetric();
        if is_same(stored.claim, stored.target)
            || (is_reversed && is_same(stored.target, stored.claim))
        {
            (given.claim, given.target) = (stored.claim, stored.target);
        }
    }
}

impl Import {
    /// Finds out what the claims of the bundle stand for.
    pub(super) async fn load_groups(&mut self, lookup: &mut Lookup<'_>) -> Result<(), Error> {
        let relations = self.bundle.relations.iter();
        let relations = relations.flat_map(|item| [item.value.claim, item.value.target]);
        let appearances = self.bundle.appearances.iter().map(|item| item.value.claim);
        let reviews = self.bundle.reviews.iter().map(|item| item.value.claim);
        let claims = relations.chain(appearances).chain(reviews);
        let claims: BTreeSet<Name> = claims.map(Name::Claim).collect();
        self.merged.groups = lookup.groups(&claims).await?;
        Ok(())
    }

    /// What was merged is known by its survivor, to which it has nothing to add.
    pub(super) fn match_merged<T>(
        &mut self,
        item: &Item<T>,
        name: Name,
        differences: Vec<&'static str>,
    ) {
        let stored = self.stored.get(&name);
        self.batch.done.push(Done {
            name,
            revision: stored.map_or(0, |stored| stored.stamp.revision),
            outcome: Outcome::Matched,
            path: item.path.clone(),
            key: item.key.clone(),
            differences: differences.into_iter().map(str::to_owned).collect(),
        });
    }
}

/// Keeps the sources that are stored where others are given that they were merged into.
pub(super) fn keep_sources<'a>(
    survivors: &BTreeMap<Name, Name>,
    stored: impl Iterator<Item = SourceId>,
    given: impl Iterator<Item = &'a mut SourceId>,
) {
    for (stored, given) in stored.zip(given) {
        if survivors.get(&Name::Source(stored)) == Some(&Name::Source(*given)) {
            *given = stored;
        }
    }
}
