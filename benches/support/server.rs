//! `claimstore serve` as a separate process, built for the benchmark, and a channel to it.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use tonic::transport::{Channel, Endpoint};

/// A running server; it is killed when dropped.
pub struct Server {
    pub(super) child: Child,
    pub(super) address: String,
    pub channel: Channel,
}

impl Server {
    /// Starts a server for a database on a free port, without a search index. Its log has errors
    /// only, and is printed.
    pub fn start(database_url: &str) -> Self {
        let arguments = ["--no-search", "--log", "error,claimstore::cli=info"];
        Self::start_with(database_url, &arguments, |line| eprintln!("{line}"))
    }

    /// Starts a server with further arguments, and hands over each line of its log.
    pub fn start_with(
        database_url: &str,
        arguments: &[&str],
        mut read: impl FnMut(String) + Send + 'static,
    ) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimstore"));
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CLAIMSTORE_")) {
            command.env_remove(name);
        }
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--log-format", "json", "--database-url", database_url])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap())
            .lines()
            .map_while(Result::ok);
        let address = lines.find_map(|line| address_in(&line));
        let address = address.expect("it ended before it listened");
        // The server would block on a full pipe.
        std::thread::spawn(move || lines.for_each(&mut read));
        let server = Self {
            child,
            channel: connect(&address),
            address,
        };
        eprintln!("the server listens on {}", server.address);
        server
    }

    /// Kills it with SIGKILL.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A channel with a connection of its own.
pub(super) fn connect(address: &str) -> Channel {
    let endpoint = Endpoint::from_shared(format!("http://{address}")).unwrap();
    endpoint.connect_lazy()
}

fn address_in(line: &str) -> Option<String> {
    let line: serde_json::Value = serde_json::from_str(line).ok()?;
    (line["message"] == "listening").then(|| line["address"].as_str().map(str::to_owned))?
}
