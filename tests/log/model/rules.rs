//! The rules of the contract for deletion, undeletion and erasure: what they do besides their
//! answer, and what they refuse.

use std::collections::BTreeSet;

use claimstore::wire::pb::{
    Appearance, Article, Claim, Erasure, Relation, Review, Source, change::Resource,
};
use prost_types::Timestamp;
use tonic::Status;

use super::history::{Histories, parent};
use crate::support::{
    any_kind::collection,
    errors::{reason, resource},
    lifetime::{Stamp, name_of, stamp, stamp_with},
};

/// How many resources an error names at most.
const NAMED_MAX: usize = 20;

/// Why a call is refused, and the resources that the error names.
#[derive(Debug)]
pub struct Refusal {
    pub reason: &'static str,
    pub names: BTreeSet<String>,
}

impl Refusal {
    fn of(reason: &'static str, names: BTreeSet<String>) -> Self {
        Self { reason, names }
    }

    fn of_one(reason: &'static str, name: &str) -> Self {
        Self::of(reason, BTreeSet::from([name.to_owned()]))
    }

    /// A refusal, if there are any names.
    fn unless_empty(reason: &'static str, names: BTreeSet<String>) -> Option<Self> {
        (!names.is_empty()).then_some(Self { reason, names })
    }

    pub fn taken(name: &str) -> Self {
        Self::of_one("RESOURCE_EXISTS", name)
    }

    pub fn matches(&self, status: &Status) -> bool {
        let (_, said) = reason(status);
        let names = resource(status);
        let names: BTreeSet<String> = names
            .split(", ")
            .filter(|name| name.contains('/'))
            .map(str::to_owned)
            .collect();
        said == self.reason
            && names.is_subset(&self.names)
            && names.len() == self.names.len().min(NAMED_MAX)
    }
}

impl Histories {
    /// The refusal of a write that refers to these resources, if one of them is not live.
    pub fn refuses_references(&self, references: &BTreeSet<String>) -> Option<Refusal> {
        let gone = references.iter().filter(|name| !self.is_live(name));
        Refusal::unless_empty("RESOURCE_NOT_FOUND", gone.cloned().collect())
    }

    /// The refusal of a write to this resource, if it is not live.
    pub fn refuses_deleted(&self, name: &str) -> Option<Refusal> {
        self.refuses_references(&BTreeSet::from([name.to_owned()]))
    }

    /// The refusal of an update to a new state.
    pub fn refuses_update(&self, wanted: &Resource) -> Option<Refusal> {
        let name = name_of(wanted);
        let added = &references(wanted) - &references(self.now(&name));
        self.refuses_deleted(&name)
            .or_else(|| self.refuses_references(&added))
    }

    pub fn refuses_deletion(&self, name: &str, force: bool) -> Option<Refusal> {
        self.refuses_deleted(name)
            .or_else(|| self.in_use(&self.deleted_with(name, force)))
    }

    pub fn refuses_undeletion(&self, name: &str) -> Option<Refusal> {
        if self.is_live(name) {
            return Some(Refusal::of_one("RESOURCE_NOT_DELETED", name));
        }
        if self.is_erased(name) {
            return Some(Refusal::of_one("RESOURCE_ERASED", name));
        }
        let back = self.undeleted_with(name);
        let needed: BTreeSet<String> = back
            .iter()
            .flat_map(|name| references(self.now(name)))
            .collect();
        let needed = &needed - &back;
        let gone = needed.into_iter().filter(|name| !self.is_live(name));
        Refusal::unless_empty("RESOURCE_DELETED", gone.collect())
    }

    pub fn refuses_erasure(&self, name: &str) -> Option<Refusal> {
        match self.is_erased(name) {
            true => None,
            false => self.in_use(&self.with_children(name)),
        }
    }

    /// The resources that a deletion deletes, including the resource itself.
    fn deleted_with(&self, name: &str, force: bool) -> BTreeSet<String> {
        let follow = collection(name) != "articles" || force;
        let mut names = match follow {
            true => self.with_children(name),
            false => BTreeSet::new(),
        };
        names.retain(|name| self.is_live(name));
        names.insert(name.to_owned());
        names
    }

    /// The resources that an undeletion restores, including the resource itself.
    fn undeleted_with(&self, name: &str) -> BTreeSet<String> {
        let mut names = BTreeSet::from([name.to_owned()]);
        if ["claims", "articles"].contains(&collection(name)) {
            let time = stamp(self.now(name)).delete_time;
            let all = self.all().iter().filter(|it| !self.is_erased(it));
            let same = all.filter(|it| stamp(self.now(it)).delete_time == time);
            names.extend(same.cloned());
        }
        names
    }

    /// A resource and its children, deleted or not.
    fn with_children(&self, name: &str) -> BTreeSet<String> {
        let is_child = |it: &&String| match (collection(name), self.now(it)) {
            ("claims", Resource::Relation(relation)) => {
                parent(it) == Some(name) || relation.target == name
            }
            ("claims", Resource::Appearance(_) | Resource::Review(_)) => parent(it) == Some(name),
            ("articles", Resource::Appearance(appearance)) => appearance.article == name,
            _ => false,
        };
        let mut names: BTreeSet<String> = self.all().iter().filter(is_child).cloned().collect();
        names.insert(name.to_owned());
        names
    }

