//! `claimstore list articles`.

use clap::Args;

use super::paging::{List, Paging, State, Wanted};
use crate::{
    cli::{
        calls::LIST_ARTICLES, error::Error, page::lists, resolve::resolve_option, time::read_time,
        words::GENRES,
    },
    domain::resource::Kind,
    wire::{pb, value::read::to_timestamp},
};
use chrono::{DateTime, Utc};

/// What `list articles` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list articles --source https://harbour.example/list
      the articles that rest on a source
  claimstore list articles --published-since 2026-11-01 --published-before 2026-12-01
      those of November
  claimstore list articles --rests-on-retracted --json | jq -r '.articles[].uri'
      the addresses of those that rest on a retracted source")]
pub struct ArticlesArgs {
    /// Only the article with this address, in any spelling
    #[arg(long, value_name = "URI")]
    uri: Option<String>,

    /// Only the article with this id in another system
    #[arg(long, value_name = "SYSTEM:ID", value_parser = external_id)]
    external_id: Option<pb::ExternalId>,

    /// Only articles that this source publishes, named as for show
    #[arg(long, value_name = "SOURCE")]
    publisher: Option<String>,

    /// Only articles that rest on this source, named as for show
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// Only articles that print this claim, named as for show
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,

    /// Only articles of this genre
    #[arg(long, value_name = "GENRE", value_parser = GENRES.parser())]
    genre: Option<i32>,

    /// Only retracted articles; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    retracted: Option<bool>,

    /// Only articles with a correction; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    corrected: Option<bool>,

    /// Only articles that rest on a retracted source; with =false, only others
    #[arg(long, value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    rests_on_retracted: Option<bool>,

    /// Only those published at this time or later: a day or an instant, UTC
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    published_since: Option<DateTime<Utc>>,

    /// Only those published before this time
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    published_before: Option<DateTime<Utc>>,

    /// Only articles of this section
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,

    /// Only articles in this language: a bare subtag such as en
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Only articles whose headline starts with these characters
    #[arg(long, value_name = "TEXT")]
    starts_with: Option<String>,

    /// With the texts in the JSON
    #[arg(long, requires = "is_json")]
    full: bool,

    /// Order by this time [default: by id]
    #[arg(long = "order-by", id = "order", value_name = "FIELD", value_parser = ["create-time", "date-published"])]
    order: Option<String>,

    #[command(flatten)]
    state: State,

    #[command(flatten)]
    pub paging: Paging,
}

fn external_id(text: &str) -> Result<pb::ExternalId, &'static str> {
    let (system, id) = text.split_once(':').ok_or("is not SYSTEM:ID")?;
    Ok(pb::ExternalId {
        system: system.to_owned(),
        id: id.to_owned(),
    })
}

/// Lists articles.
pub async fn run(args: ArticlesArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let filter = pb::ArticleFilter {
        uri: args.uri.unwrap_or_default(),
        external_id: args.external_id,
        publisher: resolve_option(&clients, args.publisher.as_ref(), Kind::Source).await?,
        source: resolve_option(&clients, args.source.as_ref(), Kind::Source).await?,
        claim: resolve_option(&clients, args.claim.as_ref(), Kind::Claim).await?,
        genre: args.genre.unwrap_or_default(),
        retracted: args.retracted,
        corrected: args.corrected,
        rests_on_retracted: args.rests_on_retracted,
        published_start_time: args.published_since.map(to_timestamp),
        published_end_time: args.published_before.map(to_timestamp),
        section: args.section.unwrap_or_default(),
        language: args.language.unwrap_or_default(),
        headline_prefix: args.starts_with.unwrap_or_default(),
    };
    let view = match args.full {
        true => pb::ArticleView::Full,
        false => pb::ArticleView::Basic,
    };
    let list = List {
        what: "articles",
        method: LIST_ARTICLES,
        request: |wanted: Wanted| pb::ListArticlesRequest {
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
            view: view.into(),
            show_deleted: args.state.show_deleted,
            read_time: args.state.moment(),
            order_by: args.state.order(args.order.as_ref()),
        },
        page: async |answer: &pb::ListArticlesResponse| Ok(lists::articles(&answer.articles)),
    };
    list.print(&clients, &args.paging).await
}
