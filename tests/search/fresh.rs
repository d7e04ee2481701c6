//! The index is as the log says: at once, after restarts, and after what it cannot follow.

use std::{fs, path::Path, time::Duration};

use claimstore::{
    server::Search,
    wire::pb::{
        Claim, DeleteClaimRequest, EraseResourceRequest, MatchClaimsRequest, MergeClaimsRequest,
        UndeleteClaimRequest, UnmergeClaimRequest, UpdateClaimRequest,
    },
};
use prost_types::FieldMask;
use tempfile::TempDir;
use tonic::Code;

use crate::support::{
    cluster::database,
    errors::reason,
    samples::claim,
    search::{create, end, match_text, matches},
    server::TestServer,
};

/// The names of the claims that a text matches.
async fn names(server: &TestServer, text: &str) -> Vec<String> {
    let found = matches(server, text).await.into_iter();
    found.map(|it| it.claim.unwrap().name).collect()
}

async fn update(server: &TestServer, claim: Claim) {
    let request = UpdateClaimRequest {
        claim: Some(claim),
        update_mask: Some(FieldMask {
            paths: vec!["statement".to_owned()],
        }),
        ..UpdateClaimRequest::default()
    };
    server.claims().update_claim(request).await.unwrap();
}

#[tokio::test]
async fn what_was_just_written_is_matched() {
    let server = TestServer::start_with_search().await;
    let first = create(&server, claim("Seven wolves were seen near the quarry")).await;
    assert_eq!(
        names(&server, "wolves near the quarry").await,
        [first.name.as_str()]
    );
    let changed = Claim {
        statement: "Seven lynxes were seen near the castle".to_owned(),
        ..first.clone()
    };
    update(&server, changed).await;
    assert!(names(&server, "wolves quarry").await.is_empty());
    assert_eq!(
        names(&server, "lynxes at the castle").await,
        [first.name.as_str()]
    );
}

#[tokio::test]
async fn what_is_deleted_or_merged_is_matched_no_longer_until_that_is_taken_back() {
    let server = TestServer::start_with_search().await;
    let wolves = create(&server, claim("Seven wolves were seen near the quarry")).await;
    let pack = create(&server, claim("A pack of wolves lives at the quarry")).await;
    let text = "wolves at the quarry";
    assert_eq!(names(&server, text).await.len(), 2);
    let name = wolves.name.clone();
    let request = DeleteClaimRequest {
        name: name.clone(),
        ..DeleteClaimRequest::default()
    };
    server.claims().delete_claim(request).await.unwrap();
    assert_eq!(names(&server, text).await, [pack.name.as_str()]);
    let request = UndeleteClaimRequest {
        name: name.clone(),
        ..UndeleteClaimRequest::default()
    };
    server.claims().undelete_claim(request).await.unwrap();
    assert_eq!(names(&server, text).await.len(), 2);
    let request = MergeClaimsRequest {
        name: name.clone(),
        into: pack.name.clone(),
        ..MergeClaimsRequest::default()
    };
    server.claims().merge_claims(request).await.unwrap();
    assert_eq!(names(&server, text).await, [pack.name.as_str()]);
    let request = UnmergeClaimRequest {
        name,
        ..UnmergeClaimRequest::default()
    };
    server.claims().unmerge_claim(request).await.unwrap();
    assert_eq!(names(&server, text).await.len(), 2);
}

fn in_directory(directory: &TempDir) -> Search {
    Search {
        directory: Some(directory.path().to_owned()),
        ..Search::default()
    }
}

/// The number of the segments' files, which only grow by commits.
fn files(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory.join("claimstore-index")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".store")).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_restart_goes_on_from_where_the_index_was() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start_searching(database().await, in_directory(&directory)).await;
    let first = create(&server, claim("Seven wolves were seen near the quarry")).await;
    assert_eq!(names(&server, "wolves").await, [first.name.as_str()]);
    let before = files(directory.path());
    let database = server.leave().await;
    // Nothing is written to the index meanwhile.
    let server = TestServer::start_over(database, crate::support::server::LIMITS).await;
    let second = create(&server, claim("Two bears were seen near the lake")).await;
    let database = server.leave().await;
    let server = TestServer::start_searching(database, in_directory(&directory)).await;
    assert_eq!(names(&server, "bears").await, [second.name.as_str()]);
    assert_eq!(names(&server, "wolves").await, [first.name.as_str()]);
    let after = files(directory.path());
    assert!(
        before.iter().all(|file| after.contains(file)),
        "built anew: {before:?} {after:?}"
    );
}

#[tokio::test]
async fn an_index_of_another_database_is_built_anew() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start_searching(database().await, in_directory(&directory)).await;
    create(&server, claim("Seven wolves were seen near the quarry")).await;
    assert_eq!(names(&server, "wolves").await.len(), 1);
    server.leave().await;
    let server = TestServer::start_searching(database().await, in_directory(&directory)).await;
    let second = create(&server, claim("Two bears were seen near the lake")).await;
    assert_eq!(names(&server, "bears").await, [second.name.as_str()]);
    assert!(names(&server, "wolves").await.is_empty());
}

