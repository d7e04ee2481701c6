//! The search index of each server answers as one that is built anew.

use std::time::{Duration, Instant};

use claimstore::wire::pb::{
    SearchArticlesRequest, SearchArticlesResponse, SearchClaimsRequest, SearchClaimsResponse,
    SearchSourcesRequest, SearchSourcesResponse,
};
use tonic::transport::Channel;

use crate::{
    calls::{call, channel},
    made::WORDS,
    support::process::{Serving, claimstore},
};

/// How long an index may take until it has what was written.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(100);
const PAGE_SIZE: i32 = 100;

/// What an index finds by some words.
type Found = (
    SearchClaimsResponse,
    SearchArticlesResponse,
    SearchSourcesResponse,
);

pub async fn check(servers: &[Channel], database_url: &str, position: &str) -> Vec<String> {
    let mut command = claimstore();
    let anew = Serving::start(command.args(["serve", "--database-url", database_url]));
    let anew = channel(&anew_url(&anew).await);
    let mut found = Vec::new();
    let queries = WORDS.windows(2).map(|pair| pair.join(" "));
    for query in queries.chain(["client1".to_owned(), "edition".to_owned()]) {
        let expected = answer(&anew, &query, position).await;
        for (number, server) in servers.iter().enumerate() {
            let is = answer(server, &query, position).await;
            if is != expected {
                found.push(format!("the index of server {number} finds other things by {query:?}: {is:#?} instead of {expected:#?}"));
            }
        }
    }
    found
}

async fn anew_url(serving: &Serving) -> String {
    tokio::task::block_in_place(|| serving.url())
}

/// What is found, once the index has a position.
async fn answer(channel: &Channel, query: &str, position: &str) -> Result<Found, String> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        match try_answer(channel, query, position).await {
            Ok(found) => return Ok(found),
            Err(status) if Instant::now() > give_up => return Err(status.to_string()),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

async fn try_answer(
    channel: &Channel,
    query: &str,
    position: &str,
) -> Result<Found, tonic::Status> {
    let (query, min_position, page_size) = (query.to_owned(), position.to_owned(), PAGE_SIZE);
    let claims = SearchClaimsRequest {
        query: query.clone(),
        min_position: min_position.clone(),
        page_size,
        ..SearchClaimsRequest::default()
    };
    let articles = SearchArticlesRequest {
        query: query.clone(),
        min_position: min_position.clone(),
        page_size,
        ..SearchArticlesRequest::default()
    };
    let sources = SearchSourcesRequest {
        query,
        min_position,
        page_size,
        ..SearchSourcesRequest::default()
    };
    Ok((
        call(channel, "SearchService/SearchClaims", &claims).await?,
        call(channel, "SearchService/SearchArticles", &articles).await?,
        call(channel, "SearchService/SearchSources", &sources).await?,
    ))
}
