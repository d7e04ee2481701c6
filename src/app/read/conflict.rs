//! Lists conflicts. Claims are examined in the order of their ids, a few at a time, until the
//! page is full or the page's budget is spent. A page continues where the page before it
//! ended, which can be in the middle of a claim.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::{
    app::{App, Error},
    domain::{
        resource::{Claim, ClaimId, Kind, Name, Resource},
        rule::{
            Conflict, ConflictPoint, ConflictReason, ConflictSide, Figure,
            conflict::{conflicting, figures as figures_of},
        },
    },
    store::{
        Reader,
        read::{
            IncludeDeleted, View,
            conflict::{
                candidate::Candidate,
                condition::{ConflictFilter, ConflictRange, LISTED_MAX},
                opposed::{Opposed, Taken},
            },
            list::fit_on_page,
        },
    },
    wire::{conflict, document},
};

/// A page examines at most this many claims.
const CANDIDATES_MAX: i64 = 1_000;

/// Claims are examined in steps that grow, since the first few may fill a page.
const STEP_FIRST: i64 = 8;
const STEP_GROWTH: i64 = 4;
const STEP_MAX: i64 = 256;

/// A page reads at most about this many figures that are in conflict.
const VISITS_MAX: i64 = 16_384;

/// At most this many figures are read for one claim. If there are more, they are walked in
/// order.
const VISITS_OF_CLAIM_MAX: i64 = 2_048;

/// A page of conflicts.
#[derive(Debug)]
pub struct ConflictPage {
    /// The conflicts, in order.
    pub conflicts: Vec<Conflict>,
    /// The point after which the next page starts, if there may be more.
    pub next: Option<ConflictPoint>,
}

/// The search for the conflicts of one page.
struct PageSearch<'a> {
    reader: Reader,
    filter: &'a ConflictFilter,
    size: usize,
    /// The point after which there may be more.
    after: Option<ConflictPoint>,
    found: Vec<Found>,
    visits: i64,
    /// The claim whose figures are being walked.
    walked: Option<Uuid>,
}

struct Found {
    point: ConflictPoint,
    details: Details,
}

enum Details {
    Figures,
    Relations(Vec<Name>),
    Stances(Opposed),
}

impl App {
    /// A page of the conflicts after a point.
    pub async fn list_conflicts(
        &self,
        filter: &ConflictFilter,
        after: Option<ConflictPoint>,
        size: i64,
    ) -> Result<ConflictPage, Error> {
        let mut reader = self.store.reader().await?;
        let filter = &reader.followed(filter).await?;
        let mut search = PageSearch {
            reader,
            filter,
            size: usize::try_from(size).unwrap_or(usize::MAX),
            after,
            found: Vec::new(),
            visits: 0,
            walked: None,
        };
        let is_through = search.find().await?;
        search.page(is_through).await
    }
}

