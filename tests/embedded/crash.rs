//! Ends that nobody planned: what was committed stays, and the next start finds its way.

use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    process::{Child, ChildStdout, Command, Stdio},
};

use claimstore::embedded::{Embedded, Error, Settings};
use rustix::process::{Signal, geteuid, kill_process, test_kill_process};
use sqlx::Row;

use super::{Place, connect};

/// Set for the process that [`hold_a_data_directory`] is.
const HOLD: &str = "CLAIMSTORE_TEST_HOLD";

#[tokio::test]
async fn the_end_of_the_server_is_noticed_and_told() {
    let place = Place::new();
    let mut embedded = Embedded::start(&place.settings()).await.unwrap();
    kill_process(place.postmaster(), Signal::KILL).unwrap();
    let error = embedded.exited().await;
    assert!(matches!(error, Error::Exited { .. }), "{error}");
    let log = place.data_dir().join("postgres.log");
    assert!(error.to_string().contains(log.to_str().unwrap()), "{error}");
    assert!(error.to_string().contains("SIGKILL"), "{error}");

    drop(embedded);
    let again = Embedded::start(&place.settings()).await.unwrap();
    again.stop().await.unwrap();
}

#[tokio::test]
async fn every_committed_row_is_there_after_kill_9_of_the_holder() {
    let place = Place::new();
    let (mut holder, mut answers) = hold(&place);
    let mut committed = read_answers_until(&mut answers, 100);
    let orphan = place.postmaster();
    holder.kill().unwrap();
    holder.wait().unwrap();
    committed = committed.max(last_answer(answers));
    assert!(test_kill_process(orphan).is_ok(), "the server lives on");
    assert_rows_since_one(&place, committed).await;
}

#[tokio::test]
async fn every_committed_row_is_there_after_kill_9_of_server_and_holder() {
    let place = Place::new();
    let (mut holder, mut answers) = hold(&place);
    let mut committed = read_answers_until(&mut answers, 100);
    holder.kill().unwrap();
    kill_process(place.postmaster(), Signal::KILL).unwrap();
    holder.wait().unwrap();
    committed = committed.max(last_answer(answers));
    assert_rows_since_one(&place, committed).await;
}

async fn assert_rows_since_one(place: &Place, committed: i64) {
    let embedded = Embedded::start(&place.settings()).await.unwrap();
    let row = sqlx::query("select count(*), max(number) from held")
        .fetch_one(&mut connect(&embedded).await)
        .await
        .unwrap();
    let (count, last): (i64, i64) = (row.get(0), row.get(1));
    assert!(last >= committed, "{last} rows, {committed} were answered");
    assert_eq!(count, last, "none is missing in between");
    embedded.stop().await.unwrap();
}

fn hold(place: &Place) -> (Child, BufReader<ChildStdout>) {
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "embedded::crash::hold_a_data_directory",
            "--ignored",
            "--nocapture",
        ])
        .env(HOLD, place.data_dir())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let answers = BufReader::new(holder.stdout.take().unwrap());
    (holder, answers)
}

fn read_answers_until(answers: &mut BufReader<ChildStdout>, enough: i64) -> i64 {
    loop {
        let mut line = String::new();
        let read = answers.read_line(&mut line).unwrap();
        assert_ne!(read, 0, "the holder ended early");
        match answer(&line) {
            Some(number) if number >= enough => return number,
            _ => {}
        }
    }
}

fn last_answer(answers: BufReader<ChildStdout>) -> i64 {
    answers
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| answer(&line))
        .last()
        .unwrap_or(0)
}

/// Only whole answers count: the last may be cut.
fn answer(line: &str) -> Option<i64> {
    line.trim_end()
        .strip_prefix("committed ")?
        .strip_suffix('.')?
        .parse()
        .ok()
}

#[tokio::test]
#[ignore = "run by other tests, as the process that they kill"]
async fn hold_a_data_directory() {
    let Some(data_dir) = std::env::var_os(HOLD) else {
        return;
    };
    let settings = Settings {
        data_dir: Some(data_dir.into()),
        bin_dir: None,
    };
    let embedded = Embedded::start(&settings).await.unwrap();
    let mut connection = connect(&embedded).await;
    sqlx::raw_sql("create table held (number bigint primary key)")
        .execute(&mut connection)
        .await
        .unwrap();
    for number in 1_i64.. {
        sqlx::query("insert into held values ($1)")
            .bind(number)
            .execute(&mut connection)
            .await
            .unwrap();
        println!("committed {number}.");
    }
}

#[tokio::test]
async fn a_process_id_that_another_process_got_is_not_signalled() {
    let place = Place::new();
    let embedded = Embedded::start(&place.settings()).await.unwrap();
    embedded.stop().await.unwrap();
    let own_user = fs::metadata(place.data_dir().join("postgres")).unwrap();
    let mut stranger = Command::new("sleep");
    if geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut stranger, own_user.uid());
    }
    let mut stranger = stranger.arg("600").spawn().unwrap();
    let stale = format!("{}\nx\n0\n5432\n\n\n\nready\n", stranger.id());
    fs::write(place.pid_file(), stale).unwrap();

    let embedded = Embedded::start(&place.settings()).await.unwrap();
    assert!(stranger.try_wait().unwrap().is_none(), "still running");
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_server_that_nobody_waited_for_does_not_delay_the_next_start() {
    let place = Place::new();
    let embedded = Embedded::start(&place.settings()).await.unwrap();
    embedded.stop().await.unwrap();
    // Ended, and kept as a process without life until this test waits for it.
    let mut ended = Command::new("true");
    let owner = fs::metadata(place.data_dir().join("postgres")).unwrap();
    if geteuid().is_root() {
        std::os::unix::process::CommandExt::uid(&mut ended, owner.uid());
    }
    let mut ended = ended.stdout(Stdio::piped()).spawn().unwrap();
    let mut output = BufReader::new(ended.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    let lock = place.data_dir().join("socket/.s.PGSQL.5432.lock");
    for path in [place.pid_file(), lock] {
        fs::write(path, format!("{}\nx\n0\n5432\n\n\n\nready\n", ended.id())).unwrap();
    }

    let embedded = Embedded::start(&place.settings()).await.unwrap();
    let log = fs::read_to_string(place.data_dir().join("postgres.log")).unwrap();
    assert!(
        !log.contains("already exists"),
        "started at the first try: {log}"
    );
    ended.wait().unwrap();
    embedded.stop().await.unwrap();
}
