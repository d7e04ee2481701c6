//! The commands that a person types.

mod candidates;
mod change_line;
pub mod check;
pub mod claim;
pub mod client;
mod collector;
mod connect;
pub mod doctor;
mod error;
pub mod eval_match;
pub mod export;
pub mod history;
pub mod import;
mod language;
mod listening;
mod listing;
pub mod match_claims;
pub mod migrate;
mod on_database;
mod open_files;
pub mod orphans;
mod page;
pub mod picture;
mod quote;
mod resolve;
pub mod rewrap_keys;
pub mod search;
mod sent_bundle;
pub mod serve;
pub mod show;
pub mod watch;

use clap::{Parser, Subcommand};

pub use self::error::Error;
use crate::{config::Log, telemetry};

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
    Serve(Box<serve::ServeArgs>),
    /// Bring a database up to this release's schema
    Migrate(migrate::MigrateArgs),
    /// Compare every row, link and standing with the log
    Check(check::CheckArgs),
    /// Look whether claimstore can serve from a database, and say what to do
    Doctor(doctor::DoctorArgs),
    /// Wrap the keys of confidential sources with a new key
    RewrapKeys(rewrap_keys::RewrapKeysArgs),
    /// Store bundles or plain-text articles on a server
    Import(import::ImportArgs),
    /// Write what a server has into a file of bundles
    Export(export::ExportArgs),
    /// Add a claim that an article prints
    Claim(claim::ClaimArgs),
    /// Print changes as they happen
    Watch(watch::WatchArgs),
    /// Print the history of one resource, revision by revision
    History(history::HistoryArgs),
    /// Show one article, claim or source to read
    Show(show::ShowArgs),
    /// Draw a picture of a claim, a source or an article
    Picture(picture::PictureArgs),
    /// Find claims, articles or sources by words
    Search(search::SearchArgs),
    /// Find the known claims that a text may repeat, with the reasons
    Match(match_claims::MatchArgs),
    /// Measure how well claims are matched, with queries whose answers are known
    EvalMatch(eval_match::EvalMatchArgs),
    /// List the printed words that edits of their articles removed
    Orphans(orphans::OrphansArgs),
}

/// Runs the command that was typed.
pub async fn run(cli: Cli) -> Result<(), Error> {
    telemetry::log::init(&cli.log.filter, cli.log.format).map_err(Error::new)?;
    match cli.command {
        Command::Serve(args) => serve::run(*args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Check(args) => check::run(args).await,
        Command::RewrapKeys(args) => rewrap_keys::run(args).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::Import(args) => import::run(args).await,
        Command::Export(args) => export::run(args).await,
        Command::Claim(args) => claim::run(args).await,
        Command::Watch(args) => watch::run(args).await,
        Command::History(args) => history::run(args).await,
        Command::Show(args) => show::run(args).await,
        Command::Picture(args) => picture::run(args).await,
        Command::Search(args) => search::run(args).await,
        Command::Match(args) => match_claims::run(args).await,
        Command::EvalMatch(args) => eval_match::run(&args),
        Command::Orphans(args) => orphans::run(args).await,
    }
}
