//! `claimstore search`: what has the words of a query.

use std::io::{self, Write as _};

use clap::{Args, ValueEnum};
use tonic::Status;

use super::{
    client::{self, call},
    connect::{Clients, ConnectError, Server},
    error::Error,
    page::hits::{self, HitLine},
};
use crate::wire::pb;

/// What `search` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore search 'bridge closing -ferry'
      claims that have both words and not the third
  claimstore search --in articles 'headline:bridge \"town hall\"'
      articles with the word in the headline, and the phrase anywhere
  claimstore search --in sources ministry")]
pub struct SearchArgs {
    /// Words, \"quoted phrases\", OR between alternatives, - in front of what is not wanted, and
    /// prefixes: entity:, subject:, tag:, headline:, byline:
    #[arg(value_name = "QUERY")]
    query: String,

    /// What to search
    #[arg(long = "in", value_name = "KIND", default_value = "claims")]
    kind: Kind,

    /// Language of the query as a BCP-47 tag [default: any]
    #[arg(
        long,
        value_name = "TAG",
        default_value = "",
        hide_default_value = true
    )]
    language: String,

    /// Most results; 1 to 100
    #[arg(
        long = "max",
        value_name = "COUNT",
        default_value_t = 10,
        value_parser = clap::value_parser!(i32).range(1..=100)
    )]
    most: i32,

    #[command(flatten)]
    server: Server,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Claims,
    Articles,
    Sources,
}

#[derive(Debug, thiserror::Error)]
enum SearchError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error("{}", client::explain(.0).join("\n  "))]
    Call(Box<Status>),
    #[error("the results cannot be written")]
    Output(#[from] io::Error),
}

impl From<Status> for SearchError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// Prints what has the words of a query.
pub async fn run(args: SearchArgs) -> Result<(), Error> {
    print_hits(args).await.map_err(Error::new)
}

async fn print_hits(args: SearchArgs) -> Result<(), SearchError> {
    let clients = args.server.connect().await?;
    let (lines, summary) = match args.kind {
        Kind::Claims => claims(&clients, args).await?,
        Kind::Articles => articles(&clients, args).await?,
        Kind::Sources => sources(&clients, args).await?,
    };
    let page = hits::page(&lines, &summary.unwrap_or_default());
    io::stdout().write_all(page.as_bytes())?;
    Ok(())
}

type Lines = (Vec<HitLine>, Option<pb::SearchSummary>);

async fn claims(clients: &Clients, args: SearchArgs) -> Result<Lines, Status> {
    let request = pb::SearchClaimsRequest {
        query: args.query,
        language: args.language,
        page_size: args.most,
        ..pb::SearchClaimsRequest::default()
    };
    let found = call!(clients.search, search_claims, request)?;
    let lines = found.hits.into_iter().map(|hit| {
        let claim = hit.claim.unwrap_or_default();
        HitLine::new(claim.statement, claim.name, hit.fragments)
    });
    Ok((lines.collect(), found.summary))
}

async fn articles(clients: &Clients, args: SearchArgs) -> Result<Lines, Status> {
    let request = pb::SearchArticlesRequest {
        query: args.query,
        language: args.language,
        page_size: args.most,
        ..pb::SearchArticlesRequest::default()
    };
    let found = call!(clients.search, search_articles, request)?;
    let lines = found.hits.into_iter().map(|hit| {
        let article = hit.article.unwrap_or_default();
        HitLine::new(article.headline, article.name, hit.fragments)
    });
    Ok((lines.collect(), found.summary))
}

async fn sources(clients: &Clients, args: SearchArgs) -> Result<Lines, Status> {
    let request = pb::SearchSourcesRequest {
        query: args.query,
        language: args.language,
        page_size: args.most,
        ..pb::SearchSourcesRequest::default()
    };
    let found = call!(clients.search, search_sources, request)?;
    let lines = found.hits.into_iter().map(|hit| {
        let source = hit.source.unwrap_or_default();
        let title = match source.display_name.is_empty() {
            true => source.url,
            false => source.display_name,
        };
        HitLine::new(title, source.name, hit.fragments)
    });
    Ok((lines.collect(), found.summary))
}
