//! The files of the project, and what is said about them.
//!
//! Invariant: a complaint names the file, the line and the rule, so that whoever
//! breaks a rule by accident need not read this folder to mend it.

use std::{fmt, fs, path::Path};

/// A file, by its path in the project.
#[derive(Clone, Debug)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// A rule of the house that is broken somewhere.
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

/// A complaint about a line.
pub fn finding(path: &str, line: usize, rule: impl Into<String>) -> Finding {
    Finding {
        path: path.to_owned(),
        line,
        rule: rule.into(),
    }
}

/// Everything that Rust code is written in: the program, its tests, its benchmarks
/// and the build.
pub fn rust_files() -> Vec<File> {
    let mut files = below("src", ".rs");
    files.extend(below("tests", ".rs"));
    files.extend(below("benches", ".rs"));
    files.push(file("build.rs"));
    files
}

/// The program alone.
pub fn program_files() -> Vec<File> {
    below("src", ".rs")
}

/// One file.
pub fn file(path: &str) -> File {
    let text = fs::read_to_string(root().join(path)).unwrap();
    let path = path.to_owned();
    File { path, text }
}

/// The files in a folder and below whose names end so, in order; none where there
/// is no such folder.
pub fn below(folder: &str, ending: &str) -> Vec<File> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.extend(below(&path, ending));
        } else if path.ends_with(ending) {
            files.push(file(&path));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
