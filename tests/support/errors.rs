//! What a failed call says: its code, its reason, and the fields that are wrong.

use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// The code and the reason.
pub fn reason(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    let info = details.error_info().expect("every error has an ErrorInfo");
    assert_eq!(info.domain, "claimstore");
    (status.code(), info.reason.clone())
}

/// The paths of the fields that are wrong, in order.
pub fn fields(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::InvalidArgument, "INVALID_FIELDS".to_owned()),
        "{status:?}"
    );
    let details = status.get_error_details();
    let request = details
        .bad_request()
        .expect("INVALID_FIELDS lists the fields");
    request
        .field_violations
        .iter()
        .map(|it| it.field.clone())
        .collect()
}

/// What is said about one field.
pub fn description(status: &Status, field: &str) -> String {
    let details = status.get_error_details();
    let request = details
        .bad_request()
        .expect("INVALID_FIELDS lists the fields");
    let found = request.field_violations.iter().find(|it| it.field == field);
    found
        .unwrap_or_else(|| panic!("{field} is not among {request:?}"))
        .description
        .clone()
}

/// The resource that an error names.
pub fn resource(status: &Status) -> String {
    let details = status.get_error_details();
    let info = details.resource_info().expect("the error names a resource");
    info.resource_name.clone()
}

/// The paths of the fields that are wrong, sorted.
pub fn sorted_fields(status: &Status) -> Vec<String> {
    let mut fields = fields(status);
    fields.sort();
    fields
}

/// Whether it is NOT_FOUND, and which names it gives.
pub fn missing(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned()),
        "{status:?}"
    );
    resource(status).split(", ").map(str::to_owned).collect()
}

/// Whether it is ALREADY_EXISTS: in which fields, and who holds them.
pub fn holder(status: &Status) -> (String, String) {
    assert_eq!(
        reason(status),
        (Code::AlreadyExists, "RESOURCE_EXISTS".to_owned()),
        "{status:?}"
    );
    let details = status.get_error_details();
    let info = details.error_info().expect("every error has an ErrorInfo");
    (info.metadata["field"].clone(), resource(status))
}

/// The reason alone, where the code follows from it.
pub fn why(status: &Status) -> String {
    reason(status).1
}

/// Whether it is RESOURCE_IN_USE, and by whom.
pub fn referrers(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::FailedPrecondition, "RESOURCE_IN_USE".to_owned()),
        "{status:?}"
    );
    resource(status).split(", ").map(str::to_owned).collect()
}

/// Whether it is RESOURCE_DELETED: what must be brought back first.
pub fn deleted_references(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::FailedPrecondition, "RESOURCE_DELETED".to_owned()),
        "{status:?}"
    );
    resource(status).split(", ").map(str::to_owned).collect()
}
