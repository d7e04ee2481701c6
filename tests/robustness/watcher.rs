//! Watches that follow, stop, resume and begin with snapshots, and write down all that they are sent.

use std::time::Duration;

use claimstore::{
    client::pause,
    wire::pb::{
        ChangeFilter, ClaimFilter, ComparePositionsRequest, ComparePositionsResponse,
        PositionOrder, ResourceKind, WatchChangesRequest, WatchChangesResponse,
        change_filter::Matching, change_service_client::ChangeServiceClient,
    },
};
use tokio::time::{Instant, sleep, timeout_at};
use tonic::{Status, transport::Channel};

use super::{
    calls::{by, call, reason},
    client::Stage,
    history::{Response, Seen, Selection, Watched},
    made::TAGS,
    state::Entry,
    support::random::Random,
};

/// How long a watch that is stopped stays so.
const STOPPED_MAX_MS: usize = 400;
/// How long a watch goes on at most before it is stopped.
const FOLLOWED_MAX_MS: usize = 6_000;
const PAUSE: Duration = Duration::from_millis(100);
/// Now and then, a watch takes nothing for so long. What is sent waits meanwhile, and batches are missed.
const ASLEEP_MS: (usize, usize) = (1_000, 4_000);
const AWAKE_RESPONSES: usize = 150;
/// The sessions of a watch are so many more, for each so many marks that the run is old.
const MARKS_PER_SESSION: usize = 15;
/// How long a watch is read after the end of the run, until it has seen everything.
const LAST: Duration = Duration::from_secs(60);

/// The watches of a run: whether each begins with a snapshot, and what it selects.
pub fn all() -> Vec<(bool, Selection)> {
    let collection = |name: &str| Selection::Collection(name.to_owned());
    vec![
        (false, Selection::Everything),
        (false, Selection::Everything),
        (false, collection("appearances")),
        (false, Selection::Actor("unverified:client1".to_owned())),
        (false, Selection::ClaimsWithTag(TAGS[0].to_owned())),
        (true, Selection::Everything),
        (true, Selection::ClaimsWithTag(TAGS[1].to_owned())),
        (true, collection("claims")),
    ]
}

fn filter(selection: &Selection) -> Option<ChangeFilter> {
    let filter = match selection {
        Selection::Everything => return None,
        Selection::Actor(actor) => ChangeFilter {
            actor: actor.clone(),
            ..ChangeFilter::default()
        },
        Selection::Collection(name) => ChangeFilter {
            kinds: vec![match name.as_str() {
                "claims" => ResourceKind::Claim.into(),
                _ => ResourceKind::Appearance.into(),
            }],
            ..ChangeFilter::default()
        },
        Selection::ClaimsWithTag(tag) => ChangeFilter {
            matching: Some(Matching::Claims(ClaimFilter {
                tag: tag.clone(),
                ..ClaimFilter::default()
            })),
            ..ChangeFilter::default()
        },
    };
    Some(filter)
}

/// A watch over all its interruptions.
struct Watcher {
    stage: Stage,
    random: Random,
    watched: Watched,
    position: String,
    is_snapshot: bool,
    /// Whether what follows its position is not kept any more.
    is_expired: bool,
}

/// Watches from a position on until the run is over, and then to the end of the log, which `end` is.
pub async fn run(
    stage: Stage,
    (is_snapshot, selection): (bool, Selection),
    start: String,
    seed: u64,
    end: tokio::sync::watch::Receiver<Option<String>>,
) {
    let mut random = Random::new(seed);
    loop {
        let mark = stage.known.mark(&mut random);
        let after = match is_snapshot {
            true => String::new(),
            false => mark.unwrap_or_else(|| start.clone()),
        };
        let watched = Watched {
            what: format!("{selection:?}, snapshot: {is_snapshot}"),
            selection: selection.clone(),
            after: after.clone(),
            responses: Vec::new(),
            resumed: Vec::new(),
            expired: None,
        };
        let mut watcher = Watcher {
            stage: stage.clone(),
            random: Random::new(1 + u64::try_from(random.below(1 << 30)).unwrap()),
            watched,
            position: after,
            is_snapshot,
            is_expired: false,
        };
        // It begins anew now and then: with a snapshot, or from an earlier position, from which it reads
        // whole pages of the log. In a long run it does so more seldom: nobody could keep all of that.
        let sessions = 1 + random.below(5) + stage.known.age() / MARKS_PER_SESSION;
        let is_whole = watcher.watch(sessions, &end).await;
        stage.history.watched.lock().unwrap().push(watcher.watched);
        if is_whole {
            return;
        }
    }
}

