//! Reads what pictures of a claim show.

use std::{cmp::Reverse, collections::BTreeSet};

use super::loading::Loading;
use crate::{
    app::Error,
    domain::{
        resource::{ClaimId, Name, Resource, Stored},
        rule::{ConflictReason, Dispute},
    },
    picture::{
        canvas::Picture,
        evidence::{self, facts::Evidence},
        theme::Theme,
    },
    store::read::{
        Filter,
        conflict::condition::ConflictFilter,
        list::{AppearanceFilter, RelationFilter, ReviewFilter},
    },
    wire::resource::standing::read_dispute,
};

/// At most so many appearances of a claim are read, and reviews, and relations each way.
const APPEARANCES_MAX: usize = 2_000;
const REVIEWS_MAX: usize = 1_000;
const RELATIONS_MAX: usize = 500;

impl Loading<'_> {
    /// Draws the evidence of a claim.
    pub(crate) async fn evidence(
        &mut self,
        claim: &Stored,
        theme: Option<Theme>,
    ) -> Result<Picture, Error> {
        let id = ClaimId::new(claim.name.uuid());
        let mut evidence = Evidence {
            dispute: self.dispute(id).await?,
            ..Evidence::default()
        };
        self.load_appearances(id, &mut evidence).await?;
        self.load_reviews(id, &mut evidence).await?;
        self.load_relations(id, &mut evidence).await?;
        self.load_conflicts(id, &mut evidence).await?;
        let names = mentioned(claim, &evidence);
        self.look_up(&mut evidence.directory, names).await?;
        evidence.notes.extend(self.note());
        Ok(evidence::picture(claim, &evidence, theme))
    }

    pub(crate) async fn dispute(&self, claim: ClaimId) -> Result<Dispute, Error> {
        let standing = self.app.standing(claim, self.options).await?;
        Ok(read_dispute(&standing)?)
    }

    async fn load_appearances(&mut self, claim: ClaimId, into: &mut Evidence) -> Result<(), Error> {
        let filter = Filter::Appearances(AppearanceFilter {
            claim: Some(claim),
            ..AppearanceFilter::default()
        });
        for stored in self.list(&filter, APPEARANCES_MAX).await? {
            if let Resource::Appearance(appearance) = stored.resource {
                into.appearances.push((stored.name, appearance));
            }
        }
        Ok(())
    }

    async fn load_reviews(&mut self, claim: ClaimId, into: &mut Evidence) -> Result<(), Error> {
        let filter = Filter::Reviews(ReviewFilter {
            claim: Some(claim),
            ..ReviewFilter::default()
        });
        for stored in self.list(&filter, REVIEWS_MAX).await? {
            if let Resource::Review(review) = stored.resource {
                into.reviews.push((stored.name, review));
            }
        }
        into.reviews
            .sort_by_key(|(name, review)| (Reverse(review.review_time), *name));
        Ok(())
    }

    async fn load_relations(&mut self, claim: ClaimId, into: &mut Evidence) -> Result<(), Error> {
        let outward = RelationFilter {
            claim: Some(claim),
            ..RelationFilter::default()
        };
        let inward = RelationFilter {
            target: Some(claim),
            ..RelationFilter::default()
        };
        let mut seen = BTreeSet::new();
        for filter in [outward, inward] {
            for stored in self.list(&Filter::Relations(filter), RELATIONS_MAX).await? {
                if let Resource::Relation(relation) = stored.resource
                    && seen.insert(stored.name)
                {
                    into.relations.push((stored.name, relation));
                }
            }
        }
        Ok(())
    }

    async fn load_conflicts(&mut self, claim: ClaimId, into: &mut Evidence) -> Result<(), Error> {
        if self.options.moment.is_some() {
            into.notes
                .push("Figures that do not meet are only known as of now.".to_owned());
            return Ok(());
        }
        let filter = ConflictFilter {
            claim: Some(claim),
            reason: Some(ConflictReason::Quantities),
            ..ConflictFilter::default()
        };
        into.conflicts = self.conflicts(&filter).await?;
        Ok(())
    }
}

/// The names of everything that a picture of the evidence calls by its name.
fn mentioned(claim: &Stored, evidence: &Evidence) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for (_, appearance) in &evidence.appearances {
        names.insert(Name::Article(appearance.article));
        names.extend(appearance.sources().map(Name::Source));
    }
    for (name, relation) in &evidence.relations {
        names.insert(Name::Claim(relation.target));
        names.extend(name.claim().map(Name::Claim));
    }
    let conflicts = evidence.conflicts.iter();
    names.extend(conflicts.flat_map(|it| it.sides.iter().map(|side| Name::Claim(side.claim))));
    if let Resource::Claim(claim) = &claim.resource {
        names.extend(claim.sources().map(Name::Source));
    }
    names.remove(&claim.name);
    names
}
