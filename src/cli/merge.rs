//! `claimstore merge` and `claimstore unmerge`: two claims or sources turn out to be the same, or
//! not to be.

use std::future::ready;

use clap::Args;

use super::{
    calls::{MERGE_CLAIMS, MERGE_SOURCES, UNMERGE_CLAIM, UNMERGE_SOURCE},
    error::Error,
    resolve::resolve_kind,
    resolve_all::both,
    writing::{Unchanged, Writing},
};
use crate::{
    domain::resource::{Kind, Name},
    wire::pb,
};

/// What `merge` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore merge https://harbour.example/list https://harbour.example/boats
      the first source is the same as the second, which stands for both
  claimstore merge claims/0198c0de claims/0198c0df --dry-run
      whether the two claims can be merged
  claimstore unmerge sources/SOURCE
      takes a merge back

What was merged keeps its name and what belongs to it. Reads of the other one include both.")]
pub struct MergeArgs {
    /// Claim or source to merge: its name, at least 8 characters of the beginning of its id, or a
    /// source's url
    #[arg(value_name = "NAME")]
    name: String,

    /// Claim or source to merge it into, named in the same ways
    #[arg(value_name = "INTO")]
    into: String,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

/// What `unmerge` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore list sources --merged-into https://harbour.example/boats
      what was merged into a source
  claimstore unmerge sources/SOURCE
      makes one of these a source of its own again")]
pub struct UnmergeArgs {
    /// Claim or source that was merged: its name
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

/// Merges.
pub async fn run(args: MergeArgs) -> Result<(), Error> {
    let clients = args.writing.server.connect().await?;
    let kinds = [Kind::Claim, Kind::Source];
    let name = resolve_kind(&clients, &args.name, &kinds).await;
    let into_kinds = match &name {
        Ok(name) => vec![name.kind()],
        Err(_) => kinds.to_vec(),
    };
    let into = resolve_kind(&clients, &args.into, &into_kinds);
    let (name, into) = both(ready(name), into).await?;
    macro_rules! merge {
        ($method:expr, $request:ident) => {{
            let request = pb::$request {
                name: name.to_string(),
                into: into.to_string(),
                etag: args.unchanged.etag.clone(),
                request_id: args.writing.request_id(),
                validate_only: args.writing.dry_run,
            };
            let told = |_: &_| vec![format!("merged  {name}"), format!("into {into}")];
            args.writing.run(&clients, &$method, &request, told).await
        }};
    }
    match name {
        Name::Source(_) => merge!(MERGE_SOURCES, MergeSourcesRequest),
        _ => merge!(MERGE_CLAIMS, MergeClaimsRequest),
    }
}

/// Takes a merge back.
pub async fn undo(args: UnmergeArgs) -> Result<(), Error> {
    let clients = args.writing.server.connect().await?;
    let name = resolve_kind(&clients, &args.name, &[Kind::Claim, Kind::Source]).await?;
    macro_rules! unmerge {
        ($method:expr, $request:ident) => {{
            let request = pb::$request {
                name: name.to_string(),
                etag: args.unchanged.etag.clone(),
                request_id: args.writing.request_id(),
                validate_only: args.writing.dry_run,
            };
            let told = |_: &_| vec![format!("of its own again  {name}")];
            args.writing.run(&clients, &$method, &request, told).await
        }};
    }
    match name {
        Name::Source(_) => unmerge!(UNMERGE_SOURCE, UnmergeSourceRequest),
        _ => unmerge!(UNMERGE_CLAIM, UnmergeClaimRequest),
    }
}
