//! What is wrong with a file, and in which line.

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line, counted from 1; absent where it is not known.
    pub line: Option<usize>,
    /// What is wrong and what to do, as a lower-case fragment.
    pub what: String,
}

impl Problem {
    /// A problem with a line.
    pub fn in_line(line: usize, what: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            what: what.into(),
        }
    }

    /// The problem with the name of its file.
    pub fn in_file_of(&self, name: &str) -> String {
        let what = &self.what;
        match self.line {
            Some(line) => format!("{name}:{line}: {what}"),
            None => format!("{name}: {what}"),
        }
    }

    /// A problem with the file as a whole.
    pub fn in_file(what: impl Into<String>) -> Self {
        Self {
            line: None,
            what: what.into(),
        }
    }
}
