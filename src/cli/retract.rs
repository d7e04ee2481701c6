//! `claimstore retract`: records that an article, a claim or a source was retracted.

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    calls::{RETRACT_ARTICLE, RETRACT_CLAIM, RETRACT_SOURCE},
    error::Error,
    resolve::{FOUND, resolve_kind},
    time::read_time,
    writing::{Unchanged, Writing},
};
use crate::{
    domain::resource::Name,
    wire::{pb, value::read::to_timestamp},
};

/// What `retract` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore retract https://harbour.example/list --reason 'The list was made up.' \\
      --date 2026-11-27 --url https://harbour.example/withdrawn
      a source: every claim that is attributed to it becomes disputed
  claimstore retract cms:51907 --reason 'The interview did not take place.'
      an article
  claimstore retract --revoke cms:51907
      it stands again

It records what whoever stands behind it has done. What is retracted stays visible.")]
pub struct RetractArgs {
    /// Article, claim or source: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for an article's id in another system
    #[arg(value_name = "NAME")]
    name: String,

    /// Why it was retracted
    #[arg(long, value_name = "TEXT", required_unless_present = "revoke")]
    reason: Option<String>,

    /// When it was retracted: a day or an instant, UTC [default: not known]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    date: Option<DateTime<Utc>>,

    /// Where that was announced
    #[arg(long = "url", value_name = "URL")]
    notice_url: Option<String>,

    /// Take the retraction back
    #[arg(long, conflicts_with_all = ["reason", "date", "notice_url"])]
    revoke: bool,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

/// Records the retraction.
pub async fn run(args: RetractArgs) -> Result<(), Error> {
    let clients = args.writing.server.connect().await?;
    let name = resolve_kind(&clients, &args.name, &FOUND).await?;
    let retraction = args.reason.as_ref().map(|reason| pb::Retraction {
        reason: reason.clone(),
        time: args.date.map(to_timestamp),
        url: args.notice_url.clone().unwrap_or_default(),
    });
    let done = match args.revoke {
        true => "not retracted any more",
        false => "retracted",
    };
    macro_rules! retract {
        ($method:expr, $request:ident) => {{
            let request = pb::$request {
                name: name.to_string(),
                retraction,
                revoke: args.revoke,
                etag: args.unchanged.etag.clone(),
                request_id: args.writing.request_id(),
                validate_only: args.writing.dry_run,
            };
            let told = |_: &_| vec![format!("{done}  {name}")];
            args.writing.run(&clients, &$method, &request, told).await
        }};
    }
    match name {
        Name::Article(_) => retract!(RETRACT_ARTICLE, RetractArticleRequest),
        Name::Source(_) => retract!(RETRACT_SOURCE, RetractSourceRequest),
        _ => retract!(RETRACT_CLAIM, RetractClaimRequest),
    }
}
