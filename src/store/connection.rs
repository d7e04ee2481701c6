//! A connection to the database on which no wait is without a bound.
//!
//! A database, or what is between it and the server, can fall silent: the socket stays open,
//! and nothing comes. Postgres ends a statement that takes longer than its limit, but only if
//! it is there to do so. So each wait for an answer is bounded here too, and by a little more.
//! A connection on which an answer is missing is never used again.
//!
//! Behind a pooler that gives each transaction another session, a statement outside of any
//! transaction runs in one of its own, and no statement stays prepared.

use std::{fmt, sync::Arc, time::Duration};

use async_stream::try_stream;
use sqlx::{
    AssertSqlSafe, Connection as _, Describe, Either, Execute, Executor, PgConnection, Postgres,
    SqlSafeStr, SqlStr,
    postgres::{PgConnectOptions, PgRow, PgStatement, PgTypeInfo},
};
use tokio::time::{Instant, timeout};
use tokio_stream::StreamExt as _;

use super::{
    answers::{Answered, Answers, Bounded, Outstanding, no_answer},
    here,
    session::{Purpose, Session, Target, set_local},
    silence::Silence,
    statement::Statement,
};
use crate::telemetry::span::{Server, StatementSpan};

/// How much longer than the limit of a statement its answer is waited for.
const MARGIN: Duration = Duration::from_secs(1);

/// How long the answer to a statement is waited for whose caller has left.
const SETTLE_MAX: Duration = Duration::from_secs(2);

/// The limit of commands that may take long, such as a check of the whole database.
const UNHURRIED: Duration = Duration::from_secs(3_600);

/// How long each statement of such a command waits for a lock.
const UNHURRIED_LOCK_MS: u32 = 60_000;

/// The mode of a transaction in which each statement sees what is committed when it starts.
pub(super) const READ_COMMITTED: &str = "isolation level read committed";

/// The mode of a transaction that sees what is committed when it begins.
pub(super) const REPEATABLE_READ: &str = "isolation level repeatable read";

/// A connection to the database.
pub struct Connection {
    raw: PgConnection,
    server: Arc<Server>,
    /// The settings with which each transaction begins, if sessions do not keep them.
    of_transaction: Option<Arc<str>>,
    statement_max: Duration,
    outstanding: Outstanding,
    opened: Instant,
    is_in_transaction: bool,
    /// Whether that transaction is one of a single statement.
    is_alone: bool,
    /// Whether it is not used again: it was opened while the database only read, and may go on
    /// reading only; or what it was used for went wrong.
    is_used_once: bool,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

impl Connection {
    /// Opens a connection whose statements may take so long. `silence` is told if an answer
    /// does not come.
    pub(super) async fn open(
        session: &Session,
        statement_max: Duration,
        silence: Arc<Silence>,
    ) -> Result<Self, sqlx::Error> {
        Ok(Self {
            raw: session.open().await?,
            server: session.server(),
            of_transaction: session.of_transaction(),
            statement_max,
            outstanding: Outstanding {
                is_waiting: false,
                silence,
                is_pooled: session.is_pooled(),
            },
            opened: Instant::now(),
            is_in_transaction: false,
            is_alone: false,
            is_used_once: false,
        })
    }

    /// Opens a connection for a command whose statements may take long, and which needs a
    /// session of its own.
    pub(super) async fn unhurried(options: &PgConnectOptions) -> Result<Self, sqlx::Error> {
        Self::unhurried_to(&options.clone().into()).await
    }

    /// Opens a connection for a command whose statements may take long.
    pub(super) async fn unhurried_to(target: &Target) -> Result<Self, sqlx::Error> {
        let settings = vec![
            ("lock_timeout", UNHURRIED_LOCK_MS.to_string()),
            // The role can have others, which are meant for calls.
            ("statement_timeout", "0".to_owned()),
            ("idle_in_transaction_session_timeout", "0".to_owned()),
        ];
        let session = Session::new(target, "claimstore", settings).used_for(Purpose::Look);
        Self::open(&session, UNHURRIED, Arc::default()).await
    }

    /// How long a statement may take.
    pub(super) const fn statement_max(&self) -> Duration {
        self.statement_max
    }

    /// The connection without bounds, for the migrations.
    pub(super) const fn raw(&mut self) -> &mut PgConnection {
        &mut self.raw
    }

    /// Begins a transaction of a mode, with settings of its own.
    pub(super) async fn begin(
        &mut self,
        mode: &'static str,
        settings: &[(&'static str, &'static str)],
    ) -> Result<(), sqlx::Error> {
        self.settle_alone().await;
        self.begin_in_epoch(mode, settings).await
    }

