//! Rows with something impossible are damaged, which does not end the verification.

use crate::store::Error;

/// What was read, unless a row has something impossible.
pub(super) fn readable<T>(read: Result<T, Error>) -> Result<Option<T>, Error> {
    match read {
        Ok(value) => Ok(Some(value)),
        Err(Error::Unreadable { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
