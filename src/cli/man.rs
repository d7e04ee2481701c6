//! `claimstore man`: manual pages, one for the program and one for each of its commands.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::{Args, Command};
use clap_mangen::Man;

use super::{
    counted::counted_len,
    error::Error,
    terminal::{Form, Out},
};

/// What `man` takes.
#[derive(Args)]
#[command(after_help = "\
Example:
  claimstore man --out ~/.local/share/man/man1
      then: man claimstore, man claimstore-review")]
pub struct ManArgs {
    /// Directory to write the pages to; it is made if it does not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Debug, thiserror::Error)]
#[error("{} cannot be written", path.display())]
struct Unwritable {
    path: PathBuf,
    source: io::Error,
}

/// Writes the pages, and prints how many there are.
pub fn run(args: &ManArgs, mut command: Command) -> Result<(), Error> {
    command.build();
    let count = fs::create_dir_all(&args.out)
        .map_err(|source| unwritable(&args.out, source))
        .and_then(|()| write(&args.out, &command))?;
    let line = format!("{} in {}", counted_len(count, "page"), args.out.display());
    Ok(Out::new(&Form::default()).line(line)?)
}

fn unwritable(path: &Path, source: io::Error) -> Error {
    let path = path.to_owned();
    Error::new(Unwritable { path, source })
}

/// Writes the page of a command and those of its own commands. Returns how many.
fn write(directory: &Path, command: &Command) -> Result<usize, Error> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = directory.join(format!("{name}.1"));
    let mut page = Vec::new();
    Man::new(command.clone())
        .render(&mut page)
        .and_then(|()| fs::write(&path, page))
        .map_err(|source| unwritable(&path, source))?;
    let inner = command.get_subcommands();
    let inner = inner.filter(|it| it.get_name() != "help" && !it.is_hide_set());
    inner
        .map(|it| write(directory, it))
        .sum::<Result<usize, Error>>()
        .map(|count| count + 1)
}