    /// Ends the transaction of a single statement, if its caller left it.
    async fn settle_alone(&mut self) {
        if self.is_alone {
            self.settle().await;
        }
    }

    async fn begin_in_epoch(
        &mut self,
        mode: &'static str,
        settings: &[(&'static str, &'static str)],
    ) -> Result<(), sqlx::Error> {
        match self.try_begin(mode, settings).await {
            Err(error) if is_of_new_epoch(&error) => {
                let is_alone = self.is_alone;
                self.rollback().await?;
                self.begin_epoch().await?;
                self.is_alone = is_alone;
                self.try_begin(mode, settings).await
            }
            begun => begun,
        }
    }

    /// Begins a new epoch, because a pooler leads to another cluster or timeline than before.
    async fn begin_epoch(&mut self) -> Result<(), sqlx::Error> {
        self.is_in_transaction = true;
        let begin = format!("begin; {}", here::begin_if_new());
        self.run(AssertSqlSafe(begin)).await?;
        self.commit().await
    }

    /// Runs statements that begin or end a transaction.
    async fn run(&mut self, statements: impl SqlSafeStr + Send) -> Result<(), sqlx::Error> {
        let mut answers = self.answers(statements.into_sql_str());
        while let Some(answer) = answers.next().await {
            answer?;
        }
        Ok(())
    }

    async fn try_begin(
        &mut self,
        mode: &'static str,
        settings: &[(&'static str, &'static str)],
    ) -> Result<(), sqlx::Error> {
        self.is_in_transaction = true;
        let of_session = self.of_transaction.as_deref().unwrap_or_default();
        let settings = set_local(settings.iter().copied());
        // All of it is of this crate.
        let begin = AssertSqlSafe(format!("begin {mode}; {of_session}{settings}"));
        self.run(begin).await
    }

    /// Whether a pooler gives each transaction another session.
    pub(super) const fn is_pooled(&self) -> bool {
        self.of_transaction.is_some()
    }

    /// Begins a transaction that sees what is committed when it begins.
    pub(super) async fn begin_snapshot(&mut self) -> Result<(), sqlx::Error> {
        self.begin(REPEATABLE_READ, &[]).await
    }

    /// Commits the transaction.
    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.run("commit").await?;
        self.ended_transaction();
        Ok(())
    }

    /// Rolls the transaction back.
    pub(super) async fn rollback(&mut self) -> Result<(), sqlx::Error> {
        self.run("rollback").await?;
        self.ended_transaction();
        Ok(())
    }

    const fn ended_transaction(&mut self) {
        self.is_in_transaction = false;
        self.is_alone = false;
    }

    /// Whether a transaction was begun and not ended.
    pub(super) const fn is_in_transaction(&self) -> bool {
        self.is_in_transaction
    }

    /// Whether it can be used again: every answer came, no connection that is younger fell
    /// silent, and it was opened to write too.
    pub(super) fn is_usable(&self) -> bool {
        !self.outstanding.is_waiting && self.is_reusable()
    }

    /// Whether it can be used again once every answer came.
    pub(super) fn is_reusable(&self) -> bool {
        !self.is_used_once && !self.outstanding.silence.is_after(self.opened)
    }

    /// Waits for a while for the answers that a caller did not wait for, and ends the transaction
    /// that it left. If that fails, it is not usable, or still in the transaction.
    pub(super) async fn settle(&mut self) {
        if self.outstanding.is_waiting {
            // A statement that takes longer says nothing about the other connections.
            let answer = timeout(SETTLE_MAX, self.raw.ping()).await;
            self.outstanding.is_waiting = !matches!(answer, Ok(Ok(())));
        }
        if !self.outstanding.is_waiting && self.is_in_transaction {
            let _ = self.rollback().await;
        }
    }

    /// Makes it younger than the others, which were just found to be of no use.
    pub(super) fn renew(&mut self) {
        self.opened = Instant::now();
    }

    /// Makes sure that it is not used again after its first use. A session keeps what it was
    /// opened with, so one that only reads would do so long after others can write again.
    pub(super) const fn use_once(&mut self) {
        self.is_used_once = true;
    }

    /// Makes sure that it is never used again.
    pub(super) const fn discard(&mut self) {
        self.is_used_once = true;
    }

