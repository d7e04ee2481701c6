//! What retention removes can still be proved by who has a copy, and is not called a fault.

use claimstore::wire::pb::{ContentState, GetInclusionProofRequest};

use super::{commands::told_of_store, faults, grow, signed, verified};
use crate::{
    log::retention::{age, keep, rename},
    support::{samples::outlet, server::TestServer},
};

#[tokio::test]
async fn what_is_no_longer_kept_has_its_salt_and_a_proof_that_says_so() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &source, "second").await;
    age(&server, 400).await;
    rename(&server, &source, "third").await;
    grow(&server).await;
    let before = signed(&server).await;
    assert_eq!(verified(&server, &[]).await.said_not_kept, 0);
    keep(&server, 200).await;
    let found = verified(&server, std::slice::from_ref(&before)).await;
    assert_eq!((found.faults, found.said_not_kept), (Vec::new(), 1));
    assert!(found.kept_since.is_some());
    let told = told_of_store(&server);
    let expected = "not proved: the content of 1 change is gone by retention, as the store says";
    assert!(told.contains(expected), "{told}");
    let request = GetInclusionProofRequest {
        name: source.name.clone(),
        revision: 1,
        ..GetInclusionProofRequest::default()
    };
    let proof = server.transparency().get_inclusion_proof(request).await;
    let proof = proof.unwrap().into_inner();
    assert_eq!(proof.content_state(), ContentState::NotKept);
    assert_eq!((proof.salt.len(), proof.content.len()), (32, 0));

    // The leaves of a store that had none say what was not there any more.
    server
        .execute("truncate tree_leaves, tree_nodes, change_digests")
        .await;
    grow(&server).await;
    let found = verified(&server, &[]).await;
    assert_eq!(
        (found.faults, found.not_kept, found.said_not_kept),
        (Vec::new(), 1, 0)
    );
    // What is gone cannot be verified, so that is another tree.
    assert_eq!(faults(&server, &[before]).await.len(), 1);
}

#[tokio::test]
async fn a_retention_that_no_server_has_is_named() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("first")).await.unwrap();
    rename(&server, &source, "second").await;
    grow(&server).await;
    server
        .execute(
            "insert into retention (kept_since, epoch, xid, seq)
             select clock_timestamp(), epoch, xid, seq from changes where revision = 1;
             delete from change_docs where xid = (select xid from changes where revision = 1)",
        )
        .await;
    let found = faults(&server, &[]).await;
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].contains("no server removes what was superseded less than 30 days ago"),
        "{found:?}"
    );
}
