//! `claimstore migrate`.

use clap::Args;

use super::Error;
use crate::{config::Database, embedded::Embedded, store::schema};

/// What `migrate` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore migrate --database-url postgres://claimstore@db/claimstore
      before the first `serve` on that database, and before each newer release

The private Postgres of `serve` needs no migrate: serve does it itself.")]
pub struct MigrateArgs {
    #[command(flatten)]
    database: Database,
}

/// Brings the database up to the schema, and says what was done.
pub async fn run(args: MigrateArgs) -> Result<(), Error> {
    let steps = match args.database.external().map_err(Error::new)? {
        Some(options) => schema::migrate(&options).await.map_err(Error::new)?,
        None => {
            let embedded = Embedded::start(&args.database.embedded())
                .await
                .map_err(Error::new)?;
            let migrated = schema::migrate(&embedded.connect_options()).await;
            embedded.stop().await.map_err(Error::new)?;
            migrated.map_err(Error::new)?
        }
    };
    let version = schema::version_needed();
    match steps {
        0 => println!("the schema is at version {version} already"),
        _ => println!("the schema is at version {version} now; {steps} steps were missing"),
    }
    Ok(())
}
