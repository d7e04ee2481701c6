//! What must agree between the manifests, the image and the program. Each check returns the
//! violations that it found, in words.

pub mod cluster;
pub mod program;

use serde_json::Value;

use super::manifests::Files;

/// The violations that a check found, in words.
#[derive(Default)]
pub struct Violations(pub Vec<String>);

impl Violations {
    /// Adds a violation unless the condition holds.
    pub fn unless(&mut self, is_right: bool, what: impl Into<String>) {
        if !is_right {
            self.0.push(what.into());
        }
    }

    /// Adds a violation unless the two values are equal.
    pub fn unless_equal(&mut self, found: &Value, wanted: impl Into<Value>, what: &str) {
        let wanted = wanted.into();
        self.unless(
            *found == wanted,
            format!("{what} is {found} and should be {wanted}"),
        );
    }
}

/// Every check, in turn.
pub fn all(files: &Files) -> Vec<String> {
    let checks = [
        program::settings,
        program::ports,
        program::probes,
        program::ending,
        cluster::migration,
        cluster::labels,
        cluster::confinement,
        cluster::image,
        program::updates,
        cluster::database,
    ];
    checks.iter().flat_map(|check| check(files).0).collect()
}
