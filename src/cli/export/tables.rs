//! An export of tables into a directory: a file of CSV or Parquet for each kind of resource.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use tonic::{Request, Status, Streaming};

use super::{
    args::ExportArgs,
    error::{ExportError, nothing_kept},
    format::ExportFormat,
    output::OutputError,
    progress::Progress,
    resumed::{Resumed, Stopped, follow},
    summary::Summary,
};
use crate::{
    cli::{connect::Clients, counted::counted},
    domain::resource::Kind,
    exchange::csv_table,
    wire::{pb, table::Table},
};

/// A table while it is written.
trait TableFile {
    /// Adds rows of CSV. The first ones begin with the header.
    fn add(&mut self, rows: &str) -> io::Result<()>;

    /// Completes the file.
    fn end(self: Box<Self>) -> io::Result<()>;
}

struct Tables {
    clients: Clients,
    request: pb::ExportBundlesRequest,
    resume_token: String,
    files: BTreeMap<&'static str, Box<dyn TableFile>>,
    directory: PathBuf,
    progress: Progress,
    responses: u64,
    rows: u64,
}

/// Exports tables into a directory, which must not exist. It has its name only when it is complete.
pub(super) async fn export(args: &ExportArgs) -> Result<Summary, ExportError> {
    // Without a slash at its end.
    let complete: PathBuf = args.file.components().collect();
    let mut name = complete.clone().into_os_string();
    name.push(".part");
    let directory = PathBuf::from(name);
    for path in [&complete, &directory] {
        if path.exists() {
            return Err(OutputError::Exists(path.display().to_string()).into());
        }
    }
    let failed = |error| not_written(&directory, error);
    let clients = args.server.connect().await?;
    let is_parquet = args.export_format == ExportFormat::Parquet;
    let mut part = Part::create(&directory).map_err(failed)?;
    let mut export = Tables {
        clients,
        request: args.request(),
        resume_token: String::new(),
        files: open(&directory, is_parquet).map_err(failed)?,
        progress: Progress::new(0, args.quiet),
        responses: 0,
        rows: 0,
        directory: directory.clone(),
    };
    export.request.show_versions = false;
    match follow(&mut export).await {
        Ok(_) => {}
        Err(Stopped::Output(error)) => return Err(error),
        Err(Stopped::Stream(status)) => {
            export.progress.end();
            return Err(nothing_kept(status));
        }
    }
    for file in std::mem::take(&mut export.files).into_values() {
        file.end().map_err(failed)?;
    }
    export.progress.end();
    fs::rename(&directory, &complete).map_err(failed)?;
    part.is_complete = true;
    let rows = export.rows;
    Ok(Summary {
        text: counted(rows, "row"),
        json: serde_json::json!({ "rows": rows }),
        is_on_standard_output: false,
    })
}

/// The directory until it is complete. Tables cannot be gone on with, so nothing is left of those
/// that are not.
struct Part {
    directory: PathBuf,
    is_complete: bool,
}

impl Part {
    fn create(directory: &Path) -> io::Result<Self> {
        if let Some(parent) = directory.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::create_dir(directory)?;
        Ok(Self {
            directory: directory.to_owned(),
            is_complete: false,
        })
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_complete
            && let Err(error) = fs::remove_dir_all(&self.directory)
        {
            tracing::warn!(%error, "{} is left", self.directory.display());
        }
    }
}

fn not_written(path: &Path, error: io::Error) -> ExportError {
    OutputError::File(path.display().to_string(), error).into()
}

fn open(
    directory: &Path,
    is_parquet: bool,
) -> io::Result<BTreeMap<&'static str, Box<dyn TableFile>>> {
    let mut files: BTreeMap<&'static str, Box<dyn TableFile>> = BTreeMap::new();
    for table in Kind::ALL.iter().filter_map(|kind| Table::of(*kind)) {
        let name = table.name;
        files.insert(
            name,
            match is_parquet {
                true => parquet(directory, table)?,
                false => Box::new(CsvFile::create(directory, &table)?),
            },
        );
    }
    Ok(files)
}

#[cfg(feature = "parquet")]
fn parquet(directory: &Path, table: Table) -> io::Result<Box<dyn TableFile>> {
    let file = File::create_new(directory.join(format!("{}.parquet", table.name)))?;
    Ok(Box::new(crate::exchange::parquet_table::ParquetTable::new(
        file, &table,
    )?))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Path, _: Table) -> io::Result<Box<dyn TableFile>> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "this build of claimstore cannot write Parquet; use csv, or a build with the feature parquet",
    ))
}

#[cfg(feature = "parquet")]
impl TableFile for crate::exchange::parquet_table::ParquetTable<File> {
    fn add(&mut self, rows: &str) -> io::Result<()> {
        self.add_csv(rows)
    }

    fn end(self: Box<Self>) -> io::Result<()> {
        self.finish()?.sync_all()
    }
}

/// A table as CSV.
struct CsvFile {
    file: File,
    header: String,
    is_empty: bool,
}

impl CsvFile {
    fn create(directory: &Path, table: &Table) -> io::Result<Self> {
        Ok(Self {
            file: File::create_new(directory.join(format!("{}.csv", table.name)))?,
            header: csv_table::written(table, true, &[]).map_err(io::Error::other)?,
            is_empty: true,
        })
    }
}

impl TableFile for CsvFile {
    fn add(&mut self, rows: &str) -> io::Result<()> {
        self.is_empty = false;
        self.file.write_all(rows.as_bytes())
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        if self.is_empty {
            self.file.write_all(self.header.as_bytes())?;
        }
        self.file.sync_all()
    }
}

impl Resumed for Tables {
    type Response = pb::ExportTablesResponse;

    async fn open(&self) -> Result<Streaming<Self::Response>, Status> {
        let request = pb::ExportTablesRequest {
            export: Some(self.request.clone()),
            resume_token: self.resume_token.clone(),
        };
        let mut exchange = self.clients.exchange.clone();
        let answer = exchange.export_tables(Request::new(request)).await?;
        Ok(answer.into_inner())
    }

    fn take(&mut self, response: Self::Response) -> Result<Option<Self::Response>, ExportError> {
        if response.table.is_empty() {
            return Ok(Some(response));
        }
        let Some(file) = self.files.get_mut(response.table.as_str()) else {
            let error = io::Error::other("the server has a table that this program does not know");
            return Err(not_written(&self.directory.join(&response.table), error));
        };
        let written = file.add(&response.rows);
        written.map_err(|error| not_written(&self.directory.join(&response.table), error))?;
        self.resume_token = response.resume_token;
        self.responses += 1;
        self.rows += u64::from(response.row_count.unsigned_abs());
        self.progress.show(self.responses, self.rows);
        Ok(None)
    }
}
