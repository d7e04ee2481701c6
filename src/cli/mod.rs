//! The commands that a person types.

mod calls;
mod candidates;
mod change_line;
pub mod check;
pub mod checkpoint;
pub mod claim;
pub mod client;
mod collector;
pub mod completions;
mod connect;
pub mod contract;
pub mod correct;
mod counted;
pub mod doctor;
mod error;
pub mod eval_match;
mod exit;
pub mod export;
mod exported_file;
pub mod history;
pub mod import;
mod json_object;
mod kept;
mod language;
pub mod list;
mod listening;
mod listing;
mod log_key;
pub mod man;
pub mod match_claims;
pub mod merge;
pub mod migrate;
mod on_database;
mod open_files;
pub mod orphans;
mod page;
pub mod picture;
pub mod prove;
mod quote;
pub mod relate;
mod resolve;
mod resolve_all;
pub mod retract;
pub mod review;
pub mod rewrap_keys;
pub mod search;
mod sent_bundle;
pub mod serve;
pub mod show;
mod terminal;
mod time;
pub mod verify;
pub mod watch;
mod words;
mod writing;

use std::{
    ffi::OsString,
    io::{self, Write as _},
    process::ExitCode,
};

use clap::{CommandFactory as _, Parser, Subcommand, error::ErrorKind};
use serde_json::json;

pub use self::error::Error;
use self::terminal::Form;
use crate::{config::Log, telemetry};

/// A newsroom's memory of who said what, where it was printed, on whose word, and
/// whether it held up
#[derive(Parser)]
#[command(name = "claimstore", version, max_term_width = 100, after_help = exit::CODES)]
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
    /// Verify the log, or the proof of a history, against checkpoints that were kept elsewhere
    Verify(Box<verify::VerifyArgs>),
    /// Print the newest checkpoint of the log, to keep elsewhere
    Checkpoint(checkpoint::CheckpointArgs),
    /// Make a key that signs checkpoints of the log
    GenerateLogKey(log_key::LogKeyArgs),
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
    /// File a fact-check of a claim
    Review(Box<review::ReviewArgs>),
    /// Say what one claim is to another, or decide about what was suggested
    Relate(Box<relate::RelateArgs>),
    /// Record that an article, a claim or a source was retracted
    Retract(Box<retract::RetractArgs>),
    /// Record the correction that an article printed
    Correct(Box<correct::CorrectArgs>),
    /// Merge two claims or sources that are the same
    Merge(Box<merge::MergeArgs>),
    /// Take a merge back
    Unmerge(Box<merge::UnmergeArgs>),
    /// List the resources of a kind that meet conditions
    List(list::ListArgs),
    /// Print changes as they happen
    Watch(watch::WatchArgs),
    /// Print the history of one resource, revision by revision
    History(history::HistoryArgs),
    /// Write the proof of a resource's history into a file that needs no server
    Prove(prove::ProveArgs),
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
    /// Write the protos and their descriptors, to generate clients from
    Contract(contract::ContractArgs),
    /// Print a script that completes commands in a shell
    Completions(completions::CompletionsArgs),
    /// Write manual pages
    Man(man::ManArgs),
}

impl Command {
    /// The form in which it prints, if it has a choice.
    fn form(&self) -> Option<&Form> {
        Some(match self {
            Self::Serve(_)
            | Self::Contract(_)
            | Self::Picture(_)
            | Self::Completions(_)
            | Self::Man(_) => return None,
            Self::Migrate(args) => &args.form,
            Self::Check(args) => &args.form,
            Self::Verify(args) => &args.form,
            Self::Checkpoint(args) => &args.form,
            Self::GenerateLogKey(args) => &args.form,
            Self::Prove(args) => &args.form,
            Self::Doctor(args) => &args.form,
            Self::RewrapKeys(args) => &args.form,
            Self::Import(args) => &args.form,
            Self::Export(args) => &args.form,
            Self::Claim(args) => args.form(),
            Self::Review(args) => &args.writing.form,
            Self::Relate(args) => &args.writing.form,
            Self::Retract(args) => &args.writing.form,
            Self::Correct(args) => &args.writing.form,
            Self::Merge(args) => &args.writing.form,
            Self::Unmerge(args) => &args.writing.form,
            Self::List(args) => args.form(),
            Self::Watch(args) => &args.form,
            Self::History(args) => &args.reading.form,
            Self::Show(args) => &args.reading.form,
            Self::Search(args) => &args.reading.form,
            Self::Match(args) => &args.reading.form,
            Self::EvalMatch(args) => &args.form,
            Self::Orphans(args) => &args.reading.form,
        })
    }
}

/// Runs the program with its arguments, and reports an error.
pub async fn start(arguments: Vec<OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return not_run(&error, &arguments),
    };
    let is_json = cli.command.form().is_some_and(|form| form.is_json);
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_nothing() => ExitCode::SUCCESS,
        Err(error) => {
            let line = match is_json {
                true => error.json().to_string(),
                false => format!("{} {}", terminal::error_label(), error.chain()),
            };
            // Nobody is left to tell if this cannot be written.
            let _ = writeln!(io::stderr(), "{line}");
            ExitCode::from(error.exit_code())
        }
    }
}

/// Prints help, or why the arguments are not valid.
fn not_run(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let mut typed = arguments.iter().take_while(|it| *it != "--");
    if !is_help && typed.any(|it| it == "--json") {
        let message = error.to_string();
        let message = message.trim_start_matches("error: ").trim_end();
        let error = json!({"error": {
            "code": "INVALID_ARGUMENT",
            "message": message,
            "exitCode": error.exit_code(),
            "reason": "USAGE",
        }});
        let _ = writeln!(io::stderr(), "{error}");
    } else {
        let _ = error.print();
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(exit::Exit::Usage as u8))
}

/// Runs the command that was typed.
async fn run(cli: Cli) -> Result<(), Error> {
    telemetry::log::init(&cli.log.filter, cli.log.format).map_err(Error::new)?;
    match cli.command {
        Command::Serve(args) => serve::run(*args).await,
        Command::Migrate(args) => migrate::run(args).await,
        Command::Check(args) => check::run(args).await,
        Command::Verify(args) => verify::run(*args).await,
        Command::Checkpoint(args) => checkpoint::run(args).await,
        Command::GenerateLogKey(args) => log_key::run(&args),
        Command::Prove(args) => prove::run(args).await,
        Command::RewrapKeys(args) => rewrap_keys::run(args).await,
        Command::Doctor(args) => doctor::run(args).await,
        Command::Import(args) => import::run(args).await,
        Command::Export(args) => export::run(args).await,
        Command::Claim(args) => claim::run(args).await,
        Command::Review(args) => review::run(*args).await,
        Command::Relate(args) => relate::run(*args).await,
        Command::Retract(args) => retract::run(*args).await,
        Command::Correct(args) => correct::run(*args).await,
        Command::Merge(args) => merge::run(*args).await,
        Command::Unmerge(args) => merge::undo(*args).await,
        Command::List(args) => list::run(args).await,
        Command::Watch(args) => watch::run(args).await,
        Command::History(args) => history::run(args).await,
        Command::Show(args) => show::run(args).await,
        Command::Picture(args) => picture::run(args).await,
        Command::Search(args) => search::run(args).await,
        Command::Match(args) => match_claims::run(args).await,
        Command::EvalMatch(args) => eval_match::run(&args),
        Command::Orphans(args) => orphans::run(args).await,
        Command::Contract(args) => contract::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_of_all_commands_go_together() {
        Cli::command().debug_assert();
    }
}
