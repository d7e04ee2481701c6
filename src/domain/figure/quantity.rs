//! Quantities: the figures of a claim, as intervals between exact decimals.

use std::{fmt, str::FromStr};

use iso_currency::Currency;

use crate::domain::value::{Checker, code::coded, language, text};

/// An exact decimal number. It keeps the number of digits that it was given with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decimal(rust_decimal::Decimal);

/// The most significant digits of a decimal.
pub const DECIMAL_DIGITS_MAX: usize = 28;

/// The text is not a decimal number.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "is not a decimal number of at most {DECIMAL_DIGITS_MAX} digits; write for example 10000, -0.5 or 2.50, without grouping or exponent"
)]
pub struct NotADecimal;

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        let (whole, fraction) = match text.strip_prefix('-').unwrap_or(text).split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text.strip_prefix('-').unwrap_or(text), None),
        };
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !fraction.is_none_or(is_digits) {
            return Err(NotADecimal);
        }
        // Leading zeros would be lost.
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(NotADecimal);
        }
        let whole_digits = if whole == "0" { 0 } else { whole.len() };
        if whole_digits + fraction.map_or(0, str::len) > DECIMAL_DIGITS_MAX {
            return Err(NotADecimal);
        }
        let value = rust_decimal::Decimal::from_str_exact(text).map_err(|_| NotADecimal)?;
        if value.is_zero() && text.starts_with('-') {
            return Err(NotADecimal);
        }
        Ok(Self(value))
    }
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self(whole.into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Equality includes the number of digits, so that an update from `2.5` to `2.50` is a
/// change. [`Decimal::compare`] compares only the values.
impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.0.serialize() == other.0.serialize()
    }
}

impl Eq for Decimal {}

impl Decimal {
    /// Compares the values of two numbers, however many digits they have.
    pub fn compare(self, other: Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }

    /// Half of the number.
    pub fn half(self) -> Self {
        Self(self.0 / rust_decimal::Decimal::TWO)
    }

    /// The number with the other sign.
    pub(super) fn negated(self) -> Self {
        Self(if self.0.is_zero() { self.0 } else { -self.0 })
    }

    fn identity(self) -> String {
        self.0.normalize().to_string()
    }
}

/// A bound of an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub value: Decimal,
    /// Whether the number itself is excluded.
    pub open: bool,
}

coded! {
    /// The period of a rate.
    PerPeriod {
        /// Per hour.
        Hour = 1,
        /// Per day.
        Day = 2,
        /// Per week.
        Week = 3,
        /// Per month.
        Month = 4,
        /// Per quarter.
        Quarter = 5,
        /// Per year.
        Year = 6,
    }
}

coded! {
    /// What a range between two bounds means.
    RangeKind {
        /// There is one true value, somewhere in the range.
        Uncertainty = 1,
        /// All values in the range are meant ("aged 18-30").
        Extent = 2,
        /// Different cases have different values in the range.
        Variation = 3,
        /// There are different estimates of one value.
        Estimates = 4,
    }
}

coded! {
    /// The role of a figure in a claim.
    QuantityRole {
        /// The value that the claim states.
        Value = 1,
        /// The value before a change ("raised from 27").
        Before = 2,
        /// The value after a change ("to 30").
        After = 3,
        /// A value that narrows the claim down ("people aged 18-30").
        Qualifier = 4,
    }
}

/// A figure of a claim, as an interval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity {
    /// What is measured, as a slug.
    pub measure: String,
    /// The UCUM or UN/CEFACT code of the unit.
    pub unit: String,
    /// The ISO 4217 code of the currency.
    pub currency: String,
    /// The period of a rate.
    pub per: Option<PerPeriod>,
    /// The counted entity, in words.
    pub counted: String,
    /// The lower bound.
    pub lower: Option<Bound>,
    /// The upper bound.
    pub upper: Option<Bound>,
    /// Whether the figure is approximate.
    pub approximate: bool,
    /// What the range between the bounds means.
    pub range: Option<RangeKind>,
    /// The stated reason for the range.
    pub range_reason: String,
    /// The role in the claim.
    pub role: QuantityRole,
    /// The figure as printed.
    pub printed: String,
    /// The locale of the numbers in `printed`.
    pub number_locale: String,
    /// The indexes of the quantities that a qualifier narrows down. Empty means all.
    pub narrows: Vec<i32>,
}

const WORDS_MAX: usize = 200;
const UNIT_MAX: usize = 32;

impl Quantity {
    /// Reports every rule that the quantity breaks.
    pub fn check(&self, check: &mut Checker) {
        text::check_slug(check, "measure", &self.measure);
        self.check_unit(check);
        text::check(check, "counted", &self.counted, WORDS_MAX);
        self.check_bounds(check);
        text::check(check, "range_reason", &self.range_reason, WORDS_MAX);
        if !self.range_reason.is_empty() && self.range.is_none() {
            check.report_at("range_reason", "needs range");
        }
        text::check(check, "printed", &self.printed, WORDS_MAX);
        language::check(check, "number_locale", &self.number_locale);
        if !self.number_locale.is_empty() && self.printed.is_empty() {
            check.report_at("number_locale", "needs printed");
        }
    }

