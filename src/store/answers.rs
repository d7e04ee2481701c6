//! The answers of the database, each of which is waited for in bounded time.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use sqlx::{
    Either,
    postgres::{PgQueryResult, PgRow},
};
use tokio::time::{Instant, Sleep, sleep};
use tokio_stream::Stream;

use super::silence::Silence;
use crate::telemetry::span::StatementSpan;

pub(super) type Answer = Either<PgQueryResult, PgRow>;
pub(super) type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'a>>;
pub(super) type Answers<'a> = Pin<Box<dyn Stream<Item = Result<Answer, sqlx::Error>> + Send + 'a>>;

/// Whether a connection waits for an answer.
pub(super) struct Outstanding {
    /// Whether a statement was sent whose answer did not come, or not as a whole.
    pub is_waiting: bool,
    /// What is told if an answer does not come.
    pub silence: Arc<Silence>,
    /// Whether a pooler lets each connection wait for a session on its own. Then one that waits too
    /// long says nothing about the others.
    pub is_pooled: bool,
}

impl Outstanding {
    /// Notes whether an answer came as a whole.
    pub fn ended<T>(&mut self, answer: &Result<T, sqlx::Error>) {
        match answer {
            Err(error) if self.is_pooled && is_timeout(error) => {}
            Err(error) if !is_answer(error) => self.silence.found(),
            _ => self.is_waiting = false,
        }
    }
}

/// The database did not answer in time.
pub(super) fn no_answer() -> sqlx::Error {
    sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())
}

fn is_timeout(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut)
}

/// Notes in the span of a statement why it failed.
fn note_failure(span: &mut StatementSpan, error: &sqlx::Error) {
    match error {
        sqlx::Error::Database(error) => span.refused(&error.code().unwrap_or_default()),
        error if is_timeout(error) => span.failed("timeout"),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
            span.failed("connection");
        }
        _ => span.failed("client"),
    }
    span.end();
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

/// The answers to a statement, each of which is waited for in bounded time.
pub(super) struct Bounded<'a> {
    answers: Answers<'a>,
    outstanding: &'a mut Outstanding,
    span: StatementSpan,
    wait_max: Duration,
    limit: Pin<Box<Sleep>>,
    /// Whether an answer came since the limit was set.
    is_limit_old: bool,
}

impl<'a> Bounded<'a> {
    /// Waits for each of these answers for so long.
    pub fn new(
        answers: Answers<'a>,
        outstanding: &'a mut Outstanding,
        span: StatementSpan,
        wait_max: Duration,
    ) -> Self {
        outstanding.is_waiting = true;
        Self {
            answers,
            outstanding,
            span,
            wait_max,
            limit: Box::pin(sleep(wait_max)),
            is_limit_old: false,
        }
    }

    fn failed(&mut self, error: sqlx::Error) -> Result<Answer, sqlx::Error> {
        note_failure(&mut self.span, &error);
        let answer = Err(error);
        self.outstanding.ended(&answer);
        answer
    }
}

impl Stream for Bounded<'_> {
    type Item = Result<Answer, sqlx::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        match this.answers.as_mut().poll_next(context) {
            Poll::Ready(Some(Ok(answer))) => {
                this.is_limit_old = true;
                if answer.is_right() {
                    this.span.row();
                }
                Poll::Ready(Some(Ok(answer)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(this.failed(error))),
            Poll::Ready(None) => {
                this.span.end();
                this.outstanding.is_waiting = false;
                Poll::Ready(None)
            }
            Poll::Pending => {
                if std::mem::take(&mut this.is_limit_old) {
                    let limit = Instant::now() + this.wait_max;
                    this.limit.as_mut().reset(limit);
                }
                match this.limit.as_mut().poll(context) {
                    Poll::Ready(()) => Poll::Ready(Some(this.failed(no_answer()))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }
}
