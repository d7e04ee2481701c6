//! Dates and periods in messages.

use super::read;
use crate::{
    domain::value::{Checker, Date, DateComponent, Period, PeriodEnd},
    wire::pb,
};

/// Reads the optional date in the field `name`.
pub fn read(check: &mut Checker, name: &str, message: Option<pb::Date>) -> Option<Date> {
    let pb::Date {
        year,
        month,
        day,
        instant,
        approximate,
        part,
        printed,
        inferred,
        time_zone,
    } = message?;
    Some(check.field(name, |check| Date {
        year,
        month,
        day,
        instant: read::timestamp(check, "instant", instant),
        approximate,
        part: read::optional(check, "part", part),
        printed,
        inferred: read::all(check, "inferred", inferred, read_component),
        time_zone,
    }))
}

fn read_component(check: &mut Checker, number: i32) -> Option<DateComponent> {
    let component = read::known(number);
    if component.is_none() {
        check.report(format!("has no value {number}"));
    }
    component
}

/// Writes a date.
pub fn write(date: &Date) -> pb::Date {
    let Date {
        year,
        month,
        day,
        instant,
        approximate,
        part,
        printed,
        inferred,
        time_zone,
    } = date;
    pb::Date {
        year: *year,
        month: *month,
        day: *day,
        instant: instant.map(read::to_timestamp),
        approximate: *approximate,
        part: read::number_or_zero(*part),
        printed: printed.clone(),
        inferred: inferred.iter().copied().map(read::number).collect(),
        time_zone: time_zone.clone(),
    }
}

/// Reads the optional period in the field `name`.
pub fn read_period(check: &mut Checker, name: &str, message: Option<pb::Period>) -> Option<Period> {
    let pb::Period {
        from,
        through,
        end,
        printed,
    } = message?;
    let closed = through.is_some();
    Some(check.field(name, |check| Period {
        from: read(check, "from", from),
        through: read(check, "through", through),
        end: read_end(check, end, closed),
        printed,
    }))
}

/// Reads the end of a period. An end that cannot be read is reported. It is replaced by one
/// that fits the rest of the period, so nothing else is reported.
fn read_end(check: &mut Checker, number: i32, closed: bool) -> PeriodEnd {
    let is_given = read::known::<PeriodEnd>(number).is_some();
    let end = read::required(check, "end", number);
    match (is_given, closed) {
        (true, _) => end,
        (false, true) => PeriodEnd::Closed,
        (false, false) => PeriodEnd::Unknown,
    }
}

/// Writes a period.
pub fn write_period(period: &Period) -> pb::Period {
    let Period {
        from,
        through,
        end,
        printed,
    } = period;
    pb::Period {
        from: from.as_ref().map(write),
        through: through.as_ref().map(write),
        end: read::number(*end),
        printed: printed.clone(),
    }
}
