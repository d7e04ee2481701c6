//! `claimstore serve` and `claimstore migrate`, as a person runs them.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _, path::PathBuf, time::Duration};

use claimstore::wire::pb::{
    CreateSourceRequest, GetSourceRequest, Source, SourceKind,
    source_service_client::SourceServiceClient,
};
use clap::CommandFactory as _;
use rustix::process::Signal;
use tempfile::TempDir;
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::health_check_response::ServingStatus;

use crate::support::{
    cluster::database_on_own_server,
    health::{health, wait_for_health},
    process::{Serving, claimstore, run, said},
};

/// A data directory below a temporary one that the user of Postgres can enter.
pub(super) struct DataDir(TempDir);

impl DataDir {
    pub(super) fn new() -> Self {
        let parent = tempfile::tempdir().unwrap();
        fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o711)).unwrap();
        Self(parent)
    }

    pub(super) fn data_dir(&self) -> PathBuf {
        self.0.path().canonicalize().unwrap().join("data")
    }
}

pub(super) async fn ready(serving: &Serving) -> Channel {
    let channel = Endpoint::from_shared(serving.url()).unwrap().connect_lazy();
    wait_for_health(&channel, "", ServingStatus::Serving).await;
    channel
}

pub(super) fn person(display_name: &str) -> CreateSourceRequest {
    CreateSourceRequest {
        source: Some(Source {
            kind: SourceKind::Person.into(),
            display_name: display_name.to_owned(),
            ..Source::default()
        }),
        ..CreateSourceRequest::default()
    }
}

#[tokio::test]
async fn what_was_written_is_there_after_a_clean_stop_and_a_start() {
    let dir = DataDir::new();
    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let written = SourceServiceClient::new(channel)
        .create_source(person("A"))
        .await
        .unwrap();
    let written = written.into_inner();
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    assert!(!dir.data_dir().join("postgres/postmaster.pid").exists());

    let mut serving = Serving::on_data_dir(&dir.data_dir());
    let channel = ready(&serving).await;
    let request = GetSourceRequest {
        name: written.name.clone(),
        ..GetSourceRequest::default()
    };
    let read = SourceServiceClient::new(channel)
        .get_source(request)
        .await
        .unwrap();
    assert_eq!(read.into_inner(), written);
    serving.signal(Signal::INT);
    assert!(serving.wait().success());
}

#[tokio::test]
async fn a_second_serve_on_the_same_directory_is_refused_with_what_to_do() {
    let dir = DataDir::new();
    let serving = Serving::on_data_dir(&dir.data_dir());
    ready(&serving).await;
    let mut second = claimstore();
    second
        .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(dir.data_dir());
    let output = run(&mut second);
    assert!(!output.status.success());
    let error = said(&output);
    assert!(error.contains(dir.data_dir().to_str().unwrap()), "{error}");
    assert!(error.contains("--data-dir"), "{error}");
}

#[tokio::test]
async fn a_signal_at_any_time_of_a_start_leaves_no_postgres_behind() {
    let dir = DataDir::new();
    for delay_ms in [30, 150, 300, 500, 700, 900] {
        let mut serving = Serving::on_data_dir(&dir.data_dir());
        // This is at an arbitrary point of the start.
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        serving.signal(Signal::TERM);
        serving.wait();
        let pid_file = dir.data_dir().join("postgres/postmaster.pid");
        for _ in 0..1_000 {
            if !pid_file.exists() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(!pid_file.exists(), "after {delay_ms} ms");
    }
}

#[tokio::test]
async fn a_port_in_use_is_reported_before_anything_is_started() {
    let dir = DataDir::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut serve = claimstore();
    serve
        .args(["serve", "--listen", &address, "--data-dir"])
        .arg(dir.data_dir());
    let output = run(&mut serve);
    assert!(!output.status.success());
    let error = said(&output);
    assert!(
        error.contains(&address) && error.contains("--listen"),
        "{error}"
    );
    assert!(!dir.data_dir().exists());
}

#[test]
fn listening_beyond_loopback_needs_a_flag() {
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:50051"] {
        let output = run(claimstore().args(["serve", "--listen", address]));
        assert!(!output.status.success());
        let error = said(&output);
        assert!(error.contains("--insecure-listen"), "{error}");
    }
}

