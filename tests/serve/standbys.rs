//! Reads go to standbys that are fresh enough, and none is answered with less than it has to reflect.
//! Standbys that lag, die or are promoted are not noticed by callers.

mod failover;

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use claimstore::wire::pb::{
    ExportBundlesRequest, GetSourceRequest, ListSourcesRequest, Source, SourceFilter,
    UpdateSourceRequest, bundle_service_client::BundleServiceClient,
    source_service_client::SourceServiceClient,
};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use tonic::{Code, Status, transport::Channel};

use super::{
    metrics::{published_by, value},
    start::ready,
};
use crate::support::{
    cluster::{database_on_own_server, replicated::Replicated},
    errors::reason,
    process::{Serving, claimstore},
    server::{TestServer, store},
    traffic::{at, create, get, position_of},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// A server whose reads go to the standbys, if these are behind by no more than this.
async fn serve(replicated: &Replicated, staleness_max_ms: u32) -> (Serving, Channel) {
    let standbys = format!("{},{}", replicated.url(1), replicated.url(2));
    serve_with(replicated, &standbys, staleness_max_ms).await
}

async fn serve_with(
    replicated: &Replicated,
    standbys: &str,
    staleness_max_ms: u32,
) -> (Serving, Channel) {
    let mut command = claimstore();
    command.args(["serve", "--no-search", "--metrics-listen", "127.0.0.1:0"]);
    command.args(["--database-url", &replicated.url(0)]);
    command.args(["--read-database-url", standbys]);
    command.args(["--read-staleness-max-ms", &staleness_max_ms.to_string()]);
    let serving = Serving::start(&mut command);
    let channel = ready(&serving).await;
    (serving, channel)
}

/// How many reads were answered by what, that went to a standby.
async fn reads(serving: &Serving, standby: u32, answered_by: &str) -> f64 {
    let sample = format!(
        "claimstore_standby_reads_total{{standby=\"{standby}\",answered_by=\"{answered_by}\"}}"
    );
    value(&published_by(serving).await, &sample).unwrap_or_default()
}

async fn both_answer(serving: &Serving) -> bool {
    reads(serving, 1, "standby").await > 0.0 && reads(serving, 2, "standby").await > 0.0
}

async fn wait_for_lines(serving: &Serving, words: &str, count: usize) {
    let waiting = async {
        let has = |line: &&String| line.contains(words);
        while serving.log().iter().filter(has).count() < count {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = timeout(PATIENCE, waiting).await;
    assert!(waited.is_ok(), "{words}: {:#?}", serving.log());
}

/// Makes a standby replay nothing more.
async fn pause_replay(replicated: &Replicated, standby: usize) {
    let pause = "select pg_wal_replay_pause()";
    replicated.execute(standby, pause).await;
    let paused = async { while !replicated.is_replay_paused(standby).await {} };
    timeout(PATIENCE, paused).await.unwrap();
}

const FRESH: &str = "reads go to the standby";
const LEFT: &str = "reads do not go to the standby";

/// The sources whose names begin so.
fn list(prefix: &str) -> ListSourcesRequest {
    ListSourcesRequest {
        filter: Some(SourceFilter {
            display_name_prefix: prefix.to_owned(),
            ..SourceFilter::default()
        }),
        ..ListSourcesRequest::default()
    }
}

/// Renames a source, and reads it as of then.
async fn rename_and_read(channel: &Channel, source: Source) -> Result<Source, Status> {
    let update = UpdateSourceRequest {
        source: Some(Source {
            display_name: format!("{}, renamed", source.display_name),
            ..source
        }),
        ..UpdateSourceRequest::default()
    };
    let mut sources = SourceServiceClient::new(channel.clone());
    let updated = sources.update_source(update).await?.into_inner();
    let as_of_now = GetSourceRequest {
        read_time: updated.update_time,
        ..get(&updated.name)
    };
    let now = sources.get_source(as_of_now).await?;
    assert_eq!(now.into_inner(), updated);
    Ok(updated)
}

/// Writes, and reads what was just written in each way.
async fn write_and_read(channel: &Channel, round: usize) -> Result<(), Status> {
    let name = format!("paper {round}");
    let (created, position) = create(channel, &name).await;
    let mut sources = SourceServiceClient::new(channel.clone());
    let found = sources
        .get_source(at(&position, get(&created.name)))
        .await?;
    assert_eq!(found.into_inner(), created);
    let listed = sources.list_sources(at(&position, list(&name))).await?;
    assert_eq!(listed.into_inner().sources, vec![created.clone()]);
    rename_and_read(channel, created).await?;
    Ok(())
}

#[tokio::test]
async fn what_was_written_is_read_from_standbys_and_nothing_older_than_a_position() {
    let replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 5_000).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let mut round = 0;
    let all = async {
        while round < 50 || !both_answer(&serving).await {
            write_and_read(&channel, round).await.unwrap();
            round += 1;
        }
    };
    timeout(PATIENCE, all).await.unwrap();
}

#[tokio::test]
async fn a_standby_that_stops_replaying_answers_no_read_that_has_to_be_fresher() {
    let replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 60_000).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let (first, _) = create(&channel, "first").await;
    let mut sources = SourceServiceClient::new(channel.clone());
    for standby in [1, 2] {
        pause_replay(&replicated, standby).await;
    }
    for round in 0..5 {
        write_and_read(&channel, round).await.unwrap();
    }
    rename_and_read(&channel, first).await.unwrap();
    // A page after another one is never from a standby that is behind that one.
    let (page, position) = create(&channel, "page 1").await;
    create(&channel, "page 2").await;
    let begin = ListSourcesRequest {
        page_size: 1,
        ..list("page")
    };
    let listed = sources.list_sources(at(&position, begin.clone())).await;
    let listed = listed.unwrap().into_inner();
    assert_eq!(listed.sources, [page]);
    let next = ListSourcesRequest {
        page_token: listed.next_page_token,
        ..begin
    };
    let listed = sources.list_sources(next).await.unwrap().into_inner();
    assert_eq!(listed.sources.len(), 1);
    // What need not be fresher may be older, by as much as the setting says.
    let is_older = async {
        let mut listed = sources.list_sources(list("paper")).await.unwrap();
        while !listed.get_ref().sources.is_empty() {
            listed = sources.list_sources(list("paper")).await.unwrap();
        }
    };
    timeout(PATIENCE, is_older).await.unwrap();
    // What a standby does not have at all, the primary has.
    let (second, position) = create(&channel, "second").await;
    let found = sources.get_source(get(&second.name)).await.unwrap();
    assert_eq!(found.into_inner(), second);
    // An export is of this moment.
    let mut bundles = BundleServiceClient::new(channel.clone());
    let export = ExportBundlesRequest::default();
    let mut export = bundles.export_bundles(export).await.unwrap().into_inner();
    let mut exported = 0;
    while let Some(part) = export.message().await.unwrap() {
        exported += part.bundle.map_or(0, |it| it.sources.len());
    }
    assert_eq!(exported, 9);

    for standby in [1, 2] {
        replicated
            .execute(standby, "select pg_wal_replay_resume()")
            .await;
    }
    let answered = reads(&serving, 1, "standby").await;
    let waiting = async {
        while reads(&serving, 1, "standby").await < answered + 10.0 {
            let found = sources.get_source(at(&position, get(&second.name))).await;
            assert_eq!(found.unwrap().into_inner(), second);
        }
    };
    timeout(PATIENCE, waiting).await.unwrap();
}

#[tokio::test]
async fn standbys_that_are_too_stale_or_dead_are_left_without_an_error() {
    let mut replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 500).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let mut sources = SourceServiceClient::new(channel.clone());
    let (first, _) = create(&channel, "first").await;
    replicated.execute(1, "select pg_wal_replay_pause()").await;
    let mut round = 0;
    let waiting = async {
        while !serving.log().iter().any(|line| line.contains(LEFT)) {
            // A standby that replays nothing is left once something was written.
            create(&channel, &format!("later {round}")).await;
            sources.get_source(get(&first.name)).await.unwrap();
            round += 1;
        }
    };
    timeout(PATIENCE, waiting).await.unwrap();
    let listed = sources.list_sources(list("later")).await.unwrap();
    assert!(!listed.into_inner().sources.is_empty());

    replicated.stop_standby(2);
    for _ in 0..200 {
        sources.get_source(get(&first.name)).await.unwrap();
        sources.list_sources(list("first")).await.unwrap();
    }
    wait_for_lines(&serving, LEFT, 2).await;
    // A commit waits for a standby.
    replicated.execute(1, "select pg_wal_replay_resume()").await;
    wait_for_lines(&serving, FRESH, 3).await;
}

