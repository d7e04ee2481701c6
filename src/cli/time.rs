//! The times that a person types.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// A text is not a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a day (2026-11-27) or an instant (2026-11-27T08:30:00Z)")]
pub struct NotATime;

/// Reads a day, which means its beginning in UTC, or an instant.
pub fn read_time(text: &str) -> Result<DateTime<Utc>, NotATime> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(day.and_time(NaiveTime::MIN).and_utc());
    }
    let instant = DateTime::parse_from_rfc3339(text).map_err(|_| NotATime)?;
    Ok(instant.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_day_or_an_instant() {
        let noon = "2026-11-27T13:00:00+01:00";
        assert_eq!(
            read_time(noon).unwrap().to_rfc3339(),
            "2026-11-27T12:00:00+00:00"
        );
        let day = read_time("2026-11-27").unwrap();
        assert_eq!(day.to_rfc3339(), "2026-11-27T00:00:00+00:00");
        for text in [
            "",
            "27/11/2026",
            "2026-11",
            "yesterday",
            "2026-11-27T13:00:00",
        ] {
            assert!(read_time(text).is_err(), "{text}");
        }
    }
}
