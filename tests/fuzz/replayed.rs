//! The inputs that are committed hold what the targets say.

use std::{
    collections::BTreeSet,
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
};

use super::targets::{TARGETS, Target, target};

/// The most bytes of all inputs.
const BYTES_MAX: u64 = 300_000;

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus")
}

/// The paths in a folder, in order.
fn paths(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn what_is_committed_holds_what_its_target_says() {
    let mut failed = Vec::new();
    for inputs in paths(&folder()) {
        let Target { name, run } = target(inputs.file_name().unwrap().to_str().unwrap());
        let inputs = paths(&inputs);
        assert!(inputs.len() >= 3, "{name} has {} inputs", inputs.len());
        failed.extend(inputs.into_iter().filter(|path| {
            let bytes = fs::read(path).unwrap();
            catch_unwind(|| run(&bytes)).is_err()
        }));
    }
    assert_eq!(failed, Vec::<PathBuf>::new());
}

#[test]
fn each_target_has_inputs_and_all_are_small() {
    let named: BTreeSet<PathBuf> = TARGETS.iter().map(|it| folder().join(it.name)).collect();
    let found = paths(&folder());
    assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), named);
    let inputs = found.iter().flat_map(|it| paths(it));
    let bytes: u64 = inputs.map(|it| fs::metadata(it).unwrap().len()).sum();
    assert!(bytes < BYTES_MAX, "{bytes}");
}

#[test]
fn empty_and_odd_inputs_hold_it_too() {
    let odd: [&[u8]; 6] = [
        b"",
        b"\0",
        b"\xff",
        b"\0\0\0",
        b"a\xffb",
        "\u{feff}{}".as_bytes(),
    ];
    for Target { run, .. } in TARGETS {
        for bytes in odd {
            run(bytes);
        }
    }
}
