//! `claimstore orphans`: the appearances whose words their articles no longer print.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use clap::Args;
use tonic::Status;

use super::{
    client::{with_deadline, with_retries},
    connect::{Clients, Server},
    error::Error,
    page::{
        names::{Names, non_empty},
        orphans,
    },
    terminal::{Out, Reading},
    time::read_time,
};
use crate::wire::{json, pb, value::read::to_timestamp};

/// What `orphans` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore orphans
      the printed words that edits of their articles removed, with claim and article
  claimstore orphans --article articles/0198c0de-0000-7000-8000-000000000001
      those of one article
  claimstore orphans --since 2026-11-01 --before 2026-12-01
      those that were orphaned in November")]
pub struct OrphansArgs {
    /// Only appearances in this article
    #[arg(long, value_name = "NAME")]
    article: Option<String>,

    /// Only those orphaned at this time or later: a day or an instant, UTC
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    since: Option<DateTime<Utc>>,

    /// Only those orphaned before this time
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    before: Option<DateTime<Utc>>,

    /// How many to print at most: 1 to 1,000
    #[arg(long, value_name = "NUMBER", default_value_t = 100,
          value_parser = clap::value_parser!(i32).range(1..=1_000))]
    limit: i32,

    /// Continue where an earlier call with the same conditions ended
    #[arg(long, value_name = "TOKEN")]
    page_token: Option<String>,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    server: Server,
}

/// Lists the orphaned appearances.
pub async fn run(args: OrphansArgs) -> Result<(), Error> {
    let clients = args.server.connect().await?;
    let limit = usize::try_from(args.limit).unwrap_or_default();
    print(&clients, args, limit).await
}

/// Appearances in one request.
const PAGE_SIZE: i32 = 100;

async fn print(clients: &Clients, args: OrphansArgs, limit: usize) -> Result<(), Error> {
    let mut out = Out::paged(&args.reading);
    let filter = pb::AppearanceFilter {
        article: args.article.unwrap_or_default(),
        anchoring_outcome: pb::AnchoringOutcome::Orphaned.into(),
        outcome_start_time: args.since.map(to_timestamp),
        outcome_end_time: args.before.map(to_timestamp),
        ..pb::AppearanceFilter::default()
    };
    let mut page_token = args.page_token.unwrap_or_default();
    let mut count = 0;
    loop {
        let rest = i32::try_from(limit - count).unwrap_or(PAGE_SIZE);
        let page = list(clients, &filter, rest.min(PAGE_SIZE), page_token).await?;
        count += page.appearances.len();
        if out.is_json {
            out.json(json::write("claimstore.v1.ListAppearancesResponse", &page))?;
        } else {
            let (names, statements) = names(clients, &page.appearances).await?;
            out.text(&orphans::page(&page.appearances, &names, &statements))?;
        }
        page_token = page.next_page_token;
        if page_token.is_empty() || count >= limit {
            break;
        }
    }
    if out.is_json {
        return Ok(());
    }
    let end = match (count, page_token.is_empty()) {
        (0, true) => "No words are orphaned.".to_owned(),
        (_, true) => return Ok(()),
        (_, false) => {
            format!("\nThere are more: claimstore orphans --page-token {page_token}")
        }
    };
    Ok(out.line(end)?)
}

async fn list(
    clients: &Clients,
    filter: &pb::AppearanceFilter,
    page_size: i32,
    page_token: String,
) -> Result<pb::ListAppearancesResponse, Status> {
    let request = pb::ListAppearancesRequest {
        parent: "claims/-".to_owned(),
        page_size,
        page_token,
        filter: Some(filter.clone()),
        ..pb::ListAppearancesRequest::default()
    };
    with_retries(|| {
        let mut claims = clients.claims.clone();
        let request = with_deadline(request.clone());
        async move { claims.list_appearances(request).await }
    })
    .await
}

/// The headlines of the articles, and the statements of the claims in the order of the
/// appearances.
async fn names(
    clients: &Clients,
    appearances: &[pb::Appearance],
) -> Result<(Names, Vec<String>), Status> {
    let mut names = Names::default();
    if appearances.is_empty() {
        return Ok((names, Vec::new()));
    }
    let articles: BTreeSet<String> = non_empty(appearances.iter().map(|it| &it.article));
    let request = pb::BatchGetArticlesRequest {
        names: articles.into_iter().collect(),
        view: pb::ArticleView::Basic.into(),
        show_deleted: true,
        ..pb::BatchGetArticlesRequest::default()
    };
    let response = with_retries(|| {
        let mut articles = clients.articles.clone();
        let request = with_deadline(request.clone());
        async move { articles.batch_get_articles(request).await }
    })
    .await?;
    names.add_articles(&response.articles);
    let claims = appearances.iter().map(|it| orphans::claim_of(&it.name));
    let request = pb::BatchGetClaimsRequest {
        names: claims.collect(),
        show_deleted: true,
        ..pb::BatchGetClaimsRequest::default()
    };
    let response = with_retries(|| {
        let mut claims = clients.claims.clone();
        let request = with_deadline(request.clone());
        async move { claims.batch_get_claims(request).await }
    })
    .await?;
    let statements = response.claims.into_iter().map(|it| it.statement);
    Ok((names, statements.collect()))
}