#[tokio::test]
async fn standbys_that_follow_another_primary_or_are_of_another_database_answer_nothing() {
    let replicated = Replicated::start().await;
    let other = database_on_own_server().await;
    store(other.options()).readiness().await.unwrap();
    let standbys = format!(
        "{},{},{}",
        replicated.url(1),
        replicated.url(2),
        other.url()
    );
    let (serving, channel) = serve_with(&replicated, &standbys, 500).await;
    wait_for_lines(&serving, FRESH, 2).await;
    // From now on, a commit waits for no standby.
    let alone = "alter system set synchronous_standby_names = ''";
    replicated.execute(0, alone).await;
    replicated.execute(0, "select pg_reload_conf()").await;
    replicated.follow(1, 2).await;
    replicated.execute(2, "select pg_promote()").await;
    wait_for_lines(&serving, LEFT, 3).await;
    let mut sources = SourceServiceClient::new(channel.clone());
    let answered = reads(&serving, 1, "standby").await + reads(&serving, 2, "standby").await;
    for round in 0..30 {
        let name = format!("later {round}");
        let (created, _) = create(&channel, &name).await;
        let listed = sources.list_sources(list(&name)).await.unwrap();
        assert_eq!(listed.into_inner().sources, [created]);
        sleep(Duration::from_millis(20)).await;
    }
    let then = reads(&serving, 1, "standby").await + reads(&serving, 2, "standby").await;
    assert_eq!(then, answered);
    assert_eq!(reads(&serving, 3, "standby").await, 0.0);
}

