//! The paths of a trace, as what is linked to what.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::domain::{
    resource::{Kind, Name},
    rule::{Dependant, TraceLink},
};

/// What is linked to what.
#[derive(Debug, Default)]
pub(crate) struct Web {
    /// Everything but the source: how many links lead to it, and how many paths pass or end there.
    pub(crate) names: BTreeMap<Name, (usize, usize)>,
    /// The links, each with what in the store makes it.
    pub(crate) links: BTreeMap<(Name, Name, TraceLink), BTreeSet<Name>>,
}

impl Web {
    pub(crate) fn of(source: Name, dependants: &[Dependant]) -> Self {
        let mut web = Self::default();
        for Dependant { path } in dependants {
            let mut from = source;
            let mut depth = 0;
            for (at, step) in path.iter().enumerate().skip(1) {
                let Some(link) = step.link else {
                    continue;
                };
                // Articles stand for the appearances in them.
                if link == TraceLink::Appearance {
                    continue;
                }
                depth += 1;
                let known = web.names.entry(step.name).or_insert((depth, 0));
                known.1 += 1;
                let next = path.get(at + 1).map(|it| it.name);
                let appearance = |name: &Name| name.kind() == Kind::Appearance;
                let by = match link {
                    TraceLink::Attribution => next.filter(appearance),
                    TraceLink::Article => Some(path[at - 1].name),
                    _ => step.relation.or(Some(step.name)),
                };
                let makers = web.links.entry((from, step.name, link)).or_default();
                makers.extend(by);
                from = step.name;
            }
        }
        web
    }

    /// The names of one kind: those that the most rests on, and the rest. If there are more than so
    /// many, fewer are kept: their lines would hide one another.
    pub(crate) fn ranked(&self, kind: Kind, max: usize) -> (Vec<Name>, Vec<Name>) {
        let names = self.names.iter().filter(|(name, _)| name.kind() == kind);
        let mut names: Vec<(Reverse<usize>, usize, Name)> = names
            .map(|(name, (depth, paths))| (Reverse(*paths), *depth, *name))
            .collect();
        names.sort_unstable();
        let mut names: Vec<Name> = names.into_iter().map(|(.., name)| name).collect();
        let kept = match names.len() {
            count if count <= max => count,
            _ => max * 3 / 5,
        };
        let rest = names.split_off(kept);
        (names, rest)
    }

    /// The column of something: claims by how far they are from the source, all else in the last.
    pub(crate) fn column(&self, name: Name) -> usize {
        match name.kind() {
            Kind::Claim => self.names.get(&name).map_or(1, |(depth, _)| *depth),
            _ => self.last_column(),
        }
    }

    /// The last column.
    pub(crate) fn last_column(&self) -> usize {
        let claims = self
            .names
            .iter()
            .filter(|(name, _)| name.kind() == Kind::Claim);
        let last = claims.map(|(_, (depth, _))| *depth).max();
        match (last, self.names.is_empty()) {
            (Some(last), _) => last + 1,
            (None, false) => 1,
            (None, true) => 0,
        }
    }
}
