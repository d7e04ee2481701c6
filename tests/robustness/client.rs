//! A client: it writes and reads with pauses in between, sends calls again as documented, and writes
//! down what it was told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use claimstore::{
    client::with_retries,
    wire::pb::{
        Appearance, Article, Claim, GetAppearanceRequest, GetArticleRequest, GetClaimRequest,
        GetRelationRequest, GetReviewRequest, GetSourceRequest, Relation, Review, Source,
    },
};
use tokio::time::sleep;
use tonic::{Status, transport::Channel};

use super::{
    calls::{self, call_reflecting, named, reason},
    history::{Call, History, Outcome, Read},
    known::{HOT, Known},
    mutation::{Maker, Mutation, answered},
    recorded::Recorded,
    state::{State, clock, kind, timestamp},
    support::random::Random,
    workload::{any, deletion},
};

const PAUSE_MAX_MS: usize = 120;

/// The reasons of errors after which nobody knows what a call did, if it wrote.
const IN_DOUBT: [&str; 3] = ["DATABASE_UNAVAILABLE", "DEADLINE_EXCEEDED", "SERVER_ENDING"];

/// What all that take part in a run share.
#[derive(Clone)]
pub struct Stage {
    pub history: Arc<History>,
    pub known: Arc<Known>,
    /// A channel to each server.
    pub channels: Vec<Channel>,
    pub is_over: Arc<AtomicBool>,
    /// Whether standbys answer reads.
    pub reads_may_lag: bool,
    pub recorded: Arc<Recorded>,
}

impl Stage {
    pub fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    /// Sends a call until it is answered for good, and writes it down.
    pub async fn write(&self, actor: &str, mutation: Mutation, random: &mut Random) -> Outcome {
        let first = random.below(self.channels.len());
        let invoked = self.history.now();
        let first_sent_at = clock();
        let (mut last_invoked, mut last_sent_at) = (0, 0);
        let (mut attempts, mut is_in_doubt, mut before) = (0, false, false);
        let sent = with_retries(|| {
            let channel = self.channels[(first + attempts) % self.channels.len()].clone();
            attempts += 1;
            (last_invoked, last_sent_at) = (self.history.now(), clock());
            is_in_doubt |= before;
            // Until it is known better.
            before = true;
            let (method, message) = (mutation.method.clone(), mutation.message.clone());
            let actor = actor.to_owned();
            async move { calls::send(&channel, &actor, &method, message, "").await }
        })
        .await;
        let mut position = String::new();
        let outcome = match sent {
            Ok(answer) => {
                position = answer.position;
                self.known.learn_position(&position);
                let (states, names) = answered(mutation.verb(), &answer.bytes);
                for state in &states {
                    self.known.learn(state, random);
                }
                let states = states.into_iter().map(State::compact).collect();
                Outcome::Done { states, names }
            }
            Err(status) => self.failed(&mutation, &status),
        };
        let call = Call {
            method: mutation.method,
            target: mutation.target,
            etag: mutation.etag,
            actor: format!("unverified:{actor}"),
            request_id: mutation.request_id,
            invoked,
            first_sent_at,
            last_invoked,
            last_sent_at,
            returned: self.history.now(),
            returned_at: clock(),
            attempts: u32::try_from(attempts).unwrap(),
            is_in_doubt,
            position,
            outcome: outcome.clone(),
        };
        self.history.calls.lock().unwrap().push(call);
        outcome
    }

    fn failed(&self, mutation: &Mutation, status: &Status) -> Outcome {
        let Some(reason) = reason(status) else {
            let why = status.to_string();
            return Outcome::Unknown { why };
        };
        if reason == "INTERNAL" {
            let method = &mutation.method;
            self.history
                .complain(format!("{method} failed by the server's fault: {status:?}"));
        }
        if IN_DOUBT.contains(&&*reason) || reason == "INTERNAL" {
            return Outcome::Unknown { why: reason };
        }
        let names = named(status);
        if ["RESOURCE_DELETED", "RESOURCE_ERASED", "RESOURCE_NOT_FOUND"].contains(&&*reason) {
            self.known.is_gone(&mutation.target);
        }
        Outcome::Refused { reason, names }
    }

    /// Deletes what is not in use any more. What others refer to has its turn later.
    async fn clear_away(&self, actor: &str, name: String, random: &mut Random) {
        let outcome = self.write(actor, deletion(&name), random).await;
        let is_done = match &outcome {
            Outcome::Done { .. } => true,
            Outcome::Refused { reason, .. } => reason != "RESOURCE_IN_USE",
            Outcome::Unknown { .. } => false,
        };
        if !is_done {
            self.known.retire(name);
        }
    }

