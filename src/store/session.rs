//! How a database is connected to, and how its sessions are set up.
//!
//! A session has settings, such as the longest time of a statement. Postgres takes them when a
//! connection is opened. A pooler in transaction mode, such as pgbouncer, gives each transaction
//! of a connection another session, which has nothing of the one before, and may be one of another
//! server. There, each transaction begins with the settings, and nothing stays prepared.

use std::{fmt, sync::Arc};

use sqlx::{ConnectOptions as _, PgConnection, Row as _, postgres::PgConnectOptions};

use super::{here, identity::Identity};
use crate::telemetry::span::Server;

/// Where a database is, and whether a pooler is before it.
#[derive(Clone)]
pub struct Target {
    options: PgConnectOptions,
    is_pooled: bool,
}

impl Target {
    /// The same database, behind a pooler that gives each transaction another session.
    #[must_use]
    pub fn pooled(mut self) -> Self {
        self.is_pooled = true;
        self
    }
}

impl From<PgConnectOptions> for Target {
    fn from(options: PgConnectOptions) -> Self {
        Self {
            options,
            is_pooled: false,
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target").finish_non_exhaustive()
    }
}

/// A setting of a session, and its value.
pub(super) type Setting = (&'static str, String);

/// The isolation of transactions that name none. The role can have another default.
const ISOLATION: (&str, &str) = ("default_transaction_isolation", "read committed");

/// The sessions that are opened to a database.
#[derive(Clone)]
pub(super) struct Session {
    target: Target,
    settings: Vec<Setting>,
    purpose: Purpose,
    identity: Arc<Identity>,
}

/// What sessions are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Reads and writes, which a standby would answer wrongly or refuse.
    Primary,
    /// To look at a database, whether it is a standby or not.
    Look,
    /// Reads of a standby, which may have been promoted.
    Standby,
}

impl Session {
    /// Sessions of a primary, which are called `name` in `pg_stat_activity`.
    pub fn new(target: &Target, name: &str, settings: Vec<Setting>) -> Self {
        Self {
            target: target.clone(),
            settings,
            purpose: Purpose::Primary,
            identity: Arc::default(),
        }
        .named(name)
    }

    /// The same sessions by another name.
    pub fn named(mut self, name: &str) -> Self {
        self.target.options = self.target.options.application_name(name);
        self
    }

    /// The same sessions with other settings besides.
    pub fn with(mut self, settings: &[(&'static str, &str)]) -> Self {
        let settings = settings.iter();
        let settings = settings.map(|(name, value)| (*name, (*value).to_owned()));
        self.settings.extend(settings);
        self
    }

    /// The same sessions for another purpose.
    pub const fn used_for(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// What they are for.
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    /// Whether a pooler gives each transaction another one.
    pub const fn is_pooled(&self) -> bool {
        self.target.is_pooled
    }

    /// Which server they are of.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The server, as spans name it.
    pub fn server(&self) -> Arc<Server> {
        let options = &self.target.options;
        Arc::new(Server {
            host: options.get_host().to_owned(),
            port: options.get_port(),
            database: options.get_database().unwrap_or_default().to_owned(),
        })
    }

    /// Opens a connection. Fails if what is between refuses its settings, or drops them.
    pub async fn open(&self) -> Result<PgConnection, sqlx::Error> {
        let options = self.target.options.clone();
        if self.target.is_pooled {
            let opened = options.extra_float_digits(None).connect().await;
            return opened.map_err(|error| match is_of_settings(&error) {
                true => SettingsLost::OfUrl.into(),
                false => error,
            });
        }
        let settings = self.settings.iter().map(|(name, value)| (*name, value));
        let options = options.options([ISOLATION]).options(settings);
        let mut connection =
            options
                .connect()
                .await
                .map_err(|error| match is_of_settings(&error) {
                    true => SettingsLost::Refused.into(),
                    false => error,
                })?;
        match has_settings(&mut connection).await? {
            true => Ok(connection),
            false => Err(SettingsLost::Dropped.into()),
        }
    }

    /// The statements with which a transaction begins, if a pooler is before the database: what
    /// sessions do not keep, and whether this one is of the server that it has to be of.
    pub fn of_transaction(&self) -> Option<Arc<str>> {
        let server = match self.purpose {
            Purpose::Primary => here::require_same(),
            Purpose::Look => String::new(),
            Purpose::Standby => "set transaction read only; ".to_owned(),
        };
        let settings = self.settings.iter();
        let settings = set_local(settings.map(|(name, value)| (*name, value.as_str())));
        self.target
            .is_pooled
            .then(|| format!("{server}{settings}").into())
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

/// The statements that give the open transaction settings.
pub(super) fn set_local<'a>(settings: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let statement = |(name, value)| format!("set local {name} = '{value}'; ");
    settings.map(statement).collect()
}

/// Whether a pooler refuses to open a connection with settings.
fn is_of_settings(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    error.is_some_and(|it| it.message().starts_with("unsupported startup parameter"))
}

/// What says of a session whether it has its settings.
const SOURCE: &str = "select source from pg_settings where name = 'default_transaction_isolation'";

/// Whether a session has its settings: poolers drop them all or none. One that keeps them and mixes
/// up sessions all the same is noticed only when a statement meets another session. Nothing is prepared for that,
/// because a pooler in transaction mode would keep it for others.
async fn has_settings(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let row = sqlx::raw_sql(SOURCE).fetch_one(connection).await?;
    Ok(row.try_get::<&str, _>(0)? == "client")
}

/// Why sessions do not have the settings that they are opened with.
#[derive(Debug, thiserror::Error)]
pub(super) enum SettingsLost {
    #[error(
        "a pooler refuses the settings of sessions; connect to Postgres itself, or serve with \
         --database-pooled"
    )]
    Refused,
    #[error(
        "a pooler drops the settings of sessions; connect to Postgres itself, or serve with \
         --database-pooled"
    )]
    Dropped,
    #[error("a pooler refuses the options of the database url; leave them out")]
    OfUrl,
}

impl From<SettingsLost> for sqlx::Error {
    fn from(lost: SettingsLost) -> Self {
        Self::Configuration(Box::new(lost))
    }
}
