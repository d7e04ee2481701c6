//! Claims of the store that likely say the same.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{matching::KnownClaim, search_index::Indexed, suggesting::claims_like};
use crate::{
    app::{
        App, Error,
        turns::{LONG_BYTES, pause},
    },
    domain::resource::{Claim, ClaimId, Kind, Name, Resource},
    index::matching::{Likeness, Match},
    store::{
        log::Position,
        read::{
            Filter, IncludeDeleted, View,
            list::{ListPoint, Order},
        },
    },
    wire::document,
};

/// The claims that are examined for a page.
const EXAMINED_MAX: i64 = 200;

/// So many of them are compared before it is looked whether the page is full.
const COMPARED_AT_ONCE: usize = 10;

/// The most duplicates of a claim that are returned.
const DUPLICATES_MAX: usize = 20;

/// Which duplicates are asked for.
#[derive(Clone, Debug)]
pub struct DuplicatesRequest {
    /// Of which claims.
    pub filter: Filter,
    /// The least confidence.
    pub min_confidence: f64,
    /// The most claims with duplicates.
    pub size: usize,
    /// The last claim that was examined for the page before.
    pub after: Option<Uuid>,
    /// The index reflects at least this position.
    pub at_least: Option<Position>,
}

/// A claim, and others that likely say the same.
#[derive(Clone, Debug)]
pub struct Duplicates {
    /// The document of the claim.
    pub doc: Vec<u8>,
    /// The others, the most likely first.
    pub others: Vec<KnownClaim>,
}

/// A page of claims with duplicates.
#[derive(Clone, Debug)]
pub struct DuplicatesPage {
    /// The claims, in the order of their ids.
    pub claims: Vec<Duplicates>,
    /// The last claim that was examined, if there are more.
    pub next: Option<Uuid>,
    /// The position of the log that the index reflected.
    pub position: Position,
}

/// A claim that is examined.
struct Examined {
    name: ClaimId,
    doc: Vec<u8>,
    claim: Claim,
}

/// A claim, and what is like it.
type Alike = (Examined, Vec<Match>);

impl App {
    /// A page of claims that others likely say, too.
    pub async fn duplicates(&self, request: DuplicatesRequest) -> Result<DuplicatesPage, Error> {
        let indexed = self.search_index().at_least(request.at_least).await?;
        let position = indexed.position;
        let mut reader = self.store().reader().await?;
        let options = (View::Basic, IncludeDeleted::Live);
        let after = request.after.map(ListPoint::Id);
        let page = reader.list(&request.filter, options, Order::BY_ID, after, EXAMINED_MAX);
        let page = page.await?;
        drop(reader);
        let examined = examined(page.docs)?;
        let mut next = page.next.map(ListPoint::id);
        let mut claims = Vec::new();
        let mut examined = examined.into_iter().peekable();
        while examined.peek().is_some() && claims.len() < request.size {
            let few = examined.by_ref().take(COMPARED_AT_ONCE).collect();
            let found = self.alike(&indexed, few, request.min_confidence);
            let mut found = found.await?;
            self.leave_out_decided_pairs(&mut found).await?;
            self.leave_out_listed(&request, &indexed, &mut found)
                .await?;
            for (examined, others) in found {
                let others = self.known(others).await?;
                if others.is_empty() {
                    continue;
                }
                claims.push(Duplicates {
                    doc: examined.doc,
                    others,
                });
                if claims.len() == request.size {
                    next = Some(examined.name.uuid());
                    break;
                }
            }
        }
        Ok(DuplicatesPage {
            claims,
            next,
            position,
        })
    }

    /// What is like each of these claims.
    async fn alike(
        &self,
        indexed: &Indexed,
        examined: Vec<Examined>,
        min_confidence: f64,
    ) -> Result<Vec<Alike>, Error> {
        let snapshot = indexed.snapshot.clone();
        let finding = async move {
            let mut all = Vec::with_capacity(examined.len());
            for examined in examined {
                let found = claims_like(&snapshot, examined.name, &examined.claim)?;
                let found = found.into_iter().filter(|it| {
                    it.likeness == Some(Likeness::Same) && it.confidence >= min_confidence
                });
                all.push((examined, found.collect()));
                pause().await?;
            }
            Ok::<_, Error>(all)
        };
        self.turns().work(LONG_BYTES, finding).await?
    }

    /// Leaves out pairs of which somebody has decided.
    async fn leave_out_decided_pairs(&self, found: &mut [Alike]) -> Result<(), Error> {
        let drawn = self.drawn(&pairs(found)).await?;
        for (examined, others) in found {
            others.retain(|it| !drawn.decided.contains(&(examined.name, id(it))));
        }
        Ok(())
    }

    /// Leaves out pairs that are listed at the other claim, which comes before.
    async fn leave_out_listed(
        &self,
        request: &DuplicatesRequest,
        indexed: &Indexed,
        found: &mut [Alike],
    ) -> Result<(), Error> {
        let pairs = pairs(found).into_iter();
        let before = pairs.filter(|(examined, other)| other < examined);
        let before: BTreeSet<Uuid> = before.map(|(_, other)| other.uuid()).collect();
        if before.is_empty() {
            return Ok(());
        }
        let before: Vec<Uuid> = before.into_iter().collect();
        let mut reader = self.store().reader().await?;
        let selected = reader.selected_among(&request.filter, &before).await?;
        let names: Vec<Name> = selected.into_iter().map(name).collect();
        let docs = reader.documents(Kind::Claim, &names, View::Basic, IncludeDeleted::Live);
        let docs = docs.await?.into_values().map(|stored| stored.doc);
        drop(reader);
        let earlier = examined(docs.collect())?;
        let earlier = self.alike(indexed, earlier, request.min_confidence).await?;
        let listed: BTreeSet<(ClaimId, ClaimId)> = self::pairs(&earlier).into_iter().collect();
        for (examined, others) in found {
            others
                .retain(|it| id(it) > examined.name || !listed.contains(&(id(it), examined.name)));
        }
        Ok(())
    }

    /// The claims as they are now.
    async fn known(&self, found: Vec<Match>) -> Result<Vec<KnownClaim>, Error> {
        let names: Vec<Name> = found.iter().map(|it| name(it.claim.id)).collect();
        let mut docs = self.claim_documents(&names, View::Basic).await?;
        let known = found.into_iter().filter_map(|it| {
            Some(KnownClaim {
                doc: docs.remove(&name(it.claim.id))?,
                confidence: it.confidence,
                reasons: it.reasons,
            })
        });
        Ok(known.take(DUPLICATES_MAX).collect())
    }
}

/// The claims in documents. Retracted ones are left out.
fn examined(docs: Vec<Vec<u8>>) -> Result<Vec<Examined>, Error> {
    let mut all = Vec::with_capacity(docs.len());
    for doc in docs {
        let stored = document::decode(Kind::Claim, &doc)?;
        if let (Name::Claim(name), Resource::Claim(claim)) = (stored.name, stored.resource)
            && claim.retraction.is_none()
        {
            all.push(Examined { name, doc, claim });
        }
    }
    Ok(all)
}

fn pairs(found: &[Alike]) -> Vec<(ClaimId, ClaimId)> {
    let pairs = found.iter();
    let pairs =
        pairs.flat_map(|(examined, others)| others.iter().map(|other| (examined.name, id(other))));
    pairs.collect()
}

fn id(found: &Match) -> ClaimId {
    ClaimId::new(found.claim.id)
}

fn name(id: Uuid) -> Name {
    Name::Claim(ClaimId::new(id))
}
