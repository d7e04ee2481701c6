//! `claimstore list sources`.

use clap::Args;

use super::paging::{List, Paging, State, Wanted};
use crate::{
    cli::{
        calls::LIST_SOURCES, error::Error, page::lists, resolve::resolve_option,
        words::SOURCE_KINDS,
    },
    domain::resource::Kind,
    wire::pb,
};

/// What `list sources` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list sources --article cms:51907
      what an article rests on
  claimstore list sources --starts-with 'Ministry of' --kind government-body
      sources by the beginning of what they are called
  claimstore list sources --retracted --all --json | jq -r '.sources[].name'
      the names of all that were retracted")]
pub struct SourcesArgs {
    /// Only sources of this kind
    #[arg(long = "kind", value_name = "KIND", value_parser = SOURCE_KINDS.parser())]
    source_kind: Option<i32>,

    /// Only the source with this url, in any spelling
    #[arg(long = "url", value_name = "URL")]
    source_url: Option<String>,

    /// Only the source with this identifier elsewhere: Q49108, doi:10.1000/182
    #[arg(long, value_name = "ID")]
    same_as: Option<String>,

    /// Only sources that this one publishes, named as for show
    #[arg(long, value_name = "SOURCE")]
    publisher: Option<String>,

    /// Only sources that this article rests on, named as for show
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,

    /// Only sources to which this claim is attributed, named as for show
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,

    /// Only retracted sources; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    retracted: Option<bool>,

    /// Only sources that were merged into this one; otherwise merged ones are not listed
    #[arg(long, value_name = "SOURCE")]
    merged_into: Option<String>,

    /// Only sources whose display name starts with these characters
    #[arg(long, value_name = "TEXT")]
    starts_with: Option<String>,

    /// Order by this time [default: by id]
    #[arg(long = "order-by", id = "order", value_name = "FIELD", value_parser = ["create-time"])]
    order: Option<String>,

    #[command(flatten)]
    state: State,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists sources.
pub async fn run(args: SourcesArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let filter = pb::SourceFilter {
        kind: args.source_kind.unwrap_or_default(),
        url: args.source_url.unwrap_or_default(),
        same_as: args.same_as.unwrap_or_default(),
        publisher: resolve_option(&clients, args.publisher.as_ref(), Kind::Source).await?,
        article: resolve_option(&clients, args.article.as_ref(), Kind::Article).await?,
        claim: resolve_option(&clients, args.claim.as_ref(), Kind::Claim).await?,
        retracted: args.retracted,
        merged_into: resolve_option(&clients, args.merged_into.as_ref(), Kind::Source).await?,
        display_name_prefix: args.starts_with.unwrap_or_default(),
    };
    let list = List {
        what: "sources",
        method: LIST_SOURCES,
        request: |wanted: Wanted| pb::ListSourcesRequest {
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
            show_deleted: args.state.show_deleted,
            read_time: args.state.moment(),
            order_by: args.state.order(args.order.as_ref()),
        },
        page: async |answer: &pb::ListSourcesResponse| Ok(lists::sources(&answer.sources)),
    };
    list.print(&clients, &args.paging).await
}
