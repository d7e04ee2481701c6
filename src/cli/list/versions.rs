//! `claimstore list versions`.

use clap::Args;

use super::paging::{List, Paging, Wanted};
use crate::{
    cli::{calls::LIST_VERSIONS, error::Error, page::lists, resolve::resolve_kind},
    domain::resource::Kind,
    wire::pb,
};

/// What `list versions` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list versions https://tide.example/1
      when the text or the headline of an article changed")]
pub struct VersionsArgs {
    /// The article, named as for show
    #[arg(value_name = "ARTICLE")]
    article: String,

    /// Also if the article is deleted
    #[arg(long)]
    show_deleted: bool,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists the versions of an article.
pub async fn run(args: VersionsArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let article = resolve_kind(&clients, &args.article, &[Kind::Article]).await?;
    let list = List {
        what: "versions",
        method: LIST_VERSIONS,
        request: |wanted: Wanted| pb::ListArticleVersionsRequest {
            name: article.to_string(),
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            show_deleted: args.show_deleted,
        },
        page: async |answer: &pb::ListArticleVersionsResponse| {
            Ok(lists::versions(&answer.articles))
        },
    };
    list.print(&clients, &args.paging).await
}
