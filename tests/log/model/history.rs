//! The model: all states of all resources, and what reads must return as of a moment.

use std::collections::{BTreeMap, BTreeSet};

use claimstore::wire::pb::{Article, ArticleView, Erasure, change::Resource};
use prost_types::Timestamp;

use crate::support::{
    any_kind::{ReadAs, collection},
    lifetime::{Stamp, micros, name_of, stamp, stamp_with},
};

/// A time in microseconds. `None` means now.
pub type Moment = Option<i64>;

pub const KINDS: [&str; 6] = [
    "sources",
    "articles",
    "claims",
    "appearances",
    "relations",
    "reviews",
];

#[derive(Default)]
pub struct Histories {
    /// In the order of their creation, which is the same for the same seed.
    names: Vec<String>,
    /// The states of each resource, oldest first. A state that no answer showed has no etag.
    states: BTreeMap<String, Vec<Resource>>,
    /// The times of all writes.
    commits: BTreeSet<i64>,
}

impl Histories {
    /// Adds a new state of a resource.
    pub fn push(&mut self, state: Resource) {
        let new = stamp(&state);
        let history = self.states.entry(new.name.clone()).or_default();
        match history.last() {
            None => {
                assert_eq!((new.revision, &new.delete_time), (1, &None), "{state:?}");
                self.names.push(new.name);
            }
            Some(last) => {
                let last = stamp(last);
                assert_eq!(new.revision, last.revision + 1, "{state:?}");
                assert_eq!(new.create_time, last.create_time, "{state:?}");
                assert!(micros(new.update_time) > micros(last.update_time));
            }
        }
        self.commits.insert(micros(new.update_time));
        history.push(state);
    }

    /// Compares the newest state with the answer of a mutation, and takes over its etag. Such an
    /// answer has no body.
    pub fn confirm(&mut self, answer: &Resource) {
        let name = name_of(answer);
        let states = self.states.get_mut(&name).expect("it has a first state");
        let newest = states.last_mut().expect("it has a first state");
        let expected = without_body(newest.clone());
        assert_same("the answer", &[expected], std::slice::from_ref(answer));
        let etag = stamp(answer).etag;
        *newest = stamp_with(
            newest,
            Stamp {
                etag,
                ..stamp(newest)
            },
        );
    }

    /// The names of all resources of a kind, deleted or not, in the order of their creation.
    pub fn names(&self, kind: &str) -> Vec<String> {
        let names = self.names.iter().filter(|name| collection(name) == kind);
        names.cloned().collect()
    }

    pub fn commits(&self) -> Vec<i64> {
        self.commits.iter().copied().collect()
    }

    pub fn now(&self, name: &str) -> &Resource {
        self.states[name].last().expect("it has a first state")
    }

    pub fn is_live(&self, name: &str) -> bool {
        stamp(self.now(name)).delete_time.is_none()
    }

    pub fn is_erased(&self, name: &str) -> bool {
        erasure(self.now(name)).is_some()
    }

    /// The names of all live resources.
    pub fn live(&self) -> impl Iterator<Item = &String> {
        self.names.iter().filter(|name| self.is_live(name))
    }

    pub fn all(&self) -> &[String] {
        &self.names
    }

    /// The state of a resource at a moment, even if it was erased later.
    pub fn was(&self, name: &str, moment: Moment) -> Option<&Resource> {
        let mut states = self.states[name].iter();
        states.rfind(|state| moment.is_none_or(|at| micros(stamp(state).update_time) <= at))
    }

    /// The state that a read as of a moment returns. An erased resource has its erased state even
    /// then.
    pub fn at(&self, name: &str, moment: Moment, show_deleted: bool) -> Option<&Resource> {
        let was = self.was(name, moment)?;
        let shown = match self.is_erased(name) {
            true => self.now(name),
            false => was,
        };
        (show_deleted || stamp(shown).delete_time.is_none()).then_some(shown)
    }

    /// The states of a kind that reads as of a moment return, in the order of their ids.
    pub fn all_at(&self, kind: &str, moment: Moment, show_deleted: bool) -> Vec<Resource> {
        let names = self.names(kind);
        let found = names
            .iter()
            .filter_map(|name| self.at(name, moment, show_deleted));
        let mut found: Vec<Resource> = found.cloned().collect();
        found.sort_by_key(|it| id(&name_of(it)).to_owned());
        found
    }

    /// The children of a claim, of one kind, that were live at a moment, even if they were erased
    /// later.
    pub fn live_children(&self, kind: &str, claim: &str, moment: Moment) -> Vec<&Resource> {
        let names = self.names.iter();
        names
            .filter(|name| collection(name) == kind && parent(name) == Some(claim))
            .filter_map(|name| self.was(name, moment))
            .filter(|was| stamp(was).delete_time.is_none())
            .collect()
    }
}

pub fn erasure(resource: &Resource) -> Option<&Erasure> {
    match resource {
        Resource::Source(it) => it.erasure.as_ref(),
        Resource::Article(it) => it.erasure.as_ref(),
        Resource::Claim(it) => it.erasure.as_ref(),
        Resource::Appearance(it) => it.erasure.as_ref(),
        Resource::Relation(it) => it.erasure.as_ref(),
        Resource::Review(it) => it.erasure.as_ref(),
        Resource::Standing(_) => None,
    }
}

pub fn without_body(resource: Resource) -> Resource {
    match resource {
        Resource::Article(it) => Resource::Article(Article {
            body: String::new(),
            ..it
        }),
        other => other,
    }
}

/// Compares in order. An unknown etag in the model equals any.
#[track_caller]
pub fn assert_same(what: &str, expected: &[Resource], found: &[Resource]) {
    let names = |all: &[Resource]| all.iter().map(name_of).collect::<Vec<_>>();
    assert_eq!(names(expected), names(found), "{what}: the names");
    for (expected, found) in expected.iter().zip(found) {
        let mut known = stamp(expected);
        if known.etag.is_empty() {
            known.etag = stamp(found).etag;
        }
        assert_eq!(&stamp_with(expected, known), found, "{what}");
    }
}

/// The id at the end of a name.
pub fn id(name: &str) -> &str {
    name.rsplit('/').next().expect("a resource name")
}

/// The claim that a resource is a child of.
pub fn parent(name: &str) -> Option<&str> {
    let (parent, _) = name.rsplit_once('/')?.0.rsplit_once('/')?;
    Some(parent)
}

/// How a resource is read as of a moment; an article with its body.
pub fn read_as(moment: Moment, show_deleted: bool) -> ReadAs {
    ReadAs {
        read_time: moment.map(timestamp),
        show_deleted,
        view: ArticleView::Full,
    }
}

pub fn timestamp(micros: i64) -> Timestamp {
    Timestamp {
        seconds: micros.div_euclid(1_000_000),
        nanos: i32::try_from(micros.rem_euclid(1_000_000) * 1_000).expect("below a second"),
    }
}
