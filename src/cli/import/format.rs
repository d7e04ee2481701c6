//! The formats that are imported.

use clap::ValueEnum;

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
