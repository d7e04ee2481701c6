//! The file of embeddings.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{encoder, encoder_pooling, id, in_directory, make_all, nearest, small};
use crate::index::embeddings::{DIRECTORY, Embeddings, OpenError, Progress};

/// The bytes of a record: an id, a hash, a step, the numbers, and a checksum.
const RECORD: usize = 16 + 8 + 4 + small::DIMENSIONS + 4;

/// The bytes before the first record.
const HEADER: usize = 8 + 32 + 4;

fn path(directory: &Path) -> PathBuf {
    directory.join(DIRECTORY).join("embeddings")
}

fn file(directory: &Path) -> Vec<u8> {
    fs::read(path(directory)).unwrap()
}

fn fill(directory: &Path) {
    let embeddings = in_directory(directory);
    embeddings.begin();
    for (number, statement) in [(1, "A bridge."), (2, "A ship."), (3, "A mayor.")] {
        embeddings.note(id(number), statement);
    }
    assert_eq!(make_all(&embeddings), 3);
}

/// What is left of the three after a restart, of which the index has all.
fn left(directory: &Path) -> Progress {
    let embeddings = in_directory(directory);
    embeddings.begin();
    for (number, statement) in [(1, "A bridge."), (2, "A ship."), (3, "A mayor.")] {
        embeddings.note(id(number), statement);
    }
    embeddings.sweep();
    embeddings.progress()
}

#[test]
fn a_restart_makes_nothing_again() {
    let directory = TempDir::new().unwrap();
    fill(directory.path());
    let all = Progress {
        made: 3,
        waiting: 0,
    };
    assert_eq!(left(directory.path()), all);
    let embeddings = in_directory(directory.path());
    assert_eq!(nearest(&embeddings, "a vessel")[0], id(2));
}

#[test]
fn what_is_damaged_or_half_written_is_made_again() {
    let directory = TempDir::new().unwrap();
    fill(directory.path());
    let mut bytes = file(directory.path());
    assert_eq!(bytes.len(), HEADER + 3 * RECORD);
    bytes[HEADER + RECORD + 20] ^= 1;
    bytes.truncate(HEADER + 3 * RECORD - 1);
    fs::write(path(directory.path()), bytes).unwrap();
    let one = Progress {
        made: 1,
        waiting: 2,
    };
    assert_eq!(left(directory.path()), one);
    let embeddings = in_directory(directory.path());
    embeddings.note(id(4), "A hospital.");
    make_all(&embeddings);
    // It takes the place of what was lost.
    assert_eq!(file(directory.path()).len(), HEADER + 3 * RECORD);
}

#[test]
fn the_embeddings_of_another_encoder_are_not_used() {
    let directory = TempDir::new().unwrap();
    fill(directory.path());
    let encoder = encoder_pooling(r#"{"pooling_mode_cls_token": true}"#);
    let embeddings = Embeddings::in_directory(encoder, directory.path()).unwrap();
    assert_eq!(embeddings.progress().made, 0);
    assert_eq!(file(directory.path()).len(), HEADER);
}

#[test]
fn nothing_is_left_in_the_file_of_what_is_gone() {
    let directory = TempDir::new().unwrap();
    fill(directory.path());
    let embeddings = in_directory(directory.path());
    embeddings.forget(id(2));
    let bytes = file(directory.path());
    let records: Vec<&[u8]> = bytes[HEADER..].chunks(RECORD).collect();
    let is_zero = records.iter().map(|it| it.iter().all(|byte| *byte == 0));
    assert_eq!(is_zero.filter(|it| *it).count(), 1);
    assert!(!records.iter().any(|it| it.starts_with(id(2).as_bytes())));
    drop(embeddings);
    // What was deleted while there was no server is gone with the first complete index.
    let embeddings = in_directory(directory.path());
    embeddings.begin();
    embeddings.note(id(3), "A mayor.");
    embeddings.sweep();
    let bytes = file(directory.path());
    let mut records = bytes[HEADER..].chunks(RECORD);
    assert!(!records.any(|it| it.starts_with(id(1).as_bytes())));
}

#[test]
fn records_that_cannot_be_used_are_erased_when_the_file_is_opened() {
    let directory = TempDir::new().unwrap();
    fill(directory.path());
    let mut bytes = file(directory.path());
    // The first is damaged, and the second stands twice.
    bytes[HEADER + 20] ^= 1;
    bytes.copy_within(HEADER + RECORD..HEADER + 2 * RECORD, HEADER + 2 * RECORD);
    fs::write(path(directory.path()), bytes).unwrap();
    assert_eq!(in_directory(directory.path()).progress().made, 1);
    let bytes = file(directory.path());
    let records = bytes[HEADER..].chunks(RECORD);
    let is_zero: Vec<bool> = records.map(|it| it.iter().all(|byte| *byte == 0)).collect();
    assert_eq!(is_zero, [true, false, true]);
}

#[test]
fn the_file_of_another_server_is_left_alone() {
    let directory = TempDir::new().unwrap();
    fill(directory.path());
    let first = in_directory(directory.path());
    let second = Embeddings::in_directory(encoder(), directory.path());
    assert!(matches!(second, Err(OpenError::Busy)));
    drop(first);
    assert_eq!(in_directory(directory.path()).progress().made, 3);
}
