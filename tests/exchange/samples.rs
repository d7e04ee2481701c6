//! The official samples of ninjs, Web Annotation and nanopublications go in and come out
//! unchanged, and the invalid ones are refused.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{claimstore, export_lines};
use crate::support::server::TestServer;

/// The files of a folder of the samples whose names begin with `prefix` and end with `suffix`. They
/// are not part of the project.
fn samples(folder: &str, prefix: &str, suffix: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../shared/exchange/{folder}"));
    let Ok(files) = fs::read_dir(&folder) else {
        eprintln!("NOT TESTED: there are no samples in {}", folder.display());
        return Vec::new();
    };
    let paths = files.map(|file| file.unwrap().path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            name.starts_with(prefix) && name.ends_with(suffix) && !name.contains("schema")
        })
        .collect();
    paths.sort();
    paths
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Imports each of the files, and again, and returns the documents that are then exported.
async fn round_trip(format: &str, files: &[PathBuf]) -> (TestServer, String) {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    for again in [false, true] {
        for file in files {
            let args = ["import", "--format", format, file.to_str().unwrap()];
            let (code, said) = claimstore(&server, &args, directory.path()).await;
            assert_eq!(code, 0, "{}: {said}", file.display());
            if again {
                let is_unchanged = said.contains("created 0,") && said.contains("updated 0,");
                assert!(is_unchanged, "{}: {said}", file.display());
            }
        }
    }
    let exported = export_lines(&server, format).await;
    let file = directory.path().join("exported");
    fs::write(&file, &exported).unwrap();
    let length = server.log_length().await;
    let args = ["import", "--format", format, file.to_str().unwrap()];
    let (_, said) = claimstore(&server, &args, directory.path()).await;
    assert_eq!(server.log_length().await, length, "{said}");
    (server, exported)
}

#[tokio::test]
async fn annotations_of_the_w3c_come_out_as_they_went_in() {
    let files = samples("web-annotation", "", ".json");
    let (_server, exported) = round_trip("web-annotation", &files).await;
    let exported: Vec<Value> = exported.lines().map(value).collect();
    for file in &files {
        let given = value(&fs::read_to_string(file).unwrap());
        let count = exported.iter().filter(|it| **it == given).count();
        assert_eq!(count, 1, "{}", file.display());
    }
    assert_eq!(exported.len(), files.len());
}

#[tokio::test]
async fn news_items_of_the_iptc_come_out_as_they_went_in() {
    for version in ["1.4_", "2.1_", "3.0_"] {
        let files = samples("ninjs", version, ".json");
        let (_server, exported) = round_trip("ninjs", &files).await;
        let exported: Vec<Value> = exported.lines().map(value).collect();
        for file in &files {
            let given = value(&fs::read_to_string(file).unwrap());
            let items = match given {
                Value::Array(items) => items,
                item => vec![item],
            };
            for item in items {
                let count = exported.iter().filter(|it| **it == item).count();
                assert_eq!(count, 1, "{}: {}", file.display(), item["uri"]);
            }
        }
    }
}

/// The quads of a text of TriG, with the names of blank nodes left out.
fn quads(text: &str) -> BTreeSet<String> {
    let parsed = oxttl::TriGParser::new().for_slice(text.as_bytes());
    let quads = parsed.map(|quad| quad.unwrap().to_string());
    quads.collect()
}

#[tokio::test]
async fn valid_nanopublications_come_out_with_the_same_statements() {
    for file in samples("nanopub", "valid_", ".trig") {
        let files = [file.clone()];
        let (_server, exported) = round_trip("nanopublication", &files).await;
        let given = fs::read_to_string(&file).unwrap();
        assert_eq!(quads(&exported), quads(&given), "{}", file.display());
    }
}

#[tokio::test]
async fn invalid_nanopublications_are_refused_and_nothing_of_them_is_stored() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    for file in samples("nanopub", "invalid_", ".trig") {
        let path = file.to_str().unwrap();
        let args = ["import", "--format", "nanopublication", path];
        let (code, said) = claimstore(&server, &args, directory.path()).await;
        assert_eq!(code, 3, "{path}: {said}");
        assert!(said.contains(path), "{said}");
    }
    assert_eq!(export_lines(&server, "nanopublication").await, "");
}

#[tokio::test]
async fn options_of_other_formats_are_refused_all_at_once() {
    let server = TestServer::start().await;
    let directory = tempfile::tempdir().unwrap();
    let args = [
        "import",
        "--format",
        "ninjs",
        "--mapping",
        "m.toml",
        "--resume",
        "--number-locale",
        "it",
        "--statement-purpose",
        "describing",
        "x.json",
    ];
    let (code, said) = claimstore(&server, &args, directory.path()).await;
    assert_eq!(code, 2, "{said}");
    let named = "--resume, --number-locale, --mapping, --statement-purpose cannot be used";
    assert!(said.contains(named), "{said}");
    for args in [
        [
            "export",
            "--format",
            "ninjs",
            "--filter",
            "{\"claims\": {}}",
            "x",
        ],
        ["export", "--format", "ninjs", "--live", "-q", "x"],
    ] {
        let (code, said) = claimstore(&server, &args, directory.path()).await;
        assert_eq!(code, 2, "{said}");
    }
    std::fs::create_dir(directory.path().join("t.part")).unwrap();
    let args = ["export", "--format", "csv", "t/"];
    let (code, said) = claimstore(&server, &args, directory.path()).await;
    assert!(code == 1 && said.contains("t.part exists"), "{code} {said}");
    assert!(directory.path().join("t.part").exists());
}
