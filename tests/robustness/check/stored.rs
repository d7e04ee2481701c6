//! `claimstore check` finds nothing wrong in the database.

use crate::support::process::claimstore;

pub fn check(database_url: &str) -> Vec<String> {
    let mut command = claimstore();
    let output = command
        .args(["check", "--database-url", database_url])
        .output()
        .unwrap();
    if output.status.success() {
        return Vec::new();
    }
    let said = [output.stdout, output.stderr].concat();
    vec![String::from_utf8_lossy(&said).into_owned()]
}
