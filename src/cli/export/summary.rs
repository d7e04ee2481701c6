//! What an export says when it is complete.

use std::io::{self, Write as _};

/// How much was exported.
pub(super) struct Summary {
    /// For people.
    pub(super) text: String,
    /// The same for programs.
    pub(super) json: serde_json::Value,
    /// Whether what was exported is on standard output.
    pub(super) is_on_standard_output: bool,
}

impl Summary {
    /// Prints it where it is not taken for what was exported.
    pub(super) fn print(&self, is_json: bool) -> io::Result<()> {
        let text = match is_json {
            true => self.json.to_string(),
            false => self.text.clone(),
        };
        match self.is_on_standard_output {
            true => writeln!(io::stderr().lock(), "{text}"),
            false => writeln!(io::stdout().lock(), "{text}"),
        }
    }
}
