//! Points in time in documents of others, and in messages.

use chrono::{DateTime, SecondsFormat, Utc};

use super::read::to_timestamp;

/// A time of a message as it is written: `2015-01-28T12:00:00Z`.
pub fn text(time: prost_types::Timestamp) -> Option<String> {
    let nanos = u32::try_from(time.nanos).ok()?;
    let time = DateTime::from_timestamp(time.seconds, nanos)?;
    Some(time.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// A time that a document gives with its distance from UTC.
pub fn read(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    Some(time.with_timezone(&Utc))
}

/// A time in a message.
pub fn message(time: DateTime<Utc>) -> prost_types::Timestamp {
    to_timestamp(time)
}
