//! Tamper evidence: the Merkle tree over the log, and what can be proved with it.

mod access;
mod checkpoints;
mod commands;
mod damage;
mod erasure;
mod exports;
mod faults;
mod proofs;
mod retention;
mod tree;

use claimstore::{
    store::upkeep::verify::{Signed, Verified, verify},
    wire::pb::{Checkpoint, EraseResourceRequest, GetCheckpointRequest},
};
use tonic::Status;

use crate::support::server::TestServer;

/// Builds the leaves of all that was written.
async fn grow(server: &TestServer) {
    server.log_settled().await;
    server.app.add_leaves().await.unwrap();
}

/// What is found in the database, also with what was signed earlier.
async fn verified(server: &TestServer, signed: &[Signed]) -> Verified {
    verify(&server.database.options(), signed).await.unwrap()
}

/// The faults that are found.
async fn faults(server: &TestServer, signed: &[Signed]) -> Vec<String> {
    let verified = verified(server, signed).await;
    verified.faults.iter().map(ToString::to_string).collect()
}

/// The tree as it is now.
async fn signed(server: &TestServer) -> Signed {
    let mut reader = server.store.reader().await.unwrap();
    let size = reader.tree_size().await.unwrap();
    let root = reader.tree_root(size).await.unwrap().unwrap();
    Signed { size, root }
}

/// Builds the leaves of all that was written, and signs the tree.
async fn sign(server: &TestServer) -> Checkpoint {
    server.log_settled().await;
    server.app.sign_tree().await.unwrap();
    checkpoint(server).await.unwrap()
}

/// The newest checkpoint.
async fn checkpoint(server: &TestServer) -> Result<Checkpoint, Status> {
    let request = GetCheckpointRequest::default();
    let answer = server.transparency().get_checkpoint(request).await?;
    Ok(answer.into_inner())
}

async fn erase(server: &TestServer, name: &str) {
    let request = EraseResourceRequest {
        name: name.to_owned(),
        reason: "A court said so".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(request).await.unwrap();
}
