//! The standard directories for data and downloads.
//!
//! For root these are `/var/lib/claimstore` and `/var/cache/claimstore`, because the user that
//! runs Postgres cannot enter `/root`. For other users they are the XDG base directories.

use std::{
    env,
    path::{Path, PathBuf},
};

use rustix::process::geteuid;

/// Where data is kept; `None` where no home directory is known.
pub(super) fn data_dir() -> Option<PathBuf> {
    standard_dir("/var/lib", "XDG_DATA_HOME", ".local/share")
}

/// Where downloads are kept; `None` where no home directory is known.
pub(super) fn cache_dir() -> Option<PathBuf> {
    standard_dir("/var/cache", "XDG_CACHE_HOME", ".cache")
}

fn standard_dir(for_root: &str, variable: &str, below_home: &str) -> Option<PathBuf> {
    if geteuid().is_root() {
        return Some(Path::new(for_root).join("claimstore"));
    }
    // The XDG specification requires that a relative path in such a variable is ignored.
    env::var_os(variable)
        .map(PathBuf::from)
        .filter(|dir| dir.is_absolute())
        .or_else(|| {
            env::home_dir()
                .filter(|home| home.is_absolute())
                .map(|home| home.join(below_home))
        })
        .map(|dir| dir.join("claimstore"))
}
