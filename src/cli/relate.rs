//! `claimstore relate`: says what one claim is to another, or decides about what was suggested.

use clap::Args;

use super::{
    calls::{CREATE_RELATION, UPDATE_RELATION},
    connect::Clients,
    error::Error,
    exit::Exit,
    page::lists::relation_type,
    resolve::{resolve_kind, resolve_option},
    resolve_all::both,
    words::{RELATION_STATES, RELATION_TYPES},
    writing::{Unchanged, Writing},
};
use crate::{domain::resource::Kind, wire::pb};

/// What `relate` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore relate claims/0198c0de contradicts claims/0198c0df --author 'The desk'
      both cannot be true, which makes them disputed
  claimstore relate claims/0198c0de supports claims/0198c0df --author finder \\
      --state suggested --method embedding --confidence 0.8
      a suggestion, which has no effect until somebody confirms it
  claimstore list relations --state suggested
      what waits to be decided
  claimstore relate --confirm claims/CLAIM/relations/RELATION
  claimstore relate --reject 0198c0e0")]
pub struct RelateArgs {
    /// Claim: its name, or at least 8 characters of the beginning of its id
    #[arg(
        value_name = "CLAIM",
        required_unless_present_any = DECISIONS,
        requires = "relation_type",
    )]
    claim: Option<String>,

    /// What it is to the other claim
    #[arg(value_name = "TYPE", requires = "target", value_parser = RELATION_TYPES.parser())]
    relation_type: Option<i32>,

    /// The other claim, named in the same ways
    #[arg(value_name = "OTHER")]
    target: Option<String>,

    /// Person, desk or program that says so; required for a new relation
    #[arg(long, value_name = "AUTHOR", required_unless_present_any = DECISIONS, conflicts_with_all = DECISIONS)]
    author: Option<String>,

    /// How it was found: lower-case letters, digits and hyphens, such as by-hand
    #[arg(long, value_name = "METHOD", conflicts_with_all = DECISIONS)]
    method: Option<String>,

    /// How certain the author is: 0 to 1
    #[arg(long, value_name = "CONFIDENCE", conflicts_with_all = DECISIONS)]
    confidence: Option<f64>,

    /// Whether it holds [default: confirmed]
    #[arg(long, value_name = "STATE", value_parser = RELATION_STATES.parser(), conflicts_with_all = DECISIONS)]
    state: Option<i32>,

    /// Printing of a claim in which an article says so: its name, or at least 8 characters of the
    /// beginning of its id
    #[arg(long, value_name = "APPEARANCE", conflicts_with_all = DECISIONS)]
    appearance: Option<String>,

    /// Confirm this relation: its name, or at least 8 characters of the beginning of its id
    #[arg(long, value_name = "RELATION", conflicts_with_all = ["claim", "reject"])]
    confirm: Option<String>,

    /// Reject this relation, so that it is not suggested again; named in the same ways
    #[arg(long, value_name = "RELATION", conflicts_with = "claim")]
    reject: Option<String>,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

/// The options that decide about a relation.
const DECISIONS: [&str; 2] = ["confirm", "reject"];

#[derive(Debug, thiserror::Error)]
#[error("a new relation has no etag yet; --etag is for --confirm and --reject")]
struct NoEtag;

/// Stores the relation, or changes its state.
pub async fn run(args: RelateArgs) -> Result<(), Error> {
    let clients = args.writing.server.connect().await?;
    match (&args.confirm, &args.reject) {
        (Some(relation), _) => {
            decide(&clients, &args, relation, pb::RelationState::Confirmed).await
        }
        (None, Some(relation)) => {
            decide(&clients, &args, relation, pb::RelationState::Rejected).await
        }
        (None, None) => create(&clients, &args).await,
    }
}

async fn create(clients: &Clients, args: &RelateArgs) -> Result<(), Error> {
    if !args.unchanged.etag.is_empty() {
        return Err(Error::new(NoEtag).with_exit(Exit::Usage));
    }
    let confirmed = pb::RelationState::Confirmed.into();
    let claims = both(
        resolve_option(clients, args.claim.as_ref(), Kind::Claim),
        resolve_option(clients, args.target.as_ref(), Kind::Claim),
    );
    let appearance = resolve_option(clients, args.appearance.as_ref(), Kind::Appearance);
    let ((parent, target), appearance) = both(claims, appearance).await?;
    let relation = pb::Relation {
        r#type: args.relation_type.unwrap_or_default(),
        target,
        author: args.author.clone().unwrap_or_default(),
        method: args.method.clone().unwrap_or_default(),
        confidence: args.confidence,
        state: args.state.unwrap_or(confirmed),
        appearance,
        ..pb::Relation::default()
    };
    let request = pb::CreateRelationRequest {
        parent,
        relation: Some(relation),
        request_id: args.writing.request_id(),
        validate_only: args.writing.dry_run,
        ..pb::CreateRelationRequest::default()
    };
    args.writing
        .run(clients, &CREATE_RELATION, &request, told)
        .await
}

async fn decide(
    clients: &Clients,
    args: &RelateArgs,
    relation: &str,
    state: pb::RelationState,
) -> Result<(), Error> {
    let name = resolve_kind(clients, relation, &[Kind::Relation]).await?;
    let request = pb::UpdateRelationRequest {
        relation: Some(pb::Relation {
            name: name.to_string(),
            state: state.into(),
            etag: args.unchanged.etag.clone(),
            ..pb::Relation::default()
        }),
        request_id: args.writing.request_id(),
        validate_only: args.writing.dry_run,
        ..pb::UpdateRelationRequest::default()
    };
    args.writing
        .run(clients, &UPDATE_RELATION, &request, told)
        .await
}

fn told(relation: &pb::Relation) -> Vec<String> {
    let state = relation.state().as_str_name();
    let state = state.trim_start_matches("RELATION_STATE_").to_lowercase();
    vec![
        format!("{state}  {}", relation.name),
        format!("{} {}", relation_type(relation), relation.target),
    ]
}
