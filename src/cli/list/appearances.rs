//! `claimstore list appearances`.

use clap::Args;

use super::paging::{List, Paging, State, Wanted, parent};
use crate::{
    cli::{
        calls::LIST_APPEARANCES,
        error::Error,
        listing::names,
        page::{
            lists,
            names::{claims_of, non_empty, sources_of_appearances},
        },
        resolve::resolve_option,
        time::read_time,
        words::{
            ANCHOR_PURPOSES, ANCHORING_CHANGES, ANCHORING_OUTCOMES, FORMS, MODALITIES, POSITIONS,
        },
    },
    domain::resource::Kind,
    wire::{pb, value::read::to_timestamp},
};
use chrono::{DateTime, Utc};

/// What `list appearances` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list appearances --article cms:51907
      where an article prints which claims, and on whose word
  claimstore list appearances --outcome orphaned --outcome-since 2026-11-01
      those whose words their articles no longer print")]
pub struct AppearancesArgs {
    /// Only printings of this claim, named as for show
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,

    /// Only printings in this article, named as for show
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,

    /// Only printings on the word of this source, named as for show
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,

    /// Only those of this form
    #[arg(long, value_name = "FORM", value_parser = FORMS.parser())]
    form: Option<i32>,

    /// Only those of this modality
    #[arg(long, value_name = "MODALITY", value_parser = MODALITIES.parser())]
    modality: Option<i32>,

    /// Only those in which somebody takes this side
    #[arg(long, value_name = "SIDE", value_parser = POSITIONS.parser())]
    position: Option<i32>,

    /// Only those with further words for this purpose
    #[arg(long, value_name = "PURPOSE", value_parser = ANCHOR_PURPOSES.parser())]
    anchor_purpose: Option<i32>,

    /// Only those whose words had this fate in the newest version
    #[arg(long, value_name = "OUTCOME", value_parser = ANCHORING_OUTCOMES.parser())]
    outcome: Option<i32>,

    /// Only those whose words changed in this way
    #[arg(long, value_name = "CHANGE", value_parser = ANCHORING_CHANGES.parser())]
    change: Option<i32>,

    /// Only those with an outcome of this time or later: a day or an instant, UTC
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    outcome_since: Option<DateTime<Utc>>,

    /// Only those with an outcome before this time
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    outcome_before: Option<DateTime<Utc>>,

    /// Order by this time [default: by id]
    #[arg(long = "order-by", id = "order", value_name = "FIELD", value_parser = ["create-time"])]
    order: Option<String>,

    #[command(flatten)]
    state: State,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists appearances.
pub async fn run(args: AppearancesArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let parent = parent(&clients, args.claim.as_ref()).await?;
    let filter = pb::AppearanceFilter {
        article: resolve_option(&clients, args.article.as_ref(), Kind::Article).await?,
        source: resolve_option(&clients, args.source.as_ref(), Kind::Source).await?,
        form: args.form.unwrap_or_default(),
        modality: args.modality.unwrap_or_default(),
        position: args.position.unwrap_or_default(),
        anchor_purpose: args.anchor_purpose.unwrap_or_default(),
        anchoring_outcome: args.outcome.unwrap_or_default(),
        anchoring_change: args.change.unwrap_or_default(),
        outcome_start_time: args.outcome_since.map(to_timestamp),
        outcome_end_time: args.outcome_before.map(to_timestamp),
    };
    let list = List {
        what: "appearances",
        method: LIST_APPEARANCES,
        request: |wanted: Wanted| pb::ListAppearancesRequest {
            parent: parent.clone(),
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
            show_deleted: args.state.show_deleted,
            read_time: args.state.moment(),
            order_by: args.state.order(args.order.as_ref()),
        },
        page: async |answer: &pb::ListAppearancesResponse| {
            let listed = &answer.appearances;
            let claims = claims_of(listed.iter().map(|it| &it.name));
            let articles = non_empty(listed.iter().map(|it| &it.article));
            let names = names(&clients, sources_of_appearances(listed), articles, claims).await?;
            Ok(lists::appearances(listed, &names))
        },
    };
    list.print(&clients, &args.paging).await
}
