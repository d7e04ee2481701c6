//! `claimstore import`: sends the bundles in files, and counts the outcomes.
//!
//! Bundles are sent one after the other, since a later one may refer to an earlier
//! one. Each is a transaction of its own, so a faulty one does not keep the others
//! out. The command stops early only where every further call would fail too.

mod bundle_file;
mod problem;
mod progress;
mod tally;
mod text_article;
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

use self::{
    bundle_file::{BundleFile, FileBundle},
    problem::Problem,
    progress::Progress,
    tally::Tally,
    text_article::Options,
};
use super::{
    candidates::Candidates,
    client::{self, Clients, Server, Writer},
    error::Error,
    sent_bundle::{result_line, send},
};
use crate::domain::value::{TimeZone, language};

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
  zcat archive.ndjson.gz | claimstore import -
      from standard input

A plain-text article has a title line, a byline, a date, the text, a line that is
exactly Sources, then one source or credit on each line. The date is printed in
English, Italian, German, French or Spanish (April 27, 2025), or in digits.

Importing the same again changes nothing, so after a failure the whole command can
be repeated.")]
pub struct ImportArgs {
    /// Files to import, each with a bundle as JSON, many as NDJSON (one on each
    /// line), or a plain-text article; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    #[command(flatten)]
    server: Server,

    #[command(flatten)]
    writer: Writer,

    /// Language of a plain-text article, as a BCP-47 tag such as en or it-IT; with
    /// en-GB or en-US it also says whether 05/04/2025 has the day first; a bundle
    /// has its own
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

    /// Print the outcome for each resource
    #[arg(long, short)]
    verbose: bool,
}

fn language_tag(text: &str) -> Result<String, &'static str> {
    match language::primary(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("not a BCP-47 language tag; write for example en, it-IT or zh-Hans"),
    }
}

fn time_zone(text: &str) -> Result<String, &'static str> {
    match TimeZone::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("not a time zone; write for example Europe/Rome or +02:00"),
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

/// The most failures that are listed.
const FAILURE_LINES_MAX: usize = 200;

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, imported) = (self.count, self.imported);
        match self.is_stopped {
            true => write!(
                f,
                "stopped after {imported} imported; repeat the command when the server is back: bundles that are already stored are unchanged"
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

/// Imports the files, then prints the outcome.
pub async fn run(args: ImportArgs) -> Result<(), Error> {
    if args.uri.is_some() && args.files.len() > 1 {
        return Err(Error::new(ImportError::UriOfMany));
    }
    let clients = args.server.connect().await.map_err(Error::new)?;
    let mut import = Import {
        clients,
        writer: args.writer,
        options: Options {
            language: args.language,
            number_locale: args.number_locale,
            time_zone: args.time_zone,
            uri: args.uri,
        },
        is_verbose: args.verbose,
        progress: Progress::over(&args.files),
        tally: Tally::default(),
        candidates: Candidates::default(),
        failures: Failures::default(),
    };
    import.all(&args.files).await.map_err(Error::new)
}

struct Import {
    clients: Clients,
    writer: Writer,
    options: Options,
    is_verbose: bool,
    progress: Progress,
    tally: Tally,
    candidates: Candidates,
    failures: Failures,
}

/// Every further call would fail too.
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
        // Who cannot be asked now is no reason to fail: all was stored.
        for line in self
            .candidates
            .lines(&self.clients)
            .await
            .unwrap_or_default()
        {
            writeln!(out, "{line}")?;
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
                let problem = Problem::in_file(format!("cannot be opened: {error}"));
                self.add_problems(&name, [problem]);
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
                Ok(bundle) => {
                    if self.send(name, bundle).await?.is_err() {
                        return Ok(Err(Stopped));
                    }
                }
                Err(problems) => self.add_problems(name, problems),
            }
            self.progress.advance(file.offset() - offset);
            offset = file.offset();
        }
        Ok(Ok(()))
    }

    async fn send(&mut self, name: &str, bundle: FileBundle) -> io::Result<Result<(), Stopped>> {
        let FileBundle { line, bundle } = bundle;
        let has_article = bundle.article.is_some();
        match send(&self.clients, &self.writer, bundle).await {
            Ok(response) => {
                if self.is_verbose {
                    let lines = response.results.iter().map(result_line).collect();
                    self.progress.suspended(|| write_lines(lines))?;
                }
                self.tally.add(&response, has_article);
                self.candidates.add(&response.results);
                Ok(Ok(()))
            }
            Err(status) => {
                let explained = client::explain(&status).into_iter();
                self.add_problems(name, explained.map(|what| Problem { line, what }));
                Ok(match client::is_fatal(&status) {
                    true => Err(Stopped),
                    false => Ok(()),
                })
            }
        }
    }

    /// Counts a bundle or file that was not imported, and lists why.
    fn add_problems(&mut self, name: &str, problems: impl IntoIterator<Item = Problem>) {
        self.failures.count += 1;
        for problem in problems {
            self.failures.list(name, problem);
        }
    }
}

impl Failures {
    fn list(&mut self, name: &str, Problem { line, what }: Problem) {
        if self.lines.len() > FAILURE_LINES_MAX {
            return;
        }
        self.lines.push(match line {
            Some(line) => format!("{name}:{line}: {what}"),
            None => format!("{name}: {what}"),
        });
    }
}

fn write_lines(lines: Vec<String>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_listed_up_to_a_bound() {
        let mut failures = Failures {
            count: 300,
            imported: 7,
            ..Failures::default()
        };
        for line in 1..=300 {
            failures.list("a.ndjson", Problem::in_line(line, "is wrong"));
        }
        let text = failures.to_string();
        assert!(text.starts_with("300 not imported, 7 imported\n  a.ndjson:1: is wrong\n"));
        assert!(text.ends_with("\n  a.ndjson:200: is wrong\n  and more"));
    }
}
