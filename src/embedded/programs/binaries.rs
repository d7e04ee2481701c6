//! Finding the Postgres programs.
//!
//! The first that fit are used. These are searched in order: the directory that was set (and then
//! no other), `pg_config --bindir`, PATH, the highest version in the directories that packages
//! install to, the project's own cache.
//!
//! Invariant: the programs that are returned ran and reported their version. It is at least
//! [`MAJOR_MIN`], and the requested major version where one is. `initdb` is beside `postgres`.
//!
//! Deliberately absent: fetching them. [`super::fetch`] puts what it fetches into
//! `<cache>/postgres/<name>/bin`, where it is found here.

use std::{
    cmp::Reverse,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::install;
use crate::embedded::{base_dirs, error::Error};

/// Older versions lack `CREATE DATABASE … STRATEGY` and `NULLS NOT DISTINCT`.
pub const MAJOR_MIN: u32 = 15;

/// A directory with `postgres` and `initdb`, and their major version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    dir: PathBuf,
    major: u32,
}

impl Binaries {
    /// The directory of both.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The major version of Postgres.
    pub fn major(&self) -> u32 {
        self.major
    }

    /// The server program.
    pub fn postgres(&self) -> PathBuf {
        self.dir.join("postgres")
    }

    /// The program that creates a cluster.
    pub fn initdb(&self) -> PathBuf {
        self.dir.join("initdb")
    }

    /// Runs the programs of a directory, if there are any, to learn their version.
    pub(super) fn probe(dir: &Path) -> Option<Binaries> {
        let dir = home_of(dir)?;
        let output = Command::new(dir.join("postgres"))
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let major = major_of(&String::from_utf8_lossy(&output.stdout))?;
        Some(Binaries { dir, major })
    }

    fn fits(&self, exact_major: Option<u32>) -> bool {
        self.major >= MAJOR_MIN && exact_major.is_none_or(|major| major == self.major)
    }
}

/// Where to search for the programs.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The directory that was set; then no other is searched.
    pub bin_dir: Option<PathBuf>,
    /// The directories of PATH, which are also searched for `pg_config`.
    pub path: Vec<PathBuf>,
    /// The directories that packages install to; the highest version wins.
    pub packaged: Vec<PathBuf>,
    /// The project's own cache.
    pub cache_dir: Option<PathBuf>,
}

impl Search {
    /// Searches this machine, or only the directory that was set.
    pub fn of_this_machine(bin_dir: Option<&Path>) -> Search {
        Search {
            bin_dir: bin_dir.map(Path::to_path_buf),
            path: env::split_paths(&env::var_os("PATH").unwrap_or_default())
                .filter(|dir| dir.is_absolute())
                .collect(),
            packaged: packaged(),
            cache_dir: base_dirs::cache_dir(),
        }
    }

    /// Finds the programs.
    ///
    /// # Errors
    ///
    /// [`Error::NoBinaries`] where no usable version is found, [`Error::OtherMajor`] where
    /// `exact_major` is not; both name the command that installs it.
    pub fn find(&self, exact_major: Option<u32>) -> Result<Binaries, Error> {
        let mut unfit = Vec::new();
        for group in self.groups() {
            let mut found: Vec<Binaries> = group
                .iter()
                .filter_map(|dir| Binaries::probe(dir))
                .collect();
            found.sort_by_key(|binaries| Reverse(binaries.major));
            match found.iter().position(|binaries| binaries.fits(exact_major)) {
                Some(at) => return Ok(found.swap_remove(at)),
                None => unfit.extend(found),
            }
        }
        Err(none_fits(self.bin_dir.as_deref(), exact_major, &unfit))
    }

    /// A program on PATH.
    pub(super) fn program(&self, name: &str) -> Option<PathBuf> {
        let mut candidates = self.path.iter().map(|dir| dir.join(name));
        candidates.find(|program| program.is_file())
    }

    /// The directories to search, best group first; inside a group the highest version wins.
    fn groups(&self) -> Vec<Vec<PathBuf>> {
        if let Some(dir) = &self.bin_dir {
            return vec![vec![dir.clone()]];
        }
        let alone = |dir: PathBuf| vec![dir];
        let mut groups: Vec<Vec<PathBuf>> = self.pg_config().into_iter().map(alone).collect();
        groups.extend(self.path.iter().cloned().map(alone));
        groups.push(self.packaged.clone());
        let cache = self.cache_dir.iter();
        groups.extend(cache.map(|dir| inside(&dir.join("postgres"), "", "bin")));
        groups
    }

    fn pg_config(&self) -> Option<PathBuf> {
        let output = Command::new(self.program("pg_config")?)
            .arg("--bindir")
            .stdin(Stdio::null())
            .output()
            .ok()?;
        let dir = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
        dir.is_absolute().then_some(dir)
    }
}

fn none_fits(bin_dir: Option<&Path>, exact_major: Option<u32>, unfit: &[Binaries]) -> Error {
    let command = install::advice(exact_major);
    let searched = bin_dir.map_or_else(
        || "PATH or the usual directories".to_owned(),
        |dir| dir.display().to_string(),
    );
    let Some(wanted) = exact_major else {
        return Error::NoBinaries { searched, command };
    };
    let mut found: Vec<String> = unfit
        .iter()
        .map(|binaries| format!("{} in {}", binaries.major, binaries.dir.display()))
        .collect();
    found.dedup();
    if found.is_empty() {
        found.push(format!("nothing in {searched}"));
    }
    Error::OtherMajor {
        wanted,
        found: found.join(", "),
        command,
    }
}

fn packaged() -> Vec<PathBuf> {
    [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/usr/lib", "postgresql", "bin"),
        ("/usr/libexec", "postgresql", ""),
        ("/opt/homebrew/opt", "postgresql@", "bin"),
        ("/usr/local/opt", "postgresql@", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ]
    .into_iter()
    .flat_map(|(parent, prefix, below)| inside(Path::new(parent), prefix, below))
    .collect()
}

/// `<parent>/<prefix>*/<below>`.
fn inside(parent: &Path, prefix: &str, below: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| entry.path().join(below))
        .collect()
}

/// The directory that holds both programs. Links are resolved, because `initdb` looks for
/// `postgres` beside itself and a directory of PATH may hold a link to only one of them.
fn home_of(dir: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(dir.join("postgres")).ok()?;
    [real.parent()?, dir]
        .into_iter()
        .find(|dir| dir.join("postgres").is_file() && dir.join("initdb").is_file())
        .and_then(|dir| std::path::absolute(dir).ok())
}

/// The major version in `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)` or `… 18beta2`.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split("(PostgreSQL)").nth(1)?.trim_start();
    let end = number
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(number.len());
    number[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major_of;

    #[test]
    fn the_major_is_read_from_every_form_of_version() {
        for (text, major) in [
            (
                "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n",
                Some(15),
            ),
            ("postgres (PostgreSQL) 18beta2", Some(18)),
            ("postgres (PostgreSQL) 17", Some(17)),
            ("something else 17", None),
        ] {
            assert_eq!(major_of(text), major, "{text}");
        }
    }
}