    /// Reads a resource as it is now, deleted or not, and writes down what was found.
    pub async fn read(&self, name: &str, random: &mut Random) {
        let invoked = self.history.now();
        let channel = random.pick(&self.channels);
        let position = self.known.newest_position();
        let found = get(&channel, name, None, &position).await;
        let returned = self.history.now();
        let Some(found) = self.found(name, found) else {
            return;
        };
        if let Some(state) = &found
            && state.name == name
        {
            self.known.learn(state, random);
        }
        self.history.reads.lock().unwrap().push(Read {
            name: name.to_owned(),
            invoked,
            returned,
            as_of: None,
            may_lag: self.reads_may_lag,
            found: found.map(State::compact),
        });
    }

    /// What a read says of a resource; `None` if it says nothing.
    pub fn found(&self, name: &str, read: Result<State, Status>) -> Option<Option<State>> {
        match read {
            Ok(state) => Some(Some(state)),
            Err(status) => match reason(&status).as_deref() {
                Some("RESOURCE_NOT_FOUND") => Some(None),
                Some("INTERNAL") => {
                    self.history.complain(format!(
                        "a read of {name} failed by the server's fault: {status:?}"
                    ));
                    None
                }
                _ => None,
            },
        }
    }
}

/// Reads a resource, deleted or not, as of a time. What is read now reflects everything up to a position.
pub async fn get(
    channel: &Channel,
    name: &str,
    as_of: Option<i64>,
    position: &str,
) -> Result<State, Status> {
    let (name, read_time) = (name.to_owned(), as_of.map(timestamp));
    macro_rules! get {
        ($service:literal, $request:ident, $kind:ident, $of:ident) => {{
            let request = $request {
                name,
                show_deleted: true,
                read_time,
                ..Default::default()
            };
            let method = concat!($service, "/Get", stringify!($kind));
            let found = call_reflecting::<$kind>(channel, method, &request, position);
            Ok(State::$of(found.await?))
        }};
    }
    match kind(&name) {
        "sources" => get!("SourceService", GetSourceRequest, Source, of_source),
        "articles" => get!("ArticleService", GetArticleRequest, Article, of_article),
        "claims" => get!("ClaimService", GetClaimRequest, Claim, of_claim),
        "appearances" => {
            let request = GetAppearanceRequest {
                name,
                show_deleted: true,
                read_time,
            };
            let method = "ClaimService/GetAppearance";
            let found = call_reflecting::<Appearance>(channel, method, &request, position);
            Ok(State::of_appearance(found.await?))
        }
        "relations" => {
            let request = GetRelationRequest {
                name,
                show_deleted: true,
                read_time,
            };
            let method = "ClaimService/GetRelation";
            let found = call_reflecting::<Relation>(channel, method, &request, position);
            Ok(State::of_relation(found.await?))
        }
        _ => {
            let request = GetReviewRequest {
                name,
                show_deleted: true,
                read_time,
            };
            let method = "ReviewService/GetReview";
            let found = call_reflecting::<Review>(channel, method, &request, position);
            Ok(State::of_review(found.await?))
        }
    }
}

/// Writes and reads until the run is over.
pub async fn run(stage: Stage, number: usize, seed: u64) {
    let actor = format!("client{number}");
    let known = Arc::clone(&stage.known);
    let mut maker = Maker::new(Random::new(seed), &known, actor.clone());
    while !stage.is_over() {
        let pause = u64::try_from(maker.random.below(PAUSE_MAX_MS)).unwrap();
        sleep(Duration::from_millis(pause)).await;
        if maker.is_one_in(4) {
            let (collection, _) = maker.random.pick(&HOT);
            let name = maker.name_of(collection);
            if !name.is_empty() {
                stage.read(&name, &mut maker.random).await;
            }
        } else if maker.is_one_in(3)
            && let Some(name) = known.superfluous()
        {
            stage.clear_away(&actor, name, &mut maker.random).await;
        } else if let Some(mutation) = any(&mut maker) {
            let outcome = stage.write(&actor, mutation, &mut maker.random).await;
            if let Outcome::Done { names, .. } = &outcome {
                names.iter().cloned().for_each(|name| known.retire(name));
            }
            // Who was told of a write sees it, at either server.
            if let Outcome::Done { states, .. } = outcome
                && let Some(state) = states.first()
                && maker.is_one_in(2)
            {
                stage.read(&state.name, &mut maker.random).await;
            }
        }
    }
}