impl PageSearch<'_> {
    /// Examines claims until the page is full or its budget is spent. Returns whether all
    /// claims were examined.
    async fn find(&mut self) -> Result<bool, Error> {
        let mut step = STEP_FIRST;
        let mut examined = 0;
        while self.found.len() <= self.size && self.visits < VISITS_MAX && examined < CANDIDATES_MAX
        {
            let candidates = self
                .reader
                .conflict_candidates(self.filter, self.after, step)
                .await?;
            let rows: i64 = candidates.iter().map(|it| it.rows).sum();
            let before = self.visits;
            let done = self.step(&candidates).await?;
            if done == candidates.len() && rows < step {
                return Ok(true);
            }
            examined += rows;
            // The next claims are likely to cost what these did.
            let cost = ((self.visits - before) / rows).max(1);
            let affordable = (VISITS_MAX - self.visits) / cost;
            step = match self.walked {
                Some(_) => 1,
                None => (step * STEP_GROWTH).min(STEP_MAX).min(affordable).max(1),
            };
        }
        Ok(false)
    }

    /// Examines the next claims. Returns how many of them are finished.
    async fn step(&mut self, candidates: &[Candidate]) -> Result<usize, Error> {
        let (mut found, done) = self.figures(candidates).await?;
        let candidates = &candidates[..done];
        let ids = |is: fn(&Candidate) -> bool| {
            let such = candidates.iter().filter(|it| it.is_selected && is(it));
            such.map(|it| it.id).collect::<Vec<_>>()
        };
        let contradicted = ids(|it| it.is_contradicted);
        if !contradicted.is_empty() && self.filter.includes(ConflictReason::Contradiction) {
            found.extend(self.contradictions(&contradicted).await?);
        }
        let opposed = ids(|it| it.is_opposed);
        if !opposed.is_empty() && self.filter.includes(ConflictReason::Stances) {
            let opposed = self.reader.opposed(&opposed).await?;
            found.extend(opposed.into_iter().map(|opposed| Found {
                point: ConflictPoint::last_of(opposed.claim.uuid()),
                details: Details::Stances(opposed),
            }));
        }
        found.retain(|it| self.after.is_none_or(|after| it.point > after));
        found.sort_by_key(|it| it.point);
        self.found.extend(found);
        if let Some(last) = candidates.last() {
            self.after = Some(ConflictPoint::last_of(last.id));
        }
        Ok(done)
    }

    /// The conflicts of the figures of claims, and how many of the claims they are complete for.
    async fn figures(&mut self, candidates: &[Candidate]) -> Result<(Vec<Found>, usize), Error> {
        let mut found = Vec::new();
        if !self.filter.includes(ConflictReason::Quantities) {
            return Ok((found, candidates.len()));
        }
        let first = candidates.first().map(|it| it.id);
        if let Some(id) = first.filter(|id| self.walked == Some(*id)) {
            return self.walk(id).await;
        }
        let selected = candidates.iter().filter(|it| it.is_selected);
        let selected = selected.map(|it| it.id).filter(|id| !self.has_passed(*id));
        let selected: Vec<Uuid> = selected.collect();
        if selected.is_empty() {
            return Ok((found, candidates.len()));
        }
        let range = self.range();
        let probed = self
            .reader
            .conflicting_figures(self.filter, &selected, range, VISITS_OF_CLAIM_MAX)
            .await?;
        self.visits += probed.iter().map(|it| it.visits).sum::<i64>();
        for probe in probed {
            if probe.visits < VISITS_OF_CLAIM_MAX {
                let others = probe.others.into_iter();
                found.extend(others.map(|other| figures(probe.id, other)));
                continue;
            }
            let done = candidates.iter().take_while(|it| it.id != probe.id).count();
            if done > 0 {
                return Ok((found, done));
            }
            return self.walk(probe.id).await;
        }
        Ok((found, candidates.len()))
    }

    /// Walks over the figures that a claim's figures compare with, as far as the budget allows.
    async fn walk(&mut self, id: Uuid) -> Result<(Vec<Found>, usize), Error> {
        let range = self.range();
        let walked = self
            .reader
            .walk_figures(self.filter, id, range, VISITS_OF_CLAIM_MAX)
            .await?;
        self.visits += walked.visits;
        let found = walked.others.into_iter().map(|other| figures(id, other));
        let Some(reached) = walked.reached else {
            self.walked = None;
            return Ok((found.collect(), 1));
        };
        self.found.extend(found);
        self.walked = Some(id);
        self.after = Some(figures(id, reached).point);
        Ok((Vec::new(), 0))
    }

    async fn contradictions(&mut self, ids: &[Uuid]) -> Result<Vec<Found>, Error> {
        let range = self.range();
        let contradictions = self.reader.contradictions(self.filter, ids, range);
        let found = contradictions.await?.into_iter().map(|it| Found {
            point: ConflictPoint {
                claim: it.claim.uuid(),
                reason: ConflictReason::Contradiction,
                other: it.other.uuid(),
            },
            details: Details::Relations(it.relations),
        });
        Ok(found.collect())
    }

    /// Whether earlier pages have finished the figures of a claim.
    fn has_passed(&self, id: Uuid) -> bool {
        self.after
            .is_some_and(|point| point.claim == id && point.reason > ConflictReason::Quantities)
    }

    /// The range that is left to read. It has one conflict more than the page, which shows
    /// whether there is more.
    fn range(&self) -> ConflictRange {
        ConflictRange {
            after: self.after,
            limit: i64::try_from(self.size).map_or(i64::MAX, |size| size + 1),
        }
    }

    /// The page with as many of the found conflicts as fit.
    async fn page(mut self, is_through: bool) -> Result<ConflictPage, Error> {
        let mut next = self.after.filter(|_| !is_through);
        if self.found.len() > self.size {
            self.found.truncate(self.size);
            next = self.found.last().map(|it| it.point);
        }
        let claims = self.claims().await?;
        let mut page = ConflictPage {
            conflicts: Vec::new(),
            next: None,
        };
        let mut bytes = 0;
        let mut last = None;
        for Found { point, details } in self.found {
            // The claims may have changed since the conflict was found.
            let Some(conflict) = conflict_of(self.filter, &claims, point, details) else {
                continue;
            };
            bytes += conflict::size(&conflict);
            if last.is_some() && !fit_on_page(bytes) {
                next = last;
                break;
            }
            page.conflicts.push(conflict);
            last = Some(point);
        }
        page.next = next;
        Ok(page)
    }

    /// The claims on both sides of the conflicts that were found.
    async fn claims(&mut self) -> Result<Claims, Error> {
        let points = self.found.iter().map(|it| it.point);
        let mut ids: Vec<Uuid> = points.flat_map(|it| [it.claim, it.other]).collect();
        ids.sort_unstable();
        ids.dedup();
        let names: Vec<Name> = ids
            .into_iter()
            .map(|id| Name::Claim(ClaimId::new(id)))
            .collect();
        let documents = self
            .reader
            .documents(Kind::Claim, &names, View::Basic, IncludeDeleted::Live)
            .await?;
        let mut claims = Claims::new();
        for (name, document) in documents {
            if let Resource::Claim(claim) = document::decode(Kind::Claim, &document.doc)?.resource {
                let figures = figures_of(&claim);
                claims.insert(name.uuid(), (claim, figures));
            }
        }
        Ok(claims)
    }
}

