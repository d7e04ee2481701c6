//! `claimstore migrate`.

use clap::Args;
use serde_json::{Value, json};

use super::{
    error::Error,
    on_database::on_new_database,
    terminal::{Form, Out, PrintError},
};
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
    #[command(flatten)]
    pub(super) form: Form,
}

/// Migrates the database to this release's schema, and prints what was done, and
/// what became a double.
pub async fn run(args: MigrateArgs) -> Result<(), Error> {
    let migrate = async |options: &ConnectOptions| migrate(options, args.backfill_again).await;
    let migrated = on_new_database(&args.database, migrate).await?;
    let mut out = Out::new(&args.form);
    if out.is_json {
        return Ok(out.json(Some(migrated.json().to_string()))?);
    }
    let Migrated { steps, version } = migrated.schema;
    out.line(match steps {
        _ if migrated.schema.is_newer() => {
            format!("the schema is at version {version}, of a newer release; nothing was done")
        }
        0 => format!("the schema is at version {version} already"),
        1 => format!("the schema is at version {version} now; 1 step was missing"),
        steps => format!("the schema is at version {version} now; {steps} steps were missing"),
    })?;
    Ok(print_doubles(&mut out, &migrated)?)
}

/// What was done, and what is a double.
struct Done {
    schema: Migrated,
    doubles: Vec<Double>,
    has_more_doubles: bool,
}

impl Done {
    fn json(&self) -> Value {
        let doubles = self.doubles.iter().map(|double| {
            json!({
                "name": double.name.to_string(),
                "holder": double.holder.to_string(),
                "field": double.field,
                "value": double.value,
            })
        });
        json!({
            "version": self.schema.version,
            "steps": self.schema.steps,
            "doubles": doubles.collect::<Vec<_>>(),
            "hasMoreDoubles": self.has_more_doubles,
        })
    }
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
fn print_doubles(out: &mut Out, migrated: &Done) -> Result<(), PrintError> {
    if migrated.doubles.is_empty() {
        return Ok(());
    }
    out.line("these are the same as another; merge them, or change or delete one:")?;
    for double in &migrated.doubles {
        let Double {
            name,
            holder,
            field,
            value,
        } = double;
        out.line(format!(
            "{name} and {holder} have the same {field}: {value}"
        ))?;
    }
    match migrated.has_more_doubles {
        true => out.line("and more; run migrate again when these are merged"),
        false => Ok(()),
    }
}
