//! The codes with which the program ends.

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything was done.
    Done = 0,
    /// It failed in another way: a file cannot be read, a check found differences.
    Failed = 1,
    /// The command line is not valid.
    Usage = 2,
    /// The server refused it, or does not have it; also an import that reached its end without
    /// importing everything.
    Refused = 3,
    /// The server could not be reached, or is not ready. The same command can succeed later.
    Unavailable = 4,
    /// The credentials do not allow it.
    Denied = 5,
    /// The resource changed meanwhile: its etag is another one.
    Changed = 6,
}

/// The codes, for help and the manual.
pub const CODES: &str = "\
Exit codes:
  0  done, or the reader of the output had enough
  1  failed otherwise, such as a file that cannot be read or used, or differences that a check found
  2  the command line is not valid
  3  refused by the server or not found; an import did not import everything
  4  the server cannot be reached or is not ready: the same command can succeed later
  5  the credentials are missing, or do not allow it
  6  the resource has changed: its etag is another one";

impl Exit {
    /// How the program ends if a call ended with this status.
    pub fn of(status: &Status) -> Self {
        match status.code() {
            Code::Ok => Self::Done,
            Code::Unauthenticated | Code::PermissionDenied => Self::Denied,
            Code::Unavailable | Code::DeadlineExceeded | Code::Cancelled => Self::Unavailable,
            // Too much at once, or lost to another write.
            _ if status.get_details_retry_info().is_some() => Self::Unavailable,
            Code::Aborted => Self::Changed,
            Code::Unknown | Code::Internal | Code::DataLoss | Code::Unimplemented => Self::Failed,
            Code::InvalidArgument
            | Code::NotFound
            | Code::AlreadyExists
            | Code::ResourceExhausted
            | Code::FailedPrecondition
            | Code::OutOfRange => Self::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_told() {
        for (code, exit) in [
            (0, Exit::Done),
            (1, Exit::Failed),
            (2, Exit::Usage),
            (3, Exit::Refused),
            (4, Exit::Unavailable),
            (5, Exit::Denied),
            (6, Exit::Changed),
        ] {
            assert_eq!(exit as u8, code);
            assert!(CODES.contains(&format!("\n  {code}  ")));
        }
    }

    #[test]
    fn statuses_end_the_program_by_what_can_be_done() {
        for (code, exit) in [
            (Code::NotFound, Exit::Refused),
            (Code::AlreadyExists, Exit::Refused),
            (Code::Unavailable, Exit::Unavailable),
            (Code::PermissionDenied, Exit::Denied),
            (Code::Aborted, Exit::Changed),
            (Code::Internal, Exit::Failed),
        ] {
            assert_eq!(Exit::of(&Status::new(code, "")), exit, "{code:?}");
        }
        let details = tonic_types::ErrorDetails::with_retry_info(None);
        for code in [Code::Aborted, Code::ResourceExhausted] {
            let status = Status::with_error_details(code, "", details.clone());
            assert_eq!(Exit::of(&status), Exit::Unavailable, "{code:?}");
        }
    }
}
