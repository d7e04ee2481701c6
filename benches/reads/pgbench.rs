//! pgbench, as the limit: what Postgres does without a service in front of it.

use std::{io::Write as _, process::Command, time::Duration};

use claimstore::embedded::programs::binaries::Search;
use tempfile::NamedTempFile;

use super::database::Database;

/// Each script reads one claim.
const SCRIPTS: usize = 16;

/// pgbench for one database.
pub struct Pgbench {
    command: Vec<String>,
    scripts: Vec<NamedTempFile>,
}

impl Pgbench {
    /// Selects the documents of some of these claims.
    pub fn new(database: &Database, names: &[String]) -> Self {
        let options = database.options();
        let programs = Search::of_this_machine(None).find(None).unwrap();
        let program = programs.dir().join("pgbench");
        let command = [
            program.to_str().unwrap(),
            "--host",
            options.get_socket().unwrap().to_str().unwrap(),
            "--username",
            options.get_username(),
            "--no-vacuum",
            "--protocol=prepared",
        ];
        let step = (names.len() / SCRIPTS).max(1);
        let ids = names.iter().step_by(step).take(SCRIPTS);
        Self {
            command: command.map(str::to_owned).to_vec(),
            scripts: ids.map(|name| script(name)).collect(),
        }
    }

    /// The selects per second of this many clients.
    pub fn select_claims(&self, clients: usize, time: Duration) -> f64 {
        let [program, arguments @ ..] = self.command.as_slice() else {
            unreachable!("the program is the first part");
        };
        let mut command = Command::new(program);
        command
            .args(arguments)
            .args(["--client", &clients.to_string(), "--jobs", "2"])
            .args(["--time", &time.as_secs().to_string()]);
        for script in &self.scripts {
            command.arg("--file").arg(script.path());
        }
        let output = command.arg("claimstore").output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = "));
        let rate = rate.unwrap_or_else(|| panic!("{text}{:?}", output.stderr));
        rate.split(' ').next().unwrap().parse().unwrap()
    }
}

fn script(name: &str) -> NamedTempFile {
    let id = name.trim_start_matches("claims/");
    let mut script = NamedTempFile::new().unwrap();
    let select = "select id, null::uuid as claim_id, merged_into_id, doc from claims";
    writeln!(script, "{select} where id = '{id}' and not is_deleted;").unwrap();
    script
}
