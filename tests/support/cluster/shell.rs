//! Starting what outlives the test run: it holds nothing of the run.
//!
//! Invariant: own process group, so that the end of the run does not end it; no inherited
//! descriptor, so that nobody who waits for the run waits for it.
//!
//! Deliberately absent: a session of its own, which has no command on every system.

use std::{
    ffi::OsStr,
    os::unix::process::CommandExt,
    path::Path,
    process::{Command, Stdio},
};

const CLOSE: &str = include_str!("descriptors.sh");

/// A command that runs `script` with `$0` as its name; more arguments may follow.
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

/// As `command`, which is not run itself: its program, arguments and environment.
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
