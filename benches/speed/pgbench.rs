//! Runs statements with pgbench, which prepares them.

use std::{io::Write as _, time::Duration};

use claimstore::store::ConnectOptions;
use tempfile::NamedTempFile;

use super::{
    meter::Work,
    programs::{self, Programs},
};

/// pgbench accepts at most 128 scripts.
pub const SCRIPTS_MAX: usize = 128;

/// Statements, each a script of its own. pgbench chooses one at random for each transaction.
pub struct Scripts(Vec<NamedTempFile>);

impl Scripts {
    pub fn new(statements: impl IntoIterator<Item = String>) -> Self {
        let scripts = statements.into_iter().take(SCRIPTS_MAX).map(|statement| {
            let mut script = NamedTempFile::new().unwrap();
            writeln!(script, "{statement};").unwrap();
            script
        });
        Self(scripts.collect())
    }

    /// Runs them with this many clients.
    pub async fn run(
        &self,
        programs: &Programs,
        options: &ConnectOptions,
        clients: usize,
        time: Duration,
    ) -> Result<Work, String> {
        let mut command = programs::command(&programs.pgbench, options);
        command
            .args(["--no-vacuum", "--protocol=prepared"])
            .args(["--client", &clients.to_string()])
            .args(["--jobs", &clients.min(2).to_string()])
            .args(["--time", &time.as_secs().max(1).to_string()]);
        for script in &self.0 {
            command.arg("--file").arg(script.path());
        }
        let printed = programs::output(&mut command).await?;
        let number = |label: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix(label));
            let first = line.and_then(|line| line.split([' ', '/']).next()?.parse::<f64>().ok());
            first.ok_or_else(|| format!("pgbench did not print {label:?}"))
        };
        if number("number of failed transactions: ").is_ok_and(|failed| failed > 0.0) {
            return Err("transactions of pgbench failed".to_owned());
        }
        let count = number("number of transactions actually processed: ")?;
        // Without the time in which it connects.
        let took = Duration::from_secs_f64(count / number("tps = ")?);
        Ok(Work {
            count: count as usize,
            took,
        })
    }
}
