//! The proof of a history, against a checkpoint.

use std::path::{Path, PathBuf};

use serde_json::json;
use tonic::Code;

use super::told::{Chosen, Told, of_size};
use crate::{
    cli::{
        counted::counted,
        error::Error,
        kept::{self, Kept, checkpoint_of},
        terminal::Out,
    },
    proof::history::{Checked, History},
};

/// The most bytes of a file with a proof.
const PROOF_MAX: u64 = 1 << 30;

#[derive(Debug, thiserror::Error)]
#[error("{} is not a proof of a history", file.display())]
struct NotAProof {
    file: PathBuf,
    source: serde_json::Error,
}

/// Verifies a file with a proof.
pub(super) fn verify(file: &Path, kept: &[Kept], out: &mut Out) -> Result<(), Error> {
    let text = kept::read(file, PROOF_MAX)?;
    let history: History = serde_json::from_str(&text).map_err(|source| {
        let file = file.to_owned();
        Error::new(NotAProof { file, source }).with_code(Code::InvalidArgument)
    })?;
    let own = checkpoint_of(&history.checkpoint, file)?;
    let Chosen {
        kept,
        outcomes,
        mut faults,
    } = of_size(kept, own.size)?;
    let mut checked = history.check(&kept.checkpoint);
    faults.append(&mut checked.faults);
    let mut told = told(&checked, kept, faults);
    told.add_checkpoints(&outcomes);
    told.print(out, "the proof was changed, or is of another log")
}

fn told(checked: &Checked, kept: &Kept, faults: Vec<String>) -> Told {
    let mut told = Told {
        json: json!({
            "changes": checked.changes,
            "erased": checked.erased,
            "saidErased": checked.said_erased,
            "notKept": checked.not_kept,
            "saidNotKept": checked.said_not_kept,
            "resources": checked.resources.iter().map(|(name, revisions, last)| json!({
                "name": name,
                "revisions": revisions,
                "lastTime": last,
            })).collect::<Vec<_>>(),
        }),
        faults,
        beyond: 0,
        verified: format!(
            "verified {} in the checkpoint of {}",
            counted(checked.changes, "change"),
            counted(kept.checkpoint.size, "commit")
        ),
        lines: Vec::new(),
    };
    for (name, revisions, last) in &checked.resources {
        let revisions = counted(*revisions, "revision");
        told.lines
            .push(format!("{name}: {revisions}, the last of {last}"));
    }
    told.add_count(checked.said_erased, |it| {
        format!("erased after the checkpoint, as the file says: the content of {it}")
    });
    told.add_count(checked.erased, |it| {
        format!("erased by law: the content of {it}")
    });
    told.add_count(checked.not_kept, |it| {
        format!("gone before its leaf was built: the content of {it}")
    });
    told.add_count(checked.said_not_kept, |it| {
        format!("not proved: the content of {it} is no longer kept, as the file says")
    });
    told
}
