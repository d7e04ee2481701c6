//! How code is written: what it opens with, how long it gets, what it is called,
//! and what it never does.

use std::collections::BTreeSet;

use super::{
    tokens::{Token, is_test_only, stands, tokens, without},
    tree::{File, Finding, finding},
};

/// About 400, and some room: a file that outgrows this has two subjects.
const LINES_MAX: usize = 450;

const NAMES_REFUSED: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers",
];

/// A file says first what lives in it.
pub fn check_opening(path: &str, text: &str) -> Vec<Finding> {
    match text.starts_with("//! ") {
        true => Vec::new(),
        false => {
            let rule = "opens without `//!`: what lives here, what holds, what is absent";
            vec![finding(path, 1, rule)]
        }
    }
}

/// A file has one subject.
pub fn check_length(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().count();
    match lines > LINES_MAX {
        true => {
            let rule =
                format!("has {lines} lines, of which {LINES_MAX} fit: find its two subjects");
            vec![finding(path, LINES_MAX + 1, rule)]
        }
        false => Vec::new(),
    }
}

/// A module is called by its subject.
pub fn check_names(path: &str, text: &str) -> Vec<Finding> {
    let refuse = |line, name: &str| {
        let rule = format!("{name} is no subject: name the module by what it is about");
        finding(path, line, rule)
    };
    let stems = path.split('/').map(|part| part.trim_end_matches(".rs"));
    let in_path = stems
        .filter(|stem| NAMES_REFUSED.contains(stem))
        .map(|stem| refuse(1, stem));
    let tokens = tokens(path, text);
    let declared = tokens
        .windows(2)
        .filter(|pair| pair[0].text == "mod" && NAMES_REFUSED.contains(&pair[1].text.as_str()))
        .map(|pair| refuse(pair[1].line, &pair[1].text));
    in_path.chain(declared).collect()
}

/// A lint that must not fire is expected to, with its reason, and so is found when
/// it no longer does.
pub fn check_allow(path: &str, text: &str) -> Vec<Finding> {
    let tokens = tokens(path, text);
    let is_allow = |at| {
        stands(&tokens, at, &["#", "[", "allow"]) || stands(&tokens, at, &["#", "!", "[", "allow"])
    };
    let rule = "#[allow] is never taken back: write #[expect(lint, reason = \"…\")]";
    (0..tokens.len())
        .filter(|at| is_allow(*at))
        .map(|at| finding(path, tokens[at].line, rule))
        .collect()
}

/// Nothing is left for later in code that is committed.
pub fn check_left_over(path: &str, text: &str) -> Vec<Finding> {
    let tokens = tokens(path, text);
    let names = ["todo", "unimplemented", "dbg"];
    let calls = tokens.windows(2).filter(|pair| pair[1].text == "!");
    calls
        .filter(|pair| names.contains(&pair[0].text.as_str()))
        .map(|pair| {
            finding(
                path,
                pair[0].line,
                format!("{}! is left over", pair[0].text),
            )
        })
        .collect()
}

/// Nothing on the path of a request ends the process's work by surprise.
pub fn check_panics(path: &str, text: &str) -> Vec<Finding> {
    let tokens = without(&tokens(path, text), is_test_only);
    let tokens = without(&tokens, is_reasoned);
    let names = ["unwrap", "expect", "unwrap_err", "expect_err"];
    let follows_value = |at: usize| stands(&tokens, at, &["."]) || stands(&tokens, at, &[":"]);
    (1..tokens.len())
        .filter(|at| names.contains(&tokens[*at].text.as_str()) && follows_value(at - 1))
        .map(|at| {
            let Token { text, line } = &tokens[at];
            let lint = text.trim_end_matches("_err");
            let rule = format!(
                "{text} can panic: answer an error, or write #[expect(clippy::{lint}_used, reason = \"…\")]"
            );
            finding(path, *line, rule)
        })
        .collect()
}

/// Whether an attribute says why something cannot panic.
fn is_reasoned(attribute: &[Token]) -> bool {
    let has = |text: &str| attribute.iter().any(|token| token.text == text);
    stands(attribute, 0, &["expect", "(", "clippy", ":", ":"])
        && (has("unwrap_used") || has("expect_used"))
        && has("reason")
}

/// The files of the program that are compiled for tests only, since the line that
/// declares them says so.
pub fn test_only(files: &[File]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for File { path, text } in files {
        let all = tokens(path, text);
        let shipped = declared(path, &without(&all, is_test_only));
        found.extend(&declared(path, &all) - &shipped);
    }
    // And what those declare.
    loop {
        let below = files.iter().filter(|file| found.contains(&file.path));
        let below = below.flat_map(|File { path, text }| declared(path, &tokens(path, text)));
        let below: BTreeSet<String> = below.collect();
        if below.is_subset(&found) {
            return found;
        }
        found.extend(below);
    }
}

/// A file that no module declares is never compiled, so what it tests is not tested.
pub fn check_declared(files: &[File]) -> Vec<Finding> {
    let known: BTreeSet<String> = files
        .iter()
        .flat_map(|File { path, text }| declared(path, &tokens(path, text)))
        .collect();
    let is_root = |path: &str| {
        let roots = ["src/main.rs", "src/lib.rs", "tests/main.rs", "build.rs"];
        roots.contains(&path) || path.starts_with("benches/")
    };
    files
        .iter()
        .filter(|file| !is_root(&file.path) && !known.contains(&file.path))
        .map(|file| finding(&file.path, 1, "is declared by no module, so never compiled"))
        .collect()
}

/// The files that a file declares as its modules, wherever they may be.
fn declared(path: &str, tokens: &[Token]) -> BTreeSet<String> {
    let (own, name) = path.rsplit_once('/').unwrap_or(("", path));
    let below = match name {
        "mod.rs" | "lib.rs" | "main.rs" => own.to_owned(),
        _ => path.trim_end_matches(".rs").to_owned(),
    };
    let mut found = BTreeSet::new();
    let mut given = None;
    for at in 0..tokens.len() {
        if stands(tokens, at, &["#", "[", "path", "="]) {
            given = Some(tokens[at + 4].text.trim_matches('"'));
        } else if stands(tokens, at, &["mod"]) && stands(tokens, at + 2, &[";"]) {
            let name = &tokens[at + 1].text;
            match given.take() {
                Some(file) => found.extend([format!("{own}/{file}")]),
                None => found.extend([
                    format!("{below}/{name}.rs"),
                    format!("{below}/{name}/mod.rs"),
                ]),
            }
        }
    }
    found
}
