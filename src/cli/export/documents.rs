//! An export of documents in an exchange format into a file.

use tonic::{Request, Status, Streaming};

use super::{
    args::ExportArgs,
    error::{ExportError, stopped},
    format::ExportFormat,
    output::{Output, State},
    progress::Progress,
    resumed::{Resumed, Stopped, follow},
    summary::Summary,
};
use crate::{
    cli::{connect::Clients, counted::counted},
    exchange::json::one_line,
    wire::{pb, value::read::to_timestamp},
};

/// The lines around the documents of a DataFeed.
const FEED_START: &str =
    r#"{"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": ["#;
const FEED_END: &str = "]}";

/// What stands around each document of a DataFeed.
const ITEM_START: &str = r#"{"@type": "DataFeedItem", "item": ["#;
const ITEM_END: &str = "]}";

struct Documents {
    clients: Clients,
    request: pb::ExportDocumentsRequest,
    is_feed: bool,
    is_json: bool,
    state: State,
    output: Output,
    progress: Progress,
}

/// Exports documents into the file.
pub(super) async fn export(
    args: &ExportArgs,
    format: pb::DocumentFormat,
) -> Result<Summary, ExportError> {
    let output = Output::open(&args.file, args.resume, args.begun()?)?;
    let mut export = Documents {
        clients: args.server.connect().await?,
        request: request(args, format),
        is_feed: args.export_format == ExportFormat::DataFeed,
        is_json: args.export_format != ExportFormat::Nanopublication,
        state: output.state().clone(),
        progress: Progress::new(output.state().resources, args.quiet),
        output,
    };
    // The end of a feed is written once, even if its file did not get its name.
    if !export.state.is_whole {
        match &args.about {
            Some(name) => export.about(name).await?,
            None => export.all().await?,
        }
        export.end_feed()?;
    }
    export.output.finish(&export.state)?;
    export.progress.end();
    let count = export.state.resources;
    Ok(Summary {
        text: counted(count, "document"),
        json: serde_json::json!({ "documents": count }),
        is_on_standard_output: export.output.is_standard_output(),
    })
}

fn request(args: &ExportArgs, format: pb::DocumentFormat) -> pb::ExportDocumentsRequest {
    let filters = args.filters.as_deref().cloned().unwrap_or_default();
    pb::ExportDocumentsRequest {
        format: format.into(),
        base_url: args.base_url.clone().unwrap_or_default(),
        reviews: filters.reviews,
        articles: filters.articles,
        appearances: filters.appearances,
        claims: filters.claims,
        read_time: args.read_time.map(to_timestamp),
        resume_token: String::new(),
    }
}

impl Documents {
    async fn all(&mut self) -> Result<(), ExportError> {
        match follow(self).await {
            Ok(_) => Ok(()),
            Err(Stopped::Output(error)) => Err(error),
            Err(Stopped::Stream(status)) => Err(self.stopped(status)),
        }
    }

    /// Writes the documents about one resource.
    async fn about(&mut self, name: &str) -> Result<(), ExportError> {
        let request = pb::GetDocumentsRequest {
            name: name.to_owned(),
            format: self.request.format,
            base_url: self.request.base_url.clone(),
            read_time: self.request.read_time,
        };
        let mut exchange = self.clients.exchange.clone();
        let answer = exchange.get_documents(Request::new(request)).await;
        let answer = answer.map_err(|status| self.stopped(status))?;
        self.add(answer.into_inner().documents)
    }

    fn stopped(&mut self, status: Status) -> ExportError {
        self.progress.end();
        stopped(&mut self.output, &self.state, status)
    }

    /// Adds the documents of a response, in one piece: the state is that after all of them.
    fn add(&mut self, documents: Vec<String>) -> Result<(), ExportError> {
        let mut lines = Vec::new();
        for document in documents {
            lines.push(match (self.is_feed, self.is_json) {
                (true, _) => self.feed_item(&document),
                (false, true) => one_line(&document),
                (false, false) => document,
            });
            self.state.resources += 1;
        }
        if !lines.is_empty() {
            self.state.bundles += 1;
            self.output.add(&lines.join("\n"), &self.state)?;
        }
        self.progress.show(self.state.bundles, self.state.resources);
        Ok(())
    }

    fn feed_item(&self, document: &str) -> String {
        let before = match self.state.resources {
            0 => format!("{FEED_START}\n"),
            _ => ",".to_owned(),
        };
        format!("{before}{ITEM_START}{document}{ITEM_END}")
    }

    fn end_feed(&mut self) -> Result<(), ExportError> {
        if self.is_feed {
            let end = match self.state.resources {
                0 => format!("{FEED_START}{FEED_END}"),
                _ => FEED_END.to_owned(),
            };
            self.state.is_whole = true;
            self.output.add(&end, &self.state)?;
        }
        Ok(())
    }
}

impl Resumed for Documents {
    type Response = pb::ExportDocumentsResponse;

    async fn open(&self) -> Result<Streaming<Self::Response>, Status> {
        let request = pb::ExportDocumentsRequest {
            resume_token: self.state.resume_token.clone(),
            ..self.request.clone()
        };
        let mut exchange = self.clients.exchange.clone();
        let answer = exchange.export_documents(Request::new(request)).await?;
        Ok(answer.into_inner())
    }

    fn take(&mut self, response: Self::Response) -> Result<Option<Self::Response>, ExportError> {
        if response.resume_token.is_empty() {
            return Ok(Some(response));
        }
        self.state.resume_token = response.resume_token;
        self.add(response.documents)?;
        Ok(None)
    }
}
