//! What was found of a database, and what to do about it.

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is as it should be.
    Well,
    /// Calls are answered, but not always, or not for long.
    Warning,
    /// No calls are answered, or no writes.
    Fault,
}

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What was found.
    pub what: String,
    /// What to do. Empty if it is well.
    pub advice: String,
}

impl Finding {
    /// It is well.
    pub fn well(what: impl Into<String>) -> Self {
        Self {
            level: Level::Well,
            what: what.into(),
            advice: String::new(),
        }
    }

    /// It can be better.
    pub fn warning(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            level: Level::Warning,
            what: what.into(),
            advice: advice.into(),
        }
    }

    /// It cannot be used so.
    pub fn fault(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            level: Level::Fault,
            ..Self::warning(what, advice)
        }
    }
}
