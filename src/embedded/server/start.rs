//! Starts the server. After an unclean end it is tried again for a while, because processes of
//! the killed server may linger and hold its shared memory.
//!
//! Invariant: a process that was started is in the caller's hands before it is waited for, so a
//! start that is dropped leaves none behind.

use std::{
    process::ExitStatus,
    time::{Duration, Instant},
};

use tokio::time::sleep;

use super::{
    log::Log,
    pidfile,
    postmaster::{Launch, Postmaster, StartError},
};
use crate::embedded::{directory::socket, error::Error};

/// How long a start is tried again after an unclean end.
const UNCLEAN_START_TIMEOUT: Duration = Duration::from_secs(15);

/// The same while Postgres says that processes of the killed server hold its shared memory. One
/// that recovers the database may look only after a minute whether its server is still there.
const SHARED_MEMORY_TIMEOUT: Duration = Duration::from_secs(120);
const SHARED_MEMORY_HELD: &str = "pre-existing shared memory block";
const RETRY_INTERVAL: Duration = Duration::from_millis(200);

/// Starts the server into `postmaster` and waits until it is ready.
///
/// The caller must hold the lock of the data directory.
pub(crate) async fn start(
    launch: &Launch<'_>,
    log: &Log,
    postmaster: &mut Option<Postmaster>,
) -> Result<(), Error> {
    let is_unclean = pidfile::stop_orphan(launch.cluster, launch.identity.uid).await?;
    socket::remove_stale(launch.socket_dir)?;
    let begin = Instant::now();
    let is_transient = |status: ExitStatus| {
        let limit = match log.tail().contains(SHARED_MEMORY_HELD) {
            true => SHARED_MEMORY_TIMEOUT,
            false => UNCLEAN_START_TIMEOUT,
        };
        is_unclean && !status.success() && begin.elapsed() < limit
    };
    let mut is_waiting = false;
    loop {
        let spawned = Postmaster::spawn(launch, log.output()?)
            .map_err(Error::io("run", launch.binaries.postgres()))?;
        let reason = match postmaster.insert(spawned).ready(launch.cluster).await {
            Ok(()) => return Ok(()),
            Err(StartError::Io(source)) => {
                return Err(Error::io("watch the server of", launch.cluster)(source));
            }
            Err(StartError::Timeout) => "not ready in time".to_owned(),
            Err(StartError::Exited(status)) if !is_transient(status) => status.to_string(),
            Err(StartError::Exited(_)) => {
                if !std::mem::replace(&mut is_waiting, true) {
                    tracing::info!("Postgres cannot start yet after its unclean end; trying again");
                }
                sleep(RETRY_INTERVAL).await;
                continue;
            }
        };
        return Err(Error::Start {
            reason,
            log: log.path().to_path_buf(),
            tail: log.tail(),
        });
    }
}
