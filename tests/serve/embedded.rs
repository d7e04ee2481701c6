//! The private Postgres: what a start, a stop and a crash leave behind.
//!
//! The tests run as root or as an ordinary user. Each has a data directory of its own.

mod crash;
mod fetch;

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
};

use claimstore::embedded::{
    Embedded, Error, Settings, programs::binaries::Search, server::pidfile,
};
use rustix::process::{Pid, geteuid};
use sqlx::{Connection, PgConnection, Row};
use tempfile::TempDir;

struct DataDir {
    parent: TempDir,
}

impl DataDir {
    fn new() -> DataDir {
        let parent = tempfile::tempdir().unwrap();
        // Otherwise the user that runs Postgres for root could not enter it.
        fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o711)).unwrap();
        DataDir { parent }
    }

    fn data_dir(&self) -> PathBuf {
        self.parent.path().canonicalize().unwrap().join("data")
    }

    fn settings(&self) -> Settings {
        Settings {
            data_dir: Some(self.data_dir()),
            ..Settings::default()
        }
    }

    fn pid_file(&self) -> PathBuf {
        self.data_dir().join("postgres/postmaster.pid")
    }

    /// The server, once it is ready. Its file is written anew while it starts.
    fn ready(&self) -> Option<Pid> {
        let text = fs::read_to_string(self.pid_file()).ok()?;
        let pid: u32 = text.lines().next()?.parse().ok()?;
        let data = self.data_dir().join("postgres");
        pidfile::is_ready(&data, pid).then_some(Pid::from_raw(pid.cast_signed())?)
    }

    fn postmaster(&self) -> Pid {
        let text = fs::read_to_string(self.pid_file()).unwrap();
        Pid::from_raw(text.lines().next().unwrap().parse().unwrap()).unwrap()
    }
}

async fn connect(embedded: &Embedded) -> PgConnection {
    PgConnection::connect_with(&embedded.connect_options())
        .await
        .unwrap()
}

