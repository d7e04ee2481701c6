//! The directory that all test processes of a user share. It is in memory if there is space.
//!
//! Content: `gate` (a lock), `clients/<pid>` (a file per test process), `server` (the shared one),
//! `own-<pid>-<n>` (a test's own server), `reaper.pid`, `stopping`.
//!
//! Invariant: it belongs to this user, and nobody else can write there.

use std::{
    env, fs,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use rustix::process::{Pid, geteuid, test_kill_process};

const FREE_BYTES_MIN: u64 = 1024 * 1024 * 1024;

pub struct SharedDir {
    dir: PathBuf,
}

impl SharedDir {
    pub fn open() -> SharedDir {
        let uid = geteuid();
        let name = format!("claimstore-test-{}", uid.as_raw());
        let in_memory = Path::new("/dev/shm").join(&name);
        // Later processes must find the running server, even if the memory is full by then.
        let dir = if in_memory.join("server").exists() || has_space(Path::new("/dev/shm")) {
            in_memory
        } else {
            env::temp_dir().join(name)
        };
        make_dir(&dir);
        make_dir(&dir.join("clients"));
        let shared_dir = SharedDir {
            dir: fs::canonicalize(dir).expect("the directory was just made"),
        };
        shared_dir.check(uid.as_raw());
        shared_dir
    }

    fn check(&self, uid: u32) {
        let metadata = fs::symlink_metadata(&self.dir).expect("the directory was just made");
        assert!(
            metadata.is_dir() && metadata.uid() == uid && metadata.mode() & 0o066 == 0,
            "{} must be a directory of this user alone; remove it",
            self.dir.display()
        );
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    pub fn own_server_dir(&self, pid: u32, number: u32) -> PathBuf {
        self.dir.join(format!("own-{pid}-{number}"))
    }
}

/// Makes a directory of this user. If that is root, the user that runs Postgres can pass through.
pub fn make_dir(dir: &Path) {
    let mode = if geteuid().is_root() { 0o711 } else { 0o700 };
    match fs::DirBuilder::new().mode(mode).create(dir) {
        // The umask may have removed permissions that are needed.
        Ok(()) => {
            fs::set_permissions(dir, fs::Permissions::from_mode(mode)).expect("own directory");
        }
        Err(error) => assert!(dir.is_dir(), "cannot make {}: {error}", dir.display()),
    }
}

fn has_space(dir: &Path) -> bool {
    rustix::fs::statvfs(dir).is_ok_and(|fs| fs.f_bavail * fs.f_frsize >= FREE_BYTES_MIN)
}

/// Whether a process of this user runs under the id. A zombie does not run. A process of another
/// user is not one of ours: the id was reused.
pub fn is_alive(pid: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    !stat.contains(") Z ") && Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid).is_ok())
}
