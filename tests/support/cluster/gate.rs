//! Registers this process, and starts the reaper and the shared server if they do not run.
//!
//! Invariant: a process writes its own file before it looks for `stopping`, and the reaper writes
//! `stopping` before it counts the processes. So at least one of them sees the other, and no
//! server
//! is stopped while a test uses it.
//!
//! Deliberately absent: a way to leave. The reaper sees which processes have ended.

use std::{
    fs::{self, File, OpenOptions},
    path::Path,
    time::Duration,
};

use super::{
    room::{Room, is_alive},
    server::Server,
    shell,
};

const REAPER: &str = include_str!("reaper.sh");
const IDLE_S: u32 = 30;
/// A reaper whose file is older than this is dead: it touches the file about every second.
const REAPER_SILENCE_MAX: Duration = Duration::from_secs(60);

/// Registers this process, so that the reaper keeps running.
pub async fn enter(room: &Room) {
    if is_settled(room) {
        return;
    }
    let _gate = pass(room).await;
    settle(room).await;
}

/// Registers this process, and starts the shared server if it does not run.
pub async fn enter_with_server(room: &Room) -> Server {
    if is_settled(room)
        && let Some(server) = Server::running(&room.at("server"))
    {
        return server;
    }
    let _gate = pass(room).await;
    settle(room).await;
    let dir = room.at("server");
    if let Some(server) = Server::running(&dir) {
        return server;
    }
    Server::remove_at(&dir);
    let server = Server::create(&dir).await;
    // The child is dropped without a wait, because it outlives this process.
    drop(server.start().await);
    server
}

fn is_settled(room: &Room) -> bool {
    let own = room.at("clients").join(std::process::id().to_string());
    fs::write(own, "").expect("the room is writable");
    reaper_lives(room) && !room.at("stopping").exists()
}

/// Locks the gate, so that one process at a time starts things.
async fn pass(room: &Room) -> File {
    let gate = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .open(room.at("gate"))
        .expect("the room is writable");
    let locked = tokio::task::spawn_blocking(move || gate.lock().map(|()| gate));
    locked
        .await
        .expect("no panic")
        .expect("the gate can be locked")
}

async fn settle(room: &Room) {
    let stopping = room.at("stopping");
    while stopping.exists() && reaper_lives(room) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let _ = fs::remove_file(stopping);
    if !reaper_lives(room) {
        start_reaper(room.dir());
    }
}

fn reaper_lives(room: &Room) -> bool {
    let path = room.at("reaper.pid");
    let silence = fs::metadata(&path)
        .and_then(|metadata| metadata.modified())
        .map(|touched| touched.elapsed().unwrap_or_default());
    silence.is_ok_and(|silence| silence < REAPER_SILENCE_MAX)
        && fs::read_to_string(path)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .is_some_and(is_alive)
}

fn start_reaper(room: &Path) {
    let child = shell::detached(REAPER, "claimstore-test-reaper")
        .arg(room)
        .arg(IDLE_S.to_string())
        .spawn()
        .expect("there is a shell");
    // The child is dropped without a wait, because it outlives this process.
    drop(child);
}
