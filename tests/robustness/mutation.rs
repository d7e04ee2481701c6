//! Calls that write, made at random, and what their answers say.

use claimstore::wire::{
    pb::{
        Appearance, Article, BatchCreateAppearancesResponse, BatchCreateClaimsResponse,
        BatchCreateSourcesResponse, Claim, EraseResourceResponse, ImportBundleResponse,
        RecordStatementResponse, Relation, Review, Source,
    },
    request::MutationRequest,
};
use prost::Message as _;
use uuid::Uuid;

use super::{
    known::{Hot, Known},
    state::State,
    support::random::Random,
};

/// A call that writes, before it is sent.
#[derive(Clone, Debug)]
pub struct Mutation {
    pub method: String,
    pub message: Vec<u8>,
    pub target: String,
    pub etag: String,
    pub request_id: String,
}

/// Makes calls at random.
pub struct Maker<'a> {
    pub random: Random,
    pub known: &'a Known,
    /// Makes texts of this maker unique.
    pub name: String,
    count: usize,
}

impl<'a> Maker<'a> {
    pub fn new(random: Random, known: &'a Known, name: String) -> Self {
        Self {
            random,
            known,
            name,
            count: 0,
        }
    }

    /// A text that was never used.
    pub fn unique(&mut self) -> String {
        self.count += 1;
        format!("{}-{}", self.name, self.count)
    }

    pub fn is_one_in(&mut self, count: usize) -> bool {
        self.random.below(count) == 0
    }

    /// A resource, mostly a live one.
    pub fn live(&mut self, collection: &str) -> Option<Hot> {
        self.known.pick(collection, false, &mut self.random)
    }

    /// A resource, mostly a deleted one.
    pub fn deleted(&mut self, collection: &str) -> Option<Hot> {
        self.known.pick(collection, true, &mut self.random)
    }

    /// The name of a live resource, or nothing if there is none.
    pub fn name_of(&mut self, collection: &str) -> String {
        self.live(collection).map(|it| it.name).unwrap_or_default()
    }

    /// The etag of a resource as it was seen last, or none.
    pub fn etag(&mut self, of: &Hot) -> String {
        match self.is_one_in(2) {
            true => of.etag.clone(),
            false => String::new(),
        }
    }
}

pub fn request_id() -> String {
    Uuid::now_v7().to_string()
}

impl Mutation {
    /// A call with a message, which has this etag.
    pub fn of<M: MutationRequest>(message: M, etag: String) -> Self {
        Self {
            method: M::METHOD.to_owned(),
            target: message.resource_name().to_owned(),
            request_id: message.request_id().to_owned(),
            message: message.encode_to_vec(),
            etag,
        }
    }

    /// The method without its service.
    pub fn verb(&self) -> &str {
        self.method.rsplit('/').next().unwrap_or_default()
    }
}

/// The states and the names in the answer of a method.
pub fn answered(verb: &str, answer: &[u8]) -> (Vec<State>, Vec<String>) {
    let collected = |states: Vec<State>| (states, Vec::new());
    match verb {
        "EraseResource" => {
            let answer = EraseResourceResponse::decode(answer).unwrap();
            (Vec::new(), answer.names)
        }
        "ImportBundle" => {
            let answer = ImportBundleResponse::decode(answer).unwrap();
            let names = answer.results.into_iter().map(|it| it.name);
            (Vec::new(), names.collect())
        }
        "RecordStatement" => {
            let it = RecordStatementResponse::decode(answer).unwrap();
            let claim = it.claim.map(State::of_claim);
            let appearance = it.appearance.map(State::of_appearance);
            let source = it.source.map(State::of_source);
            collected(claim.into_iter().chain(appearance).chain(source).collect())
        }
        "BatchCreateSources" => {
            let answer = BatchCreateSourcesResponse::decode(answer).unwrap();
            collected(answer.sources.into_iter().map(State::of_source).collect())
        }
        "BatchCreateClaims" => {
            let answer = BatchCreateClaimsResponse::decode(answer).unwrap();
            collected(answer.claims.into_iter().map(State::of_claim).collect())
        }
        "BatchCreateAppearances" => {
            let answer = BatchCreateAppearancesResponse::decode(answer).unwrap();
            let all = answer.appearances.into_iter();
            collected(all.map(State::of_appearance).collect())
        }
        _ => collected(vec![one(verb, answer)]),
    }
}

/// The resource that is the answer of a method about one.
fn one(verb: &str, answer: &[u8]) -> State {
    let is_of = |kind: &str| verb.trim_end_matches('s').ends_with(kind);
    if is_of("Source") {
        State::of_source(Source::decode(answer).unwrap())
    } else if is_of("Article") {
        State::of_article(Article::decode(answer).unwrap())
    } else if is_of("Claim") {
        State::of_claim(Claim::decode(answer).unwrap())
    } else if is_of("Appearance") {
        State::of_appearance(Appearance::decode(answer).unwrap())
    } else if is_of("Relation") {
        State::of_relation(Relation::decode(answer).unwrap())
    } else if is_of("Review") {
        State::of_review(Review::decode(answer).unwrap())
    } else {
        panic!("{verb} is not known")
    }
}
