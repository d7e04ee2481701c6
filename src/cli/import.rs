//! `claimstore import`: sends the bundles in files, and counts the outcomes.
//!
//! A file with a bundle on each line is sent as one stream, in the order of its lines, since
//! a later bundle may refer to an earlier one. A faulty one does not keep the others out. A
//! bundle that is a whole file, or an article, is sent alone. The command stops early only
//! where every further call would fail too.

mod bundle_file;
mod documents;
mod exchange;
mod format;
mod item;
mod lines;
mod opened;
mod problem;
mod progress;
mod rejects;
mod report;
mod stream;
mod tally;
mod text_article;
mod text_date;
mod text_sources;

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;
use uuid::Uuid;

use self::{
    bundle_file::{BundleFile, FileBundle, Next},
    documents::Readers,
    exchange::ExchangeImport,
    format::{FormatArgs, ImportFormat},
    opened::Opened,
    problem::Problem,
    progress::Progress,
    rejects::Rejects,
    report::{Failures, LeftOut, Report},
    stream::{FileImport, Stopped},
    tally::Tally,
    text_article::Options,
};
use super::{
    candidates::Candidates,
    client::{self, Writer},
    connect::{Clients, Server},
    error::Error,
    exit::Exit,
    language::language_tag,
    sent_bundle::send,
    terminal::{Form, Out, PrintError},
};
use crate::{
    domain::value::TimeZone,
    exchange::{claim_review::verdicts::Verdicts, csv_claims::mapping::Mapping},
};

/// What `import` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore import examples/foreign-fighters.json
      a bundle as JSON: an article with its sources and claims
  claimstore import --language en --number-locale it article.txt
      an article in English with figures and dates written as in Italy
  claimstore import --server http://claims.internal:50051 march.ndjson april.ndjson
      many bundles, one on each line
  claimstore import --rejects rejects.ndjson archive.ndjson.gz
      many bundles, compressed with gzip or zstd; what is refused goes into a file
  claimstore import --resume --rejects rejects.ndjson archive.ndjson.gz
      goes on with it where it stopped
  producer | claimstore import -
      from standard input
  claimstore import --format claim-review --language en reviews.jsonld
      fact-checks of others, as ClaimReview of schema.org
  claimstore import --format csv --mapping columns.toml claims.csv
      rows of a table

A plain-text article has a title line, a byline, a date, the text, a line that is
exactly Sources, then one source or credit on each line. The date is printed in
English, Italian, German, French or Spanish (April 27, 2025), or in digits.

Importing the same again changes nothing, so after a failure the whole command can
be repeated. With --resume, the lines that are done are skipped.

It ends with 0 if everything was imported, and with 3 if some was not. If it stopped before
the end, it is with 4 because the server was gone, 5 because of the credentials, else 1.")]
pub struct ImportArgs {
    /// Files to import, each with a bundle as JSON, many as NDJSON (one on each
    /// line), or a plain-text article; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    server: Server,

    #[command(flatten)]
    writer: Writer,

    #[command(flatten)]
    format: FormatArgs,

    /// Language of a plain-text article, as a BCP-47 tag such as en or it-IT; with
    /// en-GB or en-US it also says whether 05/04/2025 has the day first; a bundle
    /// has its own; also of claims in other formats that do not say theirs
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    language: Option<String>,

    /// Locale in which a plain-text article writes figures and dates, as a BCP-47
    /// tag such as it or en-US; a bundle has its own
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    number_locale: Option<String>,

    /// Time zone of the publisher of a plain-text article, as Europe/Rome or +02:00;
    /// the day of a date line with a time such as 2025-04-27T22:30:00Z is counted in it
    /// [default: the distance from UTC in the line]
    #[arg(long, value_name = "ZONE", value_parser = time_zone)]
    time_zone: Option<String>,

    /// Address of a plain-text article; with one file only
    #[arg(long, value_name = "URI")]
    uri: Option<String>,

    /// Go on with an earlier import of the same file, where it stopped
    ///
    /// The server knows for 7 days how far the import of a file is, by its content: a file
    /// that was changed begins anew. Standard input also needs --import-id.
    #[arg(long)]
    resume: bool,

