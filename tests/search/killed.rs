//! The index after its server was killed, again and again, while the store was written to.

use std::time::Duration;

use claimstore::wire::pb::{
    Claim, DeleteClaimRequest, MatchClaimsRequest, MatchClaimsResponse, SearchClaimsRequest,
    SearchClaimsResponse, UpdateClaimRequest, search_service_client::SearchServiceClient,
};
use prost_types::FieldMask;
use rustix::process::Signal;
use tokio::sync::oneshot;
use tonic::transport::Channel;

use crate::support::{
    process::{Serving, claimstore},
    random::Random,
    samples::claim,
    search::{create, end, match_text},
    server::TestServer,
};

/// How often the server is killed: `INDEX_KILLS`, or so often.
const KILLS: usize = 8;
const SEED: u64 = 20_261_129;

const WORDS: [&str; 12] = [
    "bridge",
    "harbour",
    "school",
    "clinic",
    "railway",
    "mayor",
    "closed",
    "opened",
    "sold",
    "flooded",
    "yesterday",
    "again",
];

fn statement(random: &mut Random, number: usize) -> String {
    let words: Vec<&str> = (0..6).map(|_| random.pick(&WORDS)).collect();
    format!("Report {number}: {}.", words.join(" "))
}

/// Creates, changes and deletes claims until it is told to stop.
async fn write(server: &TestServer, mut stop: oneshot::Receiver<()>) -> usize {
    let mut random = Random::new(SEED);
    let mut claims: Vec<Claim> = Vec::new();
    let mut number = 0;
    while stop.try_recv().is_err() {
        number += 1;
        match random.below(4) {
            0 if claims.len() > 20 => {
                let at = random.below(claims.len());
                let request = DeleteClaimRequest {
                    name: claims.swap_remove(at).name,
                    ..DeleteClaimRequest::default()
                };
                server.claims().delete_claim(request).await.unwrap();
            }
            1 if !claims.is_empty() => {
                let at = random.below(claims.len());
                let request = UpdateClaimRequest {
                    claim: Some(Claim {
                        name: claims[at].name.clone(),
                        statement: statement(&mut random, number),
                        ..Claim::default()
                    }),
                    update_mask: Some(FieldMask {
                        paths: vec!["statement".to_owned()],
                    }),
                    ..UpdateClaimRequest::default()
                };
                server.claims().update_claim(request).await.unwrap();
            }
            _ => {
                let statement = statement(&mut random, number);
                claims.push(create(server, claim(&statement)).await);
            }
        }
    }
    number
}

async fn client(serving: &Serving) -> SearchServiceClient<Channel> {
    SearchServiceClient::connect(serving.url()).await.unwrap()
}

/// What a server finds, as of a position, by each pair of words.
async fn answers(
    serving: &Serving,
    position: &str,
) -> Vec<(SearchClaimsResponse, MatchClaimsResponse)> {
    let mut client = client(serving).await;
    let mut answers = Vec::new();
    for pair in WORDS.windows(2) {
        let query = pair.join(" ");
        let request = SearchClaimsRequest {
            query: query.clone(),
            page_size: 100,
            min_position: position.to_owned(),
            ..SearchClaimsRequest::default()
        };
        let found = loop {
            match client.search_claims(request.clone()).await {
                Ok(found) => break found.into_inner(),
                // It is built, or follows the log.
                Err(status) => assert_eq!(status.code(), tonic::Code::Unavailable, "{status}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let request = MatchClaimsRequest {
            texts: vec![match_text(&query)],
            max_matches: 20,
            ..MatchClaimsRequest::default()
        };
        let matched = client.match_claims(request).await.unwrap().into_inner();
        answers.push((found, matched));
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_that_was_killed_while_it_was_written_answers_as_one_built_anew() {
    let kills = std::env::var("INDEX_KILLS").ok();
    let kills = kills.map_or(KILLS, |kills| kills.parse().unwrap());
    println!("seed {SEED}, {kills} kills");
    let server = TestServer::start().await;
    let url = server.database.url();
    let directory = tempfile::tempdir().unwrap();
    let start = |directory: Option<&std::path::Path>| {
        let mut command = claimstore();
        command.args(["serve", "--database-url", &url]);
        if let Some(directory) = directory {
            command.arg("--index-dir").arg(directory);
        }
        Serving::start(&mut command)
    };
    let (stop, stopped) = oneshot::channel();
    let killing = async {
        let mut random = Random::new(SEED + 1);
        for _ in 0..kills {
            let mut serving = start(Some(directory.path()));
            let patience = 100 + u64::try_from(random.below(900)).unwrap();
            tokio::time::sleep(Duration::from_millis(patience)).await;
            serving.signal(Signal::KILL);
            tokio::task::block_in_place(|| serving.wait());
        }
        stop.send(()).unwrap();
    };
    let (written, ()) = tokio::join!(write(&server, stopped), killing);
    println!("{written} writes");
    let position = end(&server).await;
    let killed = start(Some(directory.path()));
    let anew = start(None);
    let (killed, anew) = (
        answers(&killed, &position).await,
        answers(&anew, &position).await,
    );
    assert!(anew.iter().any(|(found, _)| !found.hits.is_empty()));
    assert_eq!(killed, anew);
}
