//! The commands a person types.

pub mod check;
pub mod client;
pub mod history;
pub mod import;
pub mod migrate;
mod page;
pub mod serve;
pub mod show;
pub mod watch;

use clap::{Parser, Subcommand};

use crate::config::Log;

/// A newsroom's memory of who said what, where it was printed, on whose word, and
/// whether it held up
#[derive(Parser)]
#[command(name = "claimstore", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    log: Log,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve gRPC, on a private Postgres unless a database is named
    Serve(serve::ServeArgs),
    /// Bring a database up to this release's schema
    Migrate(migrate::MigrateArgs),
    /// Compare every row, link and standing with the log
    Check(check::CheckArgs),
    /// Store bundles or plain-text articles on a server
    Import(import::ImportArgs),
    /// Print changes as they come
    Watch(watch::WatchArgs),
    /// Print what became of one resource, revision by revision
    History(history::HistoryArgs),
    /// Show one article, claim or source to read
    Show(show::ShowArgs),
}

/// A command failed; says what to do next.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<dyn std::error::Error + Send + Sync>);

impl Error {
    fn new(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }

    /// The error and its causes, in one line.
    pub fn chain(&self) -> String {
        let mut text = self.0.to_string();
        let mut next = self.0.source();
        while let Some(cause) = next {
            let cause_text = cause.to_string();
            if !text.ends_with(&cause_text) {
                text.push_str(": ");
                text.push_str(&cause_text);
            }
            next = cause.source();
        }
        text
    }
}

/// Runs the command that was typed.
pub async fn run(cli: Cli) -> Result<(), Error> {
    crate::telemetry::begin(&cli.log.filter, cli.log.format).map_err(Error::new)?;
    match cli.command {
        Command::Serve(args) => serve::run(args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Check(args) => check::run(args).await,
        Command::Import(args) => import::run(args).await,
        Command::Watch(args) => watch::run(args).await,
        Command::History(args) => history::run(args).await,
        Command::Show(args) => show::run(args).await,
    }
}
