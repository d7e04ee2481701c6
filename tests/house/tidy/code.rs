//! How code is written: the opening of a file, its length, names of modules, and what code must
//! not do.

use std::collections::BTreeSet;

use super::{
    tokens::{Token, is_test_only, matches_at, tokens, without},
    tree::{File, Finding, finding},
};

/// About 400, and some room. A longer file has two subjects.
const LINES_MAX: usize = 450;

const NAMES_REFUSED: &[&str] = &[
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "managers",
];

/// A file begins with a comment about what lives in it.
pub fn check_opening(path: &str, text: &str) -> Vec<Finding> {
    match text.starts_with("//! ") {
        true => Vec::new(),
        false => {
            let rule =
                "does not begin with `//!`: say what lives here, what holds, and what is absent";
            vec![finding(path, 1, rule)]
        }
    }
}

/// A file has one subject, so it is not too long.
pub fn check_length(path: &str, text: &str) -> Vec<Finding> {
    let lines = text.lines().count();
    match lines > LINES_MAX {
        true => {
            let rule = format!(
                "has {lines} lines, and {LINES_MAX} are allowed: split it into its subjects"
            );
            vec![finding(path, LINES_MAX + 1, rule)]
        }
        false => Vec::new(),
    }
}

/// A module is named after its subject.
pub fn check_names(path: &str, text: &str) -> Vec<Finding> {
    let refuse = |line, name: &str| {
        let rule = format!("{name} is not a subject: name the module after what it is about");
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

/// A lint is silenced with `expect` and a reason, because the compiler reports an `expect` that is
/// no longer needed.
pub fn check_allow(path: &str, text: &str) -> Vec<Finding> {
    let tokens = tokens(path, text);
    let is_allow = |at| {
        matches_at(&tokens, at, &["#", "[", "allow"])
            || matches_at(&tokens, at, &["#", "!", "[", "allow"])
    };
    let rule = "#[allow] stays when it is no longer needed: write #[expect(lint, reason = \"…\")]";
    (0..tokens.len())
        .filter(|at| is_allow(*at))
        .map(|at| finding(path, tokens[at].line, rule))
        .collect()
}

/// No `todo!`, `unimplemented!` or `dbg!` is committed.
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

/// No `unwrap` or `expect` can panic while a request is handled.
pub fn check_panics(path: &str, text: &str) -> Vec<Finding> {
    let tokens = without(&tokens(path, text), is_test_only);
    let tokens = without(&tokens, is_reasoned);
    let names = ["unwrap", "expect", "unwrap_err", "expect_err"];
    let follows_value =
        |at: usize| matches_at(&tokens, at, &["."]) || matches_at(&tokens, at, &[":"]);
    (1..tokens.len())
        .filter(|at| names.contains(&tokens[*at].text.as_str()) && follows_value(at - 1))
        .map(|at| {
            let Token { text, line } = &tokens[at];
            let lint = text.trim_end_matches("_err");
            let rule = format!(
                "{text} can panic: return an error, or write #[expect(clippy::{lint}_used, reason = \"…\")]"
            );
            finding(path, *line, rule)
        })
        .collect()
}

/// Whether an attribute gives the reason why something cannot panic.
fn is_reasoned(attribute: &[Token]) -> bool {
    let has = |text: &str| attribute.iter().any(|token| token.text == text);
    matches_at(attribute, 0, &["expect", "(", "clippy", ":", ":"])
        && (has("unwrap_used") || has("expect_used"))
        && has("reason")
}

/// The files of the program that are compiled for tests only, because the line that declares
/// them is marked so.
pub fn test_only(files: &[File]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for File { path, text } in files {
        let all = tokens(path, text);
        let shipped = declared(path, &without(&all, is_test_only));
        found.extend(&declared(path, &all) - &shipped);
    }
    // A file that such a file declares is compiled for tests only, too.
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

/// Every file is declared by a module. An undeclared file is never compiled, so its tests never
/// run.
pub fn check_declared(files: &[File]) -> Vec<Finding> {
    let known: BTreeSet<String> = files
        .iter()
        .flat_map(|File { path, text }| declared(path, &tokens(path, text)))
        .collect();
    let is_root = |path: &str| {
        let roots = [
            "src/main.rs",
            "src/lib.rs",
            "tests/main.rs",
            "tests/fuzz/main.rs",
            "tests/robustness/main.rs",
            "build.rs",
        ];
        roots.contains(&path) || path.starts_with("benches/")
    };
    files
        .iter()
        .filter(|file| !is_root(&file.path) && !known.contains(&file.path))
        .map(|file| {
            finding(
                &file.path,
                1,
                "is not declared by any module, so it is never compiled",
            )
        })
        .collect()
}

/// The paths at which the modules of a file may be.
fn declared(path: &str, tokens: &[Token]) -> BTreeSet<String> {
    let (own, name) = path.rsplit_once('/').unwrap_or(("", path));
    let below = match name {
        "mod.rs" | "lib.rs" | "main.rs" => own.to_owned(),
        _ => path.trim_end_matches(".rs").to_owned(),
    };
    let mut found = BTreeSet::new();
    let mut given = None;
    for at in 0..tokens.len() {
        if matches_at(tokens, at, &["#", "[", "path", "="]) {
            given = Some(tokens[at + 4].text.trim_matches('"'));
        } else if matches_at(tokens, at, &["mod"]) && matches_at(tokens, at + 2, &[";"]) {
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
