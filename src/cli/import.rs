//! `claimstore import`: sends what files hold, bundle by bundle, and adds up what
//! became of it.
//!
//! Bundles go one after the other, since a later one may build on an earlier one,
//! and each is a transaction of its own: what is wrong with one keeps none of the
//! others out. Only when the server is gone does it stop, since going on is vain.

mod bundle_file;
mod progress;
mod tally;
pub mod text_article;
mod text_date;
mod text_sources;

use std::{
    fmt,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use clap::Args;
use tokio::{
    fs::File,
    io::{AsyncBufRead, BufReader},
};
use tonic::Status;
use uuid::Uuid;

use self::{
    bundle_file::{BundleFile, Finding, Found},
    progress::Progress,
    tally::Tally,
    text_article::Options,
};
use super::{
    Error,
    client::{self, Clients, Server},
};
use crate::{domain::value::language, wire::pb};

/// What `import` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore import examples/foreign-fighters.json
      a bundle as JSON: an article with its sources and claims
  claimstore import --language en --number-locale it article.txt
      an article in English whose figures and dates are written as in Italy
  claimstore import --server http://claims.internal:50051 march.ndjson april.ndjson
      many bundles, one on each line
  zcat archive.ndjson.gz | claimstore import -
      from standard input

A plain-text article has a title line, a byline, a date, the text, a line that is
exactly Sources, then one source or credit on each line.

Importing the same again changes nothing, so after a failure the whole command can
be given again.")]
pub struct ImportArgs {
    /// Files to import, each with a bundle as JSON, many as NDJSON (one on each
    /// line), or a plain-text article; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    server: Server,

    /// Language of a plain-text article, as a BCP-47 tag such as en or it-IT; a
    /// bundle says its own
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    language: Option<String>,

    /// Locale in which a plain-text article writes figures and dates, as a BCP-47
    /// tag such as it or en-US; a bundle says its own
    #[arg(long, value_name = "TAG", value_parser = language_tag)]
    number_locale: Option<String>,

    /// Address of a plain-text article; with one file only
    #[arg(long, value_name = "URI")]
    uri: Option<String>,

    /// Say what became of each resource
    #[arg(long, short)]
    verbose: bool,
}

fn language_tag(text: &str) -> Result<String, &'static str> {
    match language::primary(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("no BCP-47 language tag; write for example en, it-IT or zh-Hans"),
    }
}

#[derive(Debug, thiserror::Error)]
enum ImportError {
    #[error("--uri is the address of one article; give one file with it")]
    UriOfMany,
    #[error(transparent)]
    Failed(Failures),
    #[error("the result cannot be written")]
    Output(#[from] io::Error),
}

/// What was not imported, and why.
#[derive(Debug, Default, thiserror::Error)]
struct Failures {
    count: usize,
    imported: usize,
    is_stopped: bool,
    lines: Vec<String>,
}

/// Lines of failures kept; the rest is counted.
const FAILURE_LINES_MAX: usize = 200;

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, imported) = (self.count, self.imported);
        match self.is_stopped {
            true => write!(
                f,
                "stopped after {imported} imported; give the command again when the server is back: what is stored is found unchanged"
            )?,
            false => write!(f, "{count} not imported, {imported} imported")?,
        }
        for line in self.lines.iter().take(FAILURE_LINES_MAX) {
            write!(f, "\n  {line}")?;
        }
        match self.lines.len() > FAILURE_LINES_MAX {
            true => write!(f, "\n  and more"),
            false => Ok(()),
        }
    }
}

/// Imports the files, then says what became of them.
pub async fn run(args: ImportArgs) -> Result<(), Error> {
    if args.uri.is_some() && args.files.len() > 1 {
        return Err(Error::new(ImportError::UriOfMany));
    }
    let clients = args.server.connect().await.map_err(Error::new)?;
    let mut import = Import {
        clients,
        options: Options {
            language: args.language,
            number_locale: args.number_locale,
            uri: args.uri,
        },
        is_verbose: args.verbose,
        progress: Progress::over(&args.files),
        tally: Tally::default(),
        failures: Failures::default(),
    };
    import.all(&args.files).await.map_err(Error::new)
}

struct Import {
    clients: Clients,
    options: Options,
    is_verbose: bool,
    progress: Progress,
    tally: Tally,
    failures: Failures,
}

/// The server is gone.
struct Stopped;

impl Import {
    async fn all(&mut self, files: &[PathBuf]) -> Result<(), ImportError> {
        for path in files {
            if self.file(path).await?.is_err() {
                self.failures.is_stopped = true;
                break;
            }
        }
        self.progress.end();
        let mut out = io::stdout().lock();
        writeln!(out, "{}", self.tally)?;
        if let Some(article) = self.tally.only_article() {
            writeln!(out, "article {article}")?;
        }
        if self.failures.count == 0 {
            return Ok(());
        }
        self.failures.imported = self.tally.bundles();
        Err(ImportError::Failed(std::mem::take(&mut self.failures)))
    }

