//! What `claimstore export` takes.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum as _};

use super::{begun::Begun, error::ExportError, format::ExportFormat};
use crate::{
    cli::{connect::Server, terminal::Form},
    wire::{json, pb, value::read::to_timestamp},
};

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
  claimstore export --format claim-review --base-url https://claims.example/ reviews.ndjson
      the reviews as ClaimReview of schema.org
  claimstore export --format nanopublication --about claims/UUID -
      one claim, to standard output
  claimstore export --format parquet archive
      tables for analysts, in the directory archive

A file whose name ends in .gz or .zst is compressed. Until the export is complete, its name
ends in .part, and beside it a file ending in .part.json says how far it is.

Everything is as it was at one moment: when the command began, or at --read-time.
claimstore import FILE makes an equal store of a whole export if it has nothing yet.")]
pub struct ExportArgs {
    /// File to write, which must not exist; - is standard output; a directory for tables
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// Format to write
    #[arg(
        long = "format",
        value_enum,
        value_name = "FORMAT",
        default_value = "bundle"
    )]
    pub(super) export_format: ExportFormat,

    /// Only the documents about this resource, by its name; not of bundles and tables
    #[arg(long, value_name = "NAME", conflicts_with_all = ["filters", "live", "resume"])]
    pub(super) about: Option<String>,

    /// What the identifiers of resources begin with in documents: a URL that ends with a slash
    /// [default: they are URNs, urn:uuid:…]
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,

    /// Only these kinds of resources, of each only what its filter selects: the fields
    /// sources, claims, articles, appearances, relations and reviews of an
    /// ExportBundlesRequest in protobuf JSON
    #[arg(long = "filter", value_name = "JSON", value_parser = read_filters)]
    pub(super) filters: Option<Box<pb::ExportBundlesRequest>>,

    /// Leave out what is deleted, and the earlier versions of articles
    #[arg(long)]
    pub(super) live: bool,

    /// As of this moment, as 2026-11-27T09:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    pub(super) read_time: Option<DateTime<Utc>>,

    /// Go on with an export into this file that has stopped, with the same options
    #[arg(long)]
    pub(super) resume: bool,

    /// Show no progress; it is only shown on a terminal anyway
    #[arg(long, short)]
    pub(super) quiet: bool,

    #[command(flatten)]
    /// The form in which it prints.
    pub form: Form,

    #[command(flatten)]
    pub(super) server: Server,
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

impl ExportArgs {
    /// Fails if options exclude each other, with all that is wrong with them.
    pub(super) fn require_possible(&self) -> Result<(), ExportError> {
        let format = self.export_format;
        let is_standard_output = self.file.as_os_str() == "-";
        let mut given = Vec::new();
        if format.of_documents().is_none() {
            let only = "is only for documents; choose another --format with it";
            given.push((self.about.is_some(), "--about", only));
            given.push((self.base_url.is_some(), "--base-url", only));
        }
        if let ExportFormat::Csv | ExportFormat::Parquet = format {
            let only = "is only for bundles and documents, which are one file";
            given.push((self.resume, "--resume", only));
            given.push((is_standard_output, "standard output", only));
        }
        let given = given.into_iter().filter(|(is_given, ..)| *is_given);
        let mut mistakes: Vec<String> = given.map(|(_, it, why)| format!("{it} {why}")).collect();
        if let Some(format) = format.of_documents() {
            let others = self.not_of(format);
            if !others.is_empty() {
                let others = others.join(", ");
                mistakes.push(format!(
                    "documents of this format are not selected by {others}"
                ));
            }
        }
        match mistakes.is_empty() {
            true => Ok(()),
            false => Err(ExportError::Options(mistakes)),
        }
    }

    /// What is selected of which a format has no documents.
    fn not_of(&self, format: pb::DocumentFormat) -> Vec<&'static str> {
        let own = match format {
            pb::DocumentFormat::ClaimReview => "reviews",
            pb::DocumentFormat::Ninjs => "articles",
            pb::DocumentFormat::WebAnnotation => "appearances",
            _ => "claims",
        };
        let filters = self.filters.as_deref().cloned().unwrap_or_default();
        let given = [
            (self.live, "--live, which documents always are"),
            (filters.sources.is_some(), "sources"),
            (filters.claims.is_some(), "claims"),
            (filters.articles.is_some(), "articles"),
            (filters.appearances.is_some(), "appearances"),
            (filters.relations.is_some(), "relations"),
            (filters.reviews.is_some(), "reviews"),
        ];
        let others = given.iter();
        let others = others.filter(|(is_given, name)| *is_given && *name != own);
        others.map(|(_, name)| *name).collect()
    }

    /// What decides what is written.
    pub(super) fn begun(&self) -> Result<Begun, ExportError> {
        let format = self.export_format.to_possible_value();
        let format = format.map(|it| it.get_name().to_owned());
        let filters = self.filters.as_deref();
        let filters = filters
            .map(|it| json::write("claimstore.v1.ExportBundlesRequest", it))
            .map(|it| it.ok_or(ExportError::Json));
        Ok(Begun::new([
            ("--format", format),
            ("--about", self.about.clone()),
            ("--base-url", self.base_url.clone()),
            ("--filter", filters.transpose()?),
            ("--live", self.live.then(String::new)),
            ("--read-time", self.read_time.map(|it| it.to_rfc3339())),
        ]))
    }

    /// The request for bundles.
    pub(super) fn request(&self) -> pb::ExportBundlesRequest {
        let filters = self.filters.as_deref().cloned();
        pb::ExportBundlesRequest {
            show_deleted: !self.live,
            show_merged: true,
            show_versions: !self.live,
            read_time: self.read_time.map(to_timestamp),
            ..filters.unwrap_or_default()
        }
    }
}
