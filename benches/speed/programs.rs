//! pgbench and psql, the programs that show what Postgres does without a service in front.

use std::{env, fs, path::PathBuf, process::Output};

use claimstore::{embedded::programs::binaries::Search, store::ConnectOptions};
use tokio::process::Command;

/// Where packages of Postgres put programs, in a directory for each version.
const PACKAGED: &str = "/usr/lib/postgresql";

/// The programs.
pub struct Programs {
    pub pgbench: PathBuf,
    pub psql: PathBuf,
}

impl Programs {
    /// Finds both, or says which are missing.
    pub fn find() -> Result<Self, String> {
        let found = ["pgbench", "psql"].map(|name| find(name).ok_or(name));
        match found {
            [Ok(pgbench), Ok(psql)] => Ok(Self { pgbench, psql }),
            missing => {
                let missing: Vec<&str> = missing.into_iter().filter_map(Result::err).collect();
                Err(format!(
                    "not found: {}. They are looked for beside the programs of Postgres, in PATH \
                     and in {PACKAGED}/*/bin. On Debian and Ubuntu they are in the packages \
                     postgresql and postgresql-client, on Fedora in postgresql-contrib and \
                     postgresql, with Homebrew in postgresql@17.",
                    missing.join(", ")
                ))
            }
        }
    }
}

/// The first that exists beside `postgres`, in PATH or where packages put it.
fn find(name: &str) -> Option<PathBuf> {
    let binaries = Search::of_this_machine(None).find(None).ok();
    let mut dirs: Vec<PathBuf> = binaries.iter().map(|it| it.dir().to_owned()).collect();
    dirs.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let versions = fs::read_dir(PACKAGED).into_iter().flatten().flatten();
    let mut packaged: Vec<PathBuf> = versions.map(|it| it.path().join("bin")).collect();
    packaged.sort();
    dirs.extend(packaged.into_iter().rev());
    dirs.into_iter()
        .map(|dir| dir.join(name))
        .find(|it| it.is_file())
}

/// A command that connects to a database.
pub fn command(program: &PathBuf, options: &ConnectOptions) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("PG")) {
        command.env_remove(name);
    }
    let socket = options.get_socket().expect("the private Postgres has one");
    command
        .arg("--host")
        .arg(socket)
        .args(["--port", &options.get_port().to_string()])
        .args(["--username", options.get_username()])
        // Each program has another flag for it.
        .env("PGDATABASE", options.get_database().unwrap_or("postgres"))
        .kill_on_drop(true);
    command
}

/// What a command printed, or how it failed.
pub async fn output(command: &mut Command) -> Result<String, String> {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().await.map_err(|error| error.to_string())?;
    let [out, error] = [stdout, stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    match status.success() {
        true => Ok(out),
        false => Err(format!("{status}: {}", error.trim())),
    }
}
