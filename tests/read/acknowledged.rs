//! What was acknowledged is read, and comes first in the log, whichever server of a database did it.

use claimstore::wire::pb::{
    ComparePositionsRequest, ListSourcesRequest, PositionOrder, Source, SourceFilter,
    UpdateSourceRequest,
};

use crate::support::{
    cluster::database,
    samples::outlet,
    server::{LIMITS, TestServer},
    traffic::position_of,
};

const ROUNDS: usize = 20;

/// Two servers over one database.
async fn two() -> [TestServer; 2] {
    let first = TestServer::start().await;
    let shared = first.database.options();
    [
        TestServer::start_through(database().await, shared, LIMITS).await,
        first,
    ]
}

/// Renames a source. Returns it with the position of that.
async fn rename(server: &TestServer, source: &Source, display_name: &str) -> (Source, String) {
    let request = UpdateSourceRequest {
        source: Some(Source {
            display_name: display_name.to_owned(),
            ..source.clone()
        }),
        ..UpdateSourceRequest::default()
    };
    let answer = server.sources().update_source(request).await.unwrap();
    let position = position_of(answer.metadata());
    (answer.into_inner(), position)
}

#[tokio::test]
async fn what_one_server_acknowledged_every_other_one_reads() {
    let servers = two().await;
    let mut source = servers[0].create_source(outlet("first")).await.unwrap();
    for round in 0..ROUNDS {
        let display_name = format!("round {round}");
        // The etag that the other server returned is that of the newest state here, too.
        (source, _) = rename(&servers[round % 2], &source, &display_name).await;
        for server in &servers {
            assert_eq!(server.get_source(&source.name).await.unwrap(), source);
            let request = ListSourcesRequest {
                filter: Some(SourceFilter {
                    display_name_prefix: display_name.clone(),
                    ..SourceFilter::default()
                }),
                ..ListSourcesRequest::default()
            };
            let listed = server.sources().list_sources(request).await.unwrap();
            assert_eq!(listed.into_inner().sources, [source.clone()]);
        }
    }
}

#[tokio::test]
async fn what_was_acknowledged_first_is_earlier_in_the_log() {
    let servers = two().await;
    // Resources that have nothing to do with each other.
    let sources = [
        servers[0].create_source(outlet("one")).await.unwrap(),
        servers[1].create_source(outlet("other")).await.unwrap(),
    ];
    let mut last: Option<(Source, String)> = None;
    for round in 0..ROUNDS {
        let source = Source {
            etag: String::new(),
            ..sources[round % 2].clone()
        };
        let display_name = format!("round {round}");
        let next = rename(&servers[round % 2], &source, &display_name).await;
        if let Some((before, first)) = last {
            let request = ComparePositionsRequest {
                first,
                second: next.1.clone(),
            };
            let compared = servers[0].changes().compare_positions(request).await;
            assert_eq!(
                compared.unwrap().into_inner().order(),
                PositionOrder::Before
            );
            let time = |it: &Source| it.update_time.map(|it| (it.seconds, it.nanos));
            assert!(time(&next.0) > time(&before), "{next:?} {before:?}");
        }
        last = Some(next);
    }
}
