//! `claimstore list conflicts`.

use clap::Args;

use super::paging::{List, Paging, Wanted};
use crate::{
    cli::{
        calls::LIST_CONFLICTS, error::Error, page::lists, resolve::resolve_option,
        words::CONFLICT_REASONS,
    },
    domain::resource::Kind,
    wire::pb,
};

/// What `list conflicts` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list conflicts --article cms:51907
      what an article claims that others contradict")]
pub struct ConflictsArgs {
    /// Only conflicts of a claim with a figure of this measure
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,

    /// Only conflicts of a claim that this article prints, named as for show
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,

    /// Only conflicts of a claim attributed to this source, named as for show
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// Only conflicts of this claim, named as for show
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,

    /// Only conflicts for this reason
    #[arg(long, value_name = "REASON", value_parser = CONFLICT_REASONS.parser())]
    reason: Option<i32>,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists conflicts.
pub async fn run(args: ConflictsArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let filter = pb::ConflictFilter {
        measure: args.measure.unwrap_or_default(),
        article: resolve_option(&clients, args.article.as_ref(), Kind::Article).await?,
        source: resolve_option(&clients, args.source.as_ref(), Kind::Source).await?,
        claim: resolve_option(&clients, args.claim.as_ref(), Kind::Claim).await?,
        reason: args.reason.unwrap_or_default(),
    };
    let list = List {
        what: "conflicts",
        method: LIST_CONFLICTS,
        request: |wanted: Wanted| pb::ListConflictsRequest {
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
        },
        page: async |answer: &pb::ListConflictsResponse| Ok(lists::conflicts(&answer.conflicts)),
    };
    list.print(&clients, &args.paging).await
}
