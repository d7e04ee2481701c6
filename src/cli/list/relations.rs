//! `claimstore list relations`.

use clap::Args;

use super::paging::{List, Paging, State, Wanted, parent};
use crate::{
    cli::{
        calls::LIST_RELATIONS,
        error::Error,
        listing::names,
        page::{
            lists,
            names::{claims_of, non_empty},
        },
        resolve::resolve_option,
        words::{RELATION_STATES, RELATION_TYPES},
    },
    domain::resource::Kind,
    wire::pb,
};
use std::collections::BTreeSet;

/// What `list relations` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list relations --state suggested
      what was suggested and waits for a person: relate --confirm or --reject
  claimstore list relations --claim claims/0198c0de --type contradicts
      what contradicts a claim")]
pub struct RelationsArgs {
    /// Only relations of this claim, named as for show
    #[arg(long, value_name = "CLAIM")]
    claim: Option<String>,

    /// Only relations of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = RELATION_TYPES.parser())]
    relation_type: Option<i32>,

    /// Only relations that are stored with this claim as their target
    #[arg(long, value_name = "CLAIM")]
    target: Option<String>,

    /// Only relations in this state
    #[arg(long = "state", value_name = "STATE", value_parser = RELATION_STATES.parser())]
    relation_state: Option<i32>,

    /// Only relations by this author
    #[arg(long, value_name = "AUTHOR")]
    author: Option<String>,

    /// Only relations of the claims that this article prints, named as for show
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,

    /// Order by this time [default: by id]
    #[arg(long = "order-by", id = "order", value_name = "FIELD", value_parser = ["create-time"])]
    order: Option<String>,

    #[command(flatten)]
    state: State,

    #[command(flatten)]
    pub paging: Paging,
}

/// Lists relations.
pub async fn run(args: RelationsArgs) -> Result<(), Error> {
    let clients = args.paging.server.connect().await?;
    let parent = parent(&clients, args.claim.as_ref()).await?;
    let filter = pb::RelationFilter {
        r#type: args.relation_type.unwrap_or_default(),
        target: resolve_option(&clients, args.target.as_ref(), Kind::Claim).await?,
        state: args.relation_state.unwrap_or_default(),
        author: args.author.unwrap_or_default(),
        article: resolve_option(&clients, args.article.as_ref(), Kind::Article).await?,
    };
    let list = List {
        what: "relations",
        method: LIST_RELATIONS,
        request: |wanted: Wanted| pb::ListRelationsRequest {
            parent: parent.clone(),
            page_size: wanted.page_size,
            page_token: wanted.page_token,
            filter: Some(filter.clone()),
            show_deleted: args.state.show_deleted,
            read_time: args.state.moment(),
            order_by: args.state.order(args.order.as_ref()),
        },
        page: async |answer: &pb::ListRelationsResponse| {
            let listed = &answer.relations;
            let mut claims = claims_of(listed.iter().map(|it| &it.name));
            claims.extend(non_empty(listed.iter().map(|it| &it.target)));
            let none = BTreeSet::new();
            let names = names(&clients, none.clone(), none, claims).await?;
            Ok(lists::relations(listed, &names))
        },
    };
    list.print(&clients, &args.paging).await
}