    async fn file(&mut self, path: &Path) -> io::Result<Result<(), Stopped>> {
        if path == Path::new("-") {
            return self
                .read("standard input", BufReader::new(tokio::io::stdin()))
                .await;
        }
        let name = path.display().to_string();
        match File::open(path).await {
            Ok(file) => self.read(&name, BufReader::new(file)).await,
            Err(error) => {
                self.fail(&name, None, [format!("cannot be opened: {error}")]);
                Ok(Ok(()))
            }
        }
    }

    async fn read(
        &mut self,
        name: &str,
        reader: impl AsyncBufRead + Unpin,
    ) -> io::Result<Result<(), Stopped>> {
        let mut file = BundleFile::new(reader, self.options.clone());
        let mut offset = 0;
        while let Some(next) = file.next().await {
            match next {
                Ok(found) => {
                    if self.send(name, found).await?.is_err() {
                        return Ok(Err(Stopped));
                    }
                }
                Err(findings) => self.refuse(name, findings),
            }
            self.progress.advance(file.offset() - offset);
            offset = file.offset();
        }
        Ok(Ok(()))
    }

    async fn send(&mut self, name: &str, found: Found) -> io::Result<Result<(), Stopped>> {
        let Found { line, bundle } = found;
        let has_article = bundle.article.is_some();
        match import(&self.clients, bundle).await {
            Ok(response) => {
                if self.is_verbose {
                    let said = response.results.iter().map(in_words).collect();
                    self.progress.aside(|| write_lines(said))?;
                }
                self.tally.add(&response, has_article);
                Ok(Ok(()))
            }
            Err(status) => {
                self.fail(name, line, client::in_words(&status));
                Ok(match client::is_hopeless(&status) {
                    true => Err(Stopped),
                    false => Ok(()),
                })
            }
        }
    }

    fn refuse(&mut self, name: &str, findings: Vec<Finding>) {
        self.failures.count += 1;
        for Finding { line, what } in findings {
            self.failures.note(name, line, &what);
        }
    }

    fn fail(&mut self, name: &str, line: Option<usize>, what: impl IntoIterator<Item = String>) {
        self.failures.count += 1;
        for what in what {
            self.failures.note(name, line, &what);
        }
    }
}

impl Failures {
    fn note(&mut self, name: &str, line: Option<usize>, what: &str) {
        if self.lines.len() > FAILURE_LINES_MAX {
            return;
        }
        self.lines.push(match line {
            Some(line) => format!("{name}:{line}: {what}"),
            None => format!("{name}: {what}"),
        });
    }
}

/// Sends a bundle; the one request id makes it safe to send it again.
async fn import(clients: &Clients, bundle: pb::Bundle) -> Result<pb::ImportBundleResponse, Status> {
    let request = pb::ImportBundleRequest {
        bundle: Some(bundle),
        request_id: Uuid::now_v7().to_string(),
        validate_only: false,
    };
    client::retrying(|| {
        let mut bundles = clients.bundles.clone();
        let request = client::within_time(request.clone());
        async move { bundles.import_bundle(request).await }
    })
    .await
}

/// What became of one resource.
fn in_words(result: &pb::BundleResult) -> String {
    let outcome = match result.outcome() {
        pb::ImportOutcome::Unspecified => "?",
        pb::ImportOutcome::Created => "created",
        pb::ImportOutcome::Matched => "matched",
        pb::ImportOutcome::Updated => "updated",
        pb::ImportOutcome::Unchanged => "unchanged",
    };
    let mut line = format!("{outcome:<9}  {}", result.name);
    if !result.key.is_empty() {
        line.push_str(&format!("  #{}", result.key));
    }
    if !result.differences.is_empty() {
        let differences = result.differences.join(", ");
        line.push_str(&format!("  kept as stored: {differences}"));
    }
    line
}

fn write_lines(lines: Vec<String>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_a_line() {
        let mut result = pb::BundleResult {
            key: "cnn".to_owned(),
            name: "sources/1".to_owned(),
            outcome: pb::ImportOutcome::Created.into(),
            ..pb::BundleResult::default()
        };
        assert_eq!(in_words(&result), "created    sources/1  #cnn");
        result.outcome = pb::ImportOutcome::Matched.into();
        result.differences = vec!["kind".to_owned(), "publisher".to_owned()];
        assert_eq!(
            in_words(&result),
            "matched    sources/1  #cnn  kept as stored: kind, publisher"
        );
    }

    #[test]
    fn failures_are_all_told_up_to_a_bound() {
        let mut failures = Failures {
            count: 300,
            imported: 7,
            ..Failures::default()
        };
        for line in 1..=300 {
            failures.note("a.ndjson", Some(line), "is wrong");
        }
        let text = failures.to_string();
        assert!(text.starts_with("300 not imported, 7 imported\n  a.ndjson:1: is wrong\n"));
        assert!(text.ends_with("\n  a.ndjson:200: is wrong\n  and more"));
    }
}
