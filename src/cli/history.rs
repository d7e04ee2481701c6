//! `claimstore history`: the history of one resource, revision by revision.

use std::io::{self, Write as _};

use clap::Args;
use tonic::Status;
use tonic_types::StatusExt as _;

use super::{
    change_line::change_line,
    client::{self, Clients, Server, with_deadline, with_retries},
    error::Error,
};
use crate::{
    domain::resource::{Name, NotAName},
    wire::pb,
};

/// What `history` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore history claims/0198c0de-0000-7000-8000-000000000002
      who changed a claim, when, and which fields
  claimstore history claims/0198c0de-0000-7000-8000-000000000002/standing
      how its standing changed, each time it did")]
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
    #[error("{}", client::explain(.0).join("\n  "))]
    Call(Box<Status>),
    #[error("the history cannot be written")]
    Output(#[from] io::Error),
}

impl From<Status> for HistoryError {
    fn from(status: Status) -> Self {
        Self::Call(Box::new(status))
    }
}

/// Changes in one request.
const PAGE_SIZE: i32 = 100;

/// Writes the history of the resource.
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
                Err(status) if is_no_longer_kept(&status) => {
                    format!(
                        "{}\n  what differed is no longer kept\n",
                        change_line(change)
                    )
                }
                Err(status) => return Err(status.into()),
            };
            match io::stdout().lock().write_all(text.as_bytes()) {
                // The reader closed the pipe.
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
    with_retries(|| {
        let mut changes = clients.changes.clone();
        let request = with_deadline(request.clone());
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
    with_retries(|| {
        let mut changes = clients.changes.clone();
        let request = with_deadline(request.clone());
        async move { changes.diff_revisions(request).await }
    })
    .await
}

/// Whether one of the two revisions was erased, or has been superseded for too long.
fn is_no_longer_kept(status: &Status) -> bool {
    let details = status.get_error_details();
    let reason = details.error_info().map(|info| info.reason.as_str());
    matches!(reason, Some("HISTORY_EXPIRED" | "RESOURCE_ERASED"))
}

/// One revision: a line for the change, and one for each field that differs from the revision
/// before. For the first revision that is every field.
fn entry(change: &pb::Change, diff: &pb::DiffRevisionsResponse) -> String {
    let mut text = format!("{}\n", change_line(change));
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
