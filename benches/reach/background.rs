//! Background load: clients that use none of the resources that a reach changes. Each stores
//! claims and appearances, reads and lists on its own source and article, one call at a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use claimstore::wire::pb::{
    Article, Bound, Claim, ClaimType, CreateAppearanceRequest, CreateArticleRequest,
    CreateClaimRequest, Decimal, GetClaimRequest, ListAppearancesRequest, Quantity, QuantityRole,
    article_service_client::ArticleServiceClient, claim_service_client::ClaimServiceClient,
};
use tokio::task::JoinHandle;
use tonic::transport::Channel;

use super::{
    fixture::{appearance, sentence, source},
    timings::Timings,
};

/// Sentences of a client's article; its appearances are in one after the other.
const SENTENCES: usize = 200;

/// The kind of a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    Write,
    Get,
    List,
}

struct Call {
    kind: CallKind,
    begin: Instant,
    took: Duration,
}

/// The calls of all clients.
pub struct Calls(Vec<Call>);

impl Calls {
    /// The times of calls of one kind that began in a span of time.
    pub fn between(&self, kind: CallKind, from: Instant, to: Instant) -> Timings {
        let calls = self.0.iter();
        let calls = calls.filter(|it| it.kind == kind && (from..to).contains(&it.begin));
        calls.map(|it| it.took).collect::<Vec<_>>().into()
    }
}

/// Clients that are running.
pub struct Background {
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Vec<Call>>>,
}

impl Background {
    /// Starts clients, each of which pauses after every call.
    pub async fn start(channel: &Channel, count: usize, pause: Duration) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let mut clients = Vec::new();
        for _ in 0..count {
            let client = Client::new(channel).await;
            clients.push(tokio::spawn(client.work(Arc::clone(&stop), pause)));
        }
        Self { stop, clients }
    }

    /// Stops the clients, and returns their calls.
    pub async fn end(self) -> Calls {
        self.stop.store(true, Ordering::Relaxed);
        let mut calls = Vec::new();
        for client in self.clients {
            calls.extend(client.await.unwrap());
        }
        Calls(calls)
    }
}

struct Client {
    claims: ClaimServiceClient<Channel>,
    source: String,
    article: String,
    last: String,
}

impl Client {
    async fn new(channel: &Channel) -> Self {
        let own = source(channel, "A client's own").await;
        let request = CreateArticleRequest {
            article: Some(Article {
                uri: format!("https://{}.example/", own.replace('/', ".")),
                headline: "A client's own".to_owned(),
                body: (0..SENTENCES).map(sentence).collect(),
                ..Article::default()
            }),
            ..CreateArticleRequest::default()
        };
        let mut articles = ArticleServiceClient::new(channel.clone());
        let article = articles.create_article(request).await.unwrap().into_inner();
        Self {
            claims: ClaimServiceClient::new(channel.clone()),
            source: own,
            article: article.name,
            last: String::new(),
        }
    }

    async fn work(mut self, stop: Arc<AtomicBool>, pause: Duration) -> Vec<Call> {
        let mut calls = Vec::new();
        let mut number = 0;
        while !stop.load(Ordering::Relaxed) {
            let begin = Instant::now();
            let kind = self.call(number).await;
            let took = begin.elapsed();
            calls.push(Call { kind, begin, took });
            number += 1;
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
        }
        calls
    }

    async fn call(&mut self, number: usize) -> CallKind {
        match number % 4 {
            0 => self.create_claim(number).await,
            1 => self.create_appearance(number / 4 % SENTENCES).await,
            2 => self.get_claim().await,
            _ => self.list_appearances().await,
        }
    }

    async fn create_claim(&mut self, number: usize) -> CallKind {
        let request = CreateClaimRequest {
            claim: Some(claim(&self.source, number, 1)),
            ..CreateClaimRequest::default()
        };
        let created = self.claims.create_claim(request).await.unwrap();
        self.last = created.into_inner().name;
        CallKind::Write
    }

    async fn create_appearance(&mut self, at: usize) -> CallKind {
        let request = CreateAppearanceRequest {
            parent: self.last.clone(),
            appearance: Some(appearance(&self.source, &self.article, &sentence(at))),
            ..CreateAppearanceRequest::default()
        };
        self.claims.create_appearance(request).await.unwrap();
        CallKind::Write
    }

    async fn get_claim(&mut self) -> CallKind {
        let request = GetClaimRequest {
            name: self.last.clone(),
            ..GetClaimRequest::default()
        };
        self.claims.get_claim(request).await.unwrap();
        CallKind::Get
    }

    async fn list_appearances(&mut self) -> CallKind {
        let request = ListAppearancesRequest {
            parent: self.last.clone(),
            ..ListAppearancesRequest::default()
        };
        self.claims.list_appearances(request).await.unwrap();
        CallKind::List
    }
}

/// A claim with this many quantities.
pub fn claim(subject: &str, number: usize, figures: usize) -> Claim {
    let figure = |at: usize| {
        let bound = || Bound {
            value: Some(Decimal {
                value: number.to_string(),
            }),
            open: false,
        };
        Quantity {
            measure: format!("measure-{at}"),
            lower: Some(bound()),
            upper: Some(bound()),
            role: QuantityRole::Value.into(),
            ..Quantity::default()
        }
    };
    Claim {
        statement: format!("{subject} counted to {number} and had {figures} figures"),
        language: "en".to_owned(),
        r#type: ClaimType::Numerical.into(),
        subject: subject.to_owned(),
        quantities: (0..figures).map(figure).collect(),
        ..Claim::default()
    }
}
