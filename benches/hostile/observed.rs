//! What is seen of the server from outside: its memory, its open files, and the errors in its log.

use std::{
    fs,
    sync::{Arc, Mutex, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use super::memory::{bytes, resident_bytes};

const INTERVAL: Duration = Duration::from_millis(200);

/// The most that was seen.
#[derive(Clone, Copy, Default)]
pub struct Most {
    /// What only the process can give back.
    pub memory_mib: u64,
    /// Pages of files, of the program and of the index, which the kernel can take.
    pub mapped_mib: u64,
    pub files: usize,
}

/// Looks at a process until it is told to end.
pub struct Watcher {
    end: mpsc::Sender<()>,
    thread: JoinHandle<Most>,
}

impl Watcher {
    pub fn start(process: u32) -> Self {
        let (end, ended) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let mut most = Most::default();
            loop {
                let now = now(process);
                most.memory_mib = most.memory_mib.max(now.memory_mib);
                most.mapped_mib = most.mapped_mib.max(now.mapped_mib);
                most.files = most.files.max(now.files);
                if ended.recv_timeout(INTERVAL) != Err(mpsc::RecvTimeoutError::Timeout) {
                    return most;
                }
            }
        });
        Self { end, thread }
    }

    pub fn end(self) -> Most {
        drop(self.end);
        self.thread.join().unwrap()
    }
}

/// What the process has now.
///
/// # Panics
///
/// If it has ended.
pub fn now(process: u32) -> Most {
    let memory = resident_bytes(process).expect("the server runs");
    let mapped = bytes(process, "RssFile:").expect("the server runs");
    let files = fs::read_dir(format!("/proc/{process}/fd")).expect("the server runs");
    Most {
        memory_mib: memory.saturating_sub(mapped) >> 20,
        mapped_mib: mapped >> 20,
        files: files.count(),
    }
}

/// The lines of the server's log that have the level ERROR.
#[derive(Clone, Default)]
pub struct Errors(Arc<Mutex<Vec<String>>>);

impl Errors {
    /// Keeps the line if it is an error.
    pub fn read(&self, line: String) {
        if line.contains(r#""level":"ERROR""#) {
            self.0.lock().unwrap().push(line);
        }
    }

    /// Those since the last time.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}
