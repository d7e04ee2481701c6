//! `claimstore migrate`.

use clap::Args;

use super::{error::Error, on_database::on_database};
use crate::{
    config::Database,
    store::{
        ConnectOptions,
        upkeep::{
            backfill,
            doubles::{self, Double},
            migration::{self, Migrated},
        },
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

/// Migrates the database to this release's schema, and prints what was done, and
/// what became a double.
pub async fn run(args: MigrateArgs) -> Result<(), Error> {
    let migrate = async |options: &ConnectOptions| migrate(options, args.backfill_again).await;
    let migrated = on_database(&args.database, migrate).await?;
    let Migrated { steps, version } = migrated.schema;
    match steps {
        _ if migrated.schema.is_newer() => {
            println!("the schema is at version {version}, of a newer release; nothing was done");
        }
        0 => println!("the schema is at version {version} already"),
        steps => println!("the schema is at version {version} now; {steps} steps were missing"),
    }
    print_doubles(&migrated);
    Ok(())
}

/// What was done, and what is a double.
struct Done {
    schema: Migrated,
    doubles: Vec<Double>,
    has_more_doubles: bool,
}

async fn migrate(options: &ConnectOptions, again: bool) -> Result<Done, Error> {
    let schema = migration::migrate(options, migration::PATIENCE).await;
    let schema = schema.map_err(Error::new)?;
    if again {
        backfill::again(options).await.map_err(Error::new)?;
    }
    let (doubles, has_more_doubles) = doubles::list(options).await.map_err(Error::new)?;
    Ok(Done {
        schema,
        doubles,
        has_more_doubles,
    })
}

/// Prints which resources are the same by the rules of this release, each on a line.
fn print_doubles(migrated: &Done) {
    if migrated.doubles.is_empty() {
        return;
    }
    println!("these are the same as another; merge them, or change or delete one:");
    for double in &migrated.doubles {
        let Double {
            name,
            holder,
            field,
            value,
        } = double;
        println!("{name} and {holder} have the same {field}: {value}");
    }
    if migrated.has_more_doubles {
        println!("and more; run migrate again when these are merged");
    }
}
