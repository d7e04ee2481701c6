//! Proofs that callers get: that a change is in the log, and that one tree is the beginning of another.

use claimstore::{
    proof::{
        merkle::{Hash, is_beginning, leaf_hash, root, root_of_path},
        record::digest,
    },
    wire::pb::{
        ChangeFilter, Claim, ContentState, GetConsistencyProofRequest, GetInclusionProofRequest,
        GetTileRequest, InclusionProof, ListChangesRequest, Source,
    },
};
use prost::Message as _;
use tonic::{Code, Status};

use super::{erase, grow, signed};
use crate::support::{
    errors::reason,
    samples::{article, claim, outlet},
    server::TestServer,
};

async fn proof(
    server: &TestServer,
    request: GetInclusionProofRequest,
) -> Result<InclusionProof, Status> {
    let answer = server.transparency().get_inclusion_proof(request).await?;
    Ok(answer.into_inner())
}

async fn of_revision(
    server: &TestServer,
    name: &str,
    revision: i64,
) -> Result<InclusionProof, Status> {
    let request = GetInclusionProofRequest {
        name: name.to_owned(),
        revision,
        ..GetInclusionProofRequest::default()
    };
    proof(server, request).await
}

fn hashes(given: &[Vec<u8>]) -> Vec<Hash> {
    let hashes = given.iter();
    hashes.map(|it| Hash::try_from(&it[..]).unwrap()).collect()
}

fn number(number: impl TryInto<u64, Error: std::fmt::Debug>) -> u64 {
    number.try_into().unwrap()
}

/// Checks everything in a proof but its content.
fn check(proof: &InclusionProof, root: Hash) {
    let leaf = leaf_hash(proof.entry.as_bytes());
    let (index, size) = (number(proof.leaf_index), number(proof.tree_size));
    let found = root_of_path(index, size, leaf, &hashes(&proof.path));
    assert_eq!(found, Some(root));
    let record = leaf_hash(proof.record.as_bytes());
    let (index, count) = (number(proof.change_index), number(proof.change_count));
    let records = root_of_path(index, count, record, &hashes(&proof.record_path)).unwrap();
    let records = base64(&records);
    assert!(proof.entry.contains(&format!("records {records}\n")));
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    BASE64_STANDARD.encode(bytes)
}

#[tokio::test]
async fn each_change_has_a_proof_by_its_position_and_by_its_revision() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    for number in 0..300 {
        let name = format!("Source {number}");
        server.create_source(outlet(&name)).await.unwrap();
    }
    grow(&server).await;
    let now = signed(&server).await;
    let mut changes = server.changes();
    let listed = changes.list_changes(ListChangesRequest {
        page_size: 1_000,
        ..ListChangesRequest::default()
    });
    let changes = listed.await.unwrap().into_inner().changes;
    assert_eq!(changes.len(), 301);
    for change in changes.iter().step_by(7) {
        let request = GetInclusionProofRequest {
            position: change.position.clone(),
            ..GetInclusionProofRequest::default()
        };
        let by_position = proof(&server, request).await.unwrap();
        check(&by_position, now.root);
        assert_eq!(by_position.position, change.position);
        let by_name = of_revision(&server, &change.resource_name, 0)
            .await
            .unwrap();
        assert_eq!(by_name, by_position);
    }
    let first = of_revision(&server, &source.name, 1).await.unwrap();
    let content = Source::decode(&first.content[..]).unwrap();
    assert_eq!(content, source);
    let found = digest(
        &first.salt,
        i16::try_from(first.content_version).unwrap(),
        &first.content,
    );
    let line = format!("content {}\n", base64(&found));
    assert!(first.record.ends_with(&line), "{}", first.record);
}

#[tokio::test]
async fn the_content_of_an_article_is_the_article_with_its_text() {
    let server = TestServer::start().await;
    let piece = server
        .create_article(article("Headline", "The text"))
        .await
        .unwrap();
    grow(&server).await;
    let proof = of_revision(&server, &piece.name, 1).await.unwrap();
    let content = claimstore::wire::pb::Article::decode(&proof.content[..]).unwrap();
    assert_eq!(
        (content.body.as_str(), content.headline.as_str()),
        ("The text", "Headline")
    );
}

#[tokio::test]
async fn the_proof_of_what_was_erased_says_so_and_still_holds() {
    let server = TestServer::start().await;
    let fact = server.create_claim(claim("Planted")).await.unwrap();
    grow(&server).await;
    let before = of_revision(&server, &fact.name, 1).await.unwrap();
    assert_eq!(before.content_state(), ContentState::Kept);
    assert_eq!(
        Claim::decode(&before.content[..]).unwrap().statement,
        "Planted"
    );
    erase(&server, &fact.name).await;
    let after = of_revision(&server, &fact.name, 1).await.unwrap();
    assert_eq!(after.content_state(), ContentState::Erased);
    assert_eq!((after.content.len(), after.salt.len()), (0, 0));
    assert_eq!(
        (&after.record, &after.entry),
        (&before.record, &before.entry)
    );
    grow(&server).await;
    check(
        &of_revision(&server, &fact.name, 1).await.unwrap(),
        signed(&server).await.root,
    );
    let erasure = of_revision(&server, &fact.name, 0).await.unwrap();
    assert!(
        erasure.record.contains("\noperation 5\n"),
        "{}",
        erasure.record
    );
}

