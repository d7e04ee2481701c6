//! Reads and lists as of random moments, written down while the run goes on.

use std::{sync::Arc, time::Duration};

use claimstore::wire::pb::{
    ListAppearancesRequest, ListAppearancesResponse, ListClaimsRequest, ListClaimsResponse,
    ListSourcesRequest, ListSourcesResponse,
};
use tokio::time::sleep;
use tonic::{Status, transport::Channel};

use super::{
    calls::{call, reason},
    client::{Stage, get},
    history::{PastList, Read, Row},
    known::HOT,
    mutation::Maker,
    state::{State, clock, timestamp},
    support::random::Random,
};

const PAUSE_MAX_MS: usize = 150;
/// What is read as of now is read as of at most so long ago.
const LATELY_US: usize = 50_000;
const COLLECTIONS: [&str; 3] = ["sources", "claims", "appearances"];

/// Reads as of random moments until the run is over.
pub async fn run(stage: Stage, seed: u64) {
    let known = Arc::clone(&stage.known);
    let mut maker = Maker::new(Random::new(seed), &known, "past".to_owned());
    while !stage.is_over() {
        let pause = u64::try_from(maker.random.below(PAUSE_MAX_MS)).unwrap();
        sleep(Duration::from_millis(pause)).await;
        let Some(time) = known.time(&mut maker.random) else {
            continue;
        };
        let time = match maker.is_one_in(2) {
            // While others write.
            true => clock() - i64::try_from(maker.random.below(LATELY_US)).unwrap(),
            // At a write, and right before it.
            false => time - i64::from(maker.is_one_in(2)),
        };
        let channel = maker.random.pick(&stage.channels);
        match maker.is_one_in(4) {
            true => {
                let collection = maker.random.pick(&COLLECTIONS);
                read_list(&stage, &channel, collection, time).await;
            }
            false => {
                let (collection, _) = maker.random.pick(&HOT);
                let name = maker.name_of(collection);
                if !name.is_empty() {
                    read_one(&stage, &channel, name, time).await;
                }
            }
        }
    }
}

async fn read_one(stage: &Stage, channel: &Channel, name: String, time: i64) {
    let invoked = stage.history.now();
    let read = get(channel, &name, Some(time), "").await;
    if let Err(status) = &read {
        require_expired(stage, &name, time, status);
    }
    if let Some(found) = stage.found(&name, read) {
        let returned = stage.history.now();
        stage.history.reads.lock().unwrap().push(Read {
            name,
            invoked,
            returned,
            as_of: Some(time),
            may_lag: false,
            found: found.map(State::compact),
        });
    }
}

async fn read_list(stage: &Stage, channel: &Channel, collection: &str, time: i64) {
    match list(channel, collection, Some(time)).await {
        Ok(rows) => {
            let names = &stage.history.names;
            let rows = rows.iter().map(|row| Row::of(row, names)).collect();
            stage.history.lists.lock().unwrap().push(PastList {
                collection: collection.to_owned(),
                as_of: time,
                rows,
            });
        }
        Err(status) if reason(&status).as_deref() == Some("INTERNAL") => {
            let complaint =
                format!("a list of {collection} failed by the server's fault: {status:?}");
            stage.history.complain(complaint);
        }
        Err(status) => require_expired(stage, collection, time, &status),
    }
}

/// Complains if something is said not to be kept that is.
fn require_expired(stage: &Stage, what: &str, time: i64, status: &Status) {
    let kept_since = stage.recorded.kept_since();
    if reason(status).as_deref() == Some("HISTORY_EXPIRED") && time >= kept_since {
        let complaint = format!("{what} as of {time} is kept since {kept_since}: {status:?}");
        stage.history.complain(complaint);
    }
}

/// The live resources of a collection as of a time.
pub async fn list(
    channel: &Channel,
    collection: &str,
    time: Option<i64>,
) -> Result<Vec<State>, Status> {
    let read_time = time.map(timestamp);
    let (mut rows, mut page_token, page_size) = (Vec::new(), String::new(), 100);
    macro_rules! page {
        ($method:literal, $request:ident { $($rest:tt)* }, $response:ident.$field:ident, $of:ident) => {{
            let request = $request { page_size, page_token, read_time, $($rest)* ..Default::default() };
            let page: $response = call(channel, $method, &request).await?;
            rows.extend(page.$field.into_iter().map(State::$of));
            page.next_page_token
        }};
    }
    loop {
        page_token = match collection {
            "sources" => page!(
                "SourceService/ListSources",
                ListSourcesRequest {},
                ListSourcesResponse.sources,
                of_source
            ),
            "claims" => page!(
                "ClaimService/ListClaims",
                ListClaimsRequest {},
                ListClaimsResponse.claims,
                of_claim
            ),
            _ => page!(
                "ClaimService/ListAppearances",
                ListAppearancesRequest {
                    parent: "claims/-".to_owned(),
                },
                ListAppearancesResponse.appearances,
                of_appearance
            ),
        };
        if page_token.is_empty() {
            return Ok(rows);
        }
    }
}
