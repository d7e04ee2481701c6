//! What a command that failed reports.

/// A command failed. The message says what to do next.
#[derive(Debug, thiserror::Error)]
#[error("{cause}")]
pub struct Error {
    #[source]
    cause: Box<dyn std::error::Error + Send + Sync>,
    exit_code: u8,
}

impl Error {
    pub(super) fn new(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self {
            cause: Box::new(error),
            exit_code: 1,
        }
    }

    /// The same error, with which the program ends with another code than 1.
    pub(super) fn with_exit_code(self, exit_code: u8) -> Self {
        Self { exit_code, ..self }
    }

    /// The code with which the program ends.
    pub const fn exit_code(&self) -> u8 {
        self.exit_code
    }

    /// The error and its causes, in one line.
    pub fn chain(&self) -> String {
        let mut text = self.cause.to_string();
        let mut next = self.cause.source();
        while let Some(cause) = next {
            let cause_text = cause.to_string();
            if !text.ends_with(&cause_text) {
                text.push_str(": ");
                text.push_str(&cause_text);
            }
            next = cause.source();
        }
        text
    }
}
