//! The files of the project, and findings about them.
//!
//! Invariant: a finding names the file, the line and the rule. Whoever breaks a rule by accident
//! can mend it without reading this folder.

use std::{collections::BTreeSet, fmt, fs, path::Path};

/// A file, by its path in the project.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// A rule of the house that a line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub path: String,
    pub line: usize,
    pub rule: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, rule } = self;
        write!(f, "{path}:{line}: {rule}")
    }
}

/// A finding about a line.
pub fn finding(path: &str, line: usize, rule: impl Into<String>) -> Finding {
    Finding {
        path: path.to_owned(),
        line,
        rule: rule.into(),
    }
}

/// All files of Rust code: the program, its tests, its benchmarks and the build script.
pub fn rust_files() -> Vec<File> {
    let mut files = below("src", ".rs");
    files.extend(below("tests", ".rs"));
    files.extend(below("benches", ".rs"));
    files.push(file("build.rs"));
    files
}

/// The files of the program alone.
pub fn program_files() -> Vec<File> {
    below("src", ".rs")
}

/// The paths of all files of the project, without built and hidden ones.
pub fn paths() -> BTreeSet<String> {
    let folders = [
        "benches",
        "docs",
        "examples",
        "k8s",
        "migrations",
        "proto",
        "src",
        "tests",
    ];
    let mut paths: BTreeSet<String> = folders.iter().flat_map(|it| paths_below(it)).collect();
    for entry in fs::read_dir(root()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            paths.insert(entry.file_name().to_str().unwrap().to_owned());
        }
    }
    paths
}

/// One file.
pub fn file(path: &str) -> File {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let path = path.to_owned();
    File { path, text }
}

/// The files in a folder and below whose names have an ending, in order. There are none if
/// there is no such folder.
pub fn below(folder: &str, ending: &str) -> Vec<File> {
    let paths = paths_below(folder).into_iter();
    let meant = paths.filter(|path| path.ends_with(ending));
    meant.map(|path| file(&path)).collect()
}

fn paths_below(folder: &str) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else {
        return BTreeSet::new();
    };
    let mut paths = BTreeSet::new();
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        match entry.file_type().unwrap().is_dir() {
            true => paths.extend(paths_below(&path)),
            false => paths.extend([path]),
        }
    }
    paths
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
