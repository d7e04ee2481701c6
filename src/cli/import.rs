//! `claimstore import`: sends the bundles in files, and counts the outcomes.
//!
//! A file with a bundle on each line is sent as one stream, in the order of its lines, since
//! a later bundle may refer to an earlier one. A faulty one does not keep the others out. A
//! bundle that is a whole file, or an article, is sent alone. The command stops early only
//! where every further call would fail too.

mod args;
pub(super) mod bundle_file;
mod documents;
mod exchange;
mod format;
mod item;
mod lines;
mod of_reading;
pub(super) mod opened;
mod own;
mod problem;
mod progress;
mod rejects;
mod report;
mod stream;
mod tally;
pub(crate) mod text_article;
mod text_date;
mod text_sources;

use std::{
    io,
    path::{Path, PathBuf},
};

use uuid::Uuid;

pub use self::args::ImportArgs;
use self::{
    args::{ImportError, STANDARD_INPUT, open_rejects, readers, require_possible},
    bundle_file::{BundleFile, FileBundle, Next},
    documents::Readers,
    exchange::ExchangeImport,
    opened::Opened,
    problem::Problem,
    progress::Progress,
    report::{Failures, LeftOut, Report},
    stream::{FileImport, Stopped},
    tally::Tally,
    text_article::Options,
};
use super::{
    candidates::Candidates,
    client::{self, Writer},
    connect::Clients,
    error::Error,
    exit::Exit,
    sent_bundle::BundleSender,
    terminal::{Out, PrintError},
};

/// Imports the files, then prints the outcome.
pub async fn run(args: ImportArgs) -> Result<(), Error> {
    require_possible(&args)?;
    let rejects = open_rejects(&args)?;
    let clients = args.server.connect().await?;
    let language = args.language.clone().unwrap_or_default();
    let mut import = Import {
        clients,
        writer: args.writer,
        replaces_reviews: args.replace_reviews,
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

struct Import {
    clients: Clients,
    writer: Writer,
    replaces_reviews: bool,
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
                sender: BundleSender::new(&self.clients, &self.writer, self.replaces_reviews),
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
            sender: BundleSender::new(&self.clients, &self.writer, self.replaces_reviews),
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
        let sender = BundleSender::new(&self.clients, &self.writer, self.replaces_reviews);
        match sender.send(bundle).await {
            Ok(response) => {
                for what in sender.kept_reviews(&response) {
                    self.report.add_left_out(name, &Problem { line, what });
                }
                self.report.add(&response, has_article)
            }
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
