//! The tree of a checkpoint, in which a server proves changes.

use std::path::Path;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use crate::{
    cli::{
        calls,
        connect::Clients,
        error::Error,
        exit::Exit,
        kept::{Kept, checkpoint_of},
    },
    client::reason,
    proof::{
        checkpoint::Checkpoint,
        history::{Held, Proved},
    },
    wire::pb,
};

/// The tree of a checkpoint.
pub(super) struct Tree {
    /// The signed note.
    pub note: String,
    checkpoint: Checkpoint,
}

/// A change as the server proves it.
pub(super) struct Proof {
    /// The proof.
    pub proved: Proved,
    /// The salt of the digest, if it is there.
    pub salt: Vec<u8>,
}

#[derive(Debug, thiserror::Error)]
enum TreeError {
    #[error(
        "the checkpoint has {0} commits, and the log of the server fewer: it is another log, or was cut off"
    )]
    Smaller(u64),
    #[error(
        "the checkpoint is of another log than that of the server: the trees of {0} commits differ"
    )]
    Other(u64),
    #[error("the answer of the server is not a proof; it may be of another release")]
    Answer,
}

impl Tree {
    /// The tree of the checkpoint in a file, or else of the newest one. Refuses one that is larger than the
    /// log of the server.
    pub async fn of(clients: &Clients, file: Option<&Path>) -> Result<Self, Error> {
        let Some(file) = file else {
            let request = pb::GetCheckpointRequest::default();
            let newest = calls::GET_CHECKPOINT.call(clients, &request).await?;
            let note = newest.read()?.note;
            let checkpoint = checkpoint_of(&note, Path::new("the answer of the server"))?;
            return Ok(Self { note, checkpoint });
        };
        let Kept {
            note, checkpoint, ..
        } = Kept::read(file)?;
        let tree = Self { note, checkpoint };
        // A tree of that size is the beginning of the log, if there is one.
        let request = pb::GetConsistencyProofRequest {
            old_size: tree.size().max(1),
            tree_size: 0,
        };
        match calls::GET_CONSISTENCY_PROOF.call(clients, &request).await {
            Err(status) if is_about(&status, "old_size") => {
                Err(refused(TreeError::Smaller(tree.checkpoint.size)))
            }
            Err(status) => Err(status.into()),
            Ok(_) => Ok(tree),
        }
    }

    fn size(&self) -> i64 {
        i64::try_from(self.checkpoint.size).unwrap_or(i64::MAX)
    }

    /// Proves a revision of a resource. `None` if the tree does not have it.
    pub async fn proof(
        &self,
        clients: &Clients,
        name: &str,
        revision: i64,
    ) -> Result<Option<Proof>, Error> {
        let request = pb::GetInclusionProofRequest {
            name: name.to_owned(),
            revision,
            tree_size: self.size(),
            ..pb::GetInclusionProofRequest::default()
        };
        let answer = match calls::GET_INCLUSION_PROOF.call(clients, &request).await {
            Err(status) if is_end(&status) => return Ok(None),
            answer => answer?.read()?,
        };
        if answer.root != self.checkpoint.root {
            return Err(refused(TreeError::Other(self.checkpoint.size)));
        }
        let salt = answer.salt.clone();
        let proved = written(answer).ok_or_else(|| Error::new(TreeError::Answer))?;
        Ok(Some(Proof { proved, salt }))
    }
}

fn refused(error: TreeError) -> Error {
    Error::new(error).with_exit(Exit::Refused)
}

fn is_about(status: &Status, field: &str) -> bool {
    let details = status.get_details_bad_request();
    let violations = details.map(|it| it.field_violations).unwrap_or_default();
    status.code() == Code::InvalidArgument && violations.iter().any(|it| it.field == field)
}

/// Whether there are no more revisions, or the tree does not have them.
fn is_end(status: &Status) -> bool {
    match status.code() {
        Code::NotFound => true,
        // A revision that was just written has no leaf yet.
        Code::Unavailable => reason(status) == Some(pb::ErrorReason::TreeNotReady),
        _ => is_about(status, "tree_size"),
    }
}

/// A proof as it is in a file.
fn written(proof: pb::InclusionProof) -> Option<Proved> {
    let base64 = |bytes: &Vec<u8>| BASE64_STANDARD.encode(bytes);
    let state = pb::ContentState::try_from(proof.content_state).ok()?;
    let (content, absent) = match state {
        pb::ContentState::Kept => {
            let held = Held {
                salt: base64(&proof.salt),
                version: i16::try_from(proof.content_version).ok()?,
                message: base64(&proof.content),
            };
            (Some(held), None)
        }
        pb::ContentState::Erased => (None, Some("erased".to_owned())),
        pb::ContentState::NotKept => (None, Some("not-kept".to_owned())),
        pb::ContentState::Unspecified => return None,
    };
    Some(Proved {
        name: proof.name,
        revision: proof.revision,
        leaf_index: u64::try_from(proof.leaf_index).ok()?,
        entry: proof.entry,
        path: proof.path.iter().map(base64).collect(),
        change_index: u64::try_from(proof.change_index).ok()?,
        change_count: u64::try_from(proof.change_count).ok()?,
        record: proof.record,
        record_path: proof.record_path.iter().map(base64).collect(),
        content,
        absent,
    })
}
