//! Where a command prints, and in which form.

use std::io::{self, IsTerminal as _, Write as _};

use clap::Args;

use super::{colour, pager::Pager, text::Text};

/// The form in which a command prints.
#[derive(Args, Clone, Debug, Default)]
pub struct Form {
    /// Print JSON: the server's answers in standard protobuf JSON, each on a line; errors too
    #[arg(long = "json")]
    pub is_json: bool,
}

/// How a command prints what a person reads.
#[derive(Args, Clone, Debug, Default)]
pub struct Reading {
    #[command(flatten)]
    pub form: Form,

    /// Print everything at once, also on a terminal
    ///
    /// Otherwise a long text is shown by the program in CLAIMSTORE_PAGER or PAGER, or by less.
    #[arg(long)]
    no_pager: bool,
}

/// Nothing more can be printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The reader has enough. This is no failure.
    #[error("the reader has closed the output")]
    Closed,
    /// It cannot be written.
    #[error("the output cannot be written")]
    Failed(#[source] io::Error),
    /// An answer is not what the contract says.
    #[error("the answer cannot be written as JSON; the server may be of another release")]
    Json,
}

impl From<io::Error> for PrintError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Failed(error),
        }
    }
}

/// Where a command prints.
pub struct Out {
    pager: Option<Pager>,
    is_terminal: bool,
    has_colour: bool,
    /// Whether JSON is printed.
    pub is_json: bool,
}

impl Out {
    /// Standard output.
    pub fn new(form: &Form) -> Self {
        let out = io::stdout();
        Self {
            pager: None,
            is_terminal: out.is_terminal(),
            has_colour: colour::is_wanted(&out),
            is_json: form.is_json,
        }
    }

    /// A pager if there is one, and a person reads; else standard output.
    pub fn paged(reading: &Reading) -> Self {
        let mut out = Self::new(&reading.form);
        if out.is_terminal && !out.is_json && !reading.no_pager {
            out.pager = Pager::start();
        }
        out
    }

    /// Prints a text.
    pub fn text(&mut self, text: &Text) -> Result<(), PrintError> {
        let clean = |part: &str| match self.is_terminal {
            true => without_control_characters(part),
            false => part.to_owned(),
        };
        let text = match self.has_colour {
            true => colour::coloured(text, clean),
            false => clean(text),
        };
        self.bytes(text.as_bytes())
    }

    /// Prints a line of text.
    pub fn line(&mut self, line: impl Into<String>) -> Result<(), PrintError> {
        self.text(&Text::from(line.into() + "\n"))
    }

    /// Prints a line of JSON, if there is one.
    pub fn json(&mut self, line: Option<String>) -> Result<(), PrintError> {
        let line = line.ok_or(PrintError::Json)? + "\n";
        self.bytes(line.as_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<(), PrintError> {
        match &mut self.pager {
            Some(pager) => pager.write_all(bytes).and_then(|()| pager.flush())?,
            None => {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())?;
            }
        }
        Ok(())
    }
}

/// The text without what controls a terminal.
fn without_control_characters(text: &str) -> String {
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    text.replace("\r\n", "\n").replace(is_control, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::terminal::Mark;

    #[test]
    fn a_text_cannot_control_a_terminal() {
        assert_eq!(
            without_control_characters("a\x1b[2Jb\r\nc\td\u{9b}e\rf"),
            "a\u{fffd}[2Jb\nc\td\u{fffd}e\u{fffd}f"
        );
        let mut text = Text::default();
        text.push_marked("a\x1b[2J", Mark::Good);
        let coloured = colour::coloured(&text, without_control_characters);
        assert_eq!(coloured, "\x1b[32ma\u{fffd}[2J\x1b[0m");
    }
}