impl Watcher {
    /// Watches in so many sessions, or until the end of the log. Returns whether it is there.
    async fn watch(
        &mut self,
        sessions: usize,
        end: &tokio::sync::watch::Receiver<Option<String>>,
    ) -> bool {
        let mut count = 0;
        loop {
            let last = end.borrow().clone();
            if let Some(last) = last {
                return self.finish(&last).await;
            }
            if count >= sessions || self.is_expired {
                return false;
            }
            count += 1;
            let time = u64::try_from(self.random.below(FOLLOWED_MAX_MS)).unwrap();
            let until = Instant::now() + Duration::from_millis(time);
            let mut end = end.clone();
            tokio::select! {
                () = self.session(until) => {}
                _ = end.wait_for(Option::is_some) => {}
            }
            let stopped = u64::try_from(self.random.below(STOPPED_MAX_MS)).unwrap();
            sleep(Duration::from_millis(stopped)).await;
        }
    }

    /// Reads to the end of the log.
    async fn finish(&mut self, end: &str) -> bool {
        let give_up = Instant::now() + LAST;
        while Instant::now() < give_up {
            if self.is_expired {
                return false;
            }
            if !self.position.is_empty() && self.has_reached(end).await {
                return true;
            }
            self.session(Instant::now() + Duration::from_millis(500))
                .await;
        }
        let what = &self.watched.what;
        let complaint = format!("the watch of {what} did not reach the end of the log");
        self.stage.history.complain(complaint);
        true
    }

    async fn has_reached(&self, end: &str) -> bool {
        let request = ComparePositionsRequest {
            first: self.position.clone(),
            second: end.to_owned(),
        };
        let method = "ChangeService/ComparePositions";
        let order = call::<ComparePositionsResponse>(&self.stage.channels[0], method, &request);
        // Inside of a snapshot, a position cannot be compared.
        order
            .await
            .is_ok_and(|it| it.order() != PositionOrder::Before)
    }

    /// Opens the watch where it was, and reads until a time or until it breaks.
    async fn session(&mut self, until: Instant) {
        let channel = self.random.pick(&self.stage.channels);
        let is_first = self.position.is_empty() && self.is_snapshot;
        if !self.watched.responses.is_empty() {
            let count = self.watched.responses.len();
            self.watched.resumed.push(count);
        }
        let request = WatchChangesRequest {
            filter: filter(&self.watched.selection),
            position: self.position.clone(),
            snapshot: is_first,
            ..WatchChangesRequest::default()
        };
        let followed = timeout_at(until, self.follow(channel, request)).await;
        if let Ok(Err(status)) = followed {
            self.judge(&status);
            sleep(PAUSE).await;
        }
    }

    async fn follow(
        &mut self,
        channel: Channel,
        request: WatchChangesRequest,
    ) -> Result<(), Status> {
        let mut changes = ChangeServiceClient::new(channel);
        let mut stream = changes
            .watch_changes(by("watcher", request))
            .await?
            .into_inner();
        while let Some(response) = stream.message().await? {
            self.take(response);
            if self.random.below(AWAKE_RESPONSES) == 0 {
                let (least, most) = ASLEEP_MS;
                let time = least + self.random.below(most - least);
                sleep(Duration::from_millis(u64::try_from(time).unwrap())).await;
            }
        }
        Err(Status::unavailable("it ended"))
    }

    fn take(&mut self, response: WatchChangesResponse) {
        self.position.clone_from(&response.position);
        let names = &self.stage.history.names;
        let changes = response.changes.into_iter().map(Entry::of);
        self.watched.responses.push(Response {
            changes: changes.map(|entry| Seen::of(&entry, names)).collect(),
            position: response.position,
            continues: response.continues,
            is_snapshot: response.snapshot,
        });
    }

    /// A watch may only break in a way that allows to go on where it was.
    fn judge(&mut self, status: &Status) {
        if reason(status).as_deref() == Some("POSITION_EXPIRED") {
            self.is_expired = true;
            let is_in_snapshot = self
                .watched
                .responses
                .last()
                .is_none_or(|it| it.is_snapshot);
            if !(self.is_snapshot && is_in_snapshot) {
                self.watched.expired = Some(self.position.clone());
            }
            return;
        }
        let may_go_on =
            pause(status).is_some() || reason(status).as_deref() == Some("WATCH_TOO_SLOW");
        if !may_go_on || reason(status).as_deref() == Some("INTERNAL") {
            let what = &self.watched.what;
            let complaint = format!("the watch of {what} cannot go on: {status:?}");
            self.stage.history.complain(complaint);
        }
    }
}