#[tokio::test]
async fn an_index_of_a_store_that_was_restored_meanwhile_is_built_anew() {
    let server = TestServer::start_with_search().await;
    let first = create(&server, claim("Seven wolves were seen near the quarry")).await;
    assert_eq!(names(&server, "wolves").await, [first.name.as_str()]);
    server.execute("update epochs set tag = tag + 1").await;
    let second = create(&server, claim("Two bears were seen near the lake")).await;
    let found = async |text| {
        let request = MatchClaimsRequest {
            texts: vec![match_text(text)],
            min_position: end(&server).await,
            ..MatchClaimsRequest::default()
        };
        server.search().match_claims(request).await
    };
    // Meanwhile, the index is not ready.
    for _ in 0..100 {
        if found("bears").await.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(names(&server, "bears").await, [second.name.as_str()]);
    assert_eq!(names(&server, "wolves").await, [first.name.as_str()]);
}

#[tokio::test]
async fn damaged_files_are_built_anew() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start_searching(database().await, in_directory(&directory)).await;
    let first = create(&server, claim("Seven wolves were seen near the quarry")).await;
    assert_eq!(names(&server, "wolves").await.len(), 1);
    let database = server.leave().await;
    let index = directory.path().join("claimstore-index");
    for entry in fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|it| it == "term" || it == "store" || it == "idx")
        {
            fs::write(path, b"damaged").unwrap();
        }
    }
    let server = TestServer::start_searching(database, in_directory(&directory)).await;
    assert_eq!(names(&server, "wolves").await, [first.name.as_str()]);

    // Some files can be read with a wrong byte, and would answer wrongly.
    let before = files(directory.path());
    let database = server.leave().await;
    for entry in fs::read_dir(&index).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|it| it == "fast" || it == "fieldnorm")
        {
            let mut bytes = fs::read(&path).unwrap();
            let middle = bytes.len() / 3;
            bytes[middle] ^= 1;
            fs::write(path, bytes).unwrap();
        }
    }
    let server = TestServer::start_searching(database, in_directory(&directory)).await;
    assert_eq!(names(&server, "wolves").await, [first.name.as_str()]);
    let after = files(directory.path());
    assert!(
        before.iter().all(|file| !after.contains(file)),
        "the damaged index was kept: {before:?} {after:?}"
    );
}

#[tokio::test]
async fn an_erased_word_is_in_no_file_of_the_index() {
    let directory = TempDir::new().unwrap();
    let server = TestServer::start_searching(database().await, in_directory(&directory)).await;
    let secret = create(&server, claim("Zerbinetta Quuxley was paid by the harbour")).await;
    create(&server, claim("The harbour was closed for a week")).await;
    assert_eq!(names(&server, "Zerbinetta Quuxley").await.len(), 1);
    assert!(holds(directory.path(), "uuxley"));
    let request = EraseResourceRequest {
        name: secret.name,
        reason: "a court order".to_owned(),
        ..EraseResourceRequest::default()
    };
    server.changes().erase_resource(request).await.unwrap();
    assert!(names(&server, "Zerbinetta Quuxley").await.is_empty());
    for attempt in 0.. {
        if !holds(directory.path(), "uuxley") {
            break;
        }
        assert!(attempt < 500, "the erased word is still in the files");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Whether a file of the index has these letters, in any case.
fn holds(directory: &Path, letters: &str) -> bool {
    let entries = fs::read_dir(directory.join("claimstore-index")).unwrap();
    let mut files = entries.filter_map(|entry| fs::read(entry.unwrap().path()).ok());
    let letters = letters.as_bytes();
    files.any(|bytes| {
        let bytes = bytes.to_ascii_lowercase();
        bytes.windows(letters.len()).any(|it| it == letters)
    })
}

#[tokio::test]
async fn replicas_at_one_position_answer_alike() {
    let server = TestServer::start_with_search().await;
    for number in 0..40 {
        let statement = format!("Town {number} counted {} wolves in winter", number % 7 + 2);
        let created = create(&server, claim(&statement)).await;
        if number % 3 == 0 {
            let changed = Claim {
                statement: format!("{statement} and spring"),
                ..created
            };
            update(&server, changed).await;
        }
    }
    let text = "Town 12 counted 7 wolves in winter and spring";
    let first = matches(&server, text).await;
    assert!(first.len() > 3);
    // The other one is built from the store, the first one followed the log.
    let database = server.leave().await;
    let server = TestServer::start_searching(database, Search::default()).await;
    assert_eq!(matches(&server, text).await, first);
}

#[tokio::test]
async fn the_answer_says_which_position_it_reflects() {
    let server = TestServer::start_with_search().await;
    create(&server, claim("Seven wolves were seen near the quarry")).await;
    let position = end(&server).await;
    assert_eq!(names(&server, "wolves").await.len(), 1);
    let request = MatchClaimsRequest {
        texts: vec![match_text("wolves")],
        min_position: position.clone(),
        ..MatchClaimsRequest::default()
    };
    let answer = server.search().match_claims(request).await.unwrap();
    let reflected = answer.metadata().get("x-claimstore-index-position");
    assert_eq!(reflected.unwrap().to_str().unwrap(), position);
}

#[tokio::test]
async fn a_server_without_an_index_says_so() {
    let server = TestServer::start().await;
    let request = MatchClaimsRequest {
        texts: vec![match_text("wolves")],
        ..MatchClaimsRequest::default()
    };
    let refused = server.search().match_claims(request).await.unwrap_err();
    assert_eq!(
        reason(&refused),
        (Code::Unimplemented, "SEARCH_OFF".to_owned())
    );
}
