//! The lock that makes a data directory belong to one running claimstore.
//!
//! Invariant: held from before the first look at the data until the process ends, by any way of
//! ending: the kernel releases it. Postgres never inherits it, so an orphaned server does not keep
//! it; whoever holds it may treat a `postmaster.pid` in the directory as left behind.
//!
//! Deliberately absent: a process id in the file. Whether the lock is held is the kernel's answer.

use std::{
    fs::{File, OpenOptions, TryLockError},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;

use super::Error;

#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Lock {
    pub(super) fn take(dir: &Path) -> Result<Lock, Error> {
        let path = dir.join("lock");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
            .open(&path)
            .map_err(Error::io("open", &path))?;
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
    /// A process that was just forked holds the file too until it runs its program:
    /// closing it here would not release the lock yet.
    fn drop(&mut self) {
        // Closing it comes next, so nothing is lost where this fails.
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::Lock;

    #[test]
    fn a_lock_is_released_even_where_a_forked_process_still_has_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path()).unwrap();
        let inherited = lock.file.try_clone().unwrap();
        assert!(Lock::take(dir.path()).is_err());
        drop(lock);
        Lock::take(dir.path()).unwrap();
        drop(inherited);
    }
}
