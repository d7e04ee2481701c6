//! Sends the lines of a file as one stream of bundles, and goes on where the stream broke.
//!
//! Every line that is not blank has an index in the import. One that is not a bundle is
//! sent without one, so that the indexes stay those of the lines. Bundles are kept until
//! their result comes, at most [`FLIGHT_MAX`] of them.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    time::{Duration, Instant},
};

use tokio::{
    io::AsyncBufRead,
    sync::mpsc::{self, Sender},
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Status, Streaming};
use tonic_types::StatusExt as _;
use uuid::Uuid;

use super::{
    bundle_file::{BundleFile, FileBundle},
    lines::{Found, Line, read_lines},
    problem::Problem,
    report::Report,
};
use crate::{
    cli::{client, sent_bundle::BundleSender},
    wire::pb::{
        BundleRejection, ImportBundlesRequest, ImportBundlesResponse, ImportBundlesResult,
        ImportBundlesSettings, import_bundles_response::Response, import_bundles_result::Outcome,
    },
};

/// The most bundles, and bytes of their lines, that wait for a result.
const FLIGHT_MAX: usize = 512;
const FLIGHT_BYTES_MAX: usize = 32 << 20;

/// The most lines that are read and parsed ahead.
const AHEAD_MAX: usize = 16;

/// How often in a row the stream is opened again without any progress.
const ATTEMPTS_MAX: u32 = 8;
const PAUSE_MIN: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(5);
/// A stream that lasted this long was not broken from the start.
const LONG: Duration = Duration::from_secs(60);

/// An import of a file.
pub struct FileImport<'a> {
    pub sender: BundleSender<'a>,
    /// The file, as it is called in reports.
    pub name: &'a str,
    pub id: Uuid,
    /// Whether it begins at the first line, even if some are done.
    pub restart: bool,
}

/// Why an import ended before the end of its file.
pub enum Stopped {
    /// The server does not take it any further.
    Server(Status),
    /// A report cannot be written.
    Output(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Status> for Stopped {
    fn from(status: Status) -> Self {
        Self::Server(status)
    }
}

/// A stream that is open.
struct Open {
    requests: Option<Sender<ImportBundlesRequest>>,
    responses: Streaming<ImportBundlesResponse>,
    next_index: i64,
    /// The rejections that were sent again, by index.
    resent: BTreeMap<i64, BundleRejection>,
}

/// Lines that were sent or are to be sent, and have no result yet.
#[derive(Default)]
struct Flight {
    lines: VecDeque<Line>,
    bytes: usize,
    /// How many of them were sent in the open stream.
    sent: usize,
    is_end: bool,
    offset: u64,
}

impl Flight {
    fn has_room(&self) -> bool {
        !self.is_end && self.lines.len() < FLIGHT_MAX && self.bytes < FLIGHT_BYTES_MAX
    }

    fn push(&mut self, line: Line) {
        self.bytes += line.text.len();
        self.lines.push_back(line);
    }

    fn pop(&mut self) -> Option<Line> {
        let line = self.lines.pop_front()?;
        self.bytes -= line.text.len();
        self.sent = self.sent.saturating_sub(1);
        Some(line)
    }
}

impl FileImport<'_> {
    /// Imports a file whose first line was read already.
    pub async fn run<R: AsyncBufRead + Send + Unpin + 'static>(
        &self,
        file: BundleFile<R>,
        first: Result<FileBundle, Vec<Problem>>,
        report: &mut Report,
    ) -> Result<(), Stopped> {
        let mut open = self.first_stream().await?;
        let skipped = open.next_index;
        let mut resent = std::mem::take(&mut open.resent);
        let already = usize::try_from(skipped).unwrap_or_default();
        report.add_unanswered(already.saturating_sub(resent.len()));
        let (sender, mut lines) = mpsc::channel(AHEAD_MAX);
        let wanted = resent.keys().copied().collect();
        tokio::spawn(read_lines(file, first, skipped, wanted, sender));
        let mut flight = Flight::default();
        loop {
            let begin = Instant::now();
            let before = flight.offset;
            let ended = self
                .follow(&mut open, &mut lines, &mut resent, &mut flight, report)
                .await;
            let status = match ended {
                Ok(()) => return Ok(()),
                Err(Stopped::Server(status)) if may_go_on(&status) => status,
                Err(stopped) => return Err(stopped),
            };
            let is_stuck = flight.offset == before && begin.elapsed() < LONG;
            tracing::debug!(%status, "the stream broke");
            open = self.reopen(&flight, status, is_stuck).await?;
            self.settle(&mut open, &mut flight, report)?;
        }
    }

