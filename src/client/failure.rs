//! Why a call failed.

use tonic::Status;
use tonic_types::StatusExt as _;

use crate::wire::pb::ErrorReason;

/// The reason of an error. `None` if no claimstore answered it, or a newer one with a reason that
/// this one does not know.
pub fn reason(status: &Status) -> Option<ErrorReason> {
    let info = status.get_details_error_info()?;
    let name = format!("ERROR_REASON_{}", info.reason);
    ErrorReason::from_str_name(&name).filter(|_| info.domain == "claimstore")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use tonic::Code;
    use tonic_types::ErrorDetails;

    use super::*;

    #[test]
    fn only_reasons_of_a_claimstore_are_known() {
        let of = |reason: &str, domain: &str| {
            let details = ErrorDetails::with_error_info(reason, domain, HashMap::new());
            super::reason(&Status::with_error_details(Code::Aborted, "x", details))
        };
        let known = of("ETAG_MISMATCH", "claimstore");
        assert_eq!(known, Some(ErrorReason::EtagMismatch));
        assert_eq!(of("ETAG_MISMATCH", "other"), None);
        assert_eq!(of("OF_TOMORROW", "claimstore"), None);
        assert_eq!(super::reason(&Status::unavailable("x")), None);
    }
}
