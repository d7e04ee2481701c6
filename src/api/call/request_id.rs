//! The id of a call, which the caller, the log and errors refer to.

use std::future::Future;

use http::HeaderMap;
use uuid::Uuid;

/// The header with the id of a call, in requests and in answers.
pub(super) const HEADER: &str = "x-request-id";
const LENGTH_MAX: usize = 64;

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the current call, or empty outside of a call.
pub(crate) fn current() -> String {
    CURRENT.try_with(String::clone).unwrap_or_default()
}

/// Runs work as part of the call with this id, even after the call has been answered.
pub(crate) fn scope<F: Future>(id: String, work: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(id, work)
}

/// The caller's id for the call, or a new one.
pub(super) fn of(headers: &HeaderMap) -> String {
    let given = headers.get(HEADER).and_then(|value| value.to_str().ok());
    match given {
        Some(id)
            if !id.is_empty()
                && id.len() <= LENGTH_MAX
                && id.bytes().all(|b| b.is_ascii_graphic()) =>
        {
            id.to_owned()
        }
        _ => Uuid::now_v7().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        let of = |text| {
            of(&HeaderMap::from_iter([(
                http::HeaderName::from_static(HEADER),
                http::HeaderValue::from_static(text),
            )]))
        };
        assert_eq!(of("desk-17"), "desk-17");
        for text in ["", "a b", "a\tb"] {
            let id = of(text);
            assert!(Uuid::try_parse(&id).is_ok(), "{id}");
        }
    }
}