#[tokio::test]
async fn a_position_that_is_not_of_this_log_is_refused_by_reads() {
    let replicated = Replicated::start().await;
    let (serving, channel) = serve(&replicated, 5_000).await;
    wait_for_lines(&serving, FRESH, 2).await;
    let server = TestServer::start().await;
    let (_, foreign) = create(&server.channel(), "elsewhere").await;
    let mut sources = SourceServiceClient::new(channel);
    for (position, expected) in [
        ("nonsense", "POSITION_INVALID"),
        (&foreign, "POSITION_FOREIGN"),
    ] {
        let status = sources
            .list_sources(at(position, list("")))
            .await
            .unwrap_err();
        let expected = (Code::InvalidArgument, expected.to_owned());
        assert_eq!(reason(&status), expected);
    }
}

/// Ends the connections of calls, so that others are opened.
const END_CONNECTIONS: &str = "select pg_terminate_backend(pid) from pg_stat_activity \
                               where application_name = 'claimstore'";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_leads_to_one_standby_and_then_to_another_never_answers_with_less() {
    let replicated = Replicated::start().await;
    // Leads to a standby that is behind with half of the connections.
    let moving = replicated.moving_url();
    let (serving, channel) = serve_with(&replicated, &moving, 60_000).await;
    wait_for_lines(&serving, FRESH, 1).await;
    let (first, _) = create(&channel, "first").await;
    pause_replay(&replicated, 2).await;
    let mut last = first;
    for round in 0..20 {
        let update = UpdateSourceRequest {
            source: Some(Source {
                display_name: format!("round {round}"),
                ..last
            }),
            ..UpdateSourceRequest::default()
        };
        let mut sources = SourceServiceClient::new(channel.clone());
        let updated = sources.update_source(update).await.unwrap();
        let position = position_of(updated.metadata());
        last = updated.into_inner();
        let mut readers = JoinSet::new();
        for _ in 0..16 {
            let mut sources = sources.clone();
            let (position, expected) = (position.clone(), last.clone());
            readers.spawn(async move {
                for _ in 0..5 {
                    let list = at(&position, list("round"));
                    let listed = sources.list_sources(list).await.unwrap();
                    assert_eq!(listed.into_inner().sources, vec![expected.clone()]);
                    let got = sources.get_source(at(&position, get(&expected.name)));
                    assert_eq!(got.await.unwrap().into_inner(), expected);
                }
            });
        }
        let mut turn = round;
        let balancing = async {
            loop {
                replicated.move_to(1 + turn % 2);
                sleep(Duration::from_millis(3)).await;
                if turn % 5 == 0 {
                    replicated.execute(1, END_CONNECTIONS).await;
                    replicated.execute(2, END_CONNECTIONS).await;
                }
                turn += 1;
            }
        };
        tokio::select! {
            _ = readers.join_all() => {}
            () = balancing => {}
        }
    }
}

#[tokio::test]
async fn a_moment_is_read_from_a_standby_only_if_no_write_of_it_can_be_open() {
    let database = database_on_own_server().await;
    let store = store(database.options());
    let moment = Utc::now();
    for (seconds, expected) in [(0, false), (35, false), (36, true)] {
        let later = moment + TimeDelta::seconds(seconds);
        assert_eq!(store.had_ended_by(moment, later), expected, "{seconds}");
    }
    assert!(!store.had_ended_by(moment, moment - TimeDelta::seconds(100)));
}
