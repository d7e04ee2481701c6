//! Matching with an encoder: claims that say the same in other words.

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use claimstore::{
    app::search::Encoder,
    server::Search,
    wire::pb::{
        Claim, ClaimMatch, DeleteClaimRequest, EraseResourceRequest, MatchReasonType,
        UpdateClaimRequest,
    },
};
use prost_types::FieldMask;
use tempfile::TempDir;

use crate::support::{
    cluster::database,
    encoder,
    process::{claimstore, run, said},
    samples::claim,
    search::{create, matches},
    server::TestServer,
};

const BRIDGE: &str = "The bridge was closed by the mayor.";
const OTHERWISE: &str = "A burgomaster barred this viaduct";

fn small() -> Encoder {
    let directory = TempDir::new().unwrap();
    encoder::write(directory.path());
    Encoder::open(directory.path()).unwrap()
}

fn with_encoder(directory: Option<&Path>) -> Search {
    Search {
        directory: directory.map(Path::to_owned),
        encoder: Some(small()),
    }
}

async fn start() -> TestServer {
    TestServer::start_searching(database().await, with_encoder(None)).await
}

/// The match of a text with a claim that means the same, once that is the best.
async fn similar(server: &TestServer, text: &str, expected: &Claim) -> ClaimMatch {
    for _ in 0..500 {
        let best = matches(server, text).await.into_iter().next();
        let is_expected = |it: &ClaimMatch| {
            let mut kinds = it.reasons.iter().map(|it| it.r#type());
            let is_similar = kinds.any(|kind| kind == MatchReasonType::SimilarMeaning);
            is_similar && it.claim.as_ref().is_some_and(|it| it.name == expected.name)
        };
        if let Some(best) = best.filter(is_expected) {
            return best;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{} is not similar to {text:?}", expected.statement);
}

/// Waits until nothing is similar to a text.
async fn dissimilar(server: &TestServer, text: &str) {
    for _ in 0..500 {
        if matches(server, text).await.is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("something is still similar to {text:?}");
}

#[tokio::test]
async fn a_claim_in_other_words_is_found_with_its_meaning_as_a_reason() {
    let server = start().await;
    create(&server, claim("A ship sank.")).await;
    let bridge = create(&server, claim(BRIDGE)).await;
    let best = similar(&server, OTHERWISE, &bridge).await;
    let kinds: Vec<MatchReasonType> = best.reasons.iter().map(|it| it.r#type()).collect();
    assert_eq!(kinds, [MatchReasonType::SimilarMeaning]);
    let description = &best.reasons[0].description;
    assert!(
        description.starts_with("similar meaning: 0.9")
            || description.starts_with("similar meaning: 1"),
        "{description}"
    );
}

#[tokio::test]
async fn without_an_encoder_other_words_find_nothing() {
    let server = TestServer::start_with_search().await;
    create(&server, claim(BRIDGE)).await;
    assert_eq!(matches(&server, BRIDGE).await.len(), 1);
    assert!(matches(&server, OTHERWISE).await.is_empty());
}

#[tokio::test]
async fn a_changed_statement_is_found_by_what_it_means_now() {
    let server = start().await;
    create(&server, claim("A hospital.")).await;
    let bridge = create(&server, claim(BRIDGE)).await;
    similar(&server, OTHERWISE, &bridge).await;
    let request = UpdateClaimRequest {
        claim: Some(Claim {
            statement: "Our ship sank".to_owned(),
            ..bridge.clone()
        }),
        update_mask: Some(FieldMask {
            paths: vec!["statement".to_owned()],
        }),
        ..UpdateClaimRequest::default()
    };
    server.claims().update_claim(request).await.unwrap();
    similar(&server, "one vessel foundered", &bridge).await;
}

#[tokio::test]
async fn what_is_deleted_is_similar_to_nothing() {
    let server = start().await;
    let bridge = create(&server, claim(BRIDGE)).await;
    similar(&server, OTHERWISE, &bridge).await;
    let request = DeleteClaimRequest {
        name: bridge.name,
        ..DeleteClaimRequest::default()
    };
    server.claims().delete_claim(request).await.unwrap();
    dissimilar(&server, OTHERWISE).await;
}

/// When an embedding was last written.
fn written(directory: &Path) -> SystemTime {
    let file = fs::metadata(directory.join("claimstore-embeddings/embeddings"));
    file.unwrap().modified().unwrap()
}

/// Whether the file has an embedding of a claim.
fn has(directory: &Path, claim: &Claim) -> bool {
    let id = claim.name.strip_prefix("claims/").unwrap();
    let id = uuid::Uuid::parse_str(id).unwrap();
    let bytes = fs::read(directory.join("claimstore-embeddings/embeddings")).unwrap();
    bytes.windows(16).any(|it| it == id.as_bytes())
}

#[tokio::test]
async fn an_erased_claim_leaves_no_embedding_in_the_files() {
    let directory = TempDir::new().unwrap();
    let search = with_encoder(Some(directory.path()));
    let server = TestServer::start_searching(database().await, search).await;
    let bridge = create(&server, claim(BRIDGE)).await;
    let ship = create(&server, claim("A ship sank.")).await;
    similar(&server, OTHERWISE, &bridge).await;
    similar(&server, "one vessel foundered", &ship).await;
    assert!(has(directory.path(), &bridge) && has(directory.path(), &ship));
    let request = EraseResourceRequest {
        name: bridge.name.clone(),
        reason: "a court order".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(request).await.unwrap();
    // All that was written is in the index when this is answered.
    matches(&server, OTHERWISE).await;
    assert!(!has(directory.path(), &bridge) && has(directory.path(), &ship));
}

#[tokio::test]
async fn a_restart_keeps_embeddings_and_one_without_the_encoder_deletes_them() {
    let directory = TempDir::new().unwrap();
    let search = || with_encoder(Some(directory.path()));
    let server = TestServer::start_searching(database().await, search()).await;
    let bridge = create(&server, claim(BRIDGE)).await;
    similar(&server, OTHERWISE, &bridge).await;
    let before = written(directory.path());
    let database = server.leave().await;
    let server = TestServer::start_searching(database, search()).await;
    assert_eq!(
        matches(&server, OTHERWISE).await.len(),
        1,
        "it is there at once"
    );
    assert_eq!(written(directory.path()), before);
    let database = server.leave().await;
    // An index that is built anew does not need new ones.
    fs::remove_dir_all(directory.path().join("claimstore-index")).unwrap();
    let server = TestServer::start_searching(database, search()).await;
    assert_eq!(matches(&server, OTHERWISE).await.len(), 1);
    assert_eq!(written(directory.path()), before);
    let database = server.leave().await;
    let search = Search {
        encoder: None,
        ..search()
    };
    let server = TestServer::start_searching(database, search).await;
    assert!(matches(&server, OTHERWISE).await.is_empty());
    assert!(!directory.path().join("claimstore-embeddings").exists());
}

#[test]
fn an_encoder_that_cannot_be_used_ends_the_start_with_its_file() {
    let directory = TempDir::new().unwrap();
    let ended = run(claimstore()
        .args(["serve", "--listen", "127.0.0.1:0", "--database-url"])
        .arg("postgres://claimstore@127.0.0.1:1/claimstore")
        .arg("--encoder-dir")
        .arg(directory.path()));
    assert_eq!(ended.status.code(), Some(1));
    let said = said(&ended);
    assert!(
        said.contains("model.onnx: No such file or directory"),
        "{said}"
    );
}
