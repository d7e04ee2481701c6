//! How many files and sockets the process can have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// More than this many are of no use.
const USEFUL_MAX: u64 = 65_536;

/// Raises the number as far as the operating system lets it, and returns it.
pub(super) fn raise() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.unwrap_or(USEFUL_MAX).min(USEFUL_MAX);
    let current = current.unwrap_or(USEFUL_MAX);
    let is_raised = wanted > current
        && setrlimit(
            Resource::Nofile,
            Rlimit {
                current: Some(wanted),
                maximum,
            },
        )
        .is_ok();
    let allowed = if is_raised { wanted } else { current };
    usize::try_from(allowed).unwrap_or(usize::MAX)
}
