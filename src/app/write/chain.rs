//! Follows links of kinds that must be acyclic, and refuses those that would close
//! one.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    app::Error,
    domain::{
        resource::{Kind, Name},
        rule::{Edge, Link, link::LINKS_MAX},
        value::Checker,
    },
    store::{
        Lookup,
        write::{LockSet, Lockable, Write},
    },
};

/// The maximum number of resources that a branching chain is followed to.
const REACHED_MAX: usize = 10_000;

/// Follows the links that these writes add, and reports each that leads back to its start.
/// The writes follow the `earlier` ones of the same transaction. `place` returns the path in
/// the request of a field of a write.
pub(crate) async fn check(
    lookup: &mut Lookup<'_>,
    earlier: &[Write],
    writes: &[Write],
    locks: &mut LockSet,
    check: &mut Checker,
    place: impl Fn(Name, &str) -> String,
) -> Result<(), Error> {
    let graph = Graph::new(earlier.iter().chain(writes));
    for write in writes {
        for edge in added(write) {
            if !graph.is_new(edge) {
                locks.exclusive(Lockable::Links(edge.link));
            }
            if let Some(fault) = graph.follow(lookup, edge).await? {
                check.report_at(&place(write.name, edge.link.field()), fault);
            }
        }
    }
    Ok(())
}

/// The links of a resource after a write.
fn after(write: &Write) -> Vec<Edge> {
    match write.is_deleted {
        true => Vec::new(),
        false => Edge::all_of(write.name, &write.after),
    }
}

/// The links that a write adds.
fn added(write: &Write) -> Vec<Edge> {
    let before = write.before.as_ref();
    let before = before.filter(|before| !before.stamp.is_deleted());
    let before = before.map_or(Vec::new(), |before| {
        Edge::all_of(write.name, &before.resource)
    });
    let mut added = after(write);
    added.retain(|edge| !before.contains(edge));
    added
}

fn key(write: &Write) -> (Kind, Uuid) {
    (write.name.kind(), write.name.uuid())
}

/// The links as they are after these writes.
struct Graph {
    /// The links of the written resources, by their start.
    written_links: BTreeMap<(Link, Uuid), Vec<Uuid>>,
    /// The written resources. Their stored links are outdated.
    written: BTreeSet<(Kind, Uuid)>,
    /// The new resources. Only links in this batch can lead to them.
    new: BTreeSet<(Kind, Uuid)>,
}

impl Graph {
    fn new<'a>(writes: impl Iterator<Item = &'a Write> + Clone) -> Self {
        let mut written_links: BTreeMap<(Link, Uuid), Vec<Uuid>> = BTreeMap::new();
        for Edge { link, from, to } in writes.clone().flat_map(after) {
            written_links.entry((link, from)).or_default().push(to);
        }
        let new = writes.clone().filter(|write| write.before.is_none());
        Self {
            written_links,
            new: new.map(key).collect(),
            written: writes.map(key).collect(),
        }
    }

    /// Whether an edge starts at a new resource.
    fn is_new(&self, edge: Edge) -> bool {
        self.new.contains(&(edge.link.ends(), edge.from))
    }

    /// Follows an edge, and describes what is wrong with it, if anything: it leads back to its
    /// own start, or begins a chain that is too long.
    async fn follow(&self, lookup: &mut Lookup<'_>, edge: Edge) -> Result<Option<String>, Error> {
        let mut reached = BTreeSet::from([edge.to]);
        let mut next = vec![edge.to];
        for _ in 0..=LINKS_MAX {
            if reached.contains(&edge.from) {
                return Ok(Some("leads back to the resource itself".to_owned()));
            }
            if reached.len() > REACHED_MAX {
                let fault = format!("begins chains through more than {REACHED_MAX} resources");
                return Ok(Some(fault));
            }
            let targets = self.targets(lookup, edge, &next).await?;
            next = targets.difference(&reached).copied().collect();
            if next.is_empty() {
                return Ok(None);
            }
            reached.extend(&next);
        }
        let fault = format!("begins a chain of more than {LINKS_MAX} links");
        Ok(Some(fault))
    }

    /// The targets of the links that start at these ids. If the edge starts at a new resource,
    /// stored links are not followed: none of them can lead back to it.
    async fn targets(
        &self,
        lookup: &mut Lookup<'_>,
        edge: Edge,
        from: &[Uuid],
    ) -> Result<BTreeSet<Uuid>, Error> {
        let link = edge.link;
        let written = from
            .iter()
            .filter_map(|it| self.written_links.get(&(link, *it)));
        let mut targets: BTreeSet<Uuid> = written.flatten().copied().collect();
        if !self.is_new(edge) {
            let stored = lookup.links(link, from).await?.into_iter();
            let stored = stored.filter(|it| !self.written.contains(&(link.owner(), it.owner)));
            targets.extend(stored.map(|it| it.to));
        }
        Ok(targets)
    }
}
