//! How stated times compare with the clock: what a desk or a newspaper did cannot lie in the
//! future.

use chrono::TimeDelta;

use crate::domain::{Timestamp, value::Checker};

/// How many minutes a stated time can be ahead of the database's clock, because clocks
/// differ.
pub const AHEAD_MINUTES_MAX: i32 = 5;

/// Reports the times that are in the future. Each has its field path.
pub fn check_past(
    check: &mut Checker,
    times: impl IntoIterator<Item = (String, Timestamp)>,
    now: Timestamp,
) {
    let ahead_max = TimeDelta::minutes(AHEAD_MINUTES_MAX.into());
    for (field, _) in times
        .into_iter()
        .filter(|(_, time)| *time - now > ahead_max)
    {
        check.report_at(
            &field,
            format!(
                "is in the future: more than {AHEAD_MINUTES_MAX} minutes later than the database's clock"
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn second(second: i64) -> Timestamp {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn only_times_beyond_the_tolerance_are_in_the_future() {
        let times = [0, 1_000, 1_300, 1_301, 9_999_999].map(|at| (at.to_string(), second(at)));
        let mut check = Checker::new();
        check_past(&mut check, times, second(1_000));
        let refused = check.finish(()).unwrap_err().into_iter();
        let refused: Vec<String> = refused.map(|it| it.field).collect();
        assert_eq!(refused, ["1301", "9999999"]);
    }
}
