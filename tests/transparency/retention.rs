//! What retention removes can still be proved by who has a copy, and is not called a fault.

use claimstore::wire::pb::{ContentState, GetInclusionProofRequest};

use super::{faults, grow, signed, verified};
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
    assert_eq!(verified(&server, &[]).await.not_kept, 0);
    keep(&server, 200).await;
    let found = verified(&server, std::slice::from_ref(&before)).await;
    assert_eq!((found.faults, found.not_kept), (Vec::new(), 1));
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
    assert_eq!((found.faults, found.not_kept), (Vec::new(), 1));
    // What is gone cannot be verified, so that is another tree.
    assert_eq!(faults(&server, &[before]).await.len(), 1);
}
