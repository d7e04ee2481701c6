//! Whether a text is a value of a datatype of XML Schema.

use chrono::NaiveDate;

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// Whether a text is a value of a datatype. Texts of datatypes that are not known here always
/// are.
pub fn is_valid(datatype: &str, text: &str) -> bool {
    let Some(name) = datatype.strip_prefix(XSD) else {
        return true;
    };
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    match name {
        "boolean" => ["true", "false", "1", "0"].contains(&text),
        "decimal" => is_decimal(text),
        "double" | "float" => is_double(text),
        "dateTime" => is_date_time(text),
        "dateTimeStamp" => is_date_time(text) && without_zone(text) != Some(text),
        "date" => zoned(text, is_date),
        "time" => zoned(text, is_time),
        "gYear" => zoned(text, |it| year(it).is_some()),
        "gYearMonth" => zoned(text, |it| is_date(&format!("{it}-01"))),
        // The 29th of February is one.
        "gMonthDay" => zoned(text, |it| {
            it.strip_prefix("--")
                .is_some_and(|it| is_date(&format!("2000-{it}")))
        }),
        "gMonth" => zoned(text, |it| {
            it.strip_prefix("--")
                .is_some_and(|it| is_date(&format!("2000-{it}-01")))
        }),
        "gDay" => zoned(text, |it| {
            it.strip_prefix("---")
                .is_some_and(|it| is_date(&format!("2000-01-{it}")))
        }),
        "duration" => is_duration(text, true, true),
        "yearMonthDuration" => is_duration(text, true, false),
        "dayTimeDuration" => is_duration(text, false, true),
        "hexBinary" => text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit()),
        "base64Binary" => is_base64(text),
        "language" => is_language(text),
        name => integer_range(name).is_none_or(|range| is_integer(text, range)),
    }
}

/// The bounds of a type of whole numbers. Those that have none are `None`.
type Range = (Option<i128>, Option<i128>);

fn integer_range(name: &str) -> Option<Range> {
    let signed = |bits: u32| {
        (
            Some(-(1_i128 << (bits - 1))),
            Some((1_i128 << (bits - 1)) - 1),
        )
    };
    let unsigned = |bits: u32| (Some(0), Some((1_i128 << bits) - 1));
    Some(match name {
        "integer" => (None, None),
        "nonNegativeInteger" => (Some(0), None),
        "positiveInteger" => (Some(1), None),
        "nonPositiveInteger" => (None, Some(0)),
        "negativeInteger" => (None, Some(-1)),
        "long" => signed(64),
        "int" => signed(32),
        "short" => signed(16),
        "byte" => signed(8),
        "unsignedLong" => unsigned(64),
        "unsignedInt" => unsigned(32),
        "unsignedShort" => unsigned(16),
        "unsignedByte" => unsigned(8),
        _ => return None,
    })
}

fn is_integer(text: &str, (least, most): Range) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !is_digits(digits) {
        return false;
    }
    // What does not fit is beyond every bound on its side.
    let value = text.parse::<i128>().unwrap_or(match text.starts_with('-') {
        true => i128::MIN,
        false => i128::MAX,
    });
    least.is_none_or(|it| value >= it) && most.is_none_or(|it| value <= it)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    let number = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    is_digits(&format!("{whole}{part}"))
}

fn is_double(text: &str) -> bool {
    if ["INF", "+INF", "-INF", "NaN"].contains(&text) {
        return true;
    }
    match text.split_once(['e', 'E']) {
        Some((number, exponent)) => is_decimal(number) && is_integer(exponent, (None, None)),
        None => is_decimal(text),
    }
}

/// A text without its distance from UTC. None if that is malformed.
fn without_zone(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('Z') {
        return Some(rest);
    }
    let at = text.len().checked_sub(6);
    let Some((rest, zone)) = at.and_then(|at| text.split_at_checked(at)) else {
        return Some(text);
    };
    let Some((hours, minutes)) = zone.get(1..).and_then(|it| it.split_once(':')) else {
        return Some(text);
    };
    if !zone.starts_with(['+', '-']) || rest.is_empty() {
        return Some(text);
    }
    let [hours, minutes] = [two_digits(hours)?, two_digits(minutes)?];
    (hours < 14 && minutes < 60 || hours == 14 && minutes == 0).then_some(rest)
}

fn zoned(text: &str, is_valid: impl Fn(&str) -> bool) -> bool {
    without_zone(text).is_some_and(is_valid)
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && is_digits(text)).then(|| text.parse().ok())?
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    is_date(date) && zoned(time, is_time)
}

/// A year, to the 400 after which leap years repeat.
fn year(text: &str) -> Option<i32> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !is_digits(digits) || digits.len() < 4 || digits.len() > 4 && digits.starts_with('0') {
        return None;
    }
    let last = digits.get(digits.len().saturating_sub(9)..)?;
    let year: i32 = last.parse().ok()?;
    Some(match text.starts_with('-') {
        true => 2000 - year % 400,
        false => 2000 + year % 400,
    })
}