    /// The refusal to remove these resources, if other live resources refer to them.
    fn in_use(&self, names: &BTreeSet<String>) -> Option<Refusal> {
        let others = self.live().filter(|name| !names.contains(*name));
        let users = others.filter(|name| !references(self.now(name)).is_disjoint(names));
        Refusal::unless_empty("RESOURCE_IN_USE", users.cloned().collect())
    }

    /// Adds an update that succeeded. Returns whether it wrote anything.
    pub fn update(&mut self, wanted: &Resource, answer: &Resource) -> bool {
        let before = self.now(&name_of(wanted));
        let is_new = wanted != before;
        if is_new {
            let after = next(before, stamp(answer).update_time, false);
            self.push(stamp_with(
                &with_computed_fields(wanted.clone(), answer),
                after,
            ));
        }
        self.confirm(answer);
        is_new
    }

    /// Adds a deletion that succeeded. Returns how many resources it deleted.
    pub fn delete(&mut self, name: &str, force: bool, answer: &Resource) -> usize {
        let time = stamp(answer).update_time;
        let names = self.deleted_with(name, force);
        for name in &names {
            self.push_stamped(name, time, true);
        }
        self.confirm(answer);
        names.len()
    }

    /// Adds an undeletion that succeeded. Returns how many resources it restored.
    pub fn undelete(&mut self, name: &str, answer: &Resource) -> usize {
        let time = stamp(answer).update_time;
        let names = self.undeleted_with(name);
        for name in &names {
            self.push_stamped(name, time, false);
        }
        self.confirm(answer);
        names.len()
    }

    /// Adds an erasure. Returns the names of the resources that it erased.
    pub fn erase(&mut self, name: &str, reason: &str, time: Timestamp) -> BTreeSet<String> {
        let mut names = self.with_children(name);
        names.retain(|name| !self.is_erased(name));
        for name in &names {
            let erasure = Erasure {
                reason: reason.to_owned(),
                erase_time: Some(time),
            };
            let before = self.now(name);
            let after = next(before, Some(time), true);
            self.push(stamp_with(&bare(before, erasure), after));
        }
        names
    }

    fn push_stamped(&mut self, name: &str, time: Option<Timestamp>, is_deleted: bool) {
        let before = self.now(name);
        let after = next(before, time, is_deleted);
        self.push(stamp_with(before, after));
    }
}

/// The stamp of the state after this one. Its etag is not known.
fn next(before: &Resource, time: Option<Timestamp>, is_deleted: bool) -> Stamp {
    let before = stamp(before);
    Stamp {
        revision: before.revision + 1,
        etag: String::new(),
        update_time: time,
        delete_time: time.filter(|_| is_deleted),
        ..before
    }
}

/// The same resource, with the fields that the service computes.
fn with_computed_fields(wanted: Resource, answer: &Resource) -> Resource {
    match (wanted, answer) {
        (Resource::Article(it), Resource::Article(answer)) => Resource::Article(Article {
            version: answer.version,
            body_sha256: answer.body_sha256.clone(),
            ..it
        }),
        (other, _) => other,
    }
}

/// The rest of an erased resource, without its stamp.
fn bare(before: &Resource, erasure: Erasure) -> Resource {
    let erasure = Some(erasure);
    match before {
        Resource::Source(_) => Resource::Source(Source {
            erasure,
            ..Source::default()
        }),
        Resource::Article(it) => Resource::Article(Article {
            version: it.version,
            erasure,
            ..Article::default()
        }),
        Resource::Claim(_) => Resource::Claim(Claim {
            erasure,
            ..Claim::default()
        }),
        Resource::Appearance(it) => Resource::Appearance(Appearance {
            article: it.article.clone(),
            article_version: it.article_version,
            erasure,
            ..Appearance::default()
        }),
        Resource::Relation(it) => Resource::Relation(Relation {
            target: it.target.clone(),
            erasure,
            ..Relation::default()
        }),
        Resource::Review(_) => Resource::Review(Review {
            erasure,
            ..Review::default()
        }),
        Resource::Standing(_) => panic!("a standing is not erased"),
    }
}

/// The names of all resources that a resource refers to.
pub fn references(resource: &Resource) -> BTreeSet<String> {
    let mut names: Vec<&str> = parent(match resource {
        Resource::Appearance(it) => &it.name,
        Resource::Relation(it) => &it.name,
        Resource::Review(it) => &it.name,
        _ => "",
    })
    .into_iter()
    .collect();
    match resource {
        Resource::Source(it) => names.push(&it.publisher),
        Resource::Article(it) => {
            names.push(&it.publisher);
            names.extend(it.citations.iter().map(|it| it.source.as_str()));
            names.extend(it.credits.iter().map(|it| it.source.as_str()));
            names.extend(it.bylines.iter().map(|it| it.source.as_str()));
            let corrections = it.corrections.iter();
            names.extend(corrections.flat_map(|it| it.claims.iter().map(String::as_str)));
        }
        Resource::Claim(it) => names.push(&it.translation_of),
        Resource::Appearance(it) => {
            names.push(&it.article);
            names.extend(attributed(it));
        }
        Resource::Relation(it) => names.extend([it.target.as_str(), it.appearance.as_str()]),
        Resource::Review(it) => names.extend(it.evidence.iter().map(String::as_str)),
        Resource::Standing(_) => {}
    }
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// The sources that an appearance is attributed to.
pub fn attributed(appearance: &Appearance) -> impl Iterator<Item = &str> {
    let hops = appearance.chains.iter().flat_map(|chain| &chain.hops);
    hops.flat_map(|hop| [hop.source.as_str(), hop.document.as_str()])
        .filter(|name| !name.is_empty())
}
