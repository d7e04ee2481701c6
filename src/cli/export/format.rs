//! The formats in which an export is written.

use clap::ValueEnum;

use crate::wire::pb;

/// A format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportFormat {
    /// Bundles of claimstore, one on each line as JSON: everything, for an import
    Bundle,
    /// ClaimReview of schema.org, one on each line as JSON-LD
    ClaimReview,
    /// ClaimReview of schema.org in one DataFeed, as JSON-LD
    DataFeed,
    /// News items in ninjs of the IPTC, one on each line as JSON
    Ninjs,
    /// W3C Web Annotations, one on each line as JSON-LD
    WebAnnotation,
    /// Nanopublications, as TriG
    Nanopublication,
    /// Tables of CSV, one file for each kind of resource, in a directory
    Csv,
    /// Tables of Parquet, one file for each kind of resource, in a directory
    Parquet,
}

impl ExportFormat {
    /// The format of its documents, if it has documents.
    pub(super) const fn of_documents(self) -> Option<pb::DocumentFormat> {
        match self {
            Self::ClaimReview | Self::DataFeed => Some(pb::DocumentFormat::ClaimReview),
            Self::Ninjs => Some(pb::DocumentFormat::Ninjs),
            Self::WebAnnotation => Some(pb::DocumentFormat::WebAnnotation),
            Self::Nanopublication => Some(pb::DocumentFormat::Nanopublication),
            Self::Bundle | Self::Csv | Self::Parquet => None,
        }
    }
}
