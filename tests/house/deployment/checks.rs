//! What must agree between the manifests, the image and the program. Each check
//! answers what is wrong, in words; nothing where all is well.

pub mod cluster;
pub mod program;

use serde_json::Value;

use super::manifests::Files;

/// What is wrong.
#[derive(Default)]
pub struct BundleViolations(pub Vec<String>);

impl BundleViolations {
    /// Complains where something is not right.
    pub fn unless(&mut self, is_right: bool, what: impl Into<String>) {
        if !is_right {
            self.0.push(what.into());
        }
    }

    /// Complains where something is not what it should be.
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
