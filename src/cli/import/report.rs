//! What an import reports: counts of outcomes, what was not imported and why, and progress
//! while it runs.

use std::{
    fmt,
    io::{self, Write as _},
};

use serde_json::{Value, json};

use super::{problem::Problem, progress::Progress, rejects::Rejects, tally::Tally};
use crate::{
    cli::{candidates::Candidates, exit::Exit, sent_bundle::result_line},
    wire::{json, pb},
};

/// What was not imported, and why.
#[derive(Debug, Default, thiserror::Error)]
pub struct Failures {
    pub count: usize,
    pub imported: usize,
    /// Why the import stopped before its end, and how it goes on.
    pub stopped: Option<String>,
    /// How the program ends if it stopped.
    pub ended: Option<Exit>,
    lines: Vec<String>,
}

/// The most failures that are listed.
const FAILURE_LINES_MAX: usize = 200;

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, imported) = (self.count, self.imported);
        match &self.stopped {
            Some(how_it_goes_on) => {
                write!(f, "stopped after {imported} imported; {how_it_goes_on}")?;
            }
            None => write!(f, "{count} not imported, {imported} imported")?,
        }
        for line in self.lines.iter().take(FAILURE_LINES_MAX) {
            write!(f, "\n  {line}")?;
        }
        match self.lines.len() > FAILURE_LINES_MAX {
            true => write!(f, "\n  and more"),
            false => Ok(()),
        }
    }
}

impl Failures {
    /// How the program ends.
    pub fn exit(&self) -> Exit {
        match self.stopped {
            Some(_) => self.ended.unwrap_or(Exit::Failed),
            None => Exit::Refused,
        }
    }

    /// The failures as JSON.
    pub fn json(&self) -> Value {
        json!({
            "notImported": self.count,
            "imported": self.imported,
            "stopped": self.stopped,
            "problems": self.lines,
        })
    }

    pub fn list(&mut self, name: &str, problem: &Problem) {
        if self.lines.len() <= FAILURE_LINES_MAX {
            self.lines.push(problem.in_file_of(name));
        }
    }
}

/// Parts of documents that were not understood. What else the documents say was imported.
#[derive(Debug, Default)]
pub struct LeftOut {
    count: usize,
    lines: Vec<String>,
}

/// The most parts that were left out of which the places are listed.
const LEFT_OUT_LINES_MAX: usize = 1_000;

impl LeftOut {
    fn list(&mut self, name: &str, problem: &Problem) {
        self.count += 1;
        if self.lines.len() < LEFT_OUT_LINES_MAX {
            self.lines.push(problem.in_file_of(name));
        }
    }

    /// Prints what was left out, and where it was.
    pub fn print(&self) -> io::Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let mut out = io::stderr().lock();
        writeln!(out, "{} left out:", self.count)?;
        for line in &self.lines {
            writeln!(out, "  {line}")?;
        }
        match self.count > self.lines.len() {
            true => writeln!(out, "  and more"),
            false => Ok(()),
        }
    }
}

/// What an import reports.
pub struct Report {
    /// Whether the outcome for each resource is printed.
    pub is_verbose: bool,
    /// Whether that is as JSON.
    pub is_json: bool,
    pub progress: Progress,
    pub tally: Tally,
    pub candidates: Candidates,
    pub failures: Failures,
    pub rejects: Option<Rejects>,
    pub left_out: LeftOut,
}

impl Report {
    /// Counts a bundle that was imported.
    pub fn add(
        &mut self,
        response: &pb::ImportBundleResponse,
        has_article: bool,
    ) -> io::Result<()> {
        if self.is_verbose {
            let results = response.results.iter();
            let line = |result| match self.is_json {
                true => json::write("claimstore.v1.BundleResult", result).unwrap_or_default(),
                false => result_line(result),
            };
            let lines: Vec<String> = results.map(line).collect();
            self.progress.suspended(|| write_lines(&lines))?;
        }
        self.tally.add(response, has_article);
        self.candidates.add(&response.results);
        self.show();
        Ok(())
    }

    /// Counts items of a document that were not imported, and lists all that is wrong with them.
    pub fn add_refused(&mut self, name: &str, count: usize, problems: &[Problem]) {
        self.failures.count += count;
        for problem in problems {
            self.failures.list(name, problem);
        }
        self.show();
    }

    /// Counts a bundle or file that was not imported, and lists why. `text` is its line, if
    /// it is one of many.
    pub fn add_problems(
        &mut self,
        name: &str,
        problems: &[Problem],
        text: Option<&str>,
    ) -> io::Result<()> {
        self.add_refused(name, 1, problems);
        let line = problems.first().and_then(|problem| problem.line);
        if let (Some(rejects), Some(line), Some(text)) = (&mut self.rejects, line, text) {
            let reasons: Vec<String> = problems.iter().map(|it| it.what.clone()).collect();
            rejects.add(name, line, &reasons, text)?;
        }
        Ok(())
    }

    /// Lists a part of a document that was left out.
    pub fn add_left_out(&mut self, name: &str, problem: &Problem) {
        self.left_out.list(name, problem);
    }

    /// Counts bundles that were finished before, or whose answer was lost.
    pub fn add_unanswered(&mut self, count: usize) {
        self.tally.add_unanswered(count);
        self.show();
    }

    fn show(&self) {
        self.progress
            .show(self.tally.bundles(), self.failures.count);
    }
}

fn write_lines(lines: &[String]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_listed_up_to_a_bound() {
        let mut failures = Failures {
            count: 300,
            imported: 7,
            ..Failures::default()
        };
        for line in 1..=300 {
            failures.list("a.ndjson", &Problem::in_line(line, "is wrong"));
        }
        let text = failures.to_string();
        assert!(text.starts_with("300 not imported, 7 imported\n  a.ndjson:1: is wrong\n"));
        assert!(text.ends_with("\n  a.ndjson:200: is wrong\n  and more"));
    }
}
