//! Documents of others that lie beside the project. They are not part of it, so tests that use
//! them say loudly when they are not there.

use std::path::PathBuf;

/// The documents in a folder of `../shared/exchange` whose names begin and end so, ordered by
/// name.
pub fn samples(folder: &str, prefix: &str, suffix: &str) -> Vec<(String, String)> {
    let root = std::env::var("CARGO_MANIFEST_DIR");
    let root = root.unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    let path = PathBuf::from(root).join("../shared/exchange").join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        eprintln!("!!! NOT TESTED: {} is not there", path.display());
        return Vec::new();
    };
    let paths = entries.filter_map(|it| Some(it.ok()?.path()));
    let mut found: Vec<(String, String)> = paths
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let is_meant = name.starts_with(prefix) && name.ends_with(suffix);
            is_meant.then(|| (name, std::fs::read_to_string(path).expect("is a text")))
        })
        .collect();
    found.sort();
    if found.is_empty() {
        eprintln!("!!! NOT TESTED: {} has no such document", path.display());
    }
    found
}