    /// Id of the import, a lower-case UUID, by which --resume finds it; with one file only
    /// [default: made from the content of the file; random for standard input]
    #[arg(long, value_name = "UUID", value_parser = import_id)]
    import_id: Option<Uuid>,

    /// Write the bundles that are not imported into this file, one on each line as JSON:
    /// `file`, `line`, `reasons`, and `bundle`, or `text` where the line is not JSON
    ///
    /// Of files with a bundle on each line. Mended bundles are sent again with
    /// jq -c .bundle FILE | claimstore import -
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Show no progress; it is only shown on a terminal anyway
    #[arg(long, short)]
    quiet: bool,

    /// Print the outcome for each resource
    #[arg(long, short)]
    verbose: bool,

    #[command(flatten)]
    pub(super) form: Form,
}

fn time_zone(text: &str) -> Result<String, &'static str> {
    match TimeZone::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("not a time zone; write for example Europe/Rome or +02:00"),
    }
}

fn import_id(text: &str) -> Result<Uuid, &'static str> {
    let id = text.parse::<Uuid>().ok();
    let id = id.filter(|id| !id.is_nil() && id.to_string() == text);
    id.ok_or("not a lower-case UUID")
}

#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("--uri is the address of one article; give one file with it")]
    UriOfMany,
    #[error("--import-id is the id of one import; give one file with it")]
    IdOfMany,
    #[error("standard input has no content to find an import by; give --import-id with --resume")]
    NothingToResume,
    #[error("{0} has rejects of another import; move it away, or go on with --resume")]
    RejectsExist(String),
    #[error("{0} cannot be used:\n  {1}")]
    Told(String, String),
    #[error("--{0} is of bundles only; leave it out")]
    OnlyBundles(&'static str),
    #[error("the file for rejects cannot be used")]
    Rejects(#[source] io::Error),
    #[error(transparent)]
    Failed(Failures),
    #[error("{0}")]
    Print(#[from] PrintError),
}

impl From<ImportError> for Error {
    fn from(error: ImportError) -> Self {
        let error = match error {
            ImportError::Print(error) => return error.into(),
            error => error,
        };
        let (exit, details) = match &error {
            ImportError::UriOfMany
            | ImportError::IdOfMany
            | ImportError::NothingToResume
            | ImportError::Told(..)
            | ImportError::OnlyBundles(_) => (Exit::Usage, None),
            ImportError::Failed(failures) => (failures.exit(), Some(failures.json())),
            ImportError::RejectsExist(_) | ImportError::Rejects(_) => (Exit::Failed, None),
            ImportError::Print(_) => (Exit::Failed, None),
        };
        let error = Self::new(error).with_exit(exit);
        match details {
            Some(details) => error.with_detail("import", details),
            None => error,
        }
    }
}

/// Imports the files, then prints the outcome.
pub async fn run(args: ImportArgs) -> Result<(), Error> {
    require_possible(&args)?;
    let rejects = open_rejects(&args)?;
    let clients = args.server.connect().await?;
    let language = args.language.clone().unwrap_or_default();
    let mut import = Import {
        clients,
        writer: args.writer,
        options: Options {
            language: args.language,
            number_locale: args.number_locale,
            time_zone: args.time_zone,
            uri: args.uri,
        },
        readers: readers(&args.format, language)?,
        resume: args.resume,
        id: args.import_id,
        report: Report {
            is_verbose: args.verbose,
            is_json: args.form.is_json,
            progress: Progress::over(&args.files, args.quiet),
            tally: Tally::default(),
            candidates: Candidates::default(),
            failures: Failures::default(),
            rejects,
            left_out: LeftOut::default(),
        },
    };
    Ok(import.all(&args.files, Out::new(&args.form)).await?)
}

fn require_possible(args: &ImportArgs) -> Result<(), ImportError> {
    let is_one = args.files.len() == 1;
    let is_input = args
        .files
        .iter()
        .any(|file| file == Path::new(STANDARD_INPUT));
    if args.uri.is_some() && !is_one {
        return Err(ImportError::UriOfMany);
    }
    if args.import_id.is_some() && !is_one {
        return Err(ImportError::IdOfMany);
    }
    if args.resume && is_input && args.import_id.is_none() {
        return Err(ImportError::NothingToResume);
    }
    if args.format.import_format != ImportFormat::Bundle {
        for (is_given, name) in [
            (args.uri.is_some(), "uri"),
            (args.resume, "resume"),
            (args.import_id.is_some(), "import-id"),
            (args.rejects.is_some(), "rejects"),
        ] {
            if is_given {
                return Err(ImportError::OnlyBundles(name));
            }
        }
    }
    Ok(())
}

/// The readers of documents, unless bundles are imported.
fn readers(args: &FormatArgs, language: String) -> Result<Option<Readers>, ImportError> {
    let verdicts = match &args.verdicts {
        Some(path) => told(path, |text| match path.extension() {
            Some(end) if end.eq_ignore_ascii_case("csv") => Verdicts::of_csv(text),
            _ => Verdicts::of_toml(text),
        })?,
        None => Verdicts::default(),
    };
    let mapping = args.mapping.as_ref();
    let mapping = mapping.map(|path| told(path, Mapping::parse)).transpose()?;
    let readers = Readers {
        verdicts,
        mapping,
        format: args.import_format,
        language,
        statement_purposes: args.statement_purpose.clone(),
        id_roles: args.id_role.clone(),
    };
    Ok((args.import_format != ImportFormat::Bundle).then_some(readers))
}

/// Reads a file that tells a reader something.
fn told<T>(
    path: &Path,
    read: impl FnOnce(&str) -> Result<T, Vec<String>>,
) -> Result<T, ImportError> {
    let told = std::fs::read_to_string(path).map_err(|error| vec![error.to_string()]);
    told.and_then(|text| read(&text))
        .map_err(|problems| ImportError::Told(path.display().to_string(), problems.join("\n  ")))
}

fn open_rejects(args: &ImportArgs) -> Result<Option<Rejects>, ImportError> {
    let Some(path) = &args.rejects else {
        return Ok(None);
    };
    match Rejects::open(path, args.resume) {
        Ok(rejects) => Ok(Some(rejects)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ImportError::RejectsExist(path.display().to_string()))
        }
        Err(error) => Err(ImportError::Rejects(error)),
    }
}

const STANDARD_INPUT: &str = "-";

struct Import {
    clients: Clients,
    writer: Writer,
    options: Options,
    /// How files are read that are not of bundles.
    readers: Option<Readers>,
    resume: bool,
    id: Option<Uuid>,
    report: Report,
}

impl Import {
    async fn all(&mut self, files: &[PathBuf], out: Out) -> Result<(), ImportError> {
        for path in files {
            self.file(path).await.map_err(PrintError::from)?;
            if self.report.failures.stopped.is_some() {
                break;
            }
        }
        self.report.progress.end();
        self.print_outcome(out).await?;
        self.report.left_out.print().map_err(PrintError::from)?;
        let failures = &mut self.report.failures;
        if failures.count == 0 && failures.stopped.is_none() {
            return Ok(());
        }
        failures.imported = self.report.tally.bundles();
        Err(ImportError::Failed(std::mem::take(failures)))
    }

    async fn print_outcome(&self, mut out: Out) -> Result<(), PrintError> {
        let Report {
            tally, candidates, ..
        } = &self.report;
        if out.is_json {
            let mut outcome = tally.json();
            outcome["candidates"] = candidates.json();
            return out.json(Some(outcome.to_string()));
        }
        out.line(tally.to_string())?;
        if let Some(article) = tally.only_article() {
            out.line(format!("article {article}"))?;
        }
        let candidates = candidates.lines(&self.clients).await;
        // All was stored, so the import succeeds even if the candidates cannot be read.
        for line in candidates.unwrap_or_default() {
            out.line(line)?;
        }
        Ok(())
    }

    async fn file(&mut self, path: &Path) -> io::Result<()> {
        if path == Path::new(STANDARD_INPUT) {
            return self.read(None, opened::standard_input()).await;
        }
        match opened::file(path) {
            Ok(file) => self.read(Some(path), file).await,
            Err(error) => {
                let problem = Problem::in_file(format!("cannot be opened: {error}"));
                let name = path.display().to_string();
                self.report.add_problems(&name, &[problem], None)
            }
        }
    }

    async fn read(&mut self, path: Option<&Path>, opened: Opened) -> io::Result<()> {
        let Opened { reader, bytes_read } = opened;
        self.report.progress.begin(bytes_read);
        if let Some(readers) = &self.readers {
            let import = ExchangeImport {
                clients: &self.clients,
                writer: &self.writer,
                readers,
                name: &file_name(path),
            };
            return import.run(reader, &mut self.report).await;
        }
        let mut file = BundleFile::new(reader, self.options.clone());
        if path.is_some_and(is_called_ndjson) && self.options.uri.is_none() {
            file = file.of_lines();
        }
        let name = file_name(path);
        let first = file.next().await;
        match first {
            Some(first) if file.has_lines() => self.lines(path, &name, file, first).await,
            first => self.one_by_one(&name, file, first).await,
        }
    }

    /// Sends a file that has a bundle on each line.
    async fn lines(
        &mut self,
        path: Option<&Path>,
        name: &str,
        file: BundleFile<Reader>,
        first: Result<FileBundle, Vec<Problem>>,
    ) -> io::Result<()> {
        let id = match (self.id, path) {
            (Some(id), _) => id,
            (None, Some(path)) => opened::content_id(path)?,
            (None, None) => Uuid::now_v7(),
        };
        let import = FileImport {
            clients: &self.clients,
            writer: &self.writer,
            name,
            id,
            restart: !self.resume,
        };
        let ended = import.run(file, first, &mut self.report).await;
        match ended {
            Ok(()) => Ok(()),
            Err(Stopped::Output(error)) => Err(error),
            Err(Stopped::Server(status)) => {
                for what in client::explain(&status) {
                    self.report.failures.list(name, &Problem::in_file(what));
                }
                let when = client::when_to_repeat(&status);
                let how = match path {
                    Some(_) => format!("go on with --resume {when}"),
                    None => {
                        format!("go on with --resume --import-id {id} and the same input {when}")
                    }
                };
                self.report.failures.stopped = Some(how);
                self.report.failures.ended = Some(Exit::of(&status));
                Ok(())
            }
        }
    }

    async fn one_by_one(
        &mut self,
        name: &str,
        mut file: BundleFile<Reader>,
        first: Next,
    ) -> io::Result<()> {
        let mut next = first;
        while let Some(read) = next {
            match read {
                Ok(bundle) => self.send(name, bundle).await?,
                Err(problems) => self.report.add_problems(name, &problems, None)?,
            }
            if self.report.failures.stopped.is_some() {
                break;
            }
            next = file.next().await;
        }
        Ok(())
    }

    async fn send(&mut self, name: &str, bundle: FileBundle) -> io::Result<()> {
        let FileBundle { line, bundle } = bundle;
        let has_article = bundle.article.is_some();
        match send(&self.clients, &self.writer, bundle).await {
            Ok(response) => self.report.add(&response, has_article),
            Err(status) => {
                let explained = client::explain(&status).into_iter();
                let problems: Vec<Problem> = explained.map(|what| Problem { line, what }).collect();
                if client::is_fatal(&status) {
                    let when = client::when_to_repeat(&status);
                    let how = format!(
                        "repeat the command {when}: bundles that are already stored are unchanged"
                    );
                    self.report.failures.stopped = Some(how);
                    self.report.failures.ended = Some(Exit::of(&status));
                }
                self.report.add_problems(name, &problems, None)
            }
        }
    }
}

/// The name of a file in messages.
fn file_name(path: Option<&Path>) -> String {
    match path {
        Some(path) => path.display().to_string(),
        None => "standard input".to_owned(),
    }
}

type Reader = Box<dyn tokio::io::AsyncBufRead + Send + Unpin>;

/// Whether the name of a file says that it has a bundle on each line.
fn is_called_ndjson(path: &Path) -> bool {
    let name = path.to_string_lossy().to_lowercase();
    let name = [".gz", ".zst"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(&name);
    name.ends_with(".ndjson") || name.ends_with(".jsonl")
}
