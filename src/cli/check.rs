//! `claimstore check`.

use clap::Args;

use super::Error;
use crate::{
    config::Database,
    embedded::Embedded,
    store::{
        ConnectOptions,
        upkeep::check::{self, Report},
    },
};

/// What `check` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore check --database-url postgres://claimstore@db/claimstore
      while it is served, or not: nothing waits for it
  claimstore check
      the private Postgres of `serve`, which must not be running

Computes every row, link and standing anew from the log's documents, and compares. Differences go
to standard output, one a line, and make it fail. It writes nothing.")]
pub struct CheckArgs {
    #[command(flatten)]
    database: Database,
}

#[derive(Debug, thiserror::Error)]
#[error("{0} differences; they are a fault of claimstore, or of whoever wrote to its tables")]
struct Differs(u64);

/// Checks the database, and says what was found.
pub async fn run(args: CheckArgs) -> Result<(), Error> {
    let report = match args.database.external().map_err(Error::new)? {
        Some(options) => check(&options).await?,
        None => {
            let embedded = Embedded::start(&args.database.embedded())
                .await
                .map_err(Error::new)?;
            let checked = check(&embedded.connect_options()).await;
            embedded.stop().await.map_err(Error::new)?;
            checked?
        }
    };
    for difference in &report.differences {
        println!("{difference}");
    }
    let Report {
        resources,
        standings,
        pending,
        differences,
        beyond,
    } = report;
    println!("checked {resources} resources and the standings of {standings} claims");
    if pending > 0 {
        println!("a retraction is still on its way to {pending} claims");
    }
    match differences.len() as u64 + beyond {
        0 => Ok(()),
        count => Err(Error::new(Differs(count))),
    }
}

async fn check(options: &ConnectOptions) -> Result<Report, Error> {
    check::check(options).await.map_err(Error::new)
}
