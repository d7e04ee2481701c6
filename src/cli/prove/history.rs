//! The proof of a resource's history.

use super::tree::Tree;
use crate::{
    cli::{connect::Clients, error::Error, resolve::resolve, terminal::Out},
    proof::history::History,
};

#[derive(Debug, thiserror::Error)]
#[error("{0} has no revision in the tree of that checkpoint")]
struct Nothing(String);

/// Prints the proof of what a text names.
pub(super) async fn prove(
    clients: &Clients,
    text: &str,
    tree: &Tree,
    out: &mut Out,
) -> Result<(), Error> {
    let name = resolve(clients, text).await?.to_string();
    let mut changes = Vec::new();
    for revision in 1.. {
        match tree.proof(clients, &name, revision).await? {
            Some(proof) => changes.push(proof.proved),
            None => break,
        }
    }
    if changes.is_empty() {
        return Err(Error::new(Nothing(name)).not_found());
    }
    let history = History::new(tree.note.clone(), changes);
    out.json(serde_json::to_string(&history).ok())?;
    Ok(())
}
