//! What is attacked: the server, and what was stored in it before.

use std::time::{Duration, Instant};

use claimstore::wire::pb::{
    Article, BatchCreateClaimsRequest, Claim, ClaimType, CreateArticleRequest, CreateClaimRequest,
    article_service_client::ArticleServiceClient, claim_service_client::ClaimServiceClient,
};

use super::server::Server;

/// How many long articles there are.
const ARTICLES: usize = 6;

/// The bytes of a long article, the most that one can have.
const BODY_BYTES: usize = 1 << 20;

/// The words of a long article are numbers of so many digits, with a space after each.
const DIGITS: usize = 7;

/// The server and the names of what it stores.
pub struct Target {
    pub address: String,
    pub claims: Vec<String>,
    /// Articles of 1 MiB each, with the same body.
    pub articles: Vec<String>,
}

impl Target {
    /// Stores claims that fill a large page, and long articles.
    pub async fn fill(server: &Server) -> Self {
        let mut client = ClaimServiceClient::new(server.channel.clone());
        let mut claims = Vec::new();
        for batch in 0..2 {
            let created = client.batch_create_claims(long_claims(batch)).await;
            let created = created.unwrap().into_inner().claims.into_iter();
            claims.extend(created.map(|claim| claim.name));
        }
        let mut client = ArticleServiceClient::new(server.channel.clone());
        let mut articles = Vec::new();
        for number in 0..ARTICLES {
            let created = client.create_article(long_article(number)).await;
            articles.push(created.unwrap().into_inner().name);
        }
        Self {
            address: server.address.clone(),
            claims,
            articles,
        }
    }
}

fn long_article(number: usize) -> CreateArticleRequest {
    CreateArticleRequest {
        article: Some(Article {
            headline: format!("Every number of the census, {number}"),
            language: "en".to_owned(),
            body: long_body(),
            ..Article::default()
        }),
        ..CreateArticleRequest::default()
    }
}

/// A text as long as one of an article can be.
pub fn long_body() -> String {
    (0..words()).map(|it| word(it) + " ").collect()
}

/// How many words a long article has.
pub fn words() -> usize {
    BODY_BYTES / (DIGITS + 1)
}

/// A word of a long article.
pub fn word(number: usize) -> String {
    format!("{number:0DIGITS$}")
}

fn long_claims(batch: usize) -> BatchCreateClaimsRequest {
    let requests = (0..500).map(|number| CreateClaimRequest {
        claim: Some(claim(format!("{batch} {number} {}", "words ".repeat(320)))),
        ..CreateClaimRequest::default()
    });
    BatchCreateClaimsRequest {
        requests: requests.collect(),
        ..BatchCreateClaimsRequest::default()
    }
}

/// A claim in English.
pub fn claim(statement: String) -> Claim {
    Claim {
        statement,
        language: "en".to_owned(),
        r#type: ClaimType::EventOrProperty.into(),
        ..Claim::default()
    }
}

/// Waits a little before something is tried again, but not beyond the end.
pub async fn rest(until: Instant, time: Duration) {
    let left = until.saturating_duration_since(Instant::now());
    tokio::time::sleep(time.min(left)).await;
}
