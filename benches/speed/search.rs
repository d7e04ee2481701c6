//! Search and matching, for the curves of growth, and how long the index takes to be built anew.

use std::time::{Duration, Instant};

use claimstore::wire::pb::{
    ChangeOrder, Claim, CreateClaimRequest, ListChangesRequest, MatchClaimsRequest, MatchText,
    SearchClaimsRequest, change_service_client::ChangeServiceClient,
    claim_service_client::ClaimServiceClient, search_service_client::SearchServiceClient,
};
use tonic::{Code, Status, transport::Channel};

use super::{
    line::{Outcome, Run},
    load::scattered,
    memory::resident_bytes,
    meter::Work,
    service::Service,
    stage::{Stage, Store},
};

/// The sentences that are searched and matched, at most.
const SENTENCES: usize = 2_000;

/// The longest time until the index is ready.
const READY_MAX: Duration = Duration::from_mins(15);
const ASKED_EVERY: Duration = Duration::from_millis(100);

const POSITION: &str = "x-claimstore-position";

/// What the index costs those who write into an empty store: the same with the index and without it.
pub async fn cost(stage: &Stage, write: impl AsyncFn(&Service) -> Result<Work, String>) -> Outcome {
    let mut sides = Vec::new();
    for has_search in [true, false] {
        let store = stage.store().await;
        let service = match has_search {
            true => stage.serve(&store).await?,
            false => stage.serve_without_search(&store).await?,
        };
        stage.checkpoint().await;
        let watched = stage.watching(&service);
        sides.push(watched.measure(write(&service)).await?);
        drop(service);
        stage.drop_store(store).await;
    }
    let [subject, limit] = [sides[0], sides[1]];
    Ok(Run {
        value: subject.rate / limit.rate,
        subject,
        limit: Some(limit),
    })
}

/// Statements of stored claims, each without one of its words. Their words are distributed as in
/// real texts, so the most frequent ones stand in a large part of all claims.
pub fn sentences(stage: &Stage, claims: usize) -> Vec<String> {
    let count = claims.min(SENTENCES);
    let sentences = (0..count).map(|at| {
        let statement = stage.generator.claim(scattered(at, claims)).statement;
        let words: Vec<&str> = statement.split_whitespace().collect();
        let left_out = at % words.len();
        let kept = words.iter().enumerate().filter(|(at, _)| *at != left_out);
        kept.map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
    });
    sentences.collect()
}

/// Three words of each sentence, without the quotation marks that would make a phrase of them.
pub fn queries(sentences: &[String]) -> Vec<String> {
    let queries = sentences.iter().enumerate().map(|(number, sentence)| {
        let words = sentence.split_whitespace();
        let words: Vec<&str> = words.map(|word| word.trim_matches(['“', '”'])).collect();
        let three = (0..3).map(|at| words[scattered(number + at, words.len())]);
        three.collect::<Vec<_>>().join(" ")
    });
    queries.collect()
}

/// Searches. The words stand together in one claim at least.
pub async fn search(channel: Channel, query: String) -> Result<bool, Status> {
    let request = SearchClaimsRequest {
        query,
        ..SearchClaimsRequest::default()
    };
    let found = SearchServiceClient::new(channel)
        .search_claims(request)
        .await?;
    Ok(!found.into_inner().hits.is_empty())
}

/// Matches a sentence, which is nearly the same as a known claim.
pub async fn matches(channel: Channel, text: String) -> Result<bool, Status> {
    let request = MatchClaimsRequest {
        texts: vec![MatchText {
            text,
            language: "en".to_owned(),
            ..MatchText::default()
        }],
        ..MatchClaimsRequest::default()
    };
    let found = SearchServiceClient::new(channel)
        .match_claims(request)
        .await?;
    let texts = found.into_inner().texts;
    Ok(texts.iter().any(|text| !text.passages.is_empty()))
}

/// How long it takes from the answer of a write until a search finds what it wrote.
pub async fn found(channel: Channel, word: String) -> Result<Duration, String> {
    let text = |status: Status| status.to_string();
    let request = CreateClaimRequest {
        claim: Some(Claim {
            statement: format!("The word {word} is new."),
            language: "en".to_owned(),
            ..Claim::default()
        }),
        ..CreateClaimRequest::default()
    };
    let mut claims = ClaimServiceClient::new(channel.clone());
    let created = claims.create_claim(request).await.map_err(text)?;
    let written = Instant::now();
    let position = created.metadata().get(POSITION);
    let position = position
        .and_then(|it| it.to_str().ok())
        .ok_or("no position")?;
    let request = SearchClaimsRequest {
        query: word,
        min_position: position.to_owned(),
        ..SearchClaimsRequest::default()
    };
    let mut search = SearchServiceClient::new(channel);
    let found = search.search_claims(request).await.map_err(text)?;
    match found.into_inner().hits.len() {
        1 => Ok(written.elapsed()),
        count => Err(format!("{count} claims have a new word")),
    }
}

/// Waits until the index has everything that is stored.
pub async fn ready(channel: &Channel) -> Result<(), String> {
    let text = |status: Status| status.to_string();
    let newest = ListChangesRequest {
        order: ChangeOrder::NewestFirst.into(),
        page_size: 1,
        ..ListChangesRequest::default()
    };
    let mut changes = ChangeServiceClient::new(channel.clone());
    let page = changes.list_changes(newest).await.map_err(text)?;
    let newest = page.into_inner().changes.into_iter().next();
    let request = SearchClaimsRequest {
        query: "word".to_owned(),
        min_position: newest.ok_or("the store is empty")?.position,
        ..SearchClaimsRequest::default()
    };
    let mut search = SearchServiceClient::new(channel.clone());
    let begin = Instant::now();
    while begin.elapsed() < READY_MAX {
        match search.search_claims(request.clone()).await {
            Ok(_) => return Ok(()),
            Err(status) if status.code() == Code::Unavailable => {}
            Err(status) => return Err(text(status)),
        }
        tokio::time::sleep(ASKED_EVERY).await;
    }
    Err("the index is not ready".to_owned())
}

/// The index of a whole store, built anew by a server that has just started.
#[derive(Clone, Copy, Debug)]
pub struct Rebuilt {
    /// The claims in the store.
    pub claims: usize,
    /// How long it took.
    pub took: Duration,
    /// The memory of the server then, in bytes.
    pub memory: u64,
}

/// Builds the index of a store anew.
pub async fn rebuild(stage: &Stage, store: &Store) -> Result<Rebuilt, String> {
    let claims = store.rows("claims").await;
    let service = stage.serve(store).await?;
    let begin = Instant::now();
    ready(&service.channels(1)[0]).await?;
    Ok(Rebuilt {
        claims,
        took: begin.elapsed(),
        memory: resident_bytes(service.id()).unwrap_or_default(),
    })
}
