//! A store, against checkpoints.

use serde_json::json;

use super::told::{Outcome, Told};
use crate::{
    cli::{counted::counted, error::Error, kept::Kept, on_database::on_database, terminal::Out},
    config::Database,
    store::{
        ConnectOptions,
        upkeep::verify::{self, Signed, Verified},
    },
};

/// Verifies a store.
pub(super) async fn verify(database: &Database, kept: &[Kept], out: &mut Out) -> Result<(), Error> {
    let signed = kept.iter().map(|it| Signed {
        size: it.checkpoint.size,
        root: it.checkpoint.root,
    });
    let signed: Vec<Signed> = signed.collect();
    let check =
        async |options: &ConnectOptions| verify::verify(options, &signed).await.map_err(Error::new);
    let verified = on_database(database, check).await?;
    let outcomes = kept.iter().zip(&verified.held).map(|(kept, holds)| {
        let outcome = match holds {
            true => Outcome::Held,
            false => Outcome::Failed,
        };
        (kept, outcome)
    });
    let mut told = told(&verified, kept.len());
    told.add_checkpoints(&outcomes.collect::<Vec<_>>());
    told.print(
        out,
        "the log was changed behind claimstore, or is another one",
    )
}

fn told(verified: &Verified, checkpoints: usize) -> Told {
    let kept_since = verified.kept_since.map(|it| it.to_rfc3339());
    let mut told = Told {
        json: json!({
            "commits": verified.leaves,
            "changes": verified.changes,
            "withoutLeaf": verified.without_leaf,
            "erased": verified.erased,
            "redacted": verified.redacted,
            "notKept": verified.not_kept,
            "saidNotKept": verified.said_not_kept,
            "keptSince": kept_since,
            "checkpoints": checkpoints,
        }),
        faults: verified.faults.iter().map(ToString::to_string).collect(),
        beyond: verified.beyond,
        verified: format!(
            "verified {} with {} against {}",
            counted(verified.leaves, "commit"),
            counted(verified.changes, "change"),
            counted(checkpoints as u64, "checkpoint")
        ),
        lines: Vec::new(),
    };
    told.add_count(verified.erased, |it| {
        format!("erased by law: the content of {it}")
    });
    told.add_count(verified.not_kept, |it| {
        format!("gone before its leaf was built: the content of {it}")
    });
    told.add_count(verified.said_not_kept, |it| {
        let since = kept_since.unwrap_or_default();
        format!(
            "not proved: the content of {it} is gone by retention, as the store says, which has all since {since}"
        )
    });
    told.add_count(verified.redacted, |it| {
        format!(
            "not proved: the content of {it}, of standings from before a review of the claim was erased"
        )
    });
    if verified.without_leaf > 0 {
        let left = counted(verified.without_leaf, "commit");
        told.lines.push(format!("not in the tree yet: {left}"));
    }
    told
}
