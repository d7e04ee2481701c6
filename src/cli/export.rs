//! `claimstore export`: writes what a server has into a file, a bundle on each line, so that
//! `claimstore import` makes an equal store of it.

mod output;
mod progress;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    time::Duration,
};

use chrono::{DateTime, Utc};
use clap::Args;
use tonic::{Request, Status, Streaming};

use self::{
    output::{Output, OutputError, State},
    progress::Progress,
};
use super::{
    client,
    connect::{Clients, Server},
    error::Error,
    exit::Exit,
    terminal::{Form, PrintError},
};
use crate::wire::{json, pb, value::read::to_timestamp};

/// What `export` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore export archive.ndjson.zst
      everything: also what is deleted or merged, and the earlier versions of articles
  claimstore export --filter '{\"claims\": {\"tag\": \"prices\"}}' prices.ndjson
      the claims with a tag, without what refers to them
  claimstore export --resume archive.ndjson.zst
      goes on with it where it stopped
  claimstore export --live - | jq .article.headline
      to standard output

A file whose name ends in .gz or .zst is compressed. Until the export is complete, its name
ends in .part, and beside it a file ending in .part.json says how far it is.

Everything is as it was at one moment: when the command began, or at --read-time.
claimstore import FILE makes an equal store of a whole export if it has nothing yet.")]
pub struct ExportArgs {
    /// File to write, which must not exist; - is standard output
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Only these kinds of resources, of each only what its filter selects: the fields
    /// sources, claims, articles, appearances, relations and reviews of an
    /// ExportBundlesRequest in protobuf JSON
    #[arg(long = "filter", value_name = "JSON", value_parser = read_filters)]
    filters: Option<Box<pb::ExportBundlesRequest>>,

    /// Leave out what is deleted, and the earlier versions of articles
    #[arg(long)]
    live: bool,

    /// As of this moment, as 2026-11-27T09:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    read_time: Option<DateTime<Utc>>,

    /// Go on with an export into this file that has stopped, with the same options
    #[arg(long)]
    resume: bool,

    /// Show no progress; it is only shown on a terminal anyway
    #[arg(long, short)]
    quiet: bool,

    #[command(flatten)]
    pub(super) form: Form,

    #[command(flatten)]
    server: Server,
}

fn read_filters(text: &str) -> Result<Box<pb::ExportBundlesRequest>, String> {
    let request = json::read_export(text).map_err(|error| error.to_string())?;
    let filters = pb::ExportBundlesRequest {
        show_deleted: false,
        show_merged: false,
        show_versions: false,
        read_time: None,
        resume_token: String::new(),
        ..request.clone()
    };
    match request == filters {
        true => Ok(Box::new(filters)),
        false => Err("has a field that is not a filter; use the other options for it".to_owned()),
    }
}

fn read_time(text: &str) -> Result<DateTime<Utc>, &'static str> {
    let time = DateTime::parse_from_rfc3339(text);
    time.map(|time| time.to_utc())
        .map_err(|_| "not a time; write for example 2026-11-27T09:00:00Z")
}

#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error("{}; {how}", client::explain(.status).join("\n  "))]
    Server {
        status: Box<Status>,
        how: &'static str,
    },
    #[error("{0}")]
    Outcome(#[source] PrintError),
    #[error("a bundle cannot be written as JSON")]
    Json,
}

impl From<ExportError> for Error {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Outcome(error) => error.into(),
            ExportError::Output(OutputError::Closed) => PrintError::Closed.into(),
            ExportError::Server { ref status, .. } => {
                let exit = Exit::of(status);
                Self::new(error).with_exit(exit)
            }
            ExportError::Output(_) | ExportError::Json => Self::new(error),
        }
    }
}

/// How often in a row the export is resumed without any progress.
const ATTEMPTS_MAX: u32 = 8;
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(5);

/// Exports into the file, then prints how much that was.
pub async fn run(args: ExportArgs) -> Result<(), Error> {
    let output = Output::open(&args.file, args.resume);
    let output = output.map_err(|error| Error::new(ExportError::from(error)))?;
    let clients = args.server.connect().await?;
    let mut export = Export {
        clients,
        request: request(&args),
        progress: Progress::new(output.state().resources, args.quiet),
        state: output.state().clone(),
        output,
        is_json: args.form.is_json,
    };
    Ok(export.all().await?)
}

fn request(args: &ExportArgs) -> pb::ExportBundlesRequest {
    let filters = args.filters.as_deref().cloned();
    pb::ExportBundlesRequest {
        show_deleted: !args.live,
        show_merged: true,
        show_versions: !args.live,
        read_time: args.read_time.map(to_timestamp),
        ..filters.unwrap_or_default()
    }
}

struct Export {
    clients: Clients,
    request: pb::ExportBundlesRequest,
    /// How far it is.
    state: State,
    output: Output,
    progress: Progress,
    is_json: bool,
}

