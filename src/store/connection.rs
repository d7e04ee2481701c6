//! A connection to the database on which no wait is without a bound.
//!
//! A database, or what is between it and the server, can fall silent: the socket stays open,
//! and nothing comes. Postgres ends a statement that takes longer than its limit, but only if
//! it is there to do so. So each wait for an answer is bounded here too, and by a little more.
//! A connection on which an answer is missing is never used again.
//!
//! Behind a pooler that gives each transaction another session, a statement outside of any
//! transaction runs in one of its own, and no statement stays prepared.

use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use async_stream::try_stream;
use sqlx::{
    AssertSqlSafe, Connection as _, Describe, Either, Execute, Executor, PgConnection, Postgres,
    SqlStr,
    postgres::{PgConnectOptions, PgQueryResult, PgRow, PgStatement, PgTypeInfo},
};
use tokio::time::{Instant, Sleep, timeout};
use tokio_stream::{Stream, StreamExt as _};

use super::{
    session::{Purpose, Session, Target, set_local},
    silence::Silence,
    unprepared::Unprepared,
};

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
    /// The settings with which each transaction begins, if sessions do not keep them.
    of_transaction: Option<Arc<str>>,
    statement_max: Duration,
    silence: Arc<Silence>,
    opened: Instant,
    /// Whether a statement was sent whose answer did not come, or not as a whole.
    is_waiting: bool,
    is_in_transaction: bool,
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
            of_transaction: session.of_transaction(),
            statement_max,
            silence,
            opened: Instant::now(),
            is_waiting: false,
            is_in_transaction: false,
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
        let settings = vec![("lock_timeout", UNHURRIED_LOCK_MS.to_string())];
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
        self.is_in_transaction = true;
        let of_session = self.of_transaction.as_deref().unwrap_or_default();
        let settings = set_local(settings.iter().copied());
        // All of it is of this crate.
        let begin = AssertSqlSafe(format!("begin {mode}; {of_session}{settings}"));
        sqlx::raw_sql(begin).execute(&mut *self).await?;
        Ok(())
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
        sqlx::raw_sql("commit").execute(&mut *self).await?;
        self.is_in_transaction = false;
        Ok(())
    }

    /// Rolls the transaction back.
    pub(super) async fn rollback(&mut self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("rollback").execute(&mut *self).await?;
        self.is_in_transaction = false;
        Ok(())
    }

    /// Whether a transaction was begun and not ended.
    pub(super) const fn is_in_transaction(&self) -> bool {
        self.is_in_transaction
    }

    /// Whether it can be used again: every answer came, no connection that is younger fell
    /// silent, and it was opened to write too.
    pub(super) fn is_usable(&self) -> bool {
        !self.is_waiting && self.is_reusable()
    }

    /// Whether it can be used again once every answer came.
    pub(super) fn is_reusable(&self) -> bool {
        !self.is_used_once && !self.silence.is_after(self.opened)
    }

    /// Waits for a while for the answers that a caller did not wait for, and ends the transaction
    /// that it left. If that fails, it is not usable, or still in the transaction.
    pub(super) async fn settle(&mut self) {
        if self.is_waiting {
            // A statement that takes longer says nothing about the other connections.
            let answer = timeout(SETTLE_MAX, self.raw.ping()).await;
            self.is_waiting = !matches!(answer, Ok(Ok(())));
        }
        if !self.is_waiting && self.is_in_transaction {
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
        self.is_waiting = true;
        let answer = timeout(wait_max, self.raw.ping()).await;
        let answer = answer.unwrap_or_else(|_| Err(no_answer()));
        match &answer {
            Ok(()) => self.is_waiting = false,
            Err(_) => self.silence.found(),
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
        self.is_waiting = true;
        let wait_max = self.wait_max();
        let answers = match self.of_transaction {
            None => self.raw.fetch_many(query),
            Some(_) => self.raw.fetch_many(Unprepared(query)),
        };
        Box::pin(Bounded {
            answers,
            is_waiting: &mut self.is_waiting,
            silence: &self.silence,
            wait_max,
            limit: Box::pin(tokio::time::sleep(wait_max)),
            is_limit_old: false,
        })
    }

    /// The answers to a statement in a transaction of its own.
    fn answers_alone<'e, 'q: 'e, E>(&'e mut self, query: E) -> Answers<'e>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        Box::pin(try_stream! {
            self.begin(READ_COMMITTED, &[]).await?;
            let mut answers = self.answers(query);
            let mut failed = None;
            while let Some(answer) = answers.next().await {
                match answer {
                    Ok(answer) => yield answer,
                    Err(error) => failed = Some(error),
                }
            }
            drop(answers);
            match failed {
                None => self.commit().await?,
                Some(error) => {
                    // What counts is why the statement failed. A connection that stays in the
                    // transaction is not used again.
                    let _ = self.rollback().await;
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
        self.is_waiting = true;
        let wait_max = self.wait_max();
        let answer = ask(&mut self.raw);
        let (is_waiting, silence) = (&mut self.is_waiting, &self.silence);
        Box::pin(async move {
            let answer = timeout(wait_max, answer).await;
            let answer = answer.unwrap_or_else(|_| Err(no_answer()));
            ended(&answer, is_waiting, silence);
            answer
        })
    }
}

/// The database did not answer in time.
fn no_answer() -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())
}

/// Whether the database is there, and said that it refuses. It does not count if it only reads
/// by now: another connection may lead to one that writes.
fn is_answer(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => error.code().is_none_or(|code| code != READ_ONLY),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed => false,
        _ => true,
    }
}

/// The SQLSTATE of a write on a database that only reads.
const READ_ONLY: &str = "25006";

type Answer = Either<PgQueryResult, PgRow>;
type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'a>>;
type Answers<'a> = Pin<Box<dyn Stream<Item = Result<Answer, sqlx::Error>> + Send + 'a>>;

impl<'c> Executor<'c> for &'c mut Connection {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> Answers<'e>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        match self.is_pooled() && !self.is_in_transaction {
            true => self.answers_alone(query),
            false => self.answers(query),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> Answered<'e, Option<PgRow>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        if !self.is_pooled() {
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

/// Notes whether an answer came as a whole.
fn ended<T>(answer: &Result<T, sqlx::Error>, is_waiting: &mut bool, silence: &Silence) {
    match answer {
        Err(error) if !is_answer(error) => silence.found(),
        _ => *is_waiting = false,
    }
}

/// The answers to a statement, each of which is waited for in bounded time.
struct Bounded<'a> {
    answers: Answers<'a>,
    is_waiting: &'a mut bool,
    silence: &'a Silence,
    wait_max: Duration,
    limit: Pin<Box<Sleep>>,
    /// Whether an answer came since the limit was set.
    is_limit_old: bool,
}

impl Stream for Bounded<'_> {
    type Item = Result<Answer, sqlx::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        match this.answers.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(answer))) => {
                this.is_limit_old = true;
                Poll::Ready(Some(Ok(answer)))
            }
            Poll::Ready(Some(answer)) => {
                ended(&answer, this.is_waiting, this.silence);
                Poll::Ready(Some(answer))
            }
            Poll::Ready(None) => {
                *this.is_waiting = false;
                Poll::Ready(None)
            }
            Poll::Pending => {
                if std::mem::take(&mut this.is_limit_old) {
                    let limit = Instant::now() + this.wait_max;
                    this.limit.as_mut().reset(limit);
                }
                match this.limit.as_mut().poll(context) {
                    Poll::Ready(()) => {
                        this.silence.found();
                        Poll::Ready(Some(Err(no_answer())))
                    }
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }
}
