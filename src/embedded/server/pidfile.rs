//! `postmaster.pid`: whether a server is ready, and whether one was left behind.
//!
//! Invariant: no process is signalled because of the file alone. Process ids are reused, in a
//! container after every restart. So the process must also be a server of this directory and run
//! as the right user.
//!
//! Deliberately absent: `pg_ctl stop`, because it trusts the file.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::time::sleep;

use crate::embedded::{error::Error, files};

const POLL_INTERVAL: Duration = Duration::from_millis(10);
const FAST_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(15);
const IMMEDIATE_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

struct PidFile {
    pid: i32,
    ready: bool,
}

fn read(data: &Path) -> Option<PidFile> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    Some(PidFile {
        pid,
        // The eighth line of the file; the first is already consumed.
        ready: lines.nth(6).is_some_and(|line| line.trim() == "ready"),
    })
}

/// Whether the server with this process id accepts connections. The process id is compared,
/// because a stale file also says `ready`.
pub fn is_ready(data: &Path, pid: u32) -> bool {
    read(data).is_some_and(|file| file.ready && u32::try_from(file.pid) == Ok(pid))
}

/// The process id of the running server of `data`, ready or not; `None` where none runs.
pub fn running(data: &Path, uid: u32) -> Option<Pid> {
    let pid = Pid::from_raw(read(data)?.pid)?;
    serves(pid, data, uid).then_some(pid)
}

/// Stops the server that a killed claimstore left behind. Returns whether there was a file, which
/// is the sign of an unclean end.
///
/// The caller must hold the lock of the data directory.
///
/// # Errors
///
/// [`Error::Orphan`] where the server does not stop.
pub(crate) async fn stop_orphan(data: &Path, uid: u32) -> Result<bool, Error> {
    let Some(file) = read(data) else {
        return Ok(false);
    };
    for (signal, timeout) in [
        (Signal::INT, FAST_SHUTDOWN_TIMEOUT),
        (Signal::QUIT, IMMEDIATE_SHUTDOWN_TIMEOUT),
    ] {
        let Some(pid) = running(data, uid) else {
            remove_stale(data, file.pid)?;
            return Ok(true);
        };
        tracing::warn!(
            pid = pid.as_raw_nonzero(),
            "stopping the Postgres of an earlier run"
        );
        // It may have ended since; the next check finds out.
        let _ = kill_process(pid, signal);
        wait_until_stopped(pid, data, uid, timeout).await;
    }
    if running(data, uid).is_none() {
        return Ok(true);
    }
    Err(Error::Orphan {
        pid: file.pid,
        dir: data.to_path_buf(),
    })
}

async fn wait_until_stopped(pid: Pid, data: &Path, uid: u32, timeout: Duration) {
    let deadline = Instant::now() + timeout;
    while serves(pid, data, uid) && Instant::now() < deadline {
        sleep(POLL_INTERVAL).await;
    }
}

/// Removes a stale file if its process id now belongs to another process, or to a zombie, because
/// it would keep Postgres from starting. Postgres still detects backends of the old server by their
/// shared memory.
fn remove_stale(data: &Path, pid: i32) -> Result<(), Error> {
    let pid_exists = Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid).is_ok());
    if !pid_exists {
        return Ok(());
    }
    files::remove_file(&data.join("postmaster.pid"))
}

/// Whether the process runs as `uid` with `-D <data>`. A zombie has no arguments, so it does not.
fn serves(pid: Pid, data: &Path, uid: u32) -> bool {
    let proc = Path::new("/proc").join(pid.as_raw_nonzero().to_string());
    if !Path::new("/proc/self/cmdline").exists() {
        return serves_by_ps(pid, data, uid);
    }
    let owned = fs::metadata(&proc).is_ok_and(|metadata| metadata.uid() == uid);
    let Ok(arguments) = fs::read(proc.join("cmdline")) else {
        return false;
    };
    let mut arguments = arguments
        .split(|byte| *byte == 0)
        .skip_while(|it| *it != b"-D");
    owned && arguments.nth(1).map(OsStr::from_bytes) == Some(data.as_os_str())
}

fn serves_by_ps(pid: Pid, data: &Path, uid: u32) -> bool {
    let pid = pid.as_raw_nonzero().to_string();
    let output = Command::new("ps")
        .args(["-ww", "-o", "uid=,args=", "-p", &pid])
        .output();
    let Ok(output) = output else { return false };
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim_start().starts_with(&format!("{uid} "))
        && text.contains(&format!("-D {}", data.display()))
}
