//! Time zones: IANA names, and fixed distances from UTC.

use chrono::{FixedOffset, NaiveDateTime};
use chrono_tz::Tz;

use crate::domain::Timestamp;

/// The time zone of a publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeZone {
    /// `Europe/Rome`
    Named(Tz),
    /// `+02:00`
    Fixed(FixedOffset),
}

impl Default for TimeZone {
    fn default() -> Self {
        Self::Named(Tz::UTC)
    }
}

impl TimeZone {
    /// Reads a name or distance. Names are in the letter case of the IANA database.
    pub fn parse(text: &str) -> Option<Self> {
        match text.as_bytes() {
            [b'+' | b'-', h1, h2, b':', m1, m2] => {
                let digit = |byte: &u8| char::from(*byte).to_digit(10).map(u32::cast_signed);
                let (hours, minutes) = (digit(h1)? * 10 + digit(h2)?, digit(m1)? * 10 + digit(m2)?);
                let seconds = (hours * 60 + minutes) * 60;
                let is_time = minutes < 60 && hours <= 14;
                let sign = if text.starts_with('-') { -1 } else { 1 };
                let fixed = FixedOffset::east_opt(sign * seconds).filter(|_| is_time)?;
                Some(Self::Fixed(fixed))
            }
            _ => text.parse().ok().map(Self::Named),
        }
    }

    /// What clocks of the zone show at an instant.
    pub fn local_time(self, instant: Timestamp) -> NaiveDateTime {
        match self {
            Self::Named(zone) => instant.with_timezone(&zone).naive_local(),
            Self::Fixed(offset) => instant.with_timezone(&offset).naive_local(),
        }
    }
}
