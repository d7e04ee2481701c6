//! The stream of ExportTables: what an export reads becomes rows of CSV.

use std::pin::Pin;

use async_stream::try_stream;
use tokio_stream::Stream;
use tonic::Status;

use super::export_stream::{self, why};
use crate::{
    api::{
        call::{
            paging::Paging,
            request_id,
            status::{self, status},
        },
        method::write::finish,
    },
    app::{
        App, Error,
        bundle::export::{Content, ExportPoint, ExportStart, Exported, Next},
    },
    domain::{resource::Kind, value::Checker},
    exchange::csv_table,
    wire::{pb, table::Table, value::read},
};

/// The responses of an export of tables.
pub type TableStream = Pin<Box<dyn Stream<Item = Result<pb::ExportTablesResponse, Status>> + Send>>;

/// Begins an export of tables, or goes on with it.
pub(super) async fn begin(
    app: &App,
    request: pb::ExportTablesRequest,
) -> Result<TableStream, Status> {
    let (paging, request) = Paging::open(request);
    let (exported, start) = read_request(request)?;
    let resumed = paging.after::<ExportPoint>().map_err(status)?;
    // The table in which the export goes on has its header already.
    let mut begun = resumed.and_then(|point| match point.next {
        Next::After(kind, Some(_)) => Some(kind),
        _ => None,
    });
    let start = resumed.map_or(start, ExportStart::Point);
    let (export, mut parts) = app.begin_export(exported, start).await.map_err(status)?;
    tokio::spawn(request_id::scope(request_id::current(), export.run()));
    let app = app.clone();
    Ok(Box::pin(try_stream! {
        while let Some(part) = parts.recv().await {
            let part = part.map_err(why)?;
            let (table, rows, row_count) = match part.content {
                None => (String::new(), String::new(), 0),
                Some(content) => {
                    let (kind, documents) = documents(content);
                    let is_first = begun != Some(kind);
                    begun = Some(kind);
                    let bytes = documents.iter().map(Vec::len).sum();
                    let writing = async move { written(kind, is_first, &documents) };
                    let written = app.turns().work(bytes, writing).await.map_err(status)?;
                    written?
                }
            };
            yield pb::ExportTablesResponse {
                table,
                rows,
                row_count,
                resume_token: paging.next_token(Some(part.point)),
                read_time: Some(read::to_timestamp(part.point.moment)),
            };
        }
    }))
}

fn read_request(request: pb::ExportTablesRequest) -> Result<(Exported, ExportStart), Status> {
    let pb::ExportTablesRequest {
        export,
        resume_token: _,
    } = request;
    let export = export.unwrap_or_default();
    let mut check = Checker::new();
    check.field("export", |check| {
        if !export.resume_token.is_empty() {
            check.report_at("resume_token", "must be empty; give that of the request");
        }
        if export.show_versions {
            check.report_at(
                "show_versions",
                "must be false: a table has no earlier versions",
            );
        }
    });
    finish(check, ())?;
    export_stream::read_request(export)
}

/// The kind and the documents in a part of an export.
fn documents(content: Content) -> (Kind, Vec<Vec<u8>>) {
    match content {
        Content::Article(doc, _) | Content::EarlierVersion(doc) => (Kind::Article, vec![doc]),
        Content::Resources(docs) => {
            let kind = docs.first().map_or(Kind::Source, |(name, _)| name.kind());
            (kind, docs.into_iter().map(|(_, doc)| doc).collect())
        }
    }
}

/// The name of the table, the rows, and how many there are.
fn written(
    kind: Kind,
    has_header: bool,
    documents: &[Vec<u8>],
) -> Result<(String, String, i32), Status> {
    let table = Table::of(kind).ok_or_else(status::internal)?;
    let rows: Result<Vec<_>, _> = documents.iter().map(|it| table.row(it)).collect();
    let rows = rows.map_err(|error| status(Error::from(error)))?;
    let text = csv_table::written(&table, has_header, &rows);
    let text = text.map_err(|_| status::internal())?;
    let count = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    Ok((table.name.to_owned(), text, count))
}
