//! `postmaster.pid`: whether a server is ready, and whether one was left behind.
//!
//! Invariant: no process is signalled on the word of the file alone. Process ids are reused, in a
//! container after every restart, so the process must also be a server of this very directory and
//! of the right user.
//!
//! Deliberately absent: `pg_ctl stop`, which trusts the file.

use std::{
    ffi::OsStr,
    fs, io,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::time::sleep;

use super::Error;

const POLL: Duration = Duration::from_millis(10);
const FAST_PATIENCE: Duration = Duration::from_secs(15);
const IMMEDIATE_PATIENCE: Duration = Duration::from_secs(10);

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
        // The eighth line; one is consumed.
        ready: lines.nth(6).is_some_and(|line| line.trim() == "ready"),
    })
}

/// Whether the server with this process id takes connections. A stale file also says ready, hence
/// the process id.
pub fn is_ready(data: &Path, pid: u32) -> bool {
    read(data).is_some_and(|file| file.ready && u32::try_from(file.pid) == Ok(pid))
}

/// The process id of the running server of `data`, ready or not; `None` where none runs.
pub fn running(data: &Path, uid: u32) -> Option<Pid> {
    let pid = Pid::from_raw(read(data)?.pid)?;
    serves(pid, data, uid).then_some(pid)
}

/// Stops the server that a killed claimstore left behind. Answers whether a file was left, which
/// is the sign of an unclean end.
///
/// Only for the holder of the directory's lock.
///
/// # Errors
///
/// [`Error::Orphan`] where it does not stop.
pub(super) async fn stop_orphan(data: &Path, uid: u32) -> Result<bool, Error> {
    let Some(file) = read(data) else {
        return Ok(false);
    };
    for (signal, patience) in [
        (Signal::INT, FAST_PATIENCE),
        (Signal::QUIT, IMMEDIATE_PATIENCE),
    ] {
        let Some(pid) = running(data, uid) else {
            remove_stale(data, file.pid)?;
            return Ok(true);
        };
        tracing::warn!(
            pid = pid.as_raw_nonzero(),
            "stopping the Postgres of an earlier run"
        );
        // It may have ended since; the next look tells.
        let _ = kill_process(pid, signal);
        wait_until_gone(pid, data, uid, patience).await;
    }
    if running(data, uid).is_none() {
        return Ok(true);
    }
    Err(Error::Orphan {
        pid: file.pid,
        dir: data.to_path_buf(),
    })
}

async fn wait_until_gone(pid: Pid, data: &Path, uid: u32, patience: Duration) {
    let end = Instant::now() + patience;
    while serves(pid, data, uid) && Instant::now() < end {
        sleep(POLL).await;
    }
}

/// A stale file keeps Postgres from starting if its process id meanwhile belongs to another process
/// of the same user, or to one that ended and was never waited for. Should old backends still be there, Postgres sees their shared memory.
fn remove_stale(data: &Path, pid: i32) -> Result<(), Error> {
    let misleads = Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid).is_ok());
    if !misleads {
        return Ok(());
    }
    let path = data.join("postmaster.pid");
    match fs::remove_file(&path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(Error::io("remove", path)(source))
        }
        _ => Ok(()),
    }
}

/// Whether the process runs as `uid` with `-D <data>`. One that has ended but that nobody has
/// waited for has no arguments, so it does not.
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
