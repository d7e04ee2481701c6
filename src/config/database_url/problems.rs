//! What is wrong with the url of a database, and what to do about it.

use std::fmt;

/// What is wrong with a url.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<String>);

impl Problems {
    /// One problem.
    pub(super) fn only(problem: &str) -> Self {
        Self(vec![problem.to_owned()])
    }

    /// One more.
    pub(super) fn add(&mut self, problem: impl Into<String>) {
        self.0.push(problem.into());
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [only] = self.0.as_slice() {
            return f.write_str(only);
        }
        let numbered = self.0.iter().enumerate();
        let numbered = numbered.map(|(index, problem)| format!("{}. {problem}", index + 1));
        f.write_str(&numbered.collect::<Vec<_>>().join("; "))
    }
}
