//! Registers this process, and starts the reaper and the shared server if they do not run.
//!
//! Invariant: a process writes its own file before it looks for `stopping`, and the reaper writes
//! `stopping` before it counts the processes. So at least one of them sees the other, and no
//! server is stopped while a test uses it.
//!
//! Deliberately absent: a way to leave. The reaper sees which processes have ended.

use std::{
    fs::{self, File, OpenOptions},
    path::Path,
    time::Duration,
};

use super::{
    server::Server,
    shared_dir::{SharedDir, is_alive},
    shell,
};

const REAPER: &str = include_str!("reaper.sh");
const IDLE_S: u32 = 30;
/// A reaper whose file is older than this is dead: it touches the file about every second.
const REAPER_SILENCE_MAX: Duration = Duration::from_secs(60);

/// Registers this process, so that the reaper keeps running.
pub async fn enter(shared_dir: &SharedDir) {
    if is_settled(shared_dir) {
        return;
    }
    let _gate = pass(shared_dir).await;
    settle(shared_dir).await;
}

/// Registers this process, and starts the shared server if it does not run.
pub async fn enter_with_server(shared_dir: &SharedDir) -> Server {
    if is_settled(shared_dir)
        && let Some(server) = Server::running(&shared_dir.at("server"))
    {
        return server;
    }
    let _gate = pass(shared_dir).await;
    settle(shared_dir).await;
    let dir = shared_dir.at("server");
    if let Some(server) = Server::running(&dir) {
        return server;
    }
    Server::remove_at(&dir);
    let server = Server::create(&dir).await;
    // The child is dropped without a wait, because it outlives this process.
    drop(server.start().await);
    server
}

fn is_settled(shared_dir: &SharedDir) -> bool {
    let own = shared_dir
        .at("clients")
        .join(std::process::id().to_string());
    fs::write(own, "").expect("the shared directory is writable");
    reaper_lives(shared_dir) && !shared_dir.at("stopping").exists()
}

/// Locks the gate, so that one process at a time starts things.
async fn pass(shared_dir: &SharedDir) -> File {
    let gate = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(shared_dir.at("gate"))
        .expect("the shared directory is writable");
    let locked = tokio::task::spawn_blocking(move || gate.lock().map(|()| gate));
    locked
        .await
        .expect("no panic")
        .expect("the gate can be locked")
}

async fn settle(shared_dir: &SharedDir) {
    let stopping = shared_dir.at("stopping");
    while stopping.exists() && reaper_lives(shared_dir) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let _ = fs::remove_file(stopping);
    if !reaper_lives(shared_dir) {
        start_reaper(shared_dir.dir());
    }
}

fn reaper_lives(shared_dir: &SharedDir) -> bool {
    let path = shared_dir.at("reaper.pid");
    let silence = fs::metadata(&path)
        .and_then(|metadata| metadata.modified())
        .map(|touched| touched.elapsed().unwrap_or_default());
    silence.is_ok_and(|silence| silence < REAPER_SILENCE_MAX)
        && fs::read_to_string(path)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .is_some_and(is_alive)
}

fn start_reaper(shared_dir: &Path) {
    let child = shell::detached(REAPER, "claimstore-test-reaper")
        .arg(shared_dir)
        .arg(IDLE_S.to_string())
        .spawn()
        .expect("there is a shell");
    // The child is dropped without a wait, because it outlives this process.
    drop(child);
}
