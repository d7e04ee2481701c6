//! The lock that gives a data directory to one running claimstore.
//!
//! Invariant: acquired before anything else in the directory is read, and held until the process
//! ends. The kernel releases it, however the process ends. Postgres never inherits it, so an
//! orphaned server does not keep it, and its holder may treat a `postmaster.pid` in the directory
//! as left behind.
//!
//! Deliberately absent: a process id in the file. Only the kernel knows whether the lock is held.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use crate::embedded::{error::Error, files};

#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    pub(crate) fn acquire(dir: &Path) -> Result<Lock, Error> {
        let path = dir.join("lock");
        let file = files::open_lock_file(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse {
                dir: dir.to_path_buf(),
            }),
            Err(TryLockError::Error(source)) => Err(Error::io("lock", path)(source)),
        }
    }
}

impl Drop for Lock {
    /// Closing the file would not release the lock yet: a process that was just forked also holds
    /// the file until it runs its program.
    fn drop(&mut self) {
        // The file is closed next, so a failure here loses nothing.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn a_lock_is_released_even_where_a_forked_process_still_has_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::acquire(dir.path()).unwrap();
        let inherited = lock.file.try_clone().unwrap();
        assert!(Lock::acquire(dir.path()).is_err());
        drop(lock);
        Lock::acquire(dir.path()).unwrap();
        drop(inherited);
    }
}
