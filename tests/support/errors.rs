//! Reads the details of a failed call: its code, its reason, and the invalid fields.

use claimstore::wire::pb::NearestWords;
use prost::Message as _;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

/// The code and the reason of an error.
pub fn reason(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    let info = details.error_info().expect("every error has an ErrorInfo");
    assert_eq!(info.domain, "claimstore");
    (status.code(), info.reason.clone())
}

/// Asserts INVALID_FIELDS, and returns the paths of the invalid fields, in order.
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

/// The description of the violation in one field.
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

/// Asserts INVALID_FIELDS, and returns the paths of the invalid fields, sorted.
pub fn sorted_fields(status: &Status) -> Vec<String> {
    let mut fields = fields(status);
    fields.sort();
    fields
}

/// Asserts RESOURCE_NOT_FOUND, and returns the names that were not found.
pub fn missing(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::NotFound, "RESOURCE_NOT_FOUND".to_owned()),
        "{status:?}"
    );
    resource(status).split(", ").map(str::to_owned).collect()
}

/// Asserts RESOURCE_EXISTS, and returns the colliding fields and the resource that holds them.
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

/// The reason alone. The code follows from it.
pub fn why(status: &Status) -> String {
    reason(status).1
}

/// Asserts RESOURCE_IN_USE, and returns the names of the resources that refer to this one.
pub fn referrers(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::FailedPrecondition, "RESOURCE_IN_USE".to_owned()),
        "{status:?}"
    );
    resource(status).split(", ").map(str::to_owned).collect()
}

/// Asserts RESOURCE_DELETED, and returns the names that must be undeleted first.
pub fn deleted_references(status: &Status) -> Vec<String> {
    assert_eq!(
        reason(status),
        (Code::FailedPrecondition, "RESOURCE_DELETED".to_owned()),
        "{status:?}"
    );
    resource(status).split(", ").map(str::to_owned).collect()
}

/// The nearest words among the details of an error.
pub fn nearest_words(status: &Status) -> Vec<NearestWords> {
    let details = tonic_types::pb::Status::decode(status.details()).unwrap();
    let found = details.details.iter();
    let found = found.filter(|it| it.type_url.ends_with("/claimstore.v1.NearestWords"));
    found
        .map(|it| NearestWords::decode(it.value.as_slice()).unwrap())
        .collect()
}
