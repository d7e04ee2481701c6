//! Passwords in the file that Postgres' own programs keep them in, with the rules of its library.
//!
//! Invariant: nothing of a line is ever said, since any of it may be a password. The driver would log
//! the lines that it cannot read, so that it is never left to look for a password.

use std::{fs, os::unix::fs::MetadataExt as _, path::Path};

/// The most bytes of a file that is read.
const BYTES_MAX: u64 = 1 << 20;

/// What a password is for.
pub(super) struct Login<'a> {
    /// What its host is called; any of these names will do.
    pub hosts: Vec<&'a str>,
    /// The port.
    pub port: &'a str,
    /// The database.
    pub database: &'a str,
    /// The user.
    pub user: &'a str,
}

/// The password in a file, if it is one that others cannot read.
pub(super) fn password(file: &Path, login: &Login<'_>) -> Option<String> {
    let metadata = fs::metadata(file).ok()?;
    let problem = if !metadata.is_file() {
        Some("it is not a regular file")
    } else if metadata.len() > BYTES_MAX {
        Some("it is larger than 1 MiB")
    } else if metadata.mode() & 0o077 != 0 {
        Some("group or others have access to it; its mode has to be 0600 or less")
    } else {
        None
    };
    if let Some(problem) = problem {
        tracing::warn!(file = %file.display(), "the file with passwords is not read: {problem}");
        return None;
    }
    password_in(&fs::read(file).ok()?, login)
}

/// The password of the first line that is for a login.
fn password_in(text: &[u8], login: &Login<'_>) -> Option<String> {
    let lines = text.split(|byte| *byte == b'\n');
    let mut lines = lines.filter_map(|line| str::from_utf8(line).ok());
    lines.find_map(|line| password_of(line.trim_end_matches('\r'), login))
}

fn password_of(line: &str, login: &Login<'_>) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut rest = behind(line, &login.hosts)?;
    for value in [login.port, login.database, login.user] {
        rest = behind(rest, &[value])?;
    }
    Some(first_field(rest).0)
}

/// What follows the first field, if that is for one of the values.
fn behind<'a>(line: &'a str, values: &[&str]) -> Option<&'a str> {
    if let Some(rest) = line.strip_prefix("*:") {
        return Some(rest);
    }
    let (field, rest) = first_field(line);
    rest.filter(|_| values.contains(&field.as_str()))
}

/// The first field without its escapes, and what follows the colon at its end, if there is one.
fn first_field(line: &str) -> (String, Option<&str>) {
    let mut field = String::new();
    let mut rest = line.chars();
    while let Some(next) = rest.next() {
        match next {
            ':' => return (field, Some(rest.as_str())),
            '\\' => field.push(rest.next().unwrap_or('\\')),
            _ => field.push(next),
        }
    }
    (field, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[u8]) -> Option<String> {
        let login = Login {
            hosts: vec!["db", "localhost"],
            port: "5432",
            database: r"a:b\c",
            user: "me",
        };
        password_in(lines, &login)
    }

    #[test]
    fn the_first_line_for_a_login_has_its_password() {
        for (lines, expected) in [
            (r"db:5432:a\:b\\c:me:pw", Some("pw")),
            (r"localhost:5432:a\:b\\c:me:pw", Some("pw")),
            (r"\d\b:5432:*:me:pw", Some("pw")),
            ("*:*:*:*:pw\r\n*:*:*:*:later\n", Some("pw")),
            ("db:*:*:you:no\ndb:*:*:me:pw", Some("pw")),
            (r"*:*:*:*:a\:b\\c:more", Some(r"a:b\c")),
            (r"*:*:*:*:a\", Some(r"a\")),
            ("*:*:*:*:", Some("")),
            ("*:*:*:*", None),
            ("#*:*:*:*:pw", None),
            ("#\n\n*\ndb:5432\n*:*:*:*:pw", Some("pw")),
            (" *:*:*:*:pw", None),
            ("d*:*:*:*:pw", None),
            (r"\*:*:*:*:pw", None),
            ("", None),
        ] {
            let found = found(lines.as_bytes());
            assert_eq!(found.as_deref(), expected, "{lines}");
        }
    }

    #[test]
    fn a_line_that_is_not_text_is_passed_over() {
        let found = found(b"*:*:*:*:\xff\n*:*:*:*:pw\n");
        assert_eq!(found.as_deref(), Some("pw"));
    }
}
