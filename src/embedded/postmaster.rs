//! The server process: its command line, its start, its end.
//!
//! Invariant: a server started here never goes on unwatched. It is stopped by
//! [`Postmaster::stop`], or told to stop when dropped; its end is seen by [`Postmaster::ended`].
//!
//! It has a process group of its own, so that Ctrl-C reaches the service only, which then stops it
//! after its last query.
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

use super::{Binaries, Identity, pidfile, places::PORT};

const POLL: Duration = Duration::from_millis(5);
/// Replaying the log after a crash takes as long as it takes; this only ends a start that hangs.
const START_PATIENCE: Duration = Duration::from_secs(600);
const REPORT_EVERY: Duration = Duration::from_secs(10);
const FAST_PATIENCE: Duration = Duration::from_secs(30);
const IMMEDIATE_PATIENCE: Duration = Duration::from_secs(10);

/// What a server is started with.
#[derive(Debug, Clone, Copy)]
pub struct Launch<'a> {
    /// The programs.
    pub binaries: &'a Binaries,
    /// Who runs them.
    pub identity: &'a Identity,
    /// The data directory.
    pub data: &'a Path,
    /// The directory of the socket.
    pub socket_dir: &'a Path,
    /// Name and value of each further setting; they win over those of `postgresql.conf`.
    pub settings: &'a [(&'a str, &'a str)],
}

impl Launch<'_> {
    /// The command that becomes the server; its standard error goes to `log`.
    pub fn command(&self, log: File) -> Command {
        let mut command = Command::new(self.binaries.postgres());
        self.identity.apply(&mut command);
        super::clean_environment(&mut command, self.binaries);
        command.arg("-D").arg(self.data);
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
pub(super) struct Postmaster {
    child: Child,
}

/// Why a server is not ready.
#[derive(Debug)]
pub(super) enum NotReady {
    Io(io::Error),
    Ended(ExitStatus),
    TooSlow,
}

impl Postmaster {
    /// Starts the server and waits until it takes connections.
    pub(super) async fn start(launch: &Launch<'_>, log: File) -> Result<Postmaster, NotReady> {
        let child = tokio::process::Command::from(launch.command(log))
            .spawn()
            .map_err(NotReady::Io)?;
        let mut postmaster = Postmaster { child };
        postmaster.wait_until_ready(launch.data).await?;
        Ok(postmaster)
    }

    async fn wait_until_ready(&mut self, data: &Path) -> Result<(), NotReady> {
        let begin = Instant::now();
        let mut reports = 0;
        loop {
            if let Some(status) = self.child.try_wait().map_err(NotReady::Io)? {
                return Err(NotReady::Ended(status));
            }
            if self
                .child
                .id()
                .is_some_and(|pid| pidfile::is_ready(data, pid))
            {
                return Ok(());
            }
            if begin.elapsed() > START_PATIENCE {
                return Err(NotReady::TooSlow);
            }
            if begin.elapsed() > REPORT_EVERY * (reports + 1) {
                reports += 1;
                tracing::info!(waited = ?begin.elapsed(), "Postgres is still recovering");
            }
            sleep(POLL).await;
        }
    }

    /// Resolves when the process has ended.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Ends sessions and writes everything out; harder ways follow only if that takes too long.
    pub(super) async fn stop(&mut self) -> io::Result<ExitStatus> {
        for (signal, patience) in [
            (Signal::INT, FAST_PATIENCE),
            (Signal::QUIT, IMMEDIATE_PATIENCE),
        ] {
            self.signal(signal);
            match timeout(patience, self.child.wait()).await {
                Ok(status) => return status,
                Err(_) => tracing::warn!(?patience, "Postgres has not stopped yet"),
            }
        }
        self.child.start_kill()?;
        self.child.wait().await
    }

    /// Nothing once the end of the process was seen, so that no reused process id is hit.
    fn signal(&self, signal: Signal) {
        let pid = self
            .child
            .id()
            .and_then(|id| Pid::from_raw(id.cast_signed()));
        if let Some(pid) = pid {
            // It fails only for a process that has ended, which is what is wanted.
            let _ = kill_process(pid, signal);
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.signal(Signal::INT);
    }
}