    async fn first_stream(&self) -> Result<Open, Stopped> {
        let mut attempts = 0;
        loop {
            match self.open(self.restart, 0).await {
                Ok(open) => return Ok(open),
                Err(status) => pause(&mut attempts, status).await?,
            }
        }
    }

    /// Opens the stream again after it broke.
    async fn reopen(
        &self,
        flight: &Flight,
        status: Status,
        is_stuck: bool,
    ) -> Result<Open, Stopped> {
        let mut attempts = u32::from(is_stuck);
        let mut last = status;
        loop {
            pause(&mut attempts, last).await?;
            let from = flight.lines.front().map_or(0, |line| line.index);
            match self.open(false, from).await {
                Ok(open) => return Ok(open),
                Err(status) => last = status,
            }
        }
    }

    async fn open(&self, restart: bool, rejections_from: i64) -> Result<Open, Status> {
        let (requests, receiver) = mpsc::channel(AHEAD_MAX);
        let settings = ImportBundlesSettings {
            import_id: self.id.to_string(),
            validate_only: false,
            restart,
            rejections_from,
            r#match: 0,
            replace_reviews: self.sender.replaces_reviews,
        };
        let first = ImportBundlesRequest {
            settings: Some(settings),
            ..ImportBundlesRequest::default()
        };
        requests
            .send(first)
            .await
            .map_err(|_| Status::unavailable("the stream ended"))?;
        let request = self
            .sender
            .writer
            .signed(Request::new(ReceiverStream::new(receiver)));
        let mut client = self.sender.clients.bundles.clone();
        let mut responses = client.import_bundles(request).await?.into_inner();
        let ended = || Status::unavailable("the stream ended");
        let first = responses.message().await?.and_then(|it| it.response);
        let Some(Response::Progress(progress)) = first else {
            return Err(ended());
        };
        let mut resent = BTreeMap::new();
        for _ in 0..progress.resent_count {
            let next = responses.message().await?.and_then(|it| it.response);
            let Some(Response::Result(result)) = next else {
                return Err(ended());
            };
            if let Some(Outcome::Rejection(rejection)) = result.outcome {
                resent.insert(result.index, rejection);
            }
        }
        Ok(Open {
            requests: Some(requests),
            responses,
            next_index: progress.next_index,
            resent,
        })
    }

    /// Takes what the server finished before the stream broke out of the flight.
    fn settle(
        &self,
        open: &mut Open,
        flight: &mut Flight,
        report: &mut Report,
    ) -> Result<(), Stopped> {
        flight.sent = 0;
        if let Some(line) = flight.lines.front()
            && open.next_index < line.index
        {
            let what = "the import was restarted from elsewhere";
            return Err(Status::aborted(what).into());
        }
        while let Some(line) = flight.lines.front()
            && line.index < open.next_index
        {
            if let Some(line) = flight.pop() {
                self.pass_over(&line, open, flight, report)?;
            }
        }
        Ok(())
    }

    /// Reports a line that was finished before the stream was opened.
    fn pass_over(
        &self,
        line: &Line,
        open: &mut Open,
        flight: &mut Flight,
        report: &mut Report,
    ) -> io::Result<()> {
        flight.offset = line.offset;
        match open.resent.remove(&line.index) {
            Some(rejection) => self.reject(line, &rejection, report),
            None => {
                report.add_unanswered(1);
                Ok(())
            }
        }
    }

