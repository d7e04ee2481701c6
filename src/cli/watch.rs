//! `claimstore watch`: changes as they happen, for as long as somebody reads.

use std::time::Duration;

use clap::Args;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;

use super::{
    change_line::change_line,
    connect::{Clients, Server},
    error::Error,
    resolve::resolve,
    terminal::{Form, Mark, Out, Text},
};
use crate::wire::{json, pb};

/// What `watch` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore watch
      a line for each change from now on, until Ctrl-C
  claimstore watch --concerns articles/0198c0de-0000-7000-8000-000000000001 --json
      everything that concerns an article, each change as a line of JSON
  claimstore watch --kind standing --kind review --since POSITION
      reviews and standings of claims, from a position on
  claimstore watch --snapshot --filter '{\"claims\": {\"disputed\": true}}'
      the claims that are disputed now, then each that becomes or ceases to be disputed

A position is in the metadata x-claimstore-position of each write's answer, and in the JSON of
each change.")]
pub struct WatchArgs {
    /// Only changes that concern this article, source or claim: its name, the beginning of
    /// its id, its url, or SYSTEM:ID
    #[arg(long, value_name = "NAME")]
    concerns: Option<String>,

    /// Only changes of this resource, which is named in the same ways
    #[arg(long, value_name = "NAME", conflicts_with = "concerns")]
    resource: Option<String>,

    /// Only changes by this actor, as changes spell it
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,

    /// Only resources of this kind; may be given more than once
    #[arg(long = "kind", value_name = "KIND", value_parser = KINDS)]
    kinds: Vec<String>,

    /// Only changes that meet these conditions: a ChangeFilter in protobuf JSON
    #[arg(
        long = "filter",
        value_name = "JSON",
        conflicts_with_all = ["concerns", "resource", "actor", "kinds"],
        value_parser = read_conditions,
    )]
    conditions: Option<Box<pb::ChangeFilter>>,

    /// Begin after this position [default: now]
    #[arg(long, value_name = "POSITION")]
    since: Option<String>,

    /// Begin with what is stored now
    #[arg(long, conflicts_with = "since")]
    snapshot: bool,

    #[command(flatten)]
    pub(super) form: Form,

    #[command(flatten)]
    server: Server,
}

const KINDS: [&str; 7] = [
    "source",
    "article",
    "claim",
    "appearance",
    "relation",
    "review",
    "standing",
];

fn read_conditions(text: &str) -> Result<Box<pb::ChangeFilter>, json::NotOfType> {
    json::read_change_filter(text).map(Box::new)
}

/// The wait before a watch that ended is resumed.
const RESUME_DELAY: Duration = Duration::from_millis(500);

/// Attempts to reach the server before that is an error.
const TRIES_MAX: u32 = 20;

/// Writes changes until Ctrl-C.
pub async fn run(args: WatchArgs) -> Result<(), Error> {
    let clients = args.server.connect().await?;
    tokio::select! {
        watched = watch(&clients, &args) => watched,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

async fn watch(clients: &Clients, args: &WatchArgs) -> Result<(), Error> {
    let mut out = Out::new(&args.form);
    let mut request = request(args);
    if let Some(filter) = &mut request.filter {
        for name in [&mut filter.concerns, &mut filter.resource_name] {
            if !name.is_empty() && args.conditions.is_none() {
                *name = resolve(clients, name).await?.to_string();
            }
        }
    }
    let mut tries = 0;
    loop {
        let (status, was_open) = match open(clients, &request).await {
            Ok(stream) => {
                let status = follow(stream, &mut out, &mut request).await?;
                tries = 0;
                (status, true)
            }
            Err(status) => (status, false),
        };
        tries += 1;
        // The file may have another token than the one that has expired.
        let has_expired = was_open && status.code() == Code::Unauthenticated;
        if !(has_expired || is_resumable(&status)) || tries > TRIES_MAX {
            return Err(status.into());
        }
        tokio::time::sleep(RESUME_DELAY).await;
    }
}

fn request(args: &WatchArgs) -> pb::WatchChangesRequest {
    let kinds = args.kinds.iter().filter_map(|kind| {
        let index = KINDS.iter().position(|it| it == kind)?;
        i32::try_from(index + 1).ok()
    });
    let own = pb::ChangeFilter {
        resource_name: args.resource.clone().unwrap_or_default(),
        concerns: args.concerns.clone().unwrap_or_default(),
        actor: args.actor.clone().unwrap_or_default(),
        kinds: kinds.collect(),
        ..pb::ChangeFilter::default()
    };
    pb::WatchChangesRequest {
        filter: Some(args.conditions.as_deref().cloned().unwrap_or(own)),
        position: args.since.clone().unwrap_or_default(),
        snapshot: args.snapshot,
        ..pb::WatchChangesRequest::default()
    }
}

async fn open(
    clients: &Clients,
    request: &pb::WatchChangesRequest,
) -> Result<Streaming<pb::WatchChangesResponse>, Status> {
    let mut changes = clients.changes.clone();
    let answer = changes.watch_changes(request.clone()).await?;
    Ok(answer.into_inner())
}

/// Prints the changes. Returns why the server ended them, or that the connection broke.
async fn follow(
    mut stream: Streaming<pb::WatchChangesResponse>,
    out: &mut Out,
    request: &mut pb::WatchChangesRequest,
) -> Result<Status, Error> {
    loop {
        let answer = match stream.message().await {
            Ok(Some(answer)) => answer,
            Ok(None) => return Ok(Status::unavailable("the watch ended")),
            Err(status) => return Ok(status),
        };
        for change in &answer.changes {
            match out.is_json {
                true => out.json(json::write("claimstore.v1.Change", change))?,
                false => out.text(&one_line(change))?,
            }
        }
        request.position = answer.position;
        request.snapshot = false;
    }
}

/// A change with its effect on what is watched, and the changed fields.
fn one_line(change: &pb::Change) -> Text {
    let (sign, mark) = match change.effect() {
        pb::Effect::Entered => ("+", Mark::Good),
        pb::Effect::Left => ("-", Mark::Removed),
        pb::Effect::Changed | pb::Effect::Unspecified => ("~", Mark::Warning),
    };
    let fields = match change.changed_fields.as_slice() {
        [] => String::new(),
        fields => format!(": {}", fields.join(", ")),
    };
    let mut text = Text::default();
    text.push_marked(sign, mark);
    text.push_str(&format!(" {}{fields}\n", change_line(change)));
    text
}

/// Whether a watch that ended with this status can be resumed from its position.
fn is_resumable(status: &Status) -> bool {
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.as_str());
    match reason {
        Some(reason) => matches!(
            reason,
            "SERVER_ENDING"
                | "WATCH_TOO_SLOW"
                | "DATABASE_UNAVAILABLE"
                | "OVERLOADED"
                | "RATE_LIMITED"
                | "KEYS_UNAVAILABLE"
        ),
        // The connection broke, or something other than claimstore answered.
        None => matches!(
            status.code(),
            Code::Unavailable | Code::Unknown | Code::Internal | Code::Cancelled
        ),
    }
}
