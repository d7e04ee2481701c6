//! Errors about proofs of the log.

use claimstore::{
    proof::keys::Keys,
    wire::pb::{ErrorReason, GetCheckpointRequest},
};

use super::{add, json, page::Page};
use crate::support::{
    cluster::database,
    server::{TestServer, settings},
};

/// Adds these errors.
pub async fn add_log(page: &mut Page) {
    let server = TestServer::start().await;
    let when = "nothing was written yet";
    add_checkpoint(page, ErrorReason::TreeNotReady, when, &server).await;
    let database = database().await;
    let options = database.options();
    let keyless = TestServer::start_keyed(database, options, settings(), Keys::default()).await;
    let when = "the server was started without `--log-keys-file`";
    add_checkpoint(page, ErrorReason::LogKeyMissing, when, &keyless).await;
}

async fn add_checkpoint(page: &mut Page, reason: ErrorReason, when: &str, server: &TestServer) {
    let it = call!(
        server,
        "TransparencyService",
        transparency.get_checkpoint,
        GetCheckpointRequest {}
    );
    add(page, reason, when, it);
}
