//! Errors fit into the headers that clients accept.

use uuid::Uuid;

use super::*;
use crate::domain::{
    resource::{AppearanceId, ClaimId},
    value::NearestWords,
};

/// Message and details together, as they are sent.
const SENT_BYTES_MAX: usize = 7 << 10;

/// Texts in which a character takes one to four bytes, and none is sent as it is.
const SCRIPTS: [&str; 7] = ["a", " ", "%", "ü", "ж", "語", "𐍈"];

fn sent(status: &Status) -> usize {
    let response = status.clone().into_http::<()>();
    let headers = response.headers().iter();
    headers
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}

fn violations(count: usize, script: &str, length: usize) -> Vec<Violation> {
    let violation = |index| Violation {
        nearest: Some(NearestWords {
            exact: script.repeat(length),
            start: i32::MAX,
            end: i32::MAX,
        }),
        ..Violation::new(
            format!("claims[{index}].{}", script.repeat(length)),
            script.repeat(length),
        )
    };
    (0..count).map(violation).collect()
}

#[test]
fn an_error_fits_into_the_headers_that_clients_accept_in_any_script() {
    for script in SCRIPTS {
        for count in [1, 2, 3, 10, 1_000] {
            for length in [1, 10, 40, 100, 299, 300, 10_000] {
                let status = invalid(violations(count, script, length));
                let bytes = sent(&status);
                assert!(
                    bytes <= SENT_BYTES_MAX,
                    "{script} {count} {length}: {bytes}"
                );
            }
        }
    }
}

#[test]
fn an_error_about_many_resources_fits_into_the_headers_that_clients_accept() {
    let name = |number| {
        let id = Uuid::from_u128(number);
        Name::Appearance(ClaimId::new(id), AppearanceId::new(id))
    };
    let names: Vec<Name> = (0..1_000).map(name).collect();
    for status in [
        not_found(&names),
        deleted(&names),
        in_use(names[0], &names, true),
    ] {
        let bytes = sent(&status);
        assert!(bytes <= SENT_BYTES_MAX, "{bytes}");
        assert!(status.message().contains("and 984 more"));
    }
}

#[test]
fn a_violation_that_fits_is_said_whole() {
    let status = invalid(violations(2, "語", 20));
    let fields = status.get_details_bad_request().unwrap().field_violations;
    assert_eq!(fields.len(), 2);
    assert!(status.message().contains("claims[1]."));
    assert!(!status.message().contains('…'));
}
