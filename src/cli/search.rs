//! `claimstore search`: what has the words of a query.

use clap::{Args, ValueEnum};
use tonic::Status;

use super::{
    client::call,
    connect::{Clients, Server},
    error::Error,
    page::hits::{self, HitLine},
    terminal::{Out, Reading},
};
use crate::wire::{json, pb};

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
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
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
    pub(super) reading: Reading,

    #[command(flatten)]
    server: Server,
}

#[derive(Clone, Copy, ValueEnum)]
enum Kind {
    Claims,
    Articles,
    Sources,
}

/// Prints what has the words of a query.
pub async fn run(args: SearchArgs) -> Result<(), Error> {
    let clients = args.server.connect().await?;
    let reading = args.reading.clone();
    let found = match args.kind {
        Kind::Claims => claims(&clients, args).await?,
        Kind::Articles => articles(&clients, args).await?,
        Kind::Sources => sources(&clients, args).await?,
    };
    let mut out = Out::paged(&reading);
    match found {
        Found::Json(line) => out.json(line)?,
        Found::Lines(lines, summary) => {
            out.text(&hits::page(&lines, &summary.unwrap_or_default()))?;
        }
    }
    Ok(())
}

/// What was found, in the form in which it is printed.
enum Found {
    Json(Option<String>),
    Lines(Vec<HitLine>, Option<pb::SearchSummary>),
}

async fn claims(clients: &Clients, args: SearchArgs) -> Result<Found, Status> {
    let is_json = args.reading.form.is_json;
    let request = pb::SearchClaimsRequest {
        query: args.query,
        language: args.language,
        page_size: args.most,
        ..pb::SearchClaimsRequest::default()
    };
    let found = call!(clients.search, search_claims, request)?;
    if is_json {
        let line = json::write("claimstore.v1.SearchClaimsResponse", &found);
        return Ok(Found::Json(line));
    }
    let lines = found.hits.into_iter().map(|hit| {
        let claim = hit.claim.unwrap_or_default();
        HitLine::new(claim.statement, claim.name, hit.fragments)
    });
    Ok(Found::Lines(lines.collect(), found.summary))
}

async fn articles(clients: &Clients, args: SearchArgs) -> Result<Found, Status> {
    let is_json = args.reading.form.is_json;
    let request = pb::SearchArticlesRequest {
        query: args.query,
        language: args.language,
        page_size: args.most,
        ..pb::SearchArticlesRequest::default()
    };
    let found = call!(clients.search, search_articles, request)?;
    if is_json {
        let line = json::write("claimstore.v1.SearchArticlesResponse", &found);
        return Ok(Found::Json(line));
    }
    let lines = found.hits.into_iter().map(|hit| {
        let article = hit.article.unwrap_or_default();
        HitLine::new(article.headline, article.name, hit.fragments)
    });
    Ok(Found::Lines(lines.collect(), found.summary))
}

async fn sources(clients: &Clients, args: SearchArgs) -> Result<Found, Status> {
    let is_json = args.reading.form.is_json;
    let request = pb::SearchSourcesRequest {
        query: args.query,
        language: args.language,
        page_size: args.most,
        ..pb::SearchSourcesRequest::default()
    };
    let found = call!(clients.search, search_sources, request)?;
    if is_json {
        let line = json::write("claimstore.v1.SearchSourcesResponse", &found);
        return Ok(Found::Json(line));
    }
    let lines = found.hits.into_iter().map(|hit| {
        let source = hit.source.unwrap_or_default();
        let title = match source.display_name.is_empty() {
            true => source.url,
            false => source.display_name,
        };
        HitLine::new(title, source.name, hit.fragments)
    });
    Ok(Found::Lines(lines.collect(), found.summary))
}
