//! `claimstore history`: the history of one resource, revision by revision.

use clap::Args;
use tonic::Status;
use tonic_types::StatusExt as _;

use super::{
    change_line::change_line,
    client::{with_deadline, with_retries},
    connect::{Clients, Server},
    error::Error,
    json_object::Object,
    resolve::resolve,
    terminal::{Mark, Out, Reading, Text},
};
use crate::wire::{json, pb};

/// What `history` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore history claims/0198c0de-0000-7000-8000-000000000002
      who changed a claim, when, and which fields
  claimstore history claims/0198c0de-0000-7000-8000-000000000002/standing
      how its standing changed, each time it did
  claimstore history --full cms:51907
      every value of every version of the article with this id in another system")]
pub struct HistoryArgs {
    /// Resource, also a deleted one: its name, at least 8 characters of the beginning of its
    /// id, its url, or SYSTEM:ID for an article's id in another system
    #[arg(value_name = "NAME")]
    name: String,

    /// Print every changed field with its whole values, as protobuf JSON
    #[arg(long, conflicts_with = "is_json")]
    full: bool,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    server: Server,
}

#[derive(Debug, thiserror::Error)]
#[error("{0} has no history; import --verbose prints the names of what it stores")]
struct NoHistory(String);

/// Changes in one request.
const PAGE_SIZE: i32 = 100;

/// Prints the history of the resource.
pub async fn run(args: HistoryArgs) -> Result<(), Error> {
    let clients = &args.server.connect().await?;
    let name = resolve(clients, &args.name).await?.to_string();
    let mut out = Out::paged(&args.reading);
    let (mut page_token, mut count) = (String::new(), 0);
    loop {
        let page = changes(clients, &name, page_token).await?;
        for change in &page.changes {
            count += 1;
            let diff = match differences(clients, change).await {
                Ok(diff) => Some(diff),
                Err(status) if is_no_longer_kept(&status) => None,
                Err(status) => return Err(status.into()),
            };
            match out.is_json {
                true => out.json(json_line(change, diff.as_ref()))?,
                false => out.text(&told(change, diff.as_ref(), args.full))?,
            }
        }
        page_token = page.next_page_token;
        if page_token.is_empty() {
            break;
        }
    }
    match count {
        0 => Err(Error::new(NoHistory(name)).not_found()),
        _ => Ok(()),
    }
}

/// A change, and what differs; without that if it is no longer kept.
fn json_line(change: &pb::Change, diff: Option<&pb::DiffRevisionsResponse>) -> Option<String> {
    let line = Object::default().one("change", "Change", change);
    let line = match diff {
        Some(diff) => line.one("diff", "DiffRevisionsResponse", diff),
        None => line,
    };
    line.line()
}

fn told(change: &pb::Change, diff: Option<&pb::DiffRevisionsResponse>, is_full: bool) -> Text {
    match diff {
        Some(diff) => entry(change, diff, is_full),
        None => {
            let line = change_line(change);
            format!("{line}\n  what differed is no longer kept\n").into()
        }
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

/// The most fields of one revision in a summary.
const FIELDS_MAX: usize = 12;
/// The most characters of a value in a summary.
const VALUE_CHARS_MAX: usize = 60;

/// One revision: a line for the change, and one for each field that differs from the revision
/// before. For the first revision that is every field.
fn entry(change: &pb::Change, diff: &pb::DiffRevisionsResponse, is_full: bool) -> Text {
    let mut text = Text::default();
    text.push_marked(&change_line(change), Mark::Heading);
    text.push('\n');
    let differences: Vec<&pb::FieldDifference> = diff
        .differences
        .iter()
        .filter(|it| !matches!(it.path.as_str(), "name" | "create_time"))
        .collect();
    let shown = match is_full {
        true => differences.len(),
        false => FIELDS_MAX,
    };
    for difference in differences.iter().take(shown) {
        text.append(&difference_line(difference, is_full));
    }
    let hidden = differences.len().saturating_sub(shown);
    match (hidden, diff.exceeded) {
        (0, false) => {}
        (0, true) => text.push_str("  and more\n"),
        (hidden, false) => text.push_str(&format!("  and {hidden} more; --full prints them\n")),
        (hidden, true) => {
            text.push_str(&format!(
                "  and more than {hidden} more; --full prints many of them\n"
            ));
        }
    }
    text
}

fn difference_line(difference: &pb::FieldDifference, is_full: bool) -> Text {
    let pb::FieldDifference {
        path,
        before,
        after,
    } = difference;
    let value = |value: &str| match is_full {
        true => value.to_owned(),
        false => summary(value),
    };
    let (line, mark) = match (before.is_empty(), after.is_empty()) {
        (true, _) => (format!("  + {path}: {}\n", value(after)), Mark::Good),
        (_, true) => (format!("  - {path}: {}\n", value(before)), Mark::Removed),
        _ => {
            let (before, after) = (value(before), value(after));
            (format!("  ~ {path}: {before} -> {after}\n"), Mark::Warning)
        }
    };
    let mut text = Text::default();
    text.push_marked(&line, mark);
    text
}

/// A value in protobuf JSON on part of a line, with enum values as words.
fn summary(value: &str) -> String {
    let value = json::with_enums_as_words(value);
    let mut shortened: String = value.chars().take(VALUE_CHARS_MAX).collect();
    if shortened.len() < value.len() {
        let count = value.chars().count();
        shortened.push_str(&format!("… ({count} characters)"));
    }
    shortened
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(path: &str, before: &str, after: &str) -> pb::FieldDifference {
        pb::FieldDifference {
            path: path.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }

    #[test]
    fn a_summary_has_words_for_enums_and_the_beginnings_of_long_values() {
        let body = format!("\"{}\"", "word ".repeat(100));
        let mut diff = pb::DiffRevisionsResponse {
            differences: vec![
                difference("name", "", "\"sources/1\""),
                difference("kind", "", "\"SOURCE_KIND_GOVERNMENT_BODY\""),
                difference("body", &body, ""),
                difference("hops[0]", "1", "{\"stance\":\"STANCE_DOES_NOT_DENY\"}"),
            ],
            ..pb::DiffRevisionsResponse::default()
        };
        let change = pb::Change::default();
        let text = entry(&change, &diff, false);
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(lines[0], "  + kind: government body");
        assert!(lines[1].starts_with("  - body: \"word word"), "{text}");
        assert!(lines[1].ends_with("… (502 characters)"), "{text}");
        assert_eq!(lines[2], "  ~ hops[0]: 1 -> {\"stance\":does not deny}");
        let full = entry(&change, &diff, true);
        assert!(full.contains("\"SOURCE_KIND_GOVERNMENT_BODY\"") && full.contains(&body));

        diff.differences = vec![difference("tags", "", "1"); 20];
        let text = entry(&change, &diff, false);
        assert!(
            text.ends_with("\n  and 8 more; --full prints them\n"),
            "{text}"
        );
    }
}
