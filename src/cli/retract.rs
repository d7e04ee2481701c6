//! `claimstore retract`: records that an article, a claim or a source was retracted.

use chrono::{DateTime, Utc};
use clap::Args;

use super::{
    calls::{RETRACT_ARTICLE, RETRACT_CLAIM, RETRACT_SOURCE},
    client::call,
    connect::Clients,
    error::Error,
    exit::Exit,
    page::times::instant,
    resolve::{FOUND, resolve_kind},
    time::read_time,
    writing::{Unchanged, Writing},
};
use crate::{
    domain::resource::Name,
    wire::{
        pb,
        value::read::{WireTimestamp, to_timestamp},
    },
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
  claimstore retract cms:51907 --replace --reason 'The interview was made up.'
      the notice says something else now
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

    /// Replace what is recorded of an earlier retraction
    #[arg(long)]
    replace: bool,

    /// Take the retraction back
    #[arg(long, conflicts_with_all = ["reason", "date", "notice_url", "replace"])]
    revoke: bool,

    #[command(flatten)]
    unchanged: Unchanged,

    #[command(flatten)]
    pub(super) writing: Writing,
}

#[derive(Debug, thiserror::Error)]
#[error(
    "{name} is retracted already{}: {:?}; --replace replaces that, --revoke takes it back",
    since(.found.time),
    .found.reason
)]
struct RetractedAlready {
    name: String,
    found: pb::Retraction,
}

fn since(time: Option<WireTimestamp>) -> String {
    let time = time.map(|it| instant(it.seconds, it.nanos));
    time.map(|it| format!(" since {it}")).unwrap_or_default()
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
    let etag = match (&retraction, args.replace) {
        (Some(given), false) => unretracted(&clients, &args, &name, given).await?,
        _ => args.unchanged.etag.clone(),
    };
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
                etag,
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

/// Fails if something else is recorded of a retraction. Returns the etag with which it stays so
/// until this one is recorded.
async fn unretracted(
    clients: &Clients,
    args: &RetractArgs,
    name: &Name,
    given: &pb::Retraction,
) -> Result<String, Error> {
    macro_rules! stored {
        ($client:ident, $method:ident, $request:expr) => {{
            let stored = call!(clients.$client, $method, $request)?;
            (stored.name, stored.retraction, stored.etag)
        }};
    }
    let text = name.to_string();
    let (found_name, retraction, etag) = match name {
        Name::Article(_) => {
            let request = pb::GetArticleRequest {
                name: text.clone(),
                view: pb::ArticleView::Basic.into(),
                ..pb::GetArticleRequest::default()
            };
            stored!(articles, get_article, request)
        }
        Name::Source(_) => {
            let request = pb::GetSourceRequest {
                name: text.clone(),
                ..pb::GetSourceRequest::default()
            };
            stored!(sources, get_source, request)
        }
        _ => {
            let request = pb::GetClaimRequest {
                name: text.clone(),
                ..pb::GetClaimRequest::default()
            };
            stored!(claims, get_claim, request)
        }
    };
    match retraction {
        Some(found) if found_name == text && found != *given => {
            let error = RetractedAlready { name: text, found };
            Err(Error::new(error).with_exit(Exit::Refused))
        }
        // What was merged has the etag of what it was merged into, and the same request again
        // must be the same.
        _ if found_name != text || !args.unchanged.etag.is_empty() || args.writing.is_named() => {
            Ok(args.unchanged.etag.clone())
        }
        _ => Ok(etag),
    }
}
