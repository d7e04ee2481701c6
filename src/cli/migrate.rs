//! `claimstore migrate`.

use clap::Args;

use super::error::Error;
use crate::{
    config::Database,
    embedded::Embedded,
    store::{
        ConnectOptions,
        upkeep::{backfill, schema},
    },
};

/// What `migrate` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore migrate --database-url postgres://claimstore@db/claimstore
      before the first `serve` on that database, and before each newer release
  claimstore migrate --backfill-again --database-url postgres://claimstore@db/claimstore
      after a release, once no older server is left, where `check` finds differences

The private Postgres of `serve` needs no migrate: serve does it itself.")]
pub struct MigrateArgs {
    /// Recompute links and standings, for what older servers wrote after the first
    /// migrate of a release
    #[arg(long, alias = "derive-again", env = "CLAIMSTORE_BACKFILL_AGAIN")]
    backfill_again: bool,
    #[command(flatten)]
    database: Database,
}

/// Migrates the database to this release's schema, and prints what was done.
pub async fn run(args: MigrateArgs) -> Result<(), Error> {
    let steps = match args.database.external().map_err(Error::new)? {
        Some(options) => migrate(&options, args.backfill_again).await?,
        None => {
            let embedded = Embedded::start(&args.database.embedded())
                .await
                .map_err(Error::new)?;
            let migrated = migrate(&embedded.connect_options(), args.backfill_again).await;
            embedded.stop().await.map_err(Error::new)?;
            migrated?
        }
    };
    let version = schema::version_needed();
    match steps {
        0 => println!("the schema is at version {version} already"),
        _ => println!("the schema is at version {version} now; {steps} steps were missing"),
    }
    Ok(())
}

async fn migrate(options: &ConnectOptions, again: bool) -> Result<usize, Error> {
    let steps = schema::migrate(options).await.map_err(Error::new)?;
    if again {
        backfill::again(options).await.map_err(Error::new)?;
    }
    Ok(steps)
}
