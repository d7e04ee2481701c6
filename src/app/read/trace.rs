//! Traces what rests on a source or a claim. The stages follow one another. Each has an
//! order in which a page can continue where the previous page ended.

mod closure;

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use self::closure::{Closure, Node};
use crate::{
    app::{App, Error},
    domain::{
        resource::{
            Appearance, AppearanceId, ArticleId, ClaimId, Kind, Name, Resource, ReviewId, SourceId,
        },
        rule::{Dependant, LinkedPoint, ReachProgress, Stage, TraceLink, TracePoint, TraceStep},
    },
    store::{
        Reader,
        read::{Attributed, Presence, Printed, Reporting, list::fit_on_page},
    },
    wire::{document, trace::size},
};

/// The appearances of this many claims are read at once.
const CLAIMS_AT_ONCE: usize = 100;

/// A page of what rests on something.
#[derive(Debug)]
pub struct TracePage {
    /// What rests on it, in order.
    pub dependants: Vec<Dependant>,
    /// The point after which the next page starts, if there is more.
    pub next: Option<TracePoint>,
    /// Whether links lead to more claims than are followed.
    pub is_truncated: bool,
    /// The progress of the newest reach.
    pub reach: Option<ReachProgress>,
}

impl App {
    /// Returns a page of what rests on a source or a claim, after a point.
    pub async fn trace(
        &self,
        name: Name,
        after: Option<TracePoint>,
        count: i64,
    ) -> Result<TracePage, Error> {
        let mut reader = self.store.reader().await?;
        let requested = BTreeSet::from([name]);
        let presence = reader.lookup().presence(&requested).await?;
        if presence.get(&name) != Some(&Presence::Live) {
            return Err(Error::NotFound(vec![name]));
        }
        let groups = reader.lookup().groups(&requested).await?;
        let group = groups.into_values().next().unwrap_or_default();
        let reach = reader.newest_reach(&group).await?;
        let mut trace = Trace {
            reader,
            ids: group.iter().map(|name| name.uuid()).collect(),
            survivor: group.first().copied().unwrap_or(name),
            after,
            limit: usize::try_from(count).unwrap_or(usize::MAX),
            found: Vec::new(),
            is_truncated: false,
        };
        trace.find().await?;
        let mut page = trace.page();
        page.reach = reach.map(|reach| ReachProgress {
            caused_by: reach.cause.map(|cause| (cause.name, cause.revision)),
            claims: reach.claims,
            start_time: reach.start_time,
            end_time: reach.end_time,
        });
        Ok(page)
    }
}

/// A page that is being filled.
struct Trace {
    reader: Reader,
    /// The id of what is traced, followed by the ids of what was merged into it.
    ids: Vec<Uuid>,
    survivor: Name,
    after: Option<TracePoint>,
    limit: usize,
    /// One dependant more than fits on the page shows that there is more.
    found: Vec<(TracePoint, Dependant)>,
    is_truncated: bool,
}

impl Trace {
    /// Goes through the stages until there is more than fits on the page.
    async fn find(&mut self) -> Result<(), Error> {
        let is_source = self.survivor.kind() == Kind::Source;
        for stage in Stage::ALL {
            let is_passed = self.after.is_some_and(|point| point.stage() > stage);
            if is_passed || self.found.len() > self.limit {
                continue;
            }
            match stage {
                Stage::Printed if is_source => self.attributed().await?,
                Stage::Printed => self.printed().await?,
                Stage::Reported if is_source => self.reported().await?,
                Stage::Cited if is_source => self.cited().await?,
                Stage::Reported | Stage::Cited => {}
                Stage::Reviewed => self.reviewed().await?,
                Stage::Linked => self.linked().await?,
            }
        }
        Ok(())
    }

    fn page(self) -> TracePage {
        let mut page = TracePage {
            dependants: Vec::new(),
            next: None,
            is_truncated: self.is_truncated,
            reach: None,
        };
        let mut bytes = 0;
        let mut last = None;
        for (point, dependant) in self.found {
            bytes += size(&dependant);
            let is_full = page.dependants.len() == self.limit || !fit_on_page(bytes);
            if is_full && !page.dependants.is_empty() {
                page.next = last;
                break;
            }
            last = Some(point);
            page.dependants.push(dependant);
        }
        page
    }

