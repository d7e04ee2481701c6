//! `claimstore history`: what became of one resource, revision by revision.

use std::io::{self, Write as _};

use clap::Args;
use tonic::Status;
use tonic_types::StatusExt as _;

use super::{
    Error,
    client::{self, Clients, Server, retrying, within_time},
    page::times,
};
use crate::{
    domain::resource::name::{Name, NotAName},
    wire::pb,
};

/// What `history` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore history claims/0198c0de-0000-7000-8000-000000000002
      who changed a claim, when, and which fields
  claimstore history claims/0198c0de-0000-7000-8000-000000000002/standing
      how it stood, each time that moved")]
pub struct HistoryArgs {
    /// Resource name, also of a deleted resource
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
enum HistoryError {
    #[error("{name:?} {cause}")]
    Name { name: String, cause: NotAName },
    #[error("{0} has no history; import --verbose prints the names of what it stores")]
    NotFound(String),
    #[error("{}", client::in_words(.0).join("\n  "))]
    Call(Box<Status>),
    #[error("the history cannot be written")]
    Output(#[from] io::Error),
}

impl From<Status> for HistoryError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// Changes asked for at once.
const PAGE_SIZE: i32 = 100;

/// Writes the history of what was asked for.
pub async fn run(args: HistoryArgs) -> Result<(), Error> {
    let parsed: Result<Name, NotAName> = args.name.parse();
    parsed.map_err(|cause| {
        let name = args.name.clone();
        Error::new(HistoryError::Name { name, cause })
    })?;
    let clients = args.server.connect().await.map_err(Error::new)?;
    history(&clients, &args.name).await.map_err(Error::new)
}

async fn history(clients: &Clients, name: &str) -> Result<(), HistoryError> {
    let (mut page_token, mut count) = (String::new(), 0);
    loop {
        let page = changes(clients, name, page_token).await?;
        for change in &page.changes {
            count += 1;
            let text = match differences(clients, change).await {
                Ok(diff) => entry(change, &diff),
                Err(status) if is_gone(&status) => {
                    format!("{}\n  what differed is no longer kept\n", head(change))
                }
                Err(status) => return Err(status.into()),
            };
            match io::stdout().lock().write_all(text.as_bytes()) {
                // Whoever reads has seen enough.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(()),
                written => written?,
            }
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    match count {
        0 => Err(HistoryError::NotFound(name.to_owned())),
        _ => Ok(()),
    }
}

async fn changes(
    clients: &Clients,
    name: &str,
    page_token: String,
) -> Result<pb::ListChangesResponse, Status> {
    let request = pb::ListChangesRequest {
        page_size: PAGE_SIZE,
        page_token,
        filter: Some(pb::ChangeFilter {
            resource_name: name.to_owned(),
            ..pb::ChangeFilter::default()
        }),
        ..pb::ListChangesRequest::default()
    };
    retrying(|| {
        let mut changes = clients.changes.clone();
        let request = within_time(request.clone());
        async move { changes.list_changes(request).await }
    })
    .await
}

async fn differences(
    clients: &Clients,
    change: &pb::Change,
) -> Result<pb::DiffRevisionsResponse, Status> {
    let request = pb::DiffRevisionsRequest {
        name: change.resource_name.clone(),
        from_revision: 0,
        to_revision: change.revision,
    };
    retrying(|| {
        let mut changes = clients.changes.clone();
        let request = within_time(request.clone());
        async move { changes.diff_revisions(request).await }
    })
    .await
}

/// Whether one of the two revisions was erased, or superseded for too long.
fn is_gone(status: &Status) -> bool {
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.as_str());
    matches!(reason, Some("HISTORY_EXPIRED" | "RESOURCE_ERASED"))
}

/// One revision: a line, and one for each field that differs from the one before. The
/// first tells what it holds.
fn entry(change: &pb::Change, diff: &pb::DiffRevisionsResponse) -> String {
    let mut text = format!("{}\n", head(change));
    for difference in &diff.differences {
        let pb::FieldDifference {
            path,
            before,
            after,
        } = difference;
        if matches!(path.as_str(), "name" | "create_time") {
            continue;
        }
        let line = match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("  + {path}: {after}\n"),
            (_, true) => format!("  - {path}: {before}\n"),
            _ => format!("  ~ {path}: {before} -> {after}\n"),
        };
        text.push_str(&line);
    }
    if diff.exceeded {
        text.push_str("  and more\n");
    }
    text
}

/// A change in a line: when, what became of which revision, by whom.
pub fn head(change: &pb::Change) -> String {
    let time = change.change_time.as_ref();
    let time = time.map(|it| times::instant(it.seconds, it.nanos));
    let operation = change.operation().as_str_name();
    let operation = operation.trim_start_matches("OPERATION_").to_lowercase();
    format!(
        "{} {} {} revision {} by {}",
        time.unwrap_or_default(),
        operation,
        change.resource_name,
        change.revision,
        change.actor
    )
}
