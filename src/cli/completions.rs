//! `claimstore completions`: what a shell completes.

use std::io;

use clap::{Args, Command};
use clap_complete::{Shell, generate};

use super::{
    error::Error,
    terminal::{Form, Out},
};

/// What `completions` takes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  claimstore completions bash > ~/.local/share/bash-completion/completions/claimstore
  claimstore completions zsh > ~/.zfunc/_claimstore
      with fpath+=~/.zfunc before compinit
  claimstore completions fish > ~/.config/fish/completions/claimstore.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints what the shell reads.
pub fn run(args: &CompletionsArgs, mut command: Command) -> Result<(), Error> {
    let mut script = io::Cursor::new(Vec::new());
    generate(args.shell, &mut command, "claimstore", &mut script);
    let script = String::from_utf8_lossy(script.get_ref()).into_owned();
    Ok(Out::new(&Form::default()).text(&script.into())?)
}