    /// The number of dependants that are still needed.
    fn wanted(&self) -> i64 {
        let wanted = (self.limit + 1).saturating_sub(self.found.len());
        i64::try_from(wanted).unwrap_or(i64::MAX)
    }

    fn add(&mut self, point: TracePoint, steps: impl IntoIterator<Item = TraceStep>) {
        let first = TraceStep::first(self.survivor);
        let path = std::iter::once(first).chain(steps).collect();
        self.found.push((point, Dependant { path }));
    }

    async fn attributed(&mut self) -> Result<(), Error> {
        let after = match self.after {
            Some(TracePoint::Printed { claim, appearance }) => Some((claim, appearance)),
            _ => None,
        };
        let wanted = self.wanted();
        for it in self.reader.attributed(&self.ids, after, wanted).await? {
            let point = TracePoint::Printed {
                claim: it.claim,
                appearance: it.appearance,
            };
            let steps = [
                self.attribution(&it)?,
                appearance_step(it.claim, it.appearance),
                article_step(it.article),
            ];
            self.add(point, steps);
        }
        Ok(())
    }

    fn sources(&self) -> Vec<SourceId> {
        self.ids.iter().copied().map(SourceId::new).collect()
    }

    /// The step to a claim that is attributed to the source.
    fn attribution(&self, it: &Attributed) -> Result<TraceStep, Error> {
        let claim = Name::Claim(ClaimId::new(it.survivor));
        let hops = read_appearance(&it.doc)?.hops_of(&self.sources());
        let named = hops.first().map(|(_, source)| Name::Source(*source));
        Ok(TraceStep {
            hops: hops.into_iter().map(|(hop, _)| hop).collect(),
            named_source: named.filter(|named| *named != self.survivor),
            ..TraceStep::by(TraceLink::Attribution, claim)
        })
    }

    async fn reported(&mut self) -> Result<(), Error> {
        let after = match self.after {
            Some(TracePoint::Reported(claim)) => Some(claim),
            _ => None,
        };
        let wanted = self.wanted();
        for it in self.reader.reporting(&self.ids, after, wanted).await? {
            if let Some(step) = self.report(&it)? {
                self.add(TracePoint::Reported(it.claim), [step]);
            }
        }
        Ok(())
    }

    /// The step to a claim that reports the source.
    fn report(&self, it: &Reporting) -> Result<Option<TraceStep>, Error> {
        let Resource::Claim(claim) = document::decode(Kind::Claim, &it.doc)?.resource else {
            return Ok(None);
        };
        let report = claim.report_of(&self.sources());
        let step = report.map(|(link, named)| TraceStep {
            named_source: Some(Name::Source(named)).filter(|named| *named != self.survivor),
            ..TraceStep::by(link, Name::Claim(ClaimId::new(it.survivor)))
        });
        Ok(step)
    }

    async fn printed(&mut self) -> Result<(), Error> {
        let after = match self.after {
            Some(TracePoint::Printed { appearance, .. }) => Some(appearance),
            _ => None,
        };
        let claims = [self.survivor.uuid()];
        let wanted = self.wanted();
        for it in self.reader.printed(&claims, after, wanted).await? {
            let point = TracePoint::Printed {
                claim: it.requested,
                appearance: it.appearance,
            };
            self.add(point, printed_steps(it));
        }
        Ok(())
    }

    async fn cited(&mut self) -> Result<(), Error> {
        let after = match self.after {
            Some(TracePoint::Cited(article)) => Some(article),
            _ => None,
        };
        let wanted = self.wanted();
        for it in self.reader.citing(&self.ids, after, wanted).await? {
            let Resource::Article(article, _) = document::decode(Kind::Article, &it.doc)?.resource
            else {
                continue;
            };
            let sources = self.sources();
            let mut citations = article.citations.iter().map(|entry| entry.source);
            let cited = citations.find(|source| sources.contains(source));
            let link = match cited {
                Some(_) => TraceLink::Citation,
                None => TraceLink::Credit,
            };
            let named = Name::Source(cited.unwrap_or(SourceId::new(it.source)));
            let step = TraceStep {
                named_source: Some(named).filter(|named| *named != self.survivor),
                ..TraceStep::by(link, Name::Article(ArticleId::new(it.article)))
            };
            self.add(TracePoint::Cited(it.article), [step]);
        }
        Ok(())
    }

