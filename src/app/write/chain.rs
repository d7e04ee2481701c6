//! Follows links between resources, and refuses those that would close a cycle.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    app::Error,
    domain::{
        resource::name::{Kind, Name},
        rule::link::{Edge, Link},
        value::violation::Checker,
    },
    store::{
        read::load::Lookup,
        write::{
            lock::{LockSet, Lockable},
            transaction::Write,
        },
    },
};

/// A longer chain is refused, because it is taken for a mistake.
pub(crate) const LINKS_MAX: usize = 64;

/// A chain that branches is followed to this many resources.
const REACHED_MAX: usize = 10_000;

/// Follows the links that these writes make, and reports each that leads back to where it
/// began. They are written after the `earlier` ones of the same transaction. `place` tells
/// where in the request a field of a write is.
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
                locks.own(Lockable::Links(edge.link));
            }
            if let Some(fault) = graph.follow(lookup, edge).await? {
                check.report_at(&place(write.name, edge.link.field()), fault);
            }
        }
    }
    Ok(())
}

/// The links that there are after a write.
fn made(write: &Write) -> Vec<Edge> {
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
    let mut added = made(write);
    added.retain(|edge| !before.contains(edge));
    added
}

fn key(write: &Write) -> (Kind, Uuid) {
    (write.name.kind(), write.name.uuid())
}

/// The links as these writes leave them.
struct Graph {
    /// The links that the writes make, by where they begin.
    made: BTreeMap<(Link, Uuid), Vec<Uuid>>,
    /// The resources that are written: their stored links no longer count.
    written: BTreeSet<(Kind, Uuid)>,
    /// The resources that are new: only links that are written now lead to them.
    new: BTreeSet<(Kind, Uuid)>,
}

impl Graph {
    fn new<'a>(writes: impl Iterator<Item = &'a Write> + Clone) -> Self {
        let mut made_now: BTreeMap<(Link, Uuid), Vec<Uuid>> = BTreeMap::new();
        for Edge { link, from, to } in writes.clone().flat_map(made) {
            made_now.entry((link, from)).or_default().push(to);
        }
        let new = writes.clone().filter(|write| write.before.is_none());
        Self {
            made: made_now,
            new: new.map(key).collect(),
            written: writes.map(key).collect(),
        }
    }

    /// Whether an edge begins at a new resource.
    fn is_new(&self, edge: Edge) -> bool {
        self.new.contains(&(edge.link.ends(), edge.from))
    }

    /// What is wrong with the chain that an edge begins, if anything: it leads back to where
    /// the edge begins, or is too long.
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
            let behind = self.behind(lookup, edge, &next).await?;
            next = behind.difference(&reached).copied().collect();
            if next.is_empty() {
                return Ok(None);
            }
            reached.extend(&next);
        }
        let fault = format!("begins a chain of more than {LINKS_MAX} links");
        Ok(Some(fault))
    }

    /// Where the links lead that begin at these. A chain from a new resource can come back to
    /// it only through links that are written now, so stored links are not read for it.
    async fn behind(
        &self,
        lookup: &mut Lookup<'_>,
        edge: Edge,
        these: &[Uuid],
    ) -> Result<BTreeSet<Uuid>, Error> {
        let link = edge.link;
        let made = these.iter().filter_map(|it| self.made.get(&(link, *it)));
        let mut behind: BTreeSet<Uuid> = made.flatten().copied().collect();
        if !self.is_new(edge) {
            let stored = lookup.links(link, these).await?.into_iter();
            let stored = stored.filter(|it| !self.written.contains(&(link.owner(), it.owner)));
            behind.extend(stored.map(|it| it.to));
        }
        Ok(behind)
    }
}
