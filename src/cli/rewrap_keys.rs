//! `claimstore rewrap-keys`.

use clap::Args;
use serde_json::json;

use super::{
    counted::{counted, counted_len},
    error::Error,
    on_database::on_database,
    terminal::{Form, Out},
};
use crate::{
    app::confidential::{Rewrapped, rewrap},
    config::{Confidential, Database},
    domain::resource::Name,
    store::{ConnectOptions, Settings, Store},
};

/// What `rewrap-keys` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore rewrap-keys --confidential-keys-file keys --database-url postgres://claimstore@db/claimstore
      after a new key was put first in the file, and all servers have it

Wraps the key of each confidential source with the first key. After that the other keys are needed no
more, except to read backups. What the sources are is not decrypted. Servers can go on, but for one with the
private Postgres. Fails if some are wrapped with a key that is not there, and names them.")]
pub struct RewrapKeysArgs {
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    confidential: Confidential,
    #[command(flatten)]
    pub(super) form: Form,
}

#[derive(Debug, thiserror::Error)]
enum RewrapError {
    #[error("there are no keys; give them with --confidential-keys-file")]
    NoKeys,
    #[error("not wrapped anew: {}", counted_len(*.0, "source"))]
    Left(usize),
}

/// Wraps all keys anew, and prints how many.
pub async fn run(args: RewrapKeysArgs) -> Result<(), Error> {
    let vault = args.confidential.vault().map_err(Error::new)?;
    let vault = vault.ok_or_else(|| Error::new(RewrapError::NoKeys))?;
    let wrap = async |options: &ConnectOptions| {
        let store = Store::new(options.clone(), &Settings::default());
        store.look_at_schema().await.map_err(Error::new)?;
        let done = rewrap(&store, &vault).await;
        store.close().await;
        done.map_err(Error::new)
    };
    let Rewrapped { sources, left } = on_database(&args.database, wrap).await?;
    let mut out = Out::new(&args.form);
    let names: Vec<String> = left
        .iter()
        .map(|it| Name::Source(*it).to_string())
        .collect();
    if out.is_json {
        let outcome = json!({"sources": sources, "key": vault.first_id(), "left": names});
        out.json(Some(outcome.to_string()))?;
    } else {
        out.line(format!(
            "wrapped the keys of {} with {}",
            counted(sources, "confidential source"),
            vault.first_id()
        ))?;
        for name in &names {
            out.line(format!(
                "{name} was wrapped with a key that is not there, or is damaged"
            ))?;
        }
    }
    match left.len() {
        0 => Ok(()),
        left => Err(Error::new(RewrapError::Left(left))),
    }
}
