//! `claimstore contract`: the protos and the descriptor set, for those who generate their own code.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use claimstore::wire;
use prost_reflect::DescriptorPool;

use super::claimstore;

const PROTOS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/proto/claimstore/v1");

/// Nothing listens there, because no server is needed.
const NOWHERE: &str = "http://127.0.0.1:9";

fn files(directory: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    entries.map(|it| it.unwrap().path()).collect()
}

#[tokio::test]
async fn a_directory_gets_the_protos_letter_by_letter_and_their_descriptors() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    // The second time replaces what is there.
    for _ in 0..2 {
        let output = claimstore(NOWHERE, &["contract", "--out", "made/here/"], root).await;
        assert!(output.is_success, "{output:?}");
    }
    let written = root.join("made/here/claimstore/v1");
    let originals = files(Path::new(PROTOS));
    assert_eq!(files(&written).len(), originals.len());
    for original in originals {
        let copy = written.join(original.file_name().unwrap());
        assert!(
            fs::read(&copy).unwrap() == fs::read(&original).unwrap(),
            "{copy:?}"
        );
    }
    let set = fs::read(root.join("made/here/claimstore.binpb")).unwrap();
    assert!(set == wire::descriptor_set());
}

#[tokio::test]
async fn a_file_gets_a_set_of_descriptors_that_needs_nothing_else() {
    let directory = tempfile::tempdir().unwrap();
    let root = directory.path();
    let args = ["contract", "--out", "sets/claimstore.binpb"];
    assert!(claimstore(NOWHERE, &args, root).await.is_success);
    let set = fs::read(root.join("sets/claimstore.binpb")).unwrap();
    let pool = DescriptorPool::decode(set.as_slice()).unwrap();
    let service = pool
        .get_service_by_name("claimstore.v1.ClaimService")
        .unwrap();
    let file = service.parent_file().file_descriptor_proto().clone();
    let comments = file.source_code_info.unwrap().location;
    assert!(comments.iter().any(|it| it.leading_comments.is_some()));
    let options = file.options.unwrap();
    assert_eq!(options.go_package(), "claimstore/v1;claimstorev1");
    assert_eq!(options.java_package(), "claimstore.v1");
    assert!(options.java_multiple_files());
}

#[tokio::test]
async fn what_cannot_be_written_is_said() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("taken"), "").unwrap();
    let args = ["contract", "--out", "taken/here/"];
    let output = claimstore(NOWHERE, &args, directory.path()).await;
    assert!(!output.is_success);
    let said = "claimstore: taken/here/claimstore.binpb cannot be written: ";
    assert!(output.error.starts_with(said), "{output:?}");
}