    fn check_unit(&self, check: &mut Checker) {
        let is_visible = self.unit.bytes().all(|b| b.is_ascii_graphic());
        if self.unit.len() > UNIT_MAX || !is_visible {
            check.report_at(
                "unit",
                "is not a unit code: 1 to 32 visible ASCII characters, for example a, km or %",
            );
        }
        if self.currency.is_empty() {
            return;
        }
        if Currency::from_code(&self.currency).is_none() {
            check.report_at(
                "currency",
                "is not an ISO 4217 code; write for example EUR or USD",
            );
        }
        if !self.unit.is_empty() {
            check.report_at("unit", "excludes currency; give one of them");
        }
    }

    fn check_bounds(&self, check: &mut Checker) {
        let (lower, upper) = match (self.lower, self.upper) {
            (Some(lower), Some(upper)) => (lower, upper),
            // The printed figure could not be read, and that was reported.
            (None, None) if check.has_violation("printed") => return,
            (None, None) => {
                check.report("has no bounds: give lower, upper or both");
                return;
            }
            _ => {
                if self.range.is_none() {
                    check.report_at("range", "is required where a bound is absent");
                }
                return;
            }
        };
        match lower.value.compare(upper.value) {
            std::cmp::Ordering::Greater => check.report_at(
                "lower",
                format!("{} is above upper {}", lower.value, upper.value),
            ),
            std::cmp::Ordering::Equal if lower.open || upper.open => {
                check.report_at("lower", "equals upper, so neither can be open");
            }
            std::cmp::Ordering::Less if self.range.is_none() => {
                check.report_at("range", "is required where the bounds differ");
            }
            _ => {}
        }
    }

    /// Whether it is a qualifier that narrows down the quantity with this index.
    pub fn is_narrowing(&self, place: usize) -> bool {
        let mut narrowed = self.narrows.iter();
        self.role == QuantityRole::Qualifier
            && (self.narrows.is_empty()
                || narrowed.any(|index| usize::try_from(*index) == Ok(place)))
    }

    /// A text that is equal for equal quantities, however they are printed.
    pub fn identity(&self) -> String {
        let bound = |bound: Option<Bound>| {
            bound.map_or(String::new(), |bound| {
                format!(
                    "{}{}",
                    bound.value.identity(),
                    if bound.open { "<" } else { "=" }
                )
            })
        };
        format!(
            "{}|{}|{}|{}|{}|{}|{}|{}",
            self.measure,
            self.unit,
            self.currency,
            self.per.map_or(0, PerPeriod::code),
            bound(self.lower),
            bound(self.upper),
            u8::from(self.approximate),
            self.role.code(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_their_digits() {
        for text in [
            "0",
            "10000",
            "-0.5",
            "2.50",
            "0.0000000000000000000000000001",
        ] {
            assert_eq!(
                text.parse::<Decimal>().map(|d| d.to_string()).as_deref(),
                Ok(text)
            );
        }
    }

    #[test]
    fn other_notations_are_not_decimals() {
        for text in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "1e3",
            "10,000",
            "1 000",
            "007",
            "-0",
            "-0.00",
            "-0",
            "-0.00",
            "0x1",
            "NaN",
            "1.2.3",
            "١٢",
            "99999999999999999999999999999",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text}");
        }
    }

    fn between(lower: &str, upper: &str) -> Quantity {
        let bound = |text: &str| text.parse().ok().map(|value| Bound { value, open: false });
        Quantity {
            measure: "age".to_owned(),
            lower: bound(lower),
            upper: bound(upper),
            range: Some(RangeKind::Extent),
            ..Quantity::default()
        }
    }

    fn fields(quantity: &Quantity) -> Vec<String> {
        let mut check = Checker::new();
        quantity.check(&mut check);
        match check.finish(()) {
            Ok(()) => Vec::new(),
            Err(violations) => violations.into_iter().map(|v| v.field).collect(),
        }
    }

    #[test]
    fn bounds_must_be_in_order_and_have_a_range() {
        assert_eq!(fields(&between("18", "30")), [""; 0]);
        assert_eq!(fields(&between("30", "18")), ["lower"]);
        assert_eq!(fields(&between("", "")), [""]);
        let unexplained = Quantity {
            range: None,
            ..between("18", "30")
        };
        assert_eq!(fields(&unexplained), ["range"]);
        let open = Quantity {
            lower: Some(Bound {
                value: "30".parse().unwrap(),
                open: true,
            }),
            ..between("30", "30.0")
        };
        assert_eq!(fields(&open), ["lower"]);
    }

    #[test]
    fn only_iso_4217_codes_are_currencies() {
        let with = |currency: &str| Quantity {
            currency: currency.to_owned(),
            ..between("1", "2")
        };
        assert_eq!(fields(&with("EUR")), [""; 0]);
        for currency in ["eur", "EURO", "ABC", "€"] {
            assert_eq!(fields(&with(currency)), ["currency"], "{currency}");
        }
    }

    #[test]
    fn the_printed_text_is_not_part_of_the_identity() {
        let printed = Quantity {
            printed: "18-30".to_owned(),
            ..between("18", "30")
        };
        assert_eq!(between("18.0", "30").identity(), printed.identity());
        assert_ne!(between("18", "31").identity(), printed.identity());
    }
}
