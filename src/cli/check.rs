//! `claimstore check`.

use clap::Args;
use serde_json::json;

use super::{
    counted::counted,
    error::Error,
    on_database::on_database,
    terminal::{Form, Out},
};
use crate::{
    config::Database,
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
      also while it is served: nothing waits for the check
  claimstore check
      the private Postgres of `serve`, which must not be running

Recomputes every row, link and standing from the log's documents, and compares. Differences are
written to standard output, one on each line, and make the command fail. The database is not changed.")]
pub struct CheckArgs {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    pub(super) form: Form,
}

#[derive(Debug, thiserror::Error)]
#[error("{}; either claimstore has a bug, or something else wrote to its tables", counted(*.0, "difference"))]
struct Differs(u64);

/// Checks the database, and prints what was found.
pub async fn run(args: CheckArgs) -> Result<(), Error> {
    let report = on_database(&args.database, check).await?;
    let mut out = Out::new(&args.form);
    let differences = report.differences.iter();
    let lines: Vec<String> = differences.map(ToString::to_string).collect();
    let Report {
        resources,
        standings,
        pending,
        differences,
        beyond,
    } = report;
    if out.is_json {
        let outcome = json!({
            "resources": resources,
            "standings": standings,
            "pending": pending,
            "differences": lines,
            "moreDifferences": beyond,
        });
        out.json(Some(outcome.to_string()))?;
    } else {
        for line in lines {
            out.line(line)?;
        }
        out.line(format!(
            "checked {} and the standings of {}",
            counted(resources, "resource"),
            counted(standings, "claim")
        ))?;
        if pending > 0 {
            out.line(format!(
                "a retraction is still on its way to {}",
                counted(pending, "claim")
            ))?;
        }
    }
    match differences.len() as u64 + beyond {
        0 => Ok(()),
        count => Err(Error::new(Differs(count))),
    }
}

async fn check(options: &ConnectOptions) -> Result<Report, Error> {
    check::check(options).await.map_err(Error::new)
}
