//! The facts about new claims. They are all in the batch that creates the claims, except what
//! is stored about sources.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    domain::{
        passage::{Anchored, AnchoringOutcome},
        resource::{Appearance, ClaimId, Kind, Name, Resource},
        rule::{Counts, Facts},
    },
    store::{Error, connection::Connection, write::batch::Write},
};

/// The facts about the new claims of a batch, of those that have no relations or reviews.
pub(super) async fn facts(
    connection: &mut Connection,
    writes: &[Write],
) -> Result<BTreeMap<ClaimId, Facts>, Error> {
    let mut claims = new_claims(writes);
    let printed = writes.iter().filter(|write| !write.is_deleted);
    for write in printed {
        if let Resource::Appearance(appearance) = &write.after
            && let Some(claim) = claims.get_mut(&appearance.claim)
        {
            claim.add(appearance);
        }
    }
    let sources = claims.values().flat_map(|claim| &claim.sources);
    let sources = stored_sources(connection, sources.copied().collect()).await?;
    let facts = claims.into_iter();
    Ok(facts
        .map(|(id, claim)| (id, claim.facts(&sources)))
        .collect())
}

/// A new claim with what the batch says about it.
#[derive(Default)]
struct NewClaim {
    counts: Counts,
    sources: BTreeSet<Uuid>,
}

/// The new claims that have no relations or reviews. There are none in a batch that merges
/// claims, because a survivor counts what its merged claims have.
fn new_claims(writes: &[Write]) -> BTreeMap<ClaimId, NewClaim> {
    let mut claims = BTreeMap::new();
    let mut others = BTreeSet::new();
    for write in writes {
        match (write.name, &write.after) {
            (Name::Claim(_), _) if write.is_merge() => return BTreeMap::new(),
            (Name::Claim(claim), _) if write.before.is_none() => {
                claims.insert(claim, NewClaim::default());
            }
            (_, Resource::Relation(_) | Resource::Review(_)) => {
                others.extend(write.after.moves_standing_of());
            }
            _ => {}
        }
    }
    claims.retain(|claim, _| !others.contains(claim));
    claims
}

impl NewClaim {
    fn add(&mut self, appearance: &Appearance) {
        let counts = &mut self.counts;
        let sides = appearance.printing.sides();
        let count = |counted: &mut i32, is_counted: bool| *counted += i32::from(is_counted);
        counts.appearances += 1;
        count(&mut counts.affirming, sides.affirms);
        count(&mut counts.denying, sides.denies);
        count(&mut counts.doubting, sides.doubts);
        if let Some(anchoring) = appearance.anchoring {
            let is_changed = anchoring.outcome == AnchoringOutcome::Changed;
            let is_orphaned = anchoring.outcome == AnchoringOutcome::Orphaned;
            let mut altering = Anchored::ALTERING.into_iter();
            let is_altered = altering.any(|change| anchoring.changes.contains(change));
            count(&mut counts.changed, is_changed);
            count(&mut counts.altered, is_altered);
            count(&mut counts.orphaned.all, is_orphaned);
            count(&mut counts.orphaned.affirming, is_orphaned && sides.affirms);
            count(&mut counts.orphaned.denying, is_orphaned && sides.denies);
            count(&mut counts.orphaned.doubting, is_orphaned && sides.doubts);
        }
        self.sources
            .extend(appearance.sources().map(|id| id.uuid()));
    }

    fn facts(mut self, stored: &BTreeMap<Uuid, StoredSource>) -> Facts {
        let sources = self.sources.iter().filter_map(|id| stored.get(id));
        let survivors: BTreeSet<Uuid> = sources.clone().map(|it| it.survivor).collect();
        let has_retracted_source = sources.clone().any(|it| it.is_retracted);
        self.counts.sources = i32::try_from(survivors.len()).unwrap_or(i32::MAX);
        Facts {
            counts: self.counts,
            has_retracted_source,
            ..Facts::default()
        }
    }
}

/// What is stored about a source: what it was merged into, or itself, and whether that is
/// retracted.
struct StoredSource {
    survivor: Uuid,
    is_retracted: bool,
}

async fn stored_sources(
    connection: &mut Connection,
    ids: BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, StoredSource>, Error> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let rows = sqlx::query!(
        r#"
        select given.id as "id!", sources.id as "survivor!", is_retracted as "is_retracted!"
        from unnest($1::uuid[]) as given (id)
            left join survivors on survivors.id = given.id and survivors.kind = $2
            join sources on sources.id = coalesce(survivor_id, given.id)
        "#,
        &ids,
        Kind::Source.code(),
    )
    .fetch_all(connection)
    .await?;
    let stored = rows.into_iter().map(|row| {
        let source = StoredSource {
            survivor: row.survivor,
            is_retracted: row.is_retracted,
        };
        (row.id, source)
    });
    Ok(stored.collect())
}
