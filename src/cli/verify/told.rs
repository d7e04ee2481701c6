//! What `verify` says of what it found.

use serde_json::{Value, json};
use tonic::Code;

use crate::cli::{
    counted::counted,
    error::Error,
    kept::Kept,
    terminal::{Out, PrintError},
};

/// What became of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// What it says is so.
    Held,
    /// It says something else.
    Failed,
    /// It is of another size, so it was not looked at.
    Unused,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Held => "HELD",
            Self::Failed => "FAILED",
            Self::Unused => "UNUSED",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Held => "holds",
            Self::Failed => "does not hold",
            Self::Unused => "was not looked at: its tree has another size",
        }
    }
}

/// A report, of which JSON has everything and text what there is.
pub(super) struct Told {
    /// As JSON.
    pub json: Value,
    /// What is wrong, a line for each.
    pub faults: Vec<String>,
    /// The number of faults beyond those.
    pub beyond: u64,
    /// What was verified.
    pub verified: String,
    /// What else there is to say.
    pub lines: Vec<String>,
}

/// There are faults.
#[derive(Debug, thiserror::Error)]
#[error("{}; {what}", counted(*.count, "fault"))]
struct Faults {
    count: u64,
    what: &'static str,
}

impl Told {
    /// Adds what became of each checkpoint.
    pub fn add_checkpoints(&mut self, outcomes: &[(&Kept, Outcome)]) {
        let told = outcomes.iter().map(|(kept, outcome)| {
            json!({
                "file": kept.file.display().to_string(),
                "commits": kept.checkpoint.size,
                "outcome": outcome.code(),
            })
        });
        self.json["outcomes"] = told.collect();
        self.lines.extend(outcomes.iter().map(|(kept, outcome)| {
            let (file, commits) = (kept.file.display(), kept.checkpoint.size);
            let commits = counted(commits, "commit");
            format!("{file}: the checkpoint of {commits} {}", outcome.words())
        }));
    }

    /// Adds a line if it is about something.
    pub fn add_count(&mut self, count: u64, line: impl FnOnce(String) -> String) {
        if count > 0 {
            self.lines.push(line(counted(count, "change")));
        }
    }

    /// Prints everything. It is an error that there are faults, which mean `what`.
    pub fn print(mut self, out: &mut Out, what: &'static str) -> Result<(), Error> {
        self.json["faults"] = json!(self.faults);
        self.json["moreFaults"] = json!(self.beyond);
        self.print_all(out)?;
        match self.faults.len() as u64 + self.beyond {
            0 => Ok(()),
            count => Err(Error::new(Faults { count, what }).with_code(Code::DataLoss)),
        }
    }

    fn print_all(&self, out: &mut Out) -> Result<(), PrintError> {
        if out.is_json {
            return out.json(Some(self.json.to_string()));
        }
        for line in &self.faults {
            out.line(line)?;
        }
        if self.beyond > 0 {
            out.line(format!("and {} more", counted(self.beyond, "fault")))?;
        }
        out.line(&self.verified)?;
        for line in &self.lines {
            out.line(line)?;
        }
        Ok(())
    }
}

/// No checkpoint is of the size of the tree of a proof.
#[derive(Debug, thiserror::Error)]
#[error(
    "the proof is for a tree of {0} commits, and no checkpoint given has that size; make it with claimstore prove --checkpoint FILE"
)]
struct Size(u64);

/// The checkpoint that has the tree of a proof.
pub(super) struct Chosen<'k> {
    /// The checkpoint.
    pub kept: &'k Kept,
    /// What becomes of all that are given.
    pub outcomes: Vec<(&'k Kept, Outcome)>,
    /// What is wrong with others of the same size.
    pub faults: Vec<String>,
}

/// Chooses the checkpoint that has the tree of a proof. Others of the same size have to say the same.
pub(super) fn of_size(kept: &[Kept], size: u64) -> Result<Chosen<'_>, Error> {
    let mut of_size = kept.iter().filter(|it| it.checkpoint.size == size);
    let no_such = || Error::new(Size(size)).with_code(Code::FailedPrecondition);
    let first = of_size.next().ok_or_else(no_such)?;
    let outcomes = kept.iter().map(|it| {
        let outcome = match &it.checkpoint {
            other if other.size != size => Outcome::Unused,
            other if *other == first.checkpoint => Outcome::Held,
            _ => Outcome::Failed,
        };
        (it, outcome)
    });
    let outcomes: Vec<(&Kept, Outcome)> = outcomes.collect();
    let others = outcomes.iter().filter(|(_, it)| *it == Outcome::Failed);
    let faults = others.map(|(it, _)| {
        let (file, first) = (it.file.display(), first.file.display());
        format!(
            "{file}: it is another tree than {first} of the same size: two histories were signed"
        )
    });
    let faults = faults.collect();
    Ok(Chosen {
        kept: first,
        outcomes,
        faults,
    })
}
