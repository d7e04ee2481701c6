//! A statement taken apart: its text can be looked at, and it need not stay prepared.

use sqlx::{
    Execute, Postgres, SqlStr,
    error::BoxDynError,
    postgres::{PgArguments, PgStatement},
};

/// A statement and its arguments.
pub(super) struct Statement {
    text: SqlStr,
    arguments: Option<Result<PgArguments, BoxDynError>>,
    is_persistent: bool,
}

impl Statement {
    /// Takes a query apart.
    pub fn of<'q>(mut query: impl Execute<'q, Postgres>) -> Self {
        let arguments = query.take_arguments().transpose();
        let is_persistent = query.persistent();
        Self {
            text: query.sql(),
            arguments,
            is_persistent,
        }
    }

    /// The same, prepared without a name, so that nothing of it stays in the session.
    pub fn unprepared(mut self) -> Self {
        self.is_persistent = false;
        self
    }

    /// The text, which has placeholders for the arguments.
    pub fn text(&self) -> &str {
        self.text.as_str()
    }
}

impl<'q> Execute<'q, Postgres> for Statement {
    fn sql(self) -> SqlStr {
        self.text
    }

    fn statement(&self) -> Option<&PgStatement> {
        None
    }

    fn take_arguments(&mut self) -> Result<Option<PgArguments>, BoxDynError> {
        self.arguments.take().transpose()
    }

    fn persistent(&self) -> bool {
        self.is_persistent
    }
}