fn is_date(text: &str) -> bool {
    let date = || {
        let (rest, day) = text.rsplit_once('-')?;
        let (years, month) = rest.rsplit_once('-')?;
        NaiveDate::from_ymd_opt(year(years)?, two_digits(month)?, two_digits(day)?)
    };
    date().is_some()
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let parts: Vec<Option<u32>> = whole.split(':').map(two_digits).collect();
    let [Some(hours), Some(minutes), Some(seconds)] = parts[..] else {
        return false;
    };
    let is_end = hours == 24 && minutes == 0 && seconds == 0 && fraction.bytes().all(|b| b == b'0');
    is_digits(fraction) && (hours < 24 || is_end) && minutes < 60 && seconds < 60
}

/// Whether a text is a duration such as `P1Y2M3DT4H5M6.7S`.
fn is_duration(text: &str, has_months: bool, has_days: bool) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let Some(rest) = rest.strip_prefix('P') else {
        return false;
    };
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return false,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    let date_units = match (has_months, has_days) {
        (true, true) => "YMD",
        (true, false) => "YM",
        _ => "D",
    };
    let is_allowed = time.is_empty() || has_days;
    !rest.is_empty() && is_allowed && are_numbers(date, date_units) && are_numbers(time, "HMS")
}

/// Whether a text is numbers followed by units, each at most once and in their order.
fn are_numbers(text: &str, mut units: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        let Some(at) = rest.find(|c: char| c.is_ascii_alphabetic()) else {
            return false;
        };
        let (number, behind) = rest.split_at(at);
        let (unit, behind) = behind.split_at(1);
        let is_number = match unit {
            "S" => {
                is_decimal(number) && !number.starts_with(['+', '-', '.']) && !number.ends_with('.')
            }
            _ => is_digits(number),
        };
        let Some((_, left)) = units.split_once(unit).filter(|_| is_number) else {
            return false;
        };
        (units, rest) = (left, behind);
    }
    true
}

fn is_base64(text: &str) -> bool {
    let text: String = text.split_ascii_whitespace().collect();
    let data = text.trim_end_matches('=');
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || b == b'+' || b == b'/';
    text.len().is_multiple_of(4) && text.len() - data.len() <= 2 && data.bytes().all(is_digit)
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-').enumerate();
    parts.all(|(at, it)| {
        let is_letter = |b: u8| b.is_ascii_alphabetic() || at > 0 && b.is_ascii_digit();
        (1..=8).contains(&it.len()) && it.bytes().all(is_letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_values_of_their_types_or_not() {
        let cases = [
            (
                "integer",
                "+12 -0 123456789012345678901234567890123456789012",
                "two 1.0 - 1e3",
            ),
            ("byte", "127 -128", "128 -129"),
            (
                "unsignedLong",
                "18446744073709551615",
                "18446744073709551616 -1",
            ),
            ("positiveInteger", "1", "0"),
            ("decimal", "1 -1.5 +.5 5.", ". 1e3 1,5"),
            ("double", "1 -1.5e10 INF NaN 1E-3", "3,5 e5 1e inf"),
            ("boolean", "true 0", "TRUE yes"),
            (
                "date",
                "2024-02-29 -0001-01-01 2024-01-01Z 2024-01-01+14:00 12345-01-01",
                "2023-02-29 1757-02-31 24-01-01 2024-1-1 2024-01-01+15:00 02024-01-01",
            ),
            (
                "time",
                "23:59:59.9 24:00:00 00:00:00Z",
                "25:61:00 24:00:01 1:00:00 10:00",
            ),
            (
                "dateTime",
                "2020-12-29T16:54:20.582254 2014-07-24T18:05:11+01:00",
                "2020-12-29 2020-02-30T00:00:00Z 2020-12-29T24:00:01",
            ),
            (
                "dateTimeStamp",
                "2014-07-24T18:05:11Z",
                "2014-07-24T18:05:11",
            ),
            ("gYear", "2024 -0044 2024Z", "24 02024 x"),
            ("gYearMonth", "2024-12", "2024-13"),
            ("gMonthDay", "--02-29", "--02-30 02-29"),
            ("gMonth", "--12", "--13"),
            ("gDay", "---31", "---32"),
            (
                "duration",
                "P1Y2M3DT4H5M6.7S -P1D PT0S",
                "P PT P1S 1Y P1M1Y PT1M1H P1.5D",
            ),
            ("yearMonthDuration", "P1Y", "P1D PT1S"),
            ("dayTimeDuration", "P1DT1S", "P1Y"),
            ("hexBinary", "0aFF", "0aF xy"),
            ("base64Binary", "AAAA AA== AAA=", "A AAA A=== ****"),
            ("language", "en en-GB", "e1 en_GB toolonglanguage"),
            ("string", "anything", ""),
        ];
        for (name, good, bad) in cases {
            let is_valid = |text: &str| is_valid(&format!("{XSD}{name}"), text);
            for text in good.split_ascii_whitespace() {
                assert!(is_valid(text), "{name} {text}");
            }
            for text in bad.split_ascii_whitespace() {
                assert!(!is_valid(text), "{name} {text}");
            }
        }
        assert!(is_valid("https://example.org/own", "x"));
    }
}
