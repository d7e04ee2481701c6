//! The real program as a process: starts it, reads its log, signals it, and waits for it.

use std::{
    cell::OnceCell,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread::JoinHandle,
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};

/// What the names of settings in the environment begin with.
const SETTINGS: [&str; 3] = ["CLAIMSTORE_", "OTEL_", "TRACE"];

/// A command of the program. It inherits no settings from the environment of the tests.
pub fn claimstore() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimstore"));
    let is_setting = |name: &str| SETTINGS.iter().any(|it| name.starts_with(it));
    for (name, _) in std::env::vars().filter(|(name, _)| is_setting(name)) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

/// The text that a command wrote to standard error.
pub fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A running `claimstore serve`. It is killed when dropped.
pub struct Serving {
    child: Child,
    log: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
    address: mpsc::Receiver<String>,
    url: OnceCell<String>,
}

impl Serving {
    /// Starts `serve` on a free port, with a private Postgres in a directory.
    pub fn on_data_dir(data_dir: &Path) -> Self {
        Self::start(claimstore().arg("serve").arg("--data-dir").arg(data_dir))
    }

    /// Starts a `serve` command on a free port.
    pub fn start(command: &mut Command) -> Self {
        Self::start_on("127.0.0.1:0", command)
    }

    /// Starts a `serve` command on an address.
    pub fn start_on(address: &str, command: &mut Command) -> Self {
        let mut child = command
            .args(["--listen", address, "--log-format", "json"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (found, address) = mpsc::channel();
        let reader = std::thread::spawn({
            let log = Arc::clone(&log);
            move || {
                for line in lines.map_while(Result::ok) {
                    if let Some(address) = address_in(&line) {
                        let _ = found.send(address);
                    }
                    log.lock().unwrap().push(line);
                }
            }
        });
        Self {
            child,
            log,
            reader: Some(reader),
            address,
            url: OnceCell::new(),
        }
    }

    /// Waits until it listens, and returns its url.
    pub fn url(&self) -> String {
        let url = self.url.get_or_init(|| {
            let address = self.address.recv();
            let address = address.unwrap_or_else(|_| panic!("it ended: {:#?}", self.log()));
            format!("http://{address}")
        });
        url.clone()
    }

    /// The lines that it has logged so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// A line of its log, once it has one with these words.
    pub async fn line(&self, words: &str) -> String {
        loop {
            let found = self.log().into_iter().find(|line| line.contains(words));
            if let Some(line) = found {
                return line;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// The id of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// How it ended, if it has.
    pub fn try_wait(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Waits until it has ended and its log is complete.
    pub fn wait(&mut self) -> ExitStatus {
        let status = self.child.wait().unwrap();
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
        status
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn address_in(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    (line["message"] == "listening").then(|| line["address"].as_str().map(str::to_owned))?
}
