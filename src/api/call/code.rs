//! The code of a status, as headers or trailers give it, and its name.

use http::HeaderMap;
use tonic::Code;

/// The code, if there is one: a successful answer has none in its headers.
pub(super) fn code_of(headers: &HeaderMap) -> Option<Code> {
    let value = headers.get("grpc-status")?;
    Some(Code::from_bytes(value.as_bytes()))
}

/// The name of the code with a number, as specifications write it.
pub(crate) const fn code_name(number: i16) -> &'static str {
    const NAMES: [&str; 17] = [
        "OK",
        "CANCELLED",
        "UNKNOWN",
        "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED",
        "NOT_FOUND",
        "ALREADY_EXISTS",
        "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION",
        "ABORTED",
        "OUT_OF_RANGE",
        "UNIMPLEMENTED",
        "INTERNAL",
        "UNAVAILABLE",
        "DATA_LOSS",
        "UNAUTHENTICATED",
    ];
    match number {
        0..17 => NAMES[number as usize],
        _ => NAMES[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_codes_are_those_of_their_numbers() {
        for number in 0..17_i16 {
            let camel = format!("{:?}", Code::from(i32::from(number)));
            assert_eq!(code_name(number).replace('_', ""), camel.to_uppercase());
        }
        assert_eq!(code_name(99), "UNKNOWN");
    }
}
