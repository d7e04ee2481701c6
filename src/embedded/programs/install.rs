//! The command that installs Postgres on this machine, for error messages.
//!
//! Invariant: a command is suggested only where its program exists.
//!
//! Deliberately absent: running it. A service does not install system packages.

use std::{env, path::Path};

use rustix::process::geteuid;

const INSTALLERS: [&str; 6] = ["apt-get", "dnf", "apk", "zypper", "pacman", "brew"];

/// "install it with `…`", or which version to install where no known installer exists.
pub(super) fn advice(major: Option<u32>) -> String {
    let installer = INSTALLERS.into_iter().find(|program| on_path(program));
    match (installer, major) {
        (Some(program), _) => format!(
            "install it with `{}{program} {}`",
            sudo(program),
            arguments(program, major)
        ),
        (None, Some(major)) => format!("install Postgres {major}"),
        (None, None) => "install Postgres 15 or newer".to_owned(),
    }
}

fn arguments(program: &str, major: Option<u32>) -> String {
    let number = major.map_or_else(String::new, |major| major.to_string());
    match program {
        "apt-get" if major.is_some() => format!("install -y postgresql-{number}"),
        "apt-get" => "install -y postgresql".to_owned(),
        "dnf" | "zypper" => {
            format!("install -y postgresql{number}-server postgresql{number}-contrib")
        }
        "apk" => format!("add postgresql{number} postgresql{number}-contrib"),
        "pacman" => "-S --noconfirm postgresql".to_owned(),
        // Every Homebrew formula of Postgres has a version in its name.
        _ => format!("install postgresql@{}", major.unwrap_or(17)),
    }
}

/// Homebrew refuses to run as root; the others need root.
fn sudo(program: &str) -> &'static str {
    if program == "brew" || geteuid().is_root() || !on_path("sudo") {
        ""
    } else {
        "sudo "
    }
}

fn on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .filter(|dir| dir.is_absolute())
        .chain([Path::new("/usr/sbin").to_path_buf()])
        .any(|dir| dir.join(program).is_file())
}
