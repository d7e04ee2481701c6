//! `claimstore checkpoint`: a checkpoint of the log, to keep elsewhere.

use clap::Args;

use super::{
    calls,
    connect::Server,
    error::Error,
    terminal::{Form, Out},
};
use crate::wire::pb;

/// What `checkpoint` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore checkpoint > 2026-03-01.note
      what to keep where nobody who can write to the database can write
  claimstore checkpoint --cosigned > cosigned.note
      the newest one that a witness has signed as well
  claimstore verify --checkpoint 2026-03-01.note --key claims.example+1a2b3c4d+AZ…
      whether the store still has everything that it had then")]
pub struct CheckpointArgs {
    /// Take the newest one that a witness cosigned
    #[arg(long)]
    cosigned: bool,

    #[command(flatten)]
    pub(super) form: Form,

    #[command(flatten)]
    server: Server,
}

/// Prints the newest checkpoint.
pub async fn run(args: CheckpointArgs) -> Result<(), Error> {
    let clients = &args.server.connect().await?;
    let request = pb::GetCheckpointRequest {
        size: 0,
        cosigned: args.cosigned,
    };
    let answer = calls::GET_CHECKPOINT.call(clients, &request).await?;
    let mut out = Out::new(&args.form);
    match out.is_json {
        true => out.json(answer.json())?,
        false => out.text(&answer.read()?.note.into())?,
    }
    Ok(())
}
