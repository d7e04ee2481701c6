//! The claims that links lead to from what is traced, each with one shortest path.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    app::Error,
    domain::{
        resource::{ClaimId, Kind, Name, RelationId, RelationType},
        rule::{TraceLink, TraceStep, link::LINKS_MAX},
    },
    store::{Reader, read::Resting},
};

/// Links are followed to at most this many claims.
const CLAIMS_MAX: usize = 10_000;

/// A claim that links lead to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// The number of links to it.
    pub(crate) depth: u8,
    /// The claim.
    pub(crate) claim: Uuid,
    /// The claim that it rests on.
    rests_on: Uuid,
    link: TraceLink,
    relation: Name,
}

/// All claims that links lead to.
pub(crate) struct Closure {
    /// Ordered by depth, and then by id.
    pub(crate) nodes: Vec<Node>,
    /// The index of each claim in `nodes`.
    places: BTreeMap<Uuid, usize>,
    /// Whether links lead to more claims than are followed.
    pub(crate) is_truncated: bool,
}

impl Closure {
    /// Follows the links that lead to a claim, or to the claims of a source. `ids` are the id
    /// of what is traced and the ids that were merged into it.
    pub(crate) async fn find(
        reader: &mut Reader,
        traced: Name,
        ids: &[Uuid],
    ) -> Result<Self, Error> {
        let limit = i64::try_from(CLAIMS_MAX + 1).unwrap_or(i64::MAX);
        let is_source = traced.kind() == Kind::Source;
        let mut resting = match is_source {
            true => reader.resting_on_attributed(ids, limit).await?,
            false => reader.resting_on(&[traced.uuid()], limit).await?,
        };
        let mut closure = Self {
            nodes: Vec::new(),
            places: BTreeMap::new(),
            is_truncated: false,
        };
        for depth in 1.. {
            if resting.len() > CLAIMS_MAX {
                closure.is_truncated = true;
            }
            if usize::from(depth) > LINKS_MAX {
                closure.is_truncated |= resting.iter().any(|it| !closure.knows(it.claim, traced));
                break;
            }
            let mut next = closure.add(depth, &resting, traced);
            if is_source && depth > 1 && !next.is_empty() {
                next = closure.leave_out(reader, ids, next).await?;
            }
            if next.is_empty() {
                break;
            }
            resting = reader.resting_on(&next, limit).await?;
        }
        Ok(closure)
    }

    /// Adds the claims that were not reached before, and returns them.
    fn add(&mut self, depth: u8, resting: &[Resting], traced: Name) -> Vec<Uuid> {
        let mut added = Vec::new();
        for it in resting {
            let link = RelationType::from_code(it.relation_type).and_then(TraceLink::of);
            let is_new = !self.knows(it.claim, traced);
            let Some(link) = link.filter(|_| is_new) else {
                continue;
            };
            if self.nodes.len() >= CLAIMS_MAX {
                self.is_truncated = true;
                break;
            }
            self.places.insert(it.claim, self.nodes.len());
            self.nodes.push(Node {
                depth,
                claim: it.claim,
                rests_on: it.rests_on,
                link,
                relation: Name::Relation(ClaimId::new(it.owner), RelationId::new(it.relation)),
            });
            added.push(it.claim);
        }
        added
    }

    /// Whether a claim was reached before.
    fn knows(&self, claim: Uuid, traced: Name) -> bool {
        self.places.contains_key(&claim) || claim == traced.uuid()
    }

    /// Removes claims that are attributed to the source or report it themselves, because an
    /// earlier stage has them.
    async fn leave_out(
        &mut self,
        reader: &mut Reader,
        sources: &[Uuid],
        added: Vec<Uuid>,
    ) -> Result<Vec<Uuid>, Error> {
        let direct: BTreeSet<Uuid> = reader.are_attributed(sources, &added).await?;
        self.nodes.retain(|node| !direct.contains(&node.claim));
        self.places = self
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (node.claim, index))
            .collect();
        let mut added = added;
        added.retain(|claim| !direct.contains(claim));
        Ok(added)
    }

    /// The index of the first node that is not before a point.
    pub(crate) fn first_from(&self, depth: u8, claim: Uuid) -> usize {
        let before = |node: &Node| (node.depth, node.claim) < (depth, claim);
        self.nodes.partition_point(before)
    }

    /// The claim at the end of the links of a node.
    pub(crate) fn root(&self, node: &Node) -> Uuid {
        let mut at = *node;
        while let Some(below) = self.below(&at) {
            at = below;
        }
        at.rests_on
    }

    /// The steps to a node. The first one is the step to the claim at the end of its links, if
    /// there is one.
    pub(crate) fn steps(
        &self,
        node: &Node,
        root: impl Fn(Uuid) -> Option<TraceStep>,
    ) -> Vec<TraceStep> {
        let mut path = Vec::new();
        let mut at = *node;
        loop {
            path.push(TraceStep {
                relation: Some(at.relation),
                ..TraceStep::by(at.link, Name::Claim(ClaimId::new(at.claim)))
            });
            match self.below(&at) {
                Some(below) => at = below,
                None => break,
            }
        }
        path.extend(root(at.rests_on));
        path.reverse();
        path
    }

    /// The node that a node rests on, unless that is what is traced.
    fn below(&self, node: &Node) -> Option<Node> {
        self.nodes.get(*self.places.get(&node.rests_on)?).copied()
    }
}
