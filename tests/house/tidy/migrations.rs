//! Migrations only go forward, are never edited, and say whom they no longer serve. Each index names the query that it serves.
//!
//! `migrations/checksums` holds the SHA-256 of each migration. A new migration adds a line:
//!
//! ```sh
//! (cd migrations && sha256sum 0002_*.sql >> checksums)
//! ```

use sha2::{Digest as _, Sha256};

use super::tree::{File, Finding, finding};

const SUMS: &str = "migrations/checksums";

/// Each index names its query. Otherwise nobody could tell whether it is still needed.
pub fn check_indexes(path: &str, text: &str) -> Vec<Finding> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_index =
        |line: &str| line.starts_with("create index") || line.starts_with("create unique index");
    let has_comment = |at: usize| at > 0 && lines[at - 1].starts_with("--");
    let rule = "an index without a comment line above it that names the query it serves";
    (0..lines.len())
        .filter(|at| is_index(&lines[*at].to_lowercase()) && !has_comment(*at))
        .map(|at| finding(path, at + 1, rule))
        .collect()
}

/// Migrations are numbered from 0001 without a gap, and none of them reverts another.
pub fn check_order(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (number, File { path, .. }) in (1..).zip(files) {
        let name = name(path);
        if !name.starts_with(&format!("{number:04}_")) {
            let rule = format!("is number {number}, so its name begins with {number:04}_");
            findings.push(finding(path, 1, rule));
        }
        if name.ends_with(".down.sql") || name.ends_with(".up.sql") {
            findings.push(finding(path, 1, "migrations only go forward"));
        }
    }
    findings
}

/// What takes something away from servers that use it.
const TAKES_AWAY: [&str; 6] = [
    "drop table",
    "drop column",
    "drop view",
    "drop function",
    "rename",
    "set not null",
];

/// A migration that takes away what older servers may use says whom the schema still serves. Those
/// before 0031 ran before any server was released.
pub fn check_contractions(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for File { path, text } in files.iter().filter(|it| name(&it.path) >= "0031") {
        let text = text.to_lowercase();
        let mut lines = (1..).zip(text.lines());
        let taken = lines.find(|(_, line)| {
            !line.trim_start().starts_with("--") && TAKES_AWAY.iter().any(|it| line.contains(it))
        });
        let Some((line, _)) = taken else { continue };
        if !text.contains("update schema_compatibility") {
            let rule =
                "takes something away, and does not raise oldest_server in schema_compatibility";
            findings.push(finding(path, line, rule));
        }
    }
    findings
}

/// A migration that may have run somewhere is never edited. A change is a new migration.
pub fn check_sums(files: &[File], sums: &str) -> Vec<Finding> {
    let lines: Vec<(&str, &str)> = sums
        .lines()
        .map(|line| line.split_once("  ").unwrap_or((line, "")))
        .collect();
    let mut findings = Vec::new();
    for File { path, text } in files {
        let sum = hex(&Sha256::digest(text));
        let rule = match lines.iter().find(|(_, of)| *of == name(path)) {
            Some((known, _)) if *known == sum => continue,
            Some(_) => "was edited; restore it and add another migration",
            None => "has no line in migrations/checksums; add its sha256sum",
        };
        findings.push(finding(path, 1, rule));
    }
    for (at, (_, of)) in lines.iter().enumerate() {
        if !files.iter().any(|file| name(&file.path) == *of) {
            let rule = format!("{of:?} is missing; migrations are never removed");
            findings.push(finding(SUMS, at + 1, rule));
        }
    }
    findings
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
