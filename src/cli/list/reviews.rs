//! `claimstore list reviews`.

use clap::Args;

use super::paging::{List, Paging, State, Wanted, parent};
use crate::{
    cli::{
        calls::LIST_REVIEWS,
        error::Error,
        listing::names,
        page::{lists, names::claims_of},
        resolve::resolve_option,
        words::VERDICTS,
    },
    domain::resource::Kind,
    wire::pb,
};
use std::collections::BTreeSet;

/// What `list reviews` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list reviews --author 'The desk' --order-by review-time --descending
      what a desk judged, newest first
  claimstore list reviews --article cms:51907 --json | jq -r '.reviews[] | [.author, .verdict] | @tsv'
      the verdicts on what an article claims")]
pub struct ReviewsArgs {
    /// Only reviews of this claim, named as for show
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,

    /// Only reviews by this author
    #[arg(long, value_name = "AUTHOR")]
    author: Option<String>,

    /// Only reviews with this verdict
    #[arg(long, value_name = "VERDICT", value_parser = VERDICTS.parser())]
    verdict: Option<i32>,

    /// Only reviews of the claims that this article prints, named as for show
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,

    /// Order by this time [default: by id]
    #[arg(long = "order-by", id = "order", value_name = "FIELD", value_parser = ["create-time", "review-time"])]
    order: Option<String>,

    #[command(flatten)]
    state: State,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists reviews.
pub async fn run(args: ReviewsArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let parent = parent(&clients, args.claim.as_ref()).await?;
    let filter = pb::ReviewFilter {
        author: args.author.unwrap_or_default(),
        verdict: args.verdict.unwrap_or_default(),
        article: resolve_option(&clients, args.article.as_ref(), Kind::Article).await?,
    };
    let list = List {
        what: "reviews",
        method: LIST_REVIEWS,
        request: |wanted: Wanted| pb::ListReviewsRequest {
            parent: parent.clone(),
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
            show_deleted: args.state.show_deleted,
            read_time: args.state.moment(),
            order_by: args.state.order(args.order.as_ref()),
        },
        page: async |answer: &pb::ListReviewsResponse| {
            let listed = &answer.reviews;
            let claims = claims_of(listed.iter().map(|it| &it.name));
            let none = BTreeSet::new();
            let names = names(&clients, none.clone(), none, claims).await?;
            Ok(lists::reviews(listed, &names))
        },
    };
    list.print(&clients, &args.paging).await
}