async fn setting(connection: &mut PgConnection, name: &str) -> String {
    sqlx::query_scalar("select current_setting($1)")
        .bind(name)
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_first_start_creates_a_data_directory() {
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    assert_eq!(embedded.data_dir(), dir.data_dir());

    let mut connection = connect(&embedded).await;
    for (name, value) in [
        ("fsync", "on"),
        ("full_page_writes", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("timezone", "UTC"),
        ("max_locks_per_transaction", "512"),
        ("idle_in_transaction_session_timeout", "1min"),
    ] {
        assert_eq!(setting(&mut connection, name).await, value, "{name}");
    }
    let row = sqlx::query("select current_database()::text, 'Ä' < 'z', 'Ä' ~ '\\w', lower('Ä')")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(row.get::<String, _>(0), "claimstore");
    assert!(!row.get::<bool, _>(1), "ordered by code point");
    assert!(
        row.get::<bool, _>(2),
        "characters are classified by Unicode"
    );
    assert_eq!(row.get::<String, _>(3), "ä");
    drop(connection);
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_written_is_there_after_a_clean_stop() {
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    let mut connection = connect(&embedded).await;
    sqlx::raw_sql("create table kept as select 7 as number")
        .execute(&mut connection)
        .await
        .unwrap();
    embedded.stop().await.unwrap();
    assert!(
        !dir.pid_file().exists(),
        "a clean stop leaves no postmaster.pid"
    );

    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    let number: i32 = sqlx::query_scalar("select number from kept")
        .fetch_one(&mut connect(&embedded).await)
        .await
        .unwrap();
    assert_eq!(number, 7);
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_start_on_the_same_directory_is_refused() {
    let dir = DataDir::new();
    let first = Embedded::start(&dir.settings()).await.unwrap();
    let error = Embedded::start(&dir.settings()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "another claimstore already uses {}; stop it, or pass another --data-dir",
            dir.data_dir().display()
        )
    );
    connect(&first).await.ping().await.unwrap();
    first.stop().await.unwrap();
}

#[tokio::test]
async fn only_the_owner_can_enter_the_data_and_the_socket() {
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    for name in ["postgres", "socket"] {
        let metadata = fs::metadata(dir.data_dir().join(name)).unwrap();
        assert_eq!(metadata.mode() & 0o777, 0o700, "{name}");
    }
    let log = fs::metadata(dir.data_dir().join("postgres.log")).unwrap();
    assert_eq!(log.mode() & 0o777, 0o600);
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_long_path_gets_a_short_socket_elsewhere() {
    let dir = DataDir::new();
    let data_dir = dir.data_dir().join("d".repeat(120));
    let settings = Settings {
        data_dir: Some(data_dir.clone()),
        ..Settings::default()
    };
    let embedded = Embedded::start(&settings).await.unwrap();
    let elsewhere = setting(&mut connect(&embedded).await, "unix_socket_directories").await;
    let elsewhere = elsewhere.trim_matches('"').to_owned();
    assert!(
        !elsewhere.starts_with(data_dir.to_str().unwrap()),
        "{elsewhere}"
    );
    assert_eq!(fs::metadata(&elsewhere).unwrap().mode() & 0o777, 0o700);
    embedded.stop().await.unwrap();
    assert!(
        !Path::new(&elsewhere).exists(),
        "nothing is left outside the data directory"
    );
}

#[tokio::test]
async fn a_path_with_a_comma_and_a_quote_is_served() {
    let dir = DataDir::new();
    let settings = Settings {
        data_dir: Some(dir.data_dir().join("a, \"b\" c")),
        ..Settings::default()
    };
    let embedded = Embedded::start(&settings).await.unwrap();
    connect(&embedded).await.ping().await.unwrap();
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn dropping_the_handle_stops_the_server() {
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    let mut connection = connect(&embedded).await;
    drop(embedded);
    // Ends with an error as soon as the server ends the session.
    let ended = sqlx::query("select pg_sleep(60)")
        .execute(&mut connection)
        .await;
    assert!(ended.is_err());
    let again = Embedded::start(&dir.settings()).await.unwrap();
    again.stop().await.unwrap();
}

#[tokio::test]
async fn an_interrupted_first_start_begins_again() {
    let dir = DataDir::new();
    let unfinished = dir.data_dir().join("postgres.new");
    fs::create_dir_all(unfinished.join("base")).unwrap();
    fs::set_permissions(dir.data_dir(), fs::Permissions::from_mode(0o711)).unwrap();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    assert!(!unfinished.exists());
    embedded.stop().await.unwrap();
}

#[test]
fn missing_programs_are_reported_with_the_command_that_installs_them() {
    let empty = tempfile::tempdir().unwrap();
    let error = Search::of_this_machine(Some(empty.path()))
        .find(None)
        .unwrap_err();
    assert!(matches!(error, Error::NoBinaries { .. }));
    assert_suggests_a_command(&error.to_string());
}

#[tokio::test]
async fn a_data_directory_of_another_major_version_is_refused() {
    let dir = DataDir::new();
    let data = dir.data_dir().join("postgres");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("PG_VERSION"), "99\n").unwrap();
    if geteuid().is_root() {
        std::os::unix::fs::chown(&data, Some(65534), Some(65534)).unwrap();
    }
    let error = Embedded::start(&dir.settings())
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains(dir.data_dir().to_str().unwrap()), "{error}");
    assert!(error.contains("Postgres 99"), "{error}");
    assert_suggests_a_command(&error);
}

fn assert_suggests_a_command(error: &str) {
    assert!(
        error.contains("install it with `") || error.contains("install Postgres"),
        "{error}"
    );
}

#[tokio::test]
async fn a_start_that_fails_quotes_the_log_of_postgres() {
    let dir = DataDir::new();
    Embedded::start(&dir.settings())
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    let conf = dir.data_dir().join("postgres/postgresql.conf");
    fs::write(conf, "no_such_setting = 1\n").unwrap();
    let error = Embedded::start(&dir.settings())
        .await
        .unwrap_err()
        .to_string();
    assert!(error.contains("no_such_setting"), "{error}");
    assert!(error.contains("postgres.log"), "{error}");
}

#[tokio::test]
async fn as_root_postgres_runs_as_another_user_without_groups_or_capabilities() {
    if !geteuid().is_root() || !Path::new("/proc/self/status").exists() {
        return;
    }
    let dir = DataDir::new();
    let embedded = Embedded::start(&dir.settings()).await.unwrap();
    let pid = dir.postmaster().as_raw_nonzero();
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let field = |name: &str| {
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap();
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert!(field("Uid:").iter().all(|uid| uid != "0"), "{status}");
    assert!(field("Gid:").iter().all(|gid| gid != "0"), "{status}");
    assert!(field("Groups:").is_empty(), "{status}");
    assert_eq!(field("CapEff:"), ["0000000000000000"]);
    assert_eq!(field("CapPrm:"), ["0000000000000000"]);
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn as_root_a_closed_parent_directory_is_named() {
    if !geteuid().is_root() {
        return;
    }
    let dir = DataDir::new();
    fs::set_permissions(dir.parent.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let error = Embedded::start(&dir.settings())
        .await
        .unwrap_err()
        .to_string();
    let closed = dir.parent.path().canonicalize().unwrap();
    assert!(
        error.contains(&format!("`chmod o+x {}`", closed.display())),
        "{error}"
    );
}
