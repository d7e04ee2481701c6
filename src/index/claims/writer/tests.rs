//! What was deleted stays deleted, whatever is merged when.

use tantivy::indexer::NoMergePolicy;
use uuid::Uuid;

use super::{ClaimWriter, in_directory};
use crate::index::claims::IndexedClaim;

fn put(writer: &mut ClaimWriter, number: u128) {
    let claim = IndexedClaim {
        id: Uuid::from_u128(number),
        statement: format!("The bridge of Tornau was closed {number} times."),
        ..IndexedClaim::default()
    };
    writer.put(claim).unwrap();
}

#[test]
fn the_first_claim_that_is_deleted_after_a_restart_is_deleted_from_merged_segments_too() {
    let directory = tempfile::tempdir().unwrap();
    let mut writer = in_directory(directory.path()).unwrap();
    // As if it was killed before it merged anything.
    writer.writer.set_merge_policy(Box::new(NoMergePolicy));
    for numbers in [0..20, 20..30] {
        for number in numbers {
            put(&mut writer, number);
        }
        writer.commit("added").unwrap();
    }
    for number in 20..25 {
        writer.delete(Uuid::from_u128(number)).unwrap();
    }
    writer.commit("deleted").unwrap();
    drop(writer);

    // Enough is deleted for a merge, which begins before the commit and ends after it.
    let mut writer = in_directory(directory.path()).unwrap();
    writer.delete(Uuid::from_u128(25)).unwrap();
    put(&mut writer, 30);
    writer.commit("merged").unwrap();
    let ClaimWriter { writer, .. } = writer;
    writer.wait_merging_threads().unwrap();

    let again = in_directory(directory.path()).unwrap();
    let snapshot = again.reader().snapshot();
    assert_eq!(snapshot.claim(Uuid::from_u128(25)).unwrap(), None);
    assert_eq!(snapshot.claims(), 25);
    assert!(
        snapshot.searcher().segment_readers().len() < 3,
        "nothing was merged"
    );
}
