//! Starts processes that outlive the test run, and that keep nothing of the run open.
//!
//! Invariant: they have a process group of their own, so the end of the run does not end them.
//! They inherit no descriptor, so whoever waits for the run does not wait for them.
//!
//! Deliberately absent: a session of their own. Not every system has a command for it.

use std::{
    ffi::OsStr,
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
};

const CLOSE: &str = include_str!("descriptors.sh");

/// A command that runs `script` with `$0` as its name. More arguments may follow.
pub fn detached(script: &str, name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(shell());
    command
        .arg("-c")
        .arg(format!("{CLOSE}\n{script}"))
        .arg(name)
        .current_dir("/")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// A detached command with the program, the arguments and the environment of `command`, which is
/// not run itself.
pub fn detached_program(command: &Command) -> Command {
    let mut detached = detached(r#"exec "$0" "$@""#, command.get_program());
    let environment = command
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    detached
        .args(command.get_args())
        .env_clear()
        .envs(environment);
    detached
}

fn shell() -> &'static str {
    ["/bin/bash", "/usr/bin/bash"]
        .into_iter()
        .find(|path| Path::new(path).exists())
        .unwrap_or("/bin/sh")
}