type Claims = BTreeMap<Uuid, (Claim, Vec<Figure>)>;

fn figures(claim: Uuid, other: Uuid) -> Found {
    Found {
        point: ConflictPoint {
            claim,
            reason: ConflictReason::Quantities,
            other,
        },
        details: Details::Figures,
    }
}

fn conflict_of(
    filter: &ConflictFilter,
    claims: &Claims,
    point: ConflictPoint,
    details: Details,
) -> Option<Conflict> {
    let sides = [point.claim, point.other];
    let [one, other] = sides.map(|id| claims.get(&id).map(|of| (id, of)));
    let mut sides = [one?, other?].map(|(id, (claim, _))| ConflictSide {
        claim: ClaimId::new(id),
        statement: claim.statement.clone(),
        period: None,
        quantities: Vec::new(),
        appearances: Vec::new(),
        appearance_count: 0,
    });
    let mut relations = Vec::new();
    match details {
        Details::Figures => {
            add_figures(filter, &mut sides, [one?.1, other?.1])?;
        }
        Details::Relations(names) => relations = names,
        Details::Stances(opposed) => {
            let taken = [opposed.affirmed, opposed.denied];
            for (side, Taken { appearances, count }) in sides.iter_mut().zip(taken) {
                side.appearances = appearances;
                side.appearance_count = i32::try_from(count).unwrap_or(i32::MAX);
            }
        }
    }
    Some(Conflict {
        reason: point.reason,
        sides,
        relations,
    })
}

/// Adds the figures that are in conflict. Returns `None` if there are none any more.
fn add_figures(
    filter: &ConflictFilter,
    sides: &mut [ConflictSide; 2],
    claims: [&(Claim, Vec<Figure>); 2],
) -> Option<()> {
    let [(one, figures), (other, other_figures)] = claims;
    let is_asked = |measure: &str| filter.measure.as_deref().is_none_or(|it| it == measure);
    let pairs = conflicting(figures, other_figures).into_iter();
    let pairs = pairs.filter_map(|(it, to)| one.quantities.get(it).zip(other.quantities.get(to)));
    for (it, to) in pairs
        .filter(|(it, _)| is_asked(&it.measure))
        .take(LISTED_MAX)
    {
        sides[0].quantities.push(it.clone());
        sides[1].quantities.push(to.clone());
    }
    for (side, (claim, _)) in sides.iter_mut().zip(claims) {
        side.period = claim.period.clone();
    }
    (!sides[0].quantities.is_empty()).then_some(())
}