impl Export {
    async fn all(&mut self) -> Result<(), ExportError> {
        let mut attempts = 0;
        let end = loop {
            let before = self.state.bundles;
            let status = match self.open().await {
                Ok(stream) => match self.follow(stream).await? {
                    Ok(end) => break end,
                    Err(status) => status,
                },
                Err(status) => status,
            };
            if self.state.bundles > before {
                attempts = 0;
            }
            if !may_go_on(&status) || attempts == ATTEMPTS_MAX {
                return Err(self.stopped(status));
            }
            tracing::debug!(%status, "the export broke");
            tokio::time::sleep((PAUSE_MIN * 2_u32.pow(attempts)).min(PAUSE_MAX)).await;
            attempts += 1;
        };
        self.output.finish(&self.state)?;
        self.progress.end();
        let outcome = self.print_outcome(&end).map_err(PrintError::from);
        outcome.map_err(ExportError::Outcome)
    }

    async fn open(&self) -> Result<Streaming<pb::ExportBundlesResponse>, Status> {
        let request = pb::ExportBundlesRequest {
            resume_token: self.state.resume_token.clone(),
            ..self.request.clone()
        };
        let mut bundles = self.clients.bundles.clone();
        let answer = bundles.export_bundles(Request::new(request)).await?;
        Ok(answer.into_inner())
    }

    /// Writes what comes. Returns the last response, or why the stream broke.
    async fn follow(
        &mut self,
        mut stream: Streaming<pb::ExportBundlesResponse>,
    ) -> Result<Result<pb::ExportBundlesResponse, Status>, ExportError> {
        loop {
            let response = match stream.message().await {
                Ok(Some(response)) => response,
                Ok(None) => return Ok(Err(Status::unavailable("the export ended early"))),
                Err(status) => return Ok(Err(status)),
            };
            self.progress.estimated(response.estimated_resource_count);
            let Some(bundle) = &response.bundle else {
                return Ok(Ok(response));
            };
            let line = json::write("claimstore.v1.Bundle", bundle).ok_or(ExportError::Json)?;
            self.state.bundles += 1;
            self.state.resources += resource_count(bundle);
            self.state.resume_token = response.resume_token;
            self.output.add(&line, &self.state)?;
            self.progress.show(self.state.bundles, self.state.resources);
        }
    }

    /// The error of an export that stopped. What was written so far is kept.
    fn stopped(&mut self, status: Status) -> ExportError {
        self.progress.end();
        if let Err(error) = self.output.keep(&self.state) {
            return error.into();
        }
        let how = match self.output.can_go_on() {
            true => "go on with --resume",
            false => "what was written is not complete",
        };
        let status = Box::new(status);
        ExportError::Server { status, how }
    }

    fn print_outcome(&self, end: &pb::ExportBundlesResponse) -> io::Result<()> {
        let State {
            bundles, resources, ..
        } = &self.state;
        let moment = end.read_time.and_then(|time| {
            let nanos = u32::try_from(time.nanos).ok()?;
            DateTime::from_timestamp(time.seconds, nanos)
        });
        let moment = moment.unwrap_or_default();
        let moment = moment.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let position = &end.position;
        let text = match self.is_json {
            true => serde_json::json!({
                "resources": resources,
                "bundles": bundles,
                "readTime": moment,
                "position": position,
            })
            .to_string(),
            false => format!(
                "{resources} resources in {bundles} bundles, as of {moment}\nposition {position}"
            ),
        };
        match self.output.is_standard_output() {
            true => writeln!(io::stderr().lock(), "{text}"),
            false => writeln!(io::stdout().lock(), "{text}"),
        }
    }
}

/// The number of resources in a bundle of an export.
fn resource_count(bundle: &pb::Bundle) -> u64 {
    let is_reference = |claim: &&pb::BundleClaim| {
        let claim = claim.claim.as_ref();
        claim.is_none_or(|claim| claim.create_time.is_none())
    };
    let children = bundle.claims.iter();
    let children = children.map(|it| it.appearances.len() + it.relations.len() + it.reviews.len());
    let sources = bundle.sources.iter().filter(|it| it.key.is_empty()).count();
    let references = bundle.claims.iter().filter(is_reference).count();
    let article = usize::from(bundle.article.is_some() && !bundle.earlier_version);
    let count = article + sources + bundle.claims.len() - references + children.sum::<usize>();
    count as u64
}

/// Whether resuming can help: the server says so, or the connection broke.
fn may_go_on(status: &Status) -> bool {
    use tonic_types::StatusExt as _;
    let info = status.get_details_error_info();
    let is_broken =
        matches!(status.code(), tonic::Code::Internal | tonic::Code::Unknown) && info.is_none();
    client::is_retryable(status) || is_broken
}
