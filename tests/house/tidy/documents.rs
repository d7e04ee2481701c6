//! Every file that a document names exists.

use std::collections::BTreeSet;

use super::tree::{Finding, finding};

const ENDINGS: &[&str] = &[".rs", ".sql", ".proto", ".md", ".toml", ".json", ".py"];

/// Finds paths of missing files. A path is a text between backticks that names a folder, and
/// begins at the root of the project, at `src/` or at the document's own folder.
pub fn check_paths(path: &str, text: &str, files: &BTreeSet<String>) -> Vec<Finding> {
    let exists = |named: &str| {
        files.contains(named)
            || files.contains(&format!("src/{named}"))
            || files.contains(&format!("{}/{named}", folder(path)))
    };
    let mut findings = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let quoted = line.split('`').skip(1).step_by(2);
        let paths = quoted.filter(|it| is_path(it));
        findings.extend(
            paths
                .filter(|it| !exists(it))
                .map(|it| finding(path, index + 1, format!("names {it}, which does not exist"))),
        );
    }
    findings
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(".", |(folder, _)| folder)
}

/// Whether a text is the path of one file. A placeholder or a pattern is not.
fn is_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    text.contains('/')
        && !text.contains("000N")
        && !text.starts_with(['.', '/', '~'])
        && text.chars().all(is_plain)
        && ENDINGS.iter().any(|ending| text.ends_with(ending))
}