    async fn reviewed(&mut self) -> Result<(), Error> {
        let after = match self.after {
            Some(TracePoint::Reviewed(review)) => Some(review),
            _ => None,
        };
        let kind = self.survivor.kind().code();
        let wanted = self.wanted();
        let reviews = self.reader.reviews_citing(kind, &self.ids, after, wanted);
        for it in reviews.await? {
            let review = Name::Review(ClaimId::new(it.claim), ReviewId::new(it.review));
            let step = TraceStep::by(TraceLink::Evidence, review);
            self.add(TracePoint::Reviewed(it.review), [step]);
        }
        Ok(())
    }

    async fn linked(&mut self) -> Result<(), Error> {
        let closure = Closure::find(&mut self.reader, self.survivor, &self.ids).await?;
        self.is_truncated = closure.is_truncated;
        let mut after = match self.after {
            Some(TracePoint::Linked(point)) => Some(point),
            _ => None,
        };
        let first = after.map_or(0, |point| closure.first_from(point.depth, point.claim));
        for nodes in closure.nodes[first..].chunks(CLAIMS_AT_ONCE) {
            if self.found.len() > self.limit {
                break;
            }
            self.add_nodes(&closure, nodes, after.take()).await?;
        }
        Ok(())
    }

    /// Adds claims that links lead to, each followed by its appearances. For the first
    /// claim, adds only what is after a point.
    async fn add_nodes(
        &mut self,
        closure: &Closure,
        nodes: &[Node],
        after: Option<LinkedPoint>,
    ) -> Result<(), Error> {
        let roots = self.roots(closure, nodes).await?;
        let claims: Vec<Uuid> = nodes.iter().map(|node| node.claim).collect();
        let continues = |node: &Node| after.filter(|point| point.claim == node.claim);
        let first = nodes.first().and_then(continues);
        let appearance = first.and_then(|point| point.appearance);
        let wanted = self.wanted();
        let printed = self.reader.printed(&claims, appearance, wanted).await?;
        let mut printed = printed.into_iter().peekable();
        for node in nodes {
            let steps = closure.steps(node, |root| roots.get(&root).cloned());
            let point = |appearance| {
                TracePoint::Linked(LinkedPoint {
                    depth: node.depth,
                    claim: node.claim,
                    appearance,
                })
            };
            if continues(node).is_none() {
                self.add(point(None), steps.iter().cloned());
            }
            while let Some(it) = printed.next_if(|it| it.requested == node.claim) {
                let all = steps.iter().cloned().chain(printed_steps(it));
                self.add(point(Some(it.appearance)), all);
            }
            // Beyond what fits on the page, not all appearances were read.
            if self.found.len() > self.limit {
                break;
            }
        }
        Ok(())
    }

    /// The steps to the claims at the end of the links, which are attributed to the source or
    /// report it.
    async fn roots(
        &mut self,
        closure: &Closure,
        nodes: &[Node],
    ) -> Result<BTreeMap<Uuid, TraceStep>, Error> {
        if self.survivor.kind() != Kind::Source {
            return Ok(BTreeMap::new());
        }
        let roots: BTreeSet<Uuid> = nodes.iter().map(|node| closure.root(node)).collect();
        let roots: Vec<Uuid> = roots.into_iter().collect();
        let mut steps = BTreeMap::new();
        for it in self.reader.report_of(&self.ids, &roots).await? {
            steps.extend(self.report(&it)?.map(|step| (it.survivor, step)));
        }
        for it in self.reader.attribution_of(&self.ids, &roots).await? {
            steps.insert(it.survivor, self.attribution(&it)?);
        }
        Ok(steps)
    }
}

fn printed_steps(it: Printed) -> [TraceStep; 2] {
    [
        appearance_step(it.claim, it.appearance),
        article_step(it.article),
    ]
}

fn appearance_step(claim: Uuid, appearance: Uuid) -> TraceStep {
    let name = Name::Appearance(ClaimId::new(claim), AppearanceId::new(appearance));
    TraceStep::by(TraceLink::Appearance, name)
}

fn article_step(article: Uuid) -> TraceStep {
    TraceStep::by(TraceLink::Article, Name::Article(ArticleId::new(article)))
}

fn read_appearance(doc: &[u8]) -> Result<Appearance, Error> {
    match document::decode(Kind::Appearance, doc)?.resource {
        Resource::Appearance(appearance) => Ok(appearance),
        _ => Err(Error::Internal(
            "an appearance's document is of another kind".into(),
        )),
    }
}
