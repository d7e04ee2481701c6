//! The server process: its command line, its start, its end.
//!
//! Invariant: a server that was started here never runs unsupervised. `Postmaster::stop` stops
//! it, dropping it asks it to stop, and `Postmaster::exited` notices its end.
//!
//! It has a process group of its own, so that Ctrl-C reaches only the service, which stops it after
//! its last query.
//!
//! Deliberately absent: TCP. The only way in is a socket in a private directory.

use std::{
    fs::File,
    io,
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::Child,
    time::{sleep, timeout},
};

use super::pidfile;
use crate::embedded::{
    directory::socket::PORT,
    identity::Identity,
    programs::{binaries::Binaries, command::command},
};

const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// For a start that hangs. It must be long: replaying the log after a crash can take minutes.
const START_TIMEOUT: Duration = Duration::from_secs(600);
const REPORT_INTERVAL: Duration = Duration::from_secs(10);
const FAST_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(30);
const IMMEDIATE_SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(10);

/// What a server is started with.
#[derive(Debug, Clone, Copy)]
pub struct Launch<'a> {
    /// The programs.
    pub binaries: &'a Binaries,
    /// The user that runs them.
    pub identity: &'a Identity,
    /// The data directory of Postgres.
    pub cluster: &'a Path,
    /// The directory of the socket.
    pub socket_dir: &'a Path,
    /// Name and value of each further setting; they override `postgresql.conf`.
    pub settings: &'a [(&'a str, &'a str)],
}

impl Launch<'_> {
    /// The command that becomes the server; its standard error goes to `log`.
    pub fn command(&self, log: File) -> Command {
        let mut command = command(&self.binaries.postgres(), self.binaries, self.identity);
        command.arg("-D").arg(self.cluster);
        let socket_dir = self.socket_dir.display().to_string().replace('"', "\"\"");
        let port = PORT.to_string();
        // Quoted, since the setting is a list and a path may hold a comma.
        let socket_dir = format!("\"{socket_dir}\"");
        let own = [
            ("listen_addresses", ""),
            ("unix_socket_directories", &socket_dir),
            ("unix_socket_permissions", "0700"),
            ("port", &port),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("logging_collector", "off"),
            ("log_destination", "stderr"),
        ];
        for (name, value) in own.iter().chain(self.settings) {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        command
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        command
    }
}

#[derive(Debug)]
pub(crate) struct Postmaster {
    child: Child,
}

/// Why a server did not become ready.
#[derive(Debug)]
pub(crate) enum StartError {
    Io(io::Error),
    Exited(ExitStatus),
    Timeout,
}

impl Postmaster {
    /// Starts the process; it does not accept connections yet.
    pub(crate) fn spawn(launch: &Launch<'_>, log: File) -> io::Result<Postmaster> {
        let child = tokio::process::Command::from(launch.command(log)).spawn()?;
        Ok(Postmaster { child })
    }

    /// Waits until the server of the data directory `data` accepts connections.
    pub(crate) async fn ready(&mut self, data: &Path) -> Result<(), StartError> {
        let begin = Instant::now();
        let mut reports = 0;
        loop {
            if let Some(status) = self.child.try_wait().map_err(StartError::Io)? {
                return Err(StartError::Exited(status));
            }
            if self
                .child
                .id()
                .is_some_and(|pid| pidfile::is_ready(data, pid))
            {
                return Ok(());
            }
            if begin.elapsed() > START_TIMEOUT {
                return Err(StartError::Timeout);
            }
            if begin.elapsed() > REPORT_INTERVAL * (reports + 1) {
                reports += 1;
                tracing::info!(waited = ?begin.elapsed(), "Postgres is still recovering");
            }
            sleep(POLL_INTERVAL).await;
        }
    }

    /// Resolves when the process has ended.
    pub(crate) async fn exited(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks for a fast shutdown, which ends sessions and writes a checkpoint. Where that takes too
    /// long an immediate shutdown follows, and then SIGKILL.
    pub(crate) async fn stop(&mut self) -> io::Result<ExitStatus> {
        for (signal, limit) in [
            (Signal::INT, FAST_SHUTDOWN_TIMEOUT),
            (Signal::QUIT, IMMEDIATE_SHUTDOWN_TIMEOUT),
        ] {
            self.signal(signal);
            match timeout(limit, self.child.wait()).await {
                Ok(status) => return status,
                Err(_) => tracing::warn!(waited = ?limit, "Postgres has not stopped yet"),
            }
        }
        self.child.start_kill()?;
        self.child.wait().await
    }

    /// Does nothing once the process is known to have ended, because its id may be reused.
    fn signal(&self, signal: Signal) {
        let pid = self
            .child
            .id()
            .and_then(|id| Pid::from_raw(id.cast_signed()));
        if let Some(pid) = pid {
            // It fails only if the process has ended, and then there is nothing to signal.
            let _ = kill_process(pid, signal);
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.signal(Signal::INT);
    }
}