#[tokio::test]
async fn what_cannot_be_proved_is_refused_with_a_reason() {
    let server = TestServer::start().await;
    let source = server.create_source(outlet("Paper")).await.unwrap();
    let status = of_revision(&server, &source.name, 1).await.unwrap_err();
    assert_eq!(reason(&status).1, "TREE_NOT_READY");
    grow(&server).await;
    let status = of_revision(&server, &source.name, 2).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    let missing = "sources/0198c0de-0000-7000-8000-000000000002";
    let status = of_revision(&server, missing, 0).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
    server.create_source(outlet("Later")).await.unwrap();
    grow(&server).await;
    for (name, revision, tree_size) in [
        ("", 0, 0),
        ("nothing", 0, 0),
        (&*source.name, -1, 0),
        (&*source.name, 1, -1),
        (&*source.name, 1, 3),
    ] {
        let request = GetInclusionProofRequest {
            name: name.to_owned(),
            revision,
            tree_size,
            ..GetInclusionProofRequest::default()
        };
        let status = proof(&server, request).await.unwrap_err();
        assert_eq!(
            status.code(),
            Code::InvalidArgument,
            "{name} {revision} {tree_size}"
        );
    }
    let both = GetInclusionProofRequest {
        position: of_revision(&server, &source.name, 1)
            .await
            .unwrap()
            .position,
        revision: 1,
        ..GetInclusionProofRequest::default()
    };
    let status = proof(&server, both).await.unwrap_err();
    assert_eq!(status.code(), Code::InvalidArgument);
    let request = GetInclusionProofRequest {
        name: source.name.clone(),
        tree_size: 1,
        ..GetInclusionProofRequest::default()
    };
    assert_eq!(proof(&server, request).await.unwrap().path, [[0; 0]; 0]);
}

#[tokio::test]
async fn each_tree_is_proved_to_be_the_beginning_of_the_newest() {
    let server = TestServer::start().await;
    let mut roots = Vec::new();
    for number in 0..20 {
        let name = format!("Source {number}");
        server.create_source(outlet(&name)).await.unwrap();
        grow(&server).await;
        roots.push(signed(&server).await);
    }
    let newest = roots.last().unwrap().clone();
    for old in &roots {
        let request = GetConsistencyProofRequest {
            old_size: i64::try_from(old.size).unwrap(),
            tree_size: 0,
        };
        let proof = server.transparency().get_consistency_proof(request).await;
        let proof = hashes(&proof.unwrap().into_inner().hashes);
        assert!(is_beginning(
            old.size,
            &old.root,
            newest.size,
            &newest.root,
            &proof
        ));
    }
    for (old_size, tree_size) in [(0, 0), (-1, 0), (21, 0), (5, 4), (1, 21)] {
        let request = GetConsistencyProofRequest {
            old_size,
            tree_size,
        };
        let refused = server.transparency().get_consistency_proof(request).await;
        assert_eq!(
            refused.unwrap_err().code(),
            Code::InvalidArgument,
            "{old_size} {tree_size}"
        );
    }
}

async fn tile(server: &TestServer, path: &str) -> Result<Vec<u8>, Status> {
    let path = path.to_owned();
    let answer = server
        .transparency()
        .get_tile(GetTileRequest { path })
        .await?;
    Ok(answer.into_inner().data)
}

#[tokio::test]
async fn tiles_have_the_hashes_and_entries_of_the_tree() {
    let server = TestServer::start().await;
    for number in 0..259 {
        let name = format!("Source {number}");
        server.create_source(outlet(&name)).await.unwrap();
    }
    grow(&server).await;
    let full = tile(&server, "tile/0/000").await.unwrap();
    let part = tile(&server, "tile/0/001.p/3").await.unwrap();
    let (full, _) = full.as_chunks::<32>();
    let (part, _) = part.as_chunks::<32>();
    assert_eq!(root(&[full, part].concat()), signed(&server).await.root);
    assert_eq!(tile(&server, "tile/1/000.p/1").await.unwrap(), root(full));
    let mut bundle = &tile(&server, "tile/entries/001.p/3").await.unwrap()[..];
    for leaf in part {
        let (length, rest) = bundle.split_at(2);
        let (entry, rest) = rest.split_at(u16::from_be_bytes([length[0], length[1]]).into());
        assert_eq!(leaf_hash(entry), *leaf);
        bundle = rest;
    }
    assert!(bundle.is_empty());
    for path in [
        "tile/0/001",
        "tile/0/001.p/4",
        "tile/2/000.p/1",
        "tile/0/002.p/1",
        "tile",
    ] {
        let status = tile(&server, path).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument, "{path}");
    }
}

#[tokio::test]
async fn a_history_is_listed_and_each_revision_of_it_proved() {
    let server = TestServer::start().await;
    let mut source = server.create_source(outlet("Paper")).await.unwrap();
    for name in ["Paper 2", "Paper 3"] {
        source.display_name = name.to_owned();
        source = server
            .update_source(source, &["display_name"])
            .await
            .unwrap();
    }
    grow(&server).await;
    let mut changes = server.changes();
    let listed = changes.list_changes(ListChangesRequest {
        filter: Some(ChangeFilter {
            resource_name: source.name.clone(),
            ..ChangeFilter::default()
        }),
        ..ListChangesRequest::default()
    });
    let root = signed(&server).await.root;
    for change in listed.await.unwrap().into_inner().changes {
        let proof = of_revision(&server, &source.name, change.revision)
            .await
            .unwrap();
        check(&proof, root);
        assert_eq!(proof.position, change.position);
    }
}
