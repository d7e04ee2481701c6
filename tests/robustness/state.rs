//! What the checks compare of a resource: its stamp, and a digest of all else.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::{SystemTime, UNIX_EPOCH},
};

use claimstore::wire::pb::{
    AnchoringOutcome, Appearance, Article, Change, Claim, DisputeReason, Effect, Operation,
    Relation, Review, Source, Standing, change::Resource,
};
use prost_types::Timestamp;

/// A state of a resource, as somebody saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub name: String,
    pub revision: i64,
    pub etag: String,
    pub is_deleted: bool,
    pub is_erased: bool,
    /// The survivor, or empty.
    pub merged_into: String,
    pub update_time: i64,
    /// Of everything but what answers have and the log has not.
    pub digest: u64,
    pub tags: Vec<String>,
    /// The article of an appearance, and which version of it; the version of an article.
    pub printed_in: Option<(String, i32)>,
    /// Whether the words of an appearance are not in the newest version of the article.
    pub is_orphaned: bool,
    /// The appearances and reviews that a standing counts.
    pub counts: Option<(i32, i32)>,
    /// What the resource refers to. What it cannot be without is there as long as the resource is live.
    pub refers_to: Vec<String>,
    /// Whether a source was retracted.
    pub is_retracted: bool,
    /// Whether a standing says that a source of the claim was retracted.
    pub rests_on_retracted: bool,
}

/// An entry of the log, as it was read or watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub position: String,
    pub name: String,
    pub revision: i64,
    pub operation: Operation,
    pub effect: Effect,
    pub actor: String,
    pub request_id: String,
    pub time: i64,
    /// Absent if it was erased since.
    pub state: Option<State>,
}

/// A time as a number of microseconds.
pub fn micros(time: Option<Timestamp>) -> i64 {
    time.map_or(0, |it| it.seconds * 1_000_000 + i64::from(it.nanos / 1_000))
}

/// The time of this machine, which is that of Postgres, too.
pub fn clock() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(now.as_micros()).unwrap()
}

/// The time of a number of microseconds.
pub fn timestamp(micros: i64) -> Timestamp {
    Timestamp {
        seconds: micros.div_euclid(1_000_000),
        nanos: i32::try_from(micros.rem_euclid(1_000_000) * 1_000).unwrap(),
    }
}

fn digest(message: &impl prost::Message) -> u64 {
    let mut hasher = DefaultHasher::new();
    message.encode_to_vec().hash(&mut hasher);
    hasher.finish()
}

/// The names that are given, each once.
fn references<'a>(names: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().cloned().collect();
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

macro_rules! written {
    ($it:ident) => {
        State {
            name: $it.name.clone(),
            revision: $it.revision,
            etag: $it.etag.clone(),
            is_deleted: $it.delete_time.is_some(),
            is_erased: $it.erasure.is_some(),
            update_time: micros($it.update_time),
            ..State::default()
        }
    };
}

impl State {
    pub fn of(resource: Resource) -> Self {
        match resource {
            Resource::Source(it) => Self::of_source(it),
            Resource::Article(it) => Self::of_article(it),
            Resource::Claim(it) => Self::of_claim(it),
            Resource::Appearance(it) => Self::of_appearance(it),
            Resource::Relation(it) => Self::of_relation(it),
            Resource::Review(it) => Self::of_review(it),
            Resource::Standing(it) => Self::of_standing(it),
        }
    }

    pub fn of_source(mut it: Source) -> Self {
        it.redirected_from.clear();
        Self {
            merged_into: it.merged_into.clone(),
            refers_to: references([&it.publisher, &it.merged_into]),
            is_retracted: it.retraction.is_some(),
            digest: digest(&it),
            ..written!(it)
        }
    }

    /// The body is left out: its digest is one of the fields.
    pub fn of_article(mut it: Article) -> Self {
        it.body.clear();
        it.reanchored.clear();
        Self {
            printed_in: Some((it.name.clone(), it.version)),
            refers_to: references(it.citations.iter().map(|it| &it.source)),
            digest: digest(&it),
            ..written!(it)
        }
    }

    pub fn of_claim(mut it: Claim) -> Self {
        it.redirected_from.clear();
        it.standing = None;
        it.suggestions.clear();
        Self {
            merged_into: it.merged_into.clone(),
            tags: it.tags.clone(),
            refers_to: references([&it.translation_of, &it.merged_into]),
            digest: digest(&it),
            ..written!(it)
        }
    }

    pub fn of_appearance(it: Appearance) -> Self {
        Self {
            printed_in: Some((it.article.clone(), it.article_version)),
            is_orphaned: it
                .anchoring
                .as_ref()
                .is_some_and(|it| it.outcome() == AnchoringOutcome::Orphaned),
            refers_to: {
                let hops = it.chains.iter().flat_map(|it| &it.hops);
                let sources = hops.flat_map(|it| [&it.source, &it.document]);
                references(sources.chain([&it.article]))
            },
            digest: digest(&it),
            ..written!(it)
        }
    }

    pub fn of_relation(it: Relation) -> Self {
        Self {
            refers_to: references([&it.target, &it.appearance]),
            digest: digest(&it),
            ..written!(it)
        }
    }

    pub fn of_review(it: Review) -> Self {
        Self {
            refers_to: references(&it.evidence),
            digest: digest(&it),
            ..written!(it)
        }
    }

    pub fn of_standing(mut it: Standing) -> Self {
        it.redirected_from.clear();
        Self {
            name: it.name.clone(),
            revision: it.revision,
            update_time: micros(it.update_time),
            counts: Some((it.appearance_count, it.review_count)),
            rests_on_retracted: it
                .dispute_reasons()
                .any(|it| it == DisputeReason::RetractedSource),
            digest: digest(&it),
            ..Self::default()
        }
    }

    /// Only what an answer is compared by. A long run has very many.
    pub fn compact(self) -> Self {
        Self {
            tags: Vec::new(),
            printed_in: None,
            refers_to: Vec::new(),
            ..self
        }
    }

    /// Whether it is the same state of the same resource. Who reads as of a moment gets the etag that
    /// the resource has now, so that is left to those who compare answers.
    pub fn is(&self, other: &Self) -> bool {
        (&self.name, self.revision, self.digest) == (&other.name, other.revision, other.digest)
    }
}

impl Entry {
    pub fn of(change: Change) -> Self {
        Self {
            operation: change.operation(),
            effect: change.effect(),
            position: change.position,
            name: change.resource_name,
            revision: change.revision,
            actor: change.actor,
            request_id: change.request_id,
            time: micros(change.change_time),
            state: change.resource.map(State::of),
        }
    }

    /// The collection that the resource is in; `standing` for a standing.
    pub fn kind(&self) -> &str {
        kind(&self.name)
    }
}

/// The collection that a resource is in; `standing` for a standing.
pub fn kind(name: &str) -> &str {
    let mut parts = name.rsplit('/');
    let last = parts.next().unwrap_or_default();
    match last {
        "standing" => last,
        _ => parts.next().unwrap_or_default(),
    }
}

/// The claim that a resource belongs to.
pub fn claim_of(name: &str) -> Option<&str> {
    let end = name
        .match_indices('/')
        .nth(1)
        .map_or(name.len(), |(end, _)| end);
    name.starts_with("claims/").then(|| &name[..end])
}
