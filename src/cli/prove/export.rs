//! The proofs of what is in an export.

use std::{path::Path, sync::Arc};

use super::tree::{Proof, Tree};
use crate::{
    cli::{
        connect::Clients, counted::counted, error::Error, exit::Exit, exported_file::ExportedFile,
        terminal::Out,
    },
    proof::{exported::Head, history::Proved},
    wire::{bundled::Bundled, document::DOC_VERSION},
};

/// How many resources are asked for at once.
const AT_ONCE: usize = 16;

#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error("{0}")]
    Line(String),
    #[error("a call did not end")]
    Call(#[from] tokio::task::JoinError),
    #[error(
        "nothing proves {}: no commit of the checkpoint has what they say, or only their text was kept. What was just written is in a checkpoint some seconds later",
        counted(*.0, "resource of the export")
    )]
    Left(u64),
}

/// Prints the proofs of the resources in a file, in its order.
pub(super) async fn prove(
    clients: &Clients,
    file: &Path,
    tree: Tree,
    out: &mut Out,
) -> Result<(), Error> {
    let mut export = ExportedFile::open(file)?;
    let tree = Arc::new(tree);
    let mut head = Some(Head::new(tree.note.clone()));
    let mut left = 0;
    while let Some(line) = export.next().await {
        let resources = line.map_err(|why| Error::new(ExportError::Line(why)))?;
        for some in resources.chunks(AT_ONCE) {
            let calls = some.iter().map(|it| {
                let resource = it.clone();
                tokio::spawn(proved(clients.clone(), Arc::clone(&tree), resource))
            });
            for call in calls.collect::<Vec<_>>() {
                let ended = call.await;
                let ended = ended.map_err(|error| Error::new(ExportError::from(error)))?;
                let Some(proved) = ended? else {
                    left += 1;
                    continue;
                };
                // Nothing is printed of a checkpoint of another log.
                if let Some(head) = head.take() {
                    out.json(serde_json::to_string(&head).ok())?;
                }
                out.json(serde_json::to_string(&proved).ok())?;
            }
        }
    }
    match left {
        0 => Ok(()),
        count => Err(Error::new(ExportError::Left(count)).with_exit(Exit::Refused)),
    }
}

/// The proof of a resource, without what the export has.
async fn proved(
    clients: Clients,
    tree: Arc<Tree>,
    resource: Bundled,
) -> Result<Option<Proved>, Error> {
    if resource.revision == 0 {
        return Ok(None);
    }
    let proof = tree.proof(&clients, &resource.name, resource.revision);
    let Some(Proof { proved, salt }) = proof.await? else {
        return Ok(None);
    };
    Ok(Some(proved.beside(&resource.content, &salt, DOC_VERSION)))
}
