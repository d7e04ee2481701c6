//! The deadline of a call, from the edge to what the call does.

use std::time::{Duration, Instant};

use http::HeaderMap;
use tonic::Extensions;

const TIMEOUT: &str = "grpc-timeout";

/// When the caller no longer waits for an answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// The deadline of a call that begins now.
    pub(crate) fn after(limit: Duration) -> Self {
        Self(Instant::now() + limit)
    }

    /// The deadline of a call that came through the edge.
    pub(crate) fn of(extensions: &Extensions) -> Option<Instant> {
        extensions.get::<Self>().map(|deadline| deadline.0)
    }
}

/// The caller's deadline, if there is one: up to eight digits and a unit.
pub(super) fn requested(headers: &HeaderMap) -> Result<Option<Duration>, NotADeadline> {
    let mut values = headers.get_all(TIMEOUT).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(NotADeadline);
    }
    let text = value.to_str().map_err(|_| NotADeadline)?;
    let (digits, unit) = text
        .split_at_checked(text.len().saturating_sub(1))
        .ok_or(NotADeadline)?;
    let is_number = (1..=8).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    if !is_number {
        return Err(NotADeadline);
    }
    let number: u64 = digits.parse().map_err(|_| NotADeadline)?;
    Ok(Some(match unit {
        "H" => Duration::from_secs(number * 3_600),
        "M" => Duration::from_secs(number * 60),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return Err(NotADeadline),
    }))
}

/// The header for the deadline has something else, or is there twice.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotADeadline;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(
            http::HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )])
    }

    #[test]
    fn deadlines_are_read_as_grpc_writes_them() {
        for (text, expected) in [
            ("100m", Ok(Some(Duration::from_millis(100)))),
            ("2S", Ok(Some(Duration::from_secs(2)))),
            ("1H", Ok(Some(Duration::from_secs(3_600)))),
            ("99999999M", Ok(Some(Duration::from_secs(5_999_999_940)))),
            ("100000000S", Err(NotADeadline)),
            ("1d", Err(NotADeadline)),
            ("+1S", Err(NotADeadline)),
            ("S", Err(NotADeadline)),
            ("", Err(NotADeadline)),
        ] {
            assert_eq!(requested(&headers(TIMEOUT, text)), expected, "{text}");
        }
        let mut two = headers(TIMEOUT, "2S");
        two.append(TIMEOUT, HeaderValue::from_static("2S"));
        assert_eq!(requested(&two), Err(NotADeadline));
    }
}
