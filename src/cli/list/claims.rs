//! `claimstore list claims`.

use clap::Args;

use super::paging::{List, Paging, State, Wanted};
use crate::{
    cli::{
        calls::LIST_CLAIMS,
        error::Error,
        page::lists,
        resolve::resolve_option,
        words::{CLAIM_TYPES, DISPUTE_REASONS, VERDICTS},
    },
    domain::resource::Kind,
    wire::pb,
};

/// What `list claims` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list claims --article cms:51907 --disputed
      the disputed claims of an article
  claimstore list claims --verdict false --order-by create-time --descending --limit 20
      the newest claims that desks found false
  claimstore list claims --all --json | jq -r '.claims[].statement'
      all statements")]
pub struct ClaimsArgs {
    /// Only claims that this article prints, named as for show
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,

    /// Only claims attributed to this source, named as for show
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// Only claims of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = CLAIM_TYPES.parser())]
    claim_type: Option<i32>,

    /// Only claims in this language: a bare subtag such as en
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Only claims with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,

    /// Only claims with a figure of this measure
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,

    /// Only disputed claims; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    disputed: Option<bool>,

    /// Only claims that are disputed for this reason
    #[arg(long, value_name = "REASON", value_parser = DISPUTE_REASONS.parser())]
    dispute_reason: Option<i32>,

    /// Only claims with this as the newest verdict of all desks
    #[arg(long, value_name = "VERDICT", value_parser = VERDICTS.parser())]
    verdict: Option<i32>,

    /// Only claims that a desk judged; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    reviewed: Option<bool>,

    /// Only retracted claims; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    retracted: Option<bool>,

    /// Only claims that were merged into this one; otherwise merged ones are not listed
    #[arg(long, value_name = "CLAIM")]
    merged_into: Option<String>,

    /// Order by this time [default: by id]
    #[arg(long = "order-by", id = "order", value_name = "FIELD", value_parser = ["create-time"])]
    order: Option<String>,

    #[command(flatten)]
    state: State,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists claims.
pub async fn run(args: ClaimsArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let filter = pb::ClaimFilter {
        article: resolve_option(&clients, args.article.as_ref(), Kind::Article).await?,
        source: resolve_option(&clients, args.source.as_ref(), Kind::Source).await?,
        r#type: args.claim_type.unwrap_or_default(),
        language: args.language.unwrap_or_default(),
        tag: args.tag.unwrap_or_default(),
        measure: args.measure.unwrap_or_default(),
        disputed: args.disputed,
        dispute_reason: args.dispute_reason.unwrap_or_default(),
        verdict: args.verdict.unwrap_or_default(),
        reviewed: args.reviewed,
        retracted: args.retracted,
        merged_into: resolve_option(&clients, args.merged_into.as_ref(), Kind::Claim).await?,
    };
    let list = List {
        what: "claims",
        method: LIST_CLAIMS,
        request: |wanted: Wanted| pb::ListClaimsRequest {
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
            show_deleted: args.state.show_deleted,
            read_time: args.state.moment(),
            view: pb::ClaimView::WithStanding.into(),
            order_by: args.state.order(args.order.as_ref()),
        },
        page: async |answer: &pb::ListClaimsResponse| Ok(lists::claims(&answer.claims)),
    };
    list.print(&clients, &args.paging).await
}
