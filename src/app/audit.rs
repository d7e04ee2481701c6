//! The audit log: what became of calls is noted, and written behind them.

mod repeats;
pub mod waiting;

use std::time::Duration;

use self::waiting::{Audit, filled_in};
use super::{App, Error};
use crate::store::{
    audit::{AuditEntry, AuditFilter, AuditPage},
    read::list::ListPoint,
};

/// How often entries are written.
const INTERVAL: Duration = Duration::from_millis(500);

impl App {
    /// Notes what became of calls.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Reads a page of the audit log, the newest entries first.
    pub async fn audit_entries(
        &self,
        filter: &AuditFilter,
        after: Option<ListPoint>,
        size: i64,
    ) -> Result<AuditPage, Error> {
        let mut reader = self.store().reader().await?;
        Ok(reader.audit_entries(filter, after, size).await?)
    }

    /// Writes an entry at once.
    pub(super) async fn audit_now(&self, entry: AuditEntry) -> Result<(), Error> {
        Ok(self.store().audit(&[filled_in(entry)]).await?)
    }

    /// Writes everything that was noted, also of repeats that are still gathered.
    pub async fn finish_audit(&self) -> Result<(), Error> {
        self.audit.end_gathering();
        self.write_audit().await
    }

    async fn write_audit(&self) -> Result<(), Error> {
        let _writing = self.audit.writing.lock().await;
        loop {
            let entries = self.audit.some();
            if entries.is_empty() {
                return Ok(());
            }
            self.store().audit(&entries).await?;
            self.audit.written(entries.len());
        }
    }
}

/// Writes what was noted, again and again, until the future is dropped.
pub async fn run(app: App) {
    let mut is_failing = false;
    loop {
        tokio::time::sleep(INTERVAL).await;
        match app.write_audit().await {
            Ok(()) => is_failing = false,
            // Readiness reports that, once.
            Err(Error::DatabaseUnavailable(_)) => {}
            Err(error) if !is_failing => {
                is_failing = true;
                tracing::warn!(%error, "the audit log could not be written; it is tried again");
            }
            Err(_) => {}
        }
    }
}