    /// Sends lines and takes results, until all have one.
    async fn follow(
        &self,
        open: &mut Open,
        lines: &mut mpsc::Receiver<Found>,
        resent: &mut BTreeMap<i64, BundleRejection>,
        flight: &mut Flight,
        report: &mut Report,
    ) -> Result<(), Stopped> {
        loop {
            if flight.is_end && flight.sent == flight.lines.len() {
                open.requests = None;
            }
            let unsent = flight.lines.get(flight.sent).is_some();
            let requests = open.requests.clone();
            tokio::select! {
                response = open.responses.message() => match response?.and_then(|it| it.response) {
                    Some(Response::Result(result)) => self.take(result, flight, report)?,
                    _ if flight.is_end && flight.lines.is_empty() => return Ok(()),
                    _ => return Err(Status::unavailable("the stream ended").into()),
                },
                found = lines.recv(), if flight.has_room() => match found {
                    Some(Found::Line(line)) => match resent.remove(&line.index) {
                        Some(rejection) => self.reject(&line, &rejection, report)?,
                        None if line.index < open.next_index => {
                            self.pass_over(&line, open, flight, report)?;
                        }
                        None => flight.push(*line),
                    },
                    Some(Found::Broken(problems)) => {
                        report.add_problems(self.name, &problems, None)?;
                    }
                    None => flight.is_end = true,
                },
                Some(Ok(permit)) = reserve(requests), if unsent => {
                    if let Some(line) = flight.lines.get(flight.sent) {
                        permit.send(line.request.clone());
                        flight.sent += 1;
                    }
                }
            }
        }
    }

    fn take(
        &self,
        result: ImportBundlesResult,
        flight: &mut Flight,
        report: &mut Report,
    ) -> Result<(), Stopped> {
        let line = flight.pop().filter(|line| line.index == result.index);
        let Some(line) = line else {
            let what = "the server answered a bundle that was not sent";
            return Err(Status::data_loss(what).into());
        };
        flight.offset = line.offset;
        match &result.outcome {
            Some(Outcome::Imported(response)) => {
                let bundle = line.request.bundle.as_ref();
                let has_article = bundle.is_some_and(|bundle| bundle.article.is_some());
                for what in self.sender.kept_reviews(response) {
                    report.add_left_out(self.name, &Problem::in_line(line.number, what));
                }
                report.add(response, has_article)?;
            }
            Some(Outcome::Rejection(rejection)) => self.reject(&line, rejection, report)?,
            None => report.add_unanswered(1),
        }
        Ok(())
    }

    fn reject(
        &self,
        line: &Line,
        rejection: &BundleRejection,
        report: &mut Report,
    ) -> io::Result<()> {
        let own = &line.problems;
        let problems = match own.is_empty() {
            true => client::explain(&client::as_status(rejection))
                .into_iter()
                .map(|what| Problem::in_line(line.number, what))
                .collect(),
            false => own.clone(),
        };
        report.add_problems(self.name, &problems, Some(&line.text))
    }
}

async fn reserve(
    requests: Option<Sender<ImportBundlesRequest>>,
) -> Option<Result<mpsc::OwnedPermit<ImportBundlesRequest>, mpsc::error::SendError<()>>> {
    Some(
        requests?
            .reserve_owned()
            .await
            .map_err(|_| mpsc::error::SendError(())),
    )
}

/// Waits before another attempt, or gives up.
async fn pause(attempts: &mut u32, status: Status) -> Result<(), Stopped> {
    if !may_go_on(&status) || *attempts >= ATTEMPTS_MAX {
        return Err(status.into());
    }
    tokio::time::sleep((PAUSE_MIN * 2_u32.pow(*attempts)).min(PAUSE_MAX)).await;
    *attempts += 1;
    Ok(())
}

/// Whether opening the stream again can help: the server says so, the connection broke, or the
/// stream of a client that was killed still stored what it had sent.
fn may_go_on(status: &Status) -> bool {
    let info = status.get_details_error_info();
    let is_broken =
        matches!(status.code(), tonic::Code::Internal | tonic::Code::Unknown) && info.is_none();
    let is_overtaken = info.is_some_and(|info| info.reason == "IMPORT_OVERTAKEN");
    client::is_retryable(status) || is_broken || is_overtaken
}
