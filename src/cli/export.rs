//! `claimstore export`: writes what a server has into a file: bundles, of which `claimstore
//! import` makes an equal store, documents in the formats of others, or tables.

mod args;
mod begun;
mod bundles;
mod documents;
mod error;
mod format;
mod output;
mod progress;
mod resumed;
mod summary;
mod tables;

pub use self::args::ExportArgs;
use self::{error::ExportError, format::ExportFormat};
use super::{error::Error, terminal::PrintError};

/// Exports into the file, then prints how much that was.
pub async fn run(args: ExportArgs) -> Result<(), Error> {
    Ok(export(&args).await?)
}

async fn export(args: &ExportArgs) -> Result<(), ExportError> {
    args.require_possible()?;
    let summary = match (args.export_format, args.export_format.of_documents()) {
        (ExportFormat::Csv | ExportFormat::Parquet, _) => tables::export(args).await?,
        (_, Some(format)) => documents::export(args, format).await?,
        (_, None) => bundles::export(args).await?,
    };
    let printed = summary.print(args.form.is_json);
    printed.map_err(|error| ExportError::Outcome(PrintError::from(error)))
}
