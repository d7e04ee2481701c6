//! A program that shows long texts on a terminal page by page.

use std::{
    env, io,
    process::{Child, Command, Stdio},
};

use tokio::signal::unix::{Signal, SignalKind, signal};

/// The variables that name a pager, the first that is set counts.
const VARIABLES: [&str; 2] = ["CLAIMSTORE_PAGER", "PAGER"];

/// It ends at once if everything fits on the screen, and passes colours on.
const DEFAULT: &str = "less -FRX";

/// A pager that runs. Dropping it waits until its user leaves it.
pub(super) struct Pager {
    child: Child,
    /// Ctrl-C is for the pager while it runs.
    _interrupts: Option<Signal>,
}

/// The program and its arguments; nothing if there is to be no pager.
fn words(named: Option<String>) -> Vec<String> {
    let named = named.unwrap_or_else(|| DEFAULT.to_owned());
    let words: Vec<String> = named.split_whitespace().map(str::to_owned).collect();
    match words.first().map(String::as_str) {
        Some("cat") if words.len() == 1 => Vec::new(),
        _ => words,
    }
}

impl Pager {
    /// Starts the pager. There is none if none is named, or if it cannot be started.
    pub(super) fn start() -> Option<Self> {
        let named = VARIABLES.iter().find_map(|name| env::var(name).ok());
        let words = words(named);
        let (program, arguments) = words.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped());
        if env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                tracing::debug!(program, %error, "there is no pager");
                return None;
            }
        };
        let interrupts = signal(SignalKind::interrupt()).ok();
        Some(Self {
            child,
            _interrupts: interrupts,
        })
    }
}

impl io::Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.child.stdin {
            Some(input) => input.write(bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.child.stdin {
            Some(input) => input.flush(),
            None => Ok(()),
        }
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_pager_is_a_program_with_arguments_or_none() {
        assert_eq!(words(None), ["less", "-FRX"]);
        assert_eq!(words(Some("more -s".to_owned())), ["more", "-s"]);
        for none in ["", " ", "cat"] {
            assert!(words(Some(none.to_owned())).is_empty(), "{none:?}");
        }
    }
}
