//! Which user runs the Postgres processes.
//!
//! Invariant: never root, because Postgres refuses to run as root. Where the service is root, the processes get the user
//! and group id of `postgres`, else of `nobody`, and no supplementary groups: the standard library
//! clears them when a command changes its user id. The change also drops all capabilities. An
//! existing data directory keeps its owner. So its data stays accessible when the system's
//! Postgres is installed later, which adds the user `postgres`.
//!
//! Deliberately absent: changing the service's own user.

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::Path,
    process::Command,
};

use nix::unistd::User;
use rustix::process::{getegid, geteuid};

use super::error::Error;

/// The user and group id of the Postgres processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The user.
    pub uid: u32,
    /// The group.
    pub gid: u32,
    switched: bool,
}

impl Identity {
    /// The current user; for root `postgres`, else `nobody`.
    ///
    /// # Errors
    ///
    /// [`Error::NoUser`] as root where neither exists.
    pub fn choose() -> Result<Identity, Error> {
        if !geteuid().is_root() {
            return Ok(Identity {
                uid: geteuid().as_raw(),
                gid: getegid().as_raw(),
                switched: false,
            });
        }
        ["postgres", "nobody"]
            .into_iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .filter(|user| !user.uid.is_root())
            .map(|user| Identity {
                uid: user.uid.as_raw(),
                gid: user.gid.as_raw(),
                switched: true,
            })
            .ok_or(Error::NoUser)
    }

    /// The owner of an existing directory; `None` where it does not exist.
    ///
    /// # Errors
    ///
    /// [`Error::OwnedByRoot`].
    pub fn of_existing(data: &Path) -> Result<Option<Identity>, Error> {
        let Ok(metadata) = fs::metadata(data) else {
            return Ok(None);
        };
        if !geteuid().is_root() {
            return Identity::choose().map(Some);
        }
        if metadata.uid() == 0 {
            return Err(Error::OwnedByRoot {
                dir: data.to_path_buf(),
            });
        }
        Ok(Some(Identity {
            uid: metadata.uid(),
            gid: metadata.gid(),
            switched: true,
        }))
    }

    /// Whether the processes run as another user than the service.
    pub fn is_switched(&self) -> bool {
        self.switched
    }

    /// Makes `command` run as this user, in a working directory that everybody can enter.
    pub fn apply(&self, command: &mut Command) {
        command.current_dir("/");
        if self.switched {
            command.uid(self.uid).gid(self.gid);
        }
    }

    /// Gives `path` to this user.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] where the change is not permitted.
    pub fn own(&self, path: &Path) -> Result<(), Error> {
        if !self.switched {
            return Ok(());
        }
        chown(path, Some(self.uid), Some(self.gid)).map_err(Error::io("change the owner of", path))
    }
}
