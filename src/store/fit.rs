//! Whether this build serves the schema of a database.
//!
//! While a release is rolled out, servers of two releases run side by side, and the migration may run
//! before, between or after. So a build serves each schema since that of the release before it. A schema
//! says of itself which builds it serves, as long as it only adds to that of an earlier one.

use std::sync::{Mutex, PoisonError};

use sqlx::migrate::Migrator;

use super::connection::Connection;

/// The migrations of this build.
pub(super) static MIGRATOR: Migrator = sqlx::migrate!();

/// The oldest schema that this build serves: that of the release before. What needs a newer one
/// asks for it, with [`Seen::require`].
pub const OLDEST_SERVED: i64 = 28;

/// The migration since which a schema says which builds it serves.
const SAYS: i64 = 30;

/// Returns the newest migration of this build.
pub fn newest() -> i64 {
    let versions = MIGRATOR.iter().map(|migration| migration.version);
    versions.max().unwrap_or_default()
}

/// Why a build and a schema do not fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// There is none.
    #[error("the database has no schema yet; run claimstore migrate")]
    None,
    /// It is too old.
    #[error("the schema is at version {found}, and {needed} is needed; run claimstore migrate")]
    Old {
        /// The newest migration of the database.
        found: i64,
        /// The one that it needs at least.
        needed: i64,
    },
    /// It does not say which releases it serves.
    #[error(
        "what the schema says of the releases that it serves cannot be read; grant the role select on \
         _sqlx_migrations and schema_compatibility, which has one row"
    )]
    Silent,
    /// It is too new.
    #[error(
        "the schema, at version {found}, is for releases that know version {needed}, and this one knows {known}; use a newer release"
    )]
    New {
        /// The newest migration of the database.
        found: i64,
        /// The one that a build has to know at least.
        needed: i64,
        /// The newest one of this build.
        known: i64,
    },
}

/// The schema of a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Schema {
    /// Its newest migration; 0 if there is none.
    pub version: i64,
    /// The newest migration that a build has to know at least. `None` if that cannot be read.
    pub oldest_server: Option<i64>,
}

/// The SQLSTATE of a right that the role does not have.
pub(super) const NO_RIGHT: &str = "42501";

impl Schema {
    pub async fn read(connection: &mut Connection) -> Result<Self, sqlx::Error> {
        let version = if_allowed(version(connection).await)?;
        let says = sqlx::query_scalar("select oldest_server from schema_compatibility");
        let oldest_server = match version {
            Some(version) if version < SAYS => Some(0),
            Some(_) => if_allowed(says.fetch_optional(&mut *connection).await)?.flatten(),
            None => None,
        };
        Ok(Self {
            version: version.unwrap_or(SAYS),
            oldest_server,
        })
    }

    /// Refuses a schema that this build does not serve.
    pub fn require_served(self) -> Result<(), Misfit> {
        self.require(OLDEST_SERVED)?;
        match self.oldest_server {
            None => Err(Misfit::Silent),
            Some(oldest) if oldest > newest() => Err(self.too_new(oldest)),
            Some(_) => Ok(()),
        }
    }

    /// Refuses a schema that is not that of this build.
    pub fn require_own(self) -> Result<(), Misfit> {
        self.require(newest())?;
        match self.version > newest() {
            true => Err(self.too_new(self.version)),
            false => Ok(()),
        }
    }

    /// Refuses a schema that lacks a migration.
    fn require(self, needed: i64) -> Result<(), Misfit> {
        match self.version {
            0 => Err(Misfit::None),
            found if found < needed => Err(Misfit::Old { found, needed }),
            _ => Ok(()),
        }
    }

    fn too_new(self, needed: i64) -> Misfit {
        Misfit::New {
            found: self.version,
            needed,
            known: newest(),
        }
    }
}

/// `None` where the role does not have the right to ask.
fn if_allowed<T>(answer: Result<T, sqlx::Error>) -> Result<Option<T>, sqlx::Error> {
    match answer {
        Err(error) if is_refused(&error) => Ok(None),
        answer => answer.map(Some),
    }
}

/// Whether the role does not have a right.
pub(super) fn is_refused(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == NO_RIGHT)
}

async fn version(connection: &mut Connection) -> Result<i64, sqlx::Error> {
    let has_schema = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null");
    if !has_schema.fetch_one(&mut *connection).await? {
        return Ok(0);
    }
    let version = sqlx::query_scalar("select max(version) from _sqlx_migrations where success");
    let version: Option<i64> = version.fetch_one(&mut *connection).await?;
    Ok(version.unwrap_or_default())
}

/// The schema that a database was last seen to have.
#[derive(Debug, Default)]
pub(super) struct Seen {
    schema: Mutex<Option<Schema>>,
    /// Held by who looks at it for the first time.
    pub first_look: tokio::sync::Mutex<()>,
}

impl Seen {
    pub fn note(&self, schema: Schema) {
        let mut seen = self.schema.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Some(schema);
    }

    /// Whether it was ever looked at.
    pub fn is_known(&self) -> bool {
        self.schema().is_some()
    }

    /// Its newest migration, if it was ever looked at.
    pub fn version(&self) -> Option<i64> {
        self.schema().map(|schema| schema.version)
    }

    /// Refuses a schema that this build does not serve, or that was never looked at.
    pub fn require_served(&self) -> Result<(), Misfit> {
        let schema = self.schema().ok_or(Misfit::None)?;
        schema.require_served()
    }

    /// Refuses a schema that lacks a migration, or was never looked at.
    pub fn require(&self, migration: i64) -> Result<(), Misfit> {
        let schema = self.schema().ok_or(Misfit::None)?;
        schema.require(migration)
    }

    fn schema(&self) -> Option<Schema> {
        *self.schema.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(version: i64, oldest_server: i64) -> Schema {
        Schema {
            version,
            oldest_server: Some(oldest_server),
        }
    }

    #[test]
    fn a_build_serves_what_is_one_step_older_and_what_is_newer_until_that_says_otherwise() {
        let known = newest();
        for served in [
            schema(OLDEST_SERVED, 0),
            schema(known, OLDEST_SERVED),
            schema(known + 7, known),
        ] {
            assert_eq!(served.require_served(), Ok(()), "{served:?}");
        }
        let found = OLDEST_SERVED - 1;
        let needed = OLDEST_SERVED;
        let old = Misfit::Old { found, needed };
        assert_eq!(schema(found, 0).require_served(), Err(old));
        assert_eq!(schema(0, 0).require_served(), Err(Misfit::None));
        let (found, needed) = (known + 7, known + 1);
        let new = Misfit::New {
            found,
            needed,
            known,
        };
        assert_eq!(schema(found, needed).require_served(), Err(new));
        let silent = Schema {
            version: known,
            oldest_server: None,
        };
        assert_eq!(silent.require_served(), Err(Misfit::Silent));
    }

    #[test]
    fn commands_that_compute_all_rows_take_only_the_schema_of_their_release() {
        let known = newest();
        assert_eq!(schema(known, OLDEST_SERVED).require_own(), Ok(()));
        for other in [known - 1, known + 1] {
            schema(other, 0).require_own().unwrap_err();
        }
    }

    #[test]
    fn what_was_never_looked_at_is_not_served() {
        let seen = Seen::default();
        seen.require_served().unwrap_err();
        seen.require(1).unwrap_err();
        seen.note(schema(OLDEST_SERVED - 1, 0));
        seen.require_served().unwrap_err();
        assert_eq!(seen.require(1), Ok(()));
    }
}
