//! `claimstore serve` with its default settings, as a process of its own.

use std::{
    fs::{File, OpenOptions},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use tonic::transport::{Channel, Endpoint};

const START_TIMEOUT: Duration = Duration::from_secs(30);
const CHECKED_EVERY: Duration = Duration::from_millis(20);

/// A running service; it is killed when dropped.
pub struct Service {
    child: Child,
    address: String,
    log: PathBuf,
}

impl Service {
    /// Starts the service for a database, with more arguments. It logs to the file as it does by
    /// default.
    pub async fn start(database_url: &str, more: &[&str], log: PathBuf) -> Result<Self, String> {
        let file = OpenOptions::new().create(true).append(true).open(&log);
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimstore"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CLAIMSTORE_")) {
            command.env_remove(name);
        }
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"])
            .args(["--database-url", database_url])
            .args(more)
            .stderr(file.map_err(|error| error.to_string())?);
        Self::listening(command, log).await
    }

    /// The benchmark itself as a service that answers a constant, see `constant.rs`.
    pub async fn constant(log: PathBuf) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let file = File::create(&log).map_err(|error| error.to_string())?;
        let mut command = Command::new(own);
        command.arg("--serve-constant").stderr(file);
        Self::listening(command, log).await
    }

    async fn listening(mut command: Command, log: PathBuf) -> Result<Self, String> {
        let child = command.stdin(Stdio::null()).spawn();
        let mut service = Self {
            child: child.map_err(|error| error.to_string())?,
            address: String::new(),
            log,
        };
        let begin = Instant::now();
        loop {
            let text = std::fs::read_to_string(&service.log).unwrap_or_default();
            if let Some(address) = text.lines().find_map(address_in) {
                service.address = address;
                return Ok(service);
            }
            let has_ended = service.child.try_wait().is_ok_and(|it| it.is_some());
            if has_ended || begin.elapsed() > START_TIMEOUT {
                return Err(format!("the service did not start: {text}"));
            }
            tokio::time::sleep(CHECKED_EVERY).await;
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Channels with a connection each.
    pub fn channels(&self, count: usize) -> Vec<Channel> {
        let endpoint = Endpoint::from_shared(self.url()).unwrap();
        (0..count).map(|_| endpoint.connect_lazy()).collect()
    }

    /// Empties its log, which has a line for each call.
    pub fn empty_log(&self) {
        if let Ok(file) = OpenOptions::new().write(true).open(&self.log) {
            let _ = file.set_len(0);
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.empty_log();
    }
}

fn address_in(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    (line["message"] == "listening").then(|| line["address"].as_str().map(str::to_owned))?
}
