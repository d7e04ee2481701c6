//! `claimstore doctor`.

mod callers;

use clap::Args;

use super::{error::Error, on_database::on_served_database};
use crate::{
    config::{Access, Database},
    store::{
        Target,
        upkeep::diagnosis::{Finding, Level, diagnose},
    },
};

/// What `doctor` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore doctor --database-url postgres://claimstore@db/claimstore
      also while it is served, with the url and the role of `serve`
  claimstore doctor
      the private Postgres of `serve`, which must not be running
  claimstore doctor --policy policy.toml --tls-cert tls.crt --tls-key tls.key
      also who may call: the policy, the keys of its issuers, and the certificates

Prints a line for everything that was looked at, and below what is not well what to do about it. Fails
if claimstore cannot serve from the database, or verify all callers. The database is not changed.")]
pub struct DoctorArgs {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    access: Access,
}

#[derive(Debug, thiserror::Error)]
#[error("claimstore cannot serve like this")]
struct Unfit;

/// Looks at the database, and prints what was found.
pub async fn run(args: DoctorArgs) -> Result<(), Error> {
    let look = async |target: &Target| Ok(diagnose(target).await);
    let mut findings = callers::diagnose(&args.access).await;
    findings.extend(on_served_database(&args.database, look).await?);
    for Finding {
        level,
        what,
        advice,
    } in &findings
    {
        let mark = match level {
            Level::Well => "well   ",
            Level::Warning => "WARNING",
            Level::Fault => "FAULT  ",
        };
        println!("{mark}  {what}");
        if !advice.is_empty() {
            println!("         {advice}");
        }
    }
    match findings.iter().any(|it| it.level == Level::Fault) {
        true => Err(Error::new(Unfit)),
        false => Ok(()),
    }
}