    /// Asks for an answer, which comes at once if the database is there.
    pub(super) async fn ping(&mut self, wait_max: Duration) -> Result<(), sqlx::Error> {
        self.outstanding.is_waiting = true;
        let answer = timeout(wait_max, self.raw.ping()).await;
        let answer = answer.unwrap_or_else(|_| Err(no_answer()));
        match &answer {
            Ok(()) => self.outstanding.is_waiting = false,
            Err(_) => self.outstanding.silence.found(),
        }
        answer
    }

    /// Gives back the memory that long statements and answers took. Otherwise each connection keeps
    /// as much as the longest one needed.
    pub(super) fn shrink(&mut self) {
        self.raw.shrink_buffers();
    }

    /// Ends it in good order, so that the database does not have to find out.
    pub(super) async fn close(self, wait_max: Duration) {
        // It is closed anyway when it is dropped.
        let _ = timeout(wait_max, self.raw.close()).await;
    }

    fn wait_max(&self) -> Duration {
        self.statement_max + MARGIN
    }

    /// The answers to a statement.
    fn answers<'e, 'q: 'e, E>(&'e mut self, query: E) -> Answers<'e>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        let wait_max = self.wait_max();
        let (answers, span) = match self.is_pooled() || StatementSpan::is_wanted() {
            false => (self.raw.fetch_many(query), StatementSpan::default()),
            true => {
                let (statement, span) = self.taken_apart(query);
                (self.raw.fetch_many(statement), span)
            }
        };
        Box::pin(Bounded::new(answers, &mut self.outstanding, span, wait_max))
    }

    /// A statement as it is sent, and its span.
    fn taken_apart<'q>(&self, query: impl Execute<'q, Postgres>) -> (Statement, StatementSpan) {
        let statement = Statement::of(query);
        let statement = match self.is_pooled() {
            true => statement.unprepared(),
            false => statement,
        };
        let span = StatementSpan::begin(&self.server, || statement.text().to_owned());
        (statement, span)
    }

    /// The answers to a statement in a transaction of its own.
    fn answers_alone<'e, 'q: 'e, E>(&'e mut self, query: E) -> Answers<'e>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        Box::pin(try_stream! {
            self.settle_alone().await;
            self.is_alone = true;
            self.begin_in_epoch(READ_COMMITTED, &[]).await?;
            let mut answers = self.answers(query);
            let mut failed = None;
            while let Some(answer) = answers.next().await {
                match answer {
                    Ok(answer) => yield answer,
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
            }
            drop(answers);
            match failed {
                None => self.commit().await?,
                Some(error) => {
                    if !self.outstanding.is_waiting {
                        // What counts is why the statement failed. A connection that stays in the
                        // transaction is not used again.
                        let _ = self.rollback().await;
                    }
                    Err(error)?;
                }
            }
        })
    }

    /// Waits for one answer in bounded time.
    fn bounded<'e, T: Send + 'e>(
        &'e mut self,
        ask: impl FnOnce(&'e mut PgConnection) -> Answered<'e, T>,
    ) -> Answered<'e, T> {
        self.outstanding.is_waiting = true;
        let wait_max = self.wait_max();
        let answer = ask(&mut self.raw);
        let outstanding = &mut self.outstanding;
        Box::pin(async move {
            let answer = timeout(wait_max, answer).await;
            let answer = answer.unwrap_or_else(|_| Err(no_answer()));
            outstanding.ended(&answer);
            answer
        })
    }
}

/// Whether a transaction is refused because a new epoch has to begin.
fn is_of_new_epoch(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == here::NEW_EPOCH)
}

impl<'c> Executor<'c> for &'c mut Connection {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> Answers<'e>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        match self.is_pooled() && (!self.is_in_transaction || self.is_alone) {
            true => self.answers_alone(query),
            false => self.answers(query),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> Answered<'e, Option<PgRow>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        if !self.is_pooled() && !StatementSpan::is_wanted() {
            return self.bounded(|raw| raw.fetch_optional(query));
        }
        let mut answers = self.fetch_many(query);
        Box::pin(async move {
            let mut first = None;
            while let Some(answer) = answers.next().await {
                if let (Either::Right(row), None) = (answer?, &first) {
                    first = Some(row);
                }
            }
            Ok(first)
        })
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> Answered<'e, PgStatement>
    where
        'c: 'e,
    {
        self.bounded(|raw| raw.prepare_with(sql, parameters))
    }

    fn describe<'e>(self, sql: SqlStr) -> Answered<'e, Describe<Postgres>>
    where
        'c: 'e,
    {
        self.bounded(|raw| raw.describe(sql))
    }
}
