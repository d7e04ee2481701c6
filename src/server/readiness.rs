//! Health as the database is: checks again and again whether it can serve, and logs once why it
//! cannot.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use tonic_health::{ServingStatus, server::HealthReporter};

use crate::{
    api::{SEARCH_SERVICE, SERVICES},
    app::App,
    store::{
        Store, newest,
        upkeep::{migration::NotUtf8, schema::Readiness},
    },
};

const INTERVAL: Duration = Duration::from_millis(500);
const TIMEOUT: Duration = Duration::from_secs(2);
/// A ready server is no longer ready after this many failures in a row.
const FAILURES_MAX: u32 = 2;

/// A clock that is further behind is worth a line in the log.
const BEHIND_SECONDS_MIN: f64 = 1.0;

/// Sets the health of the server and of each service but search, which has a health of its own
/// while the server is ready.
pub(super) async fn set_status(health: &HealthReporter, status: ServingStatus) {
    health.set_service_status("", status).await;
    for service in SERVICES {
        if *service != SEARCH_SERVICE || status == ServingStatus::NotServing {
            health.set_service_status(*service, status).await;
        }
    }
}

/// Keeps the health of search: it is ready while the server is, and has an index.
#[derive(Default)]
struct Search {
    is_ready: bool,
}

impl Search {
    async fn look(&mut self, app: &App, is_server_ready: bool, health: &HealthReporter) {
        let is_ready = is_server_ready && app.search_index().is_ready();
        if is_ready == self.is_ready {
            return;
        }
        self.is_ready = is_ready;
        let status = match is_ready {
            true => ServingStatus::Serving,
            false => ServingStatus::NotServing,
        };
        health.set_service_status(SEARCH_SERVICE, status).await;
        if is_ready {
            tracing::info!("search is ready");
        }
    }
}

/// Checks whether the database can serve, and sets health accordingly.
pub(super) async fn watch(app: App, health: HealthReporter) {
    let store = app.store();
    let mut is_ready = false;
    let mut failures = 0;
    let mut last = String::new();
    let mut clock = Clock::default();
    let mut search = Search::default();
    loop {
        match problem(store).await {
            None => {
                failures = 0;
                last.clear();
                if !is_ready {
                    is_ready = true;
                    app.metrics().set_ready(true);
                    set_status(&health, ServingStatus::Serving).await;
                    say_ready(store).await;
                }
                clock.look(&app).await;
            }
            Some(problem) => {
                failures += 1;
                if is_ready && failures >= FAILURES_MAX {
                    is_ready = false;
                    app.metrics().set_ready(false);
                    set_status(&health, ServingStatus::NotServing).await;
                }
                // A single failure makes no server unready, and is not said.
                if !is_ready && problem != last {
                    tracing::warn!(problem, "not ready");
                    last = problem;
                }
            }
        }
        search.look(&app, is_ready, &health).await;
        sleep(INTERVAL).await;
    }
}

async fn say_ready(store: &Store) {
    let (schema, own) = (store.schema_version(), newest());
    tracing::info!(schema, "ready");
    if schema < Some(own) {
        tracing::warn!(
            schema,
            own,
            "the schema is older than this release; run claimstore migrate"
        );
    }
    if let Ok(Ok(true)) = timeout(TIMEOUT, store.compares_otherwise()).await {
        tracing::warn!(
            "texts are compared in another way than when the database was made, and its indexes may miss \
             rows; run reindex database, and then alter database … refresh collation version"
        );
    }
}

/// Why the database cannot serve, if it cannot.
async fn problem(store: &Store) -> Option<String> {
    match timeout(TIMEOUT, store.readiness()).await {
        Ok(Ok(Readiness::Ready)) => None,
        Ok(Ok(Readiness::Standby)) => {
            Some("the database is a standby, which cannot be written to".to_owned())
        }
        Ok(Ok(Readiness::ReadOnly)) => {
            Some("the database is read-only: default_transaction_read_only is on".to_owned())
        }
        Ok(Ok(Readiness::NotUtf8)) => Some(NotUtf8.to_string()),
        Ok(Ok(Readiness::Misfit(misfit))) => Some(misfit.to_string()),
        Ok(Err(error)) => Some(error.plainly()),
        Err(_) => Some("the database does not answer".to_owned()),
    }
}

/// Logs when the database's clock falls behind the times of changes, and when it has caught up.
#[derive(Default)]
struct Clock {
    is_behind: bool,
}

impl Clock {
    async fn look(&mut self, app: &App) {
        let Ok(Ok(lags)) = timeout(TIMEOUT, app.store().lags()).await else {
            return;
        };
        app.metrics().set_lags(lags);
        let seconds = lags.clock;
        let is_behind = seconds > BEHIND_SECONDS_MIN;
        match (self.is_behind, is_behind) {
            (false, true) => tracing::warn!(
                seconds,
                "the clock of the database is behind; changes follow the newest one"
            ),
            (true, false) => tracing::info!("the clock of the database has caught up"),
            _ => {}
        }
        self.is_behind = is_behind;
    }
}
