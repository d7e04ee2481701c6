//! What is attacked: the server, and what was stored in it before.

use std::time::{Duration, Instant};

use claimstore::wire::pb::{
    Article, BatchCreateClaimsRequest, Claim, ClaimType, CreateArticleRequest, CreateClaimRequest,
    article_service_client::ArticleServiceClient, claim_service_client::ClaimServiceClient,
};

use super::server::Server;

/// The bytes of the long article, the most that one can have.
const BODY_BYTES: usize = 1 << 20;

/// The words of the long article are numbers of so many digits, with a space after each.
const DIGITS: usize = 7;

/// The server and the names of what it stores.
pub struct Target {
    pub address: String,
    pub claims: Vec<String>,
    /// An article of 1 MiB.
    pub article: String,
}

impl Target {
    /// Stores claims that fill a large page, and a long article.
    pub async fn fill(server: &Server) -> Self {
        let mut client = ClaimServiceClient::new(server.channel.clone());
        let mut claims = Vec::new();
        for batch in 0..2 {
            let created = client.batch_create_claims(long_claims(batch)).await;
            let created = created.unwrap().into_inner().claims.into_iter();
            claims.extend(created.map(|claim| claim.name));
        }
        let article = CreateArticleRequest {
            article: Some(Article {
                headline: "Every number of the census".to_owned(),
                language: "en".to_owned(),
                body: (0..words()).map(|it| word(it) + " ").collect(),
                ..Article::default()
            }),
            ..CreateArticleRequest::default()
        };
        let mut client = ArticleServiceClient::new(server.channel.clone());
        let created = client.create_article(article).await.unwrap();
        Self {
            address: server.address.clone(),
            claims,
            article: created.into_inner().name,
        }
    }
}

/// How many words the long article has.
pub fn words() -> usize {
    BODY_BYTES / (DIGITS + 1)
}

/// A word of the long article.
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
