//! The formats that are imported, and what their readers have to be told.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// A format of files to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ImportFormat {
    /// Bundles of claimstore as JSON or NDJSON, or a plain-text article
    Bundle,
    /// ClaimReview of schema.org as JSON-LD: one, a list, a DataFeed or a @graph
    ClaimReview,
    /// News items in ninjs 1.0 to 3.1 of the IPTC
    Ninjs,
    /// W3C Web Annotations as JSON-LD
    WebAnnotation,
    /// Nanopublications as TriG
    Nanopublication,
    /// Rows of CSV, which --mapping explains
    Csv,
}

/// The format of the files, and what its reader has to be told.
#[derive(Clone, Debug, Args)]
pub(super) struct FormatArgs {
    /// Format of the files; JSON of a format can be one document, or have one on each line
    #[arg(
        long = "format",
        value_enum,
        value_name = "FORMAT",
        default_value = "bundle"
    )]
    pub(super) import_format: ImportFormat,

    /// What the labels of ratings mean: a file of TOML or CSV with a verdict for each label, as
    /// "Pants on fire" = "VERDICT_FALSE"; of claim-review
    #[arg(long, value_name = "FILE")]
    pub(super) verdicts: Option<PathBuf>,

    /// What the columns of CSV mean, a file of TOML; see docs/exchange.md
    #[arg(long, value_name = "FILE", required_if_eq("import_format", "csv"))]
    pub(super) mapping: Option<PathBuf>,

    /// Purpose or motivation of annotations whose text is a claim, as describing; can be repeated
    #[arg(long, value_name = "PURPOSE")]
    pub(super) statement_purpose: Vec<String>,

    /// Role of alternative ids of news items that identify an article in all its versions; can be
    /// repeated
    #[arg(long, value_name = "ROLE")]
    pub(super) id_role: Vec<String>,
}