#[test]
fn a_database_url_that_cannot_be_used_is_refused_without_repeating_it() {
    for (url, words) in [
        ("postgres://me:hunter2@db:notaport/x", "the port is not one"),
        ("mysql://me:hunter2@db/x", "postgres://user:password@"),
        ("postgres://me:hunter2@db/x?sslmode=verify_full", "sslmode"),
    ] {
        // Only commands that need Postgres itself look at the direct url.
        for (command, setting) in [
            ("serve", "--database-url"),
            ("migrate", "--database-direct-url"),
            ("serve", "--read-database-url"),
        ] {
            let mut claimstore = claimstore();
            claimstore.args([command, setting, url]);
            if setting != "--database-url" {
                claimstore.args(["--database-url", "postgres://me@db/x"]);
            }
            let output = run(&mut claimstore);
            assert!(!output.status.success());
            let error = said(&output);
            assert!(error.contains(words) && error.contains(setting), "{error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }
}

#[test]
fn where_a_database_is_required_no_private_postgres_is_started() {
    for command in ["serve", "migrate"] {
        let dir = DataDir::new();
        let output = run(claimstore()
            .arg(command)
            .env("CLAIMSTORE_DATABASE_REQUIRED", "true")
            .env("HOME", dir.data_dir()));
        assert!(!output.status.success());
        let error = said(&output);
        assert!(error.contains("CLAIMSTORE_DATABASE_URL"), "{error}");
        assert!(!dir.data_dir().exists());
    }
}

#[tokio::test]
async fn an_external_database_is_used_once_it_was_migrated() {
    let database = database_on_own_server().await;
    // The server's own database has no schema yet.
    let url = database.url().replace("/claimstore?", "/postgres?");
    assert_ne!(url, database.url());
    let mut serving = Serving::start(claimstore().args(["serve", "--database-url", &url]));
    let channel = Endpoint::from_shared(serving.url()).unwrap().connect_lazy();
    wait_for_health(&channel, "liveness", ServingStatus::Serving).await;
    assert_eq!(
        health(channel.clone(), "").await,
        Some(ServingStatus::NotServing)
    );
    let mut sources = SourceServiceClient::new(channel.clone());
    let status = sources.create_source(person("A")).await.unwrap_err();
    assert_eq!(status.code(), tonic::Code::Unavailable);

    let migrate = || run(claimstore().args(["migrate", "--database-url", &url]));
    let output = migrate();
    assert!(output.status.success(), "{}", said(&output));
    let again = migrate();
    assert!(String::from_utf8(again.stdout).unwrap().contains("already"));

    wait_for_health(&channel, "", ServingStatus::Serving).await;
    sources.create_source(person("A")).await.unwrap();
    serving.signal(Signal::TERM);
    assert!(serving.wait().success());
    assert!(
        !serving
            .log()
            .iter()
            .any(|line| line.contains("private Postgres"))
    );
}

#[test]
fn every_setting_has_a_variable_and_states_its_default_or_bounds() {
    let cli = claimstore::cli::Cli::command();
    for command in ["serve", "migrate"] {
        let command = cli.find_subcommand(command).unwrap();
        for setting in command.get_arguments().chain(cli.get_arguments()) {
            let id = setting.get_id().as_str();
            if ["help", "version", "is_json"].contains(&id) {
                continue;
            }
            let flag = setting.get_long().unwrap();
            let variable = format!("CLAIMSTORE_{}", flag.to_uppercase().replace('-', "_"));
            assert_eq!(
                setting.get_env().unwrap().to_str(),
                Some(variable.as_str()),
                "--{flag}"
            );
            let help = setting.get_help().unwrap().to_string();
            let is_number = flag.ends_with("-ms") || flag.ends_with("-max");
            if is_number {
                assert!(help.contains(" to "), "--{flag} says its bounds: {help}");
                assert!(
                    !setting.get_default_values().is_empty(),
                    "--{flag} has a default"
                );
            }
        }
    }
}
